"""`make export` and `make import`: what they say, their exit codes, what they leave behind."""

import errno
import os
import re
import shutil
from pathlib import Path

import pytest
from openpyxl import load_workbook

from catalog.loader import ROOT
from tools.contents import main


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A catalogue of two items of two departments, in their first version, and a life event."""
    folder = tmp_path / "catalog"
    for name in ("organisation", "schema", "words"):
        shutil.copytree(ROOT / name, folder / name)
    for name in ("items.tsv", "papers.yml"):
        shutil.copy(ROOT / name, folder)
    for name in ("town/homestead.yml", "district/marriage.yml"):
        (folder / "items" / name).parent.mkdir(parents=True)
        text = (ROOT / "items" / name).read_text(encoding="utf-8")
        text = re.sub(r"^version: \d+$", "version: 1", text, flags=re.MULTILINE)
        (folder / "items" / name).write_text(text, encoding="utf-8")
    (folder / "events").mkdir()
    shutil.copy(ROOT / "events/life-birth.yml", folder / "events")
    return folder


def promise(file: Path, value: object) -> None:
    """Change the promised limit of the first item in a workbook."""
    book = load_workbook(file)
    heading = next(cell for cell in book["事项"][1] if cell.value == "承诺时限")
    book["事项"].cell(2, heading.column).value = value  # type: ignore[assignment]
    book.save(file)


@pytest.mark.parametrize(
    ("entry_id", "department", "counts"),
    [
        ("", "", "2 个事项、1 个一件事"),
        ("homestead", "", "1 个事项"),
        ("life-birth", "", "1 个一件事"),
        ("", "民政", "1 个事项"),
    ],
)
@pytest.mark.parametrize("name", ["out.xlsx", "out"])
def test_export_comes_back_unchanged(
    root: Path,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    entry_id: str,
    department: str,
    counts: str,
    name: str,
) -> None:
    out = tmp_path / name
    assert main(["export", str(out), entry_id, department], root) == 0
    said = capsys.readouterr().out
    assert f"导出了 {counts}：" in said
    assert ("一件事不归哪一个部门，没有导出" in said) == bool(department)
    assert main(["import", str(out), ""], root) == 0
    assert "和现在的内容一样" in capsys.readouterr().out


def test_import_shows_first_and_writes_when_told(
    root: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "out.xlsx"
    main(["export", str(out), "homestead", ""], root)
    promise(out, 7)
    path = root / "items/town/homestead.yml"
    before = path.read_text(encoding="utf-8")
    capsys.readouterr()
    assert main(["import", str(out), ""], root) == 0
    said = capsys.readouterr().out
    assert "我要修房子（homestead）\n  版本：1 → 2\n  承诺时限：10 → 7\n" in said
    assert "还没有写进去" in said
    assert path.read_text(encoding="utf-8") == before
    assert main(["import", str(out), "yes"], root) == 0
    assert "items/town/homestead.yml" in capsys.readouterr().out
    assert "promised: {value: 7, unit: working_days}" in path.read_text(encoding="utf-8")


def test_refused_import_says_where_and_changes_nothing(
    root: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "out.xlsx"
    main(["export", str(out), "homestead", ""], root)
    promise(out, "=7")
    before = (root / "items/town/homestead.yml").read_bytes()
    assert main(["import", str(out), "yes"], root) == 1
    said = capsys.readouterr().err
    assert "什么都没有改" in said
    assert "out.xlsx：工作表“事项”，第2行，“承诺时限”：是公式" in said
    assert (root / "items/town/homestead.yml").read_bytes() == before


@pytest.mark.parametrize(
    ("arguments", "expected"),
    [
        (["export", "{tmp}/a.xlsx", "castle", ""], "没有这样的事项"),
        (["export", "{tmp}/a.xlsx", "", "财神"], "部门有：农业农村、民政"),
        (["export", "{tmp}/catalog", "", ""], "已经有了"),
        (["export", "{tmp}/none/a.xlsx", "", ""], "写不进去"),
        (["import", "{tmp}/none.xlsx", ""], "没有"),
    ],
)
def test_refusals(
    root: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], arguments: list[str], expected: str
) -> None:
    assert main([argument.format(tmp=tmp_path) for argument in arguments], root) == 1
    assert expected in capsys.readouterr().err


@pytest.mark.parametrize(
    "arguments", [[], ["export", "", "", ""], ["import", "a.xlsx", "maybe"], ["import", "", ""]]
)
def test_wrong_usage(arguments: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert main(arguments) == 2
    assert "用法" in capsys.readouterr().out


def test_broken_catalogue_is_said_first(
    root: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (root / "items/town/homestead.yml").write_text("id: [", encoding="utf-8")
    assert main(["export", str(tmp_path / "a.xlsx"), "", ""], root) == 1
    assert "内容目录里有 1 处问题，先改好再来：\n  items/town/homestead.yml，第2行：YAML 的写法不对" in (
        capsys.readouterr().err
    )


@pytest.mark.parametrize("name", ["out", "out.XLSX"])
def test_export_onto_a_full_disk_leaves_nothing(
    root: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    name: str,
) -> None:
    out = tmp_path / name

    def full(*what: object) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr("catalog.exchange.workbook._workbook", full)
    monkeypatch.setattr(shutil, "copy", full)
    assert main(["export", str(out), "", ""], root) == 1
    assert capsys.readouterr().err.strip() == f"✗ 写不进去：No space left on device（{out}）"
    assert not out.exists()


def test_import_without_room_to_try_it_out(
    root: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "out.xlsx"
    main(["export", str(out), "homestead", ""], root)
    promise(out, 7)

    def full(*what: object, **how: object) -> None:
        raise shutil.Error([("a", "b", "No space left on device")])

    monkeypatch.setattr(shutil, "copytree", full)
    assert main(["import", str(out), "yes"], root) == 1
    assert "多半是磁盘满了，什么都没有改" in capsys.readouterr().err
