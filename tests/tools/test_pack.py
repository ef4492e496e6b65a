"""`make pack`: what it writes, and one plain sentence for everything that stands in its way."""

import errno
import os
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from backend.guides.typeset import NotSet
from tools import pack

STATION = "yuanba-01"


class QuickPress:
    """Sets nothing; `failure` is what the disk says instead."""

    failure: Exception | None = None

    def __init__(self, *parts: object) -> None:
        pass

    def sheet(self, *what: object) -> bytes:
        if self.failure:
            raise self.failure
        return b"%PDF-1.7"

    poster = booklet = sheet


@pytest.fixture(autouse=True)
def data(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The data folder of this run; paper is not what is tested here."""
    for name in [name for name in os.environ if name.startswith("CNB_")]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("CNB_DATA_DIR", str(tmp_path / "var"))
    monkeypatch.setattr(pack, "Press", QuickPress)
    return tmp_path / "var"


def test_a_pack_lands_in_a_folder_of_its_station_and_day(
    data: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert pack.main([STATION]) == 0
    (folder,) = (data / "packs").iterdir()
    assert folder.name.startswith(f"{STATION}-20")
    assert (folder / "index.html").is_file()
    assert (folder / "homestead.html").is_file()
    said = capsys.readouterr().out
    assert str(folder) in said
    assert "正在做：小册子" in said


@pytest.mark.parametrize(("address", "warned"), [("", True), ("https://bsd.example.cn", False)])
def test_codes_that_no_phone_opens_are_said(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], address: str, warned: bool
) -> None:
    monkeypatch.setenv("CNB_PUBLIC_URL", address)
    assert pack.main([STATION]) == 0
    assert ("群众的手机扫不开。印之前先设好 CNB_PUBLIC_URL" in capsys.readouterr().out) == warned


def test_the_folder_can_be_named_and_is_not_written_over(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "U 盘"
    assert pack.main([STATION, str(out)]) == 0
    (out / "homestead.html").write_text("mine")
    assert pack.main([STATION, str(out)]) == 1
    assert "已经有了" in capsys.readouterr().out
    assert (out / "homestead.html").read_text() == "mine"


def test_a_full_stick_is_said_and_leaves_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(QuickPress, "failure", OSError(errno.ENOSPC, os.strerror(errno.ENOSPC)))
    assert pack.main([STATION, str(tmp_path / "stick")]) == 1
    assert "写不进去：No space left on device" in capsys.readouterr().out
    assert not (tmp_path / "stick").exists()


def test_paper_that_cannot_be_set_is_said(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(QuickPress, "failure", NotSet("ended with -9"))
    assert pack.main([STATION, str(tmp_path / "stick")]) == 1
    assert "多半是内存不够" in capsys.readouterr().out
    assert not (tmp_path / "stick").exists()


def test_a_folder_below_a_file_cannot_be(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "file").write_text("")
    assert pack.main([STATION, str(tmp_path / "file" / "pack")]) == 1
    assert "写不进去" in capsys.readouterr().out


@pytest.mark.parametrize("arguments", [[], [""], [STATION, "a", "b"]])
def test_without_a_station_it_says_how(arguments: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert pack.main(arguments) == 2
    assert "make pack STATION=" in capsys.readouterr().out


@pytest.mark.parametrize("station", ["atlantis", "../../etc", "元坝"])
def test_an_unknown_station_is_named(station: str, data: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert pack.main([station]) == 1
    assert f"没有编号是 {station} 的便民服务站" in capsys.readouterr().out
    assert not (data / "packs").exists()


@pytest.mark.parametrize(
    ("name", "value", "sentence"),
    [
        ("CNB_PUBLIC_URL", "nowhere", "CNB_PUBLIC_URL 应当是"),
        ("CNB_DATABASE_URL", "sqlite:////nowhere/at/all.sqlite3", "数据库打不开"),
        ("CNB_DATABASE_URL", "postgresql://somebody:secret@127.0.0.1:9/nothing", "数据库打不开"),
    ],
)
def test_a_system_that_is_not_ready_is_said(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], name: str, value: str, sentence: str
) -> None:
    monkeypatch.setenv(name, value)
    assert pack.main([STATION]) == 1
    said = capsys.readouterr().out
    assert sentence in said
    assert "secret" not in said


def test_a_database_of_a_later_version_is_said(data: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert pack.main([STATION, str(data / "first")]) == 0
    with closing(sqlite3.connect(data / "cunnengban.sqlite3")) as database:
        database.execute("UPDATE alembic_version SET version_num = '9999'")
        database.commit()
    assert pack.main([STATION, str(data / "second")]) == 1
    assert "更新的程序" in capsys.readouterr().out
