"""What the loader says in English, as a clerk reads it."""

from pathlib import Path

import pytest

import catalog
from catalog.exchange.wording import said
from tests.catalog.exchange.conftest import IDS

ITEM = f"items/town/{IDS[0]}.yml"


def broken(root: Path) -> list[str]:
    """Return what the loader says of the catalogue in `root`, as a clerk reads it."""
    with pytest.raises(catalog.CatalogueError) as caught:
        catalog.load(root)
    return [said(problem) for problem in caught.value.problems]


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("theme: housing\n", "", f"{ITEM}：缺 theme"),
        ("theme: housing\n", "theme: housing\ncolour: red\n", f"{ITEM}：不认识的键：'colour'"),
        ("theme: housing\n", "theme: castle\n", "，theme：'castle' 不行，只能是：'housing'"),
        ("version: 1\n", "version: eins\n", f"{ITEM}，version：'eins' 不行，这里要整数"),
        ("version: 1\n", "version: 0\n", f"{ITEM}，version：0 太小，最小 1"),
        ("version: 1\n", "version: 1\nversion: 1\n", "行：键 version 写了两遍"),
        ("version: 1\n", "version: [\n", "行：YAML 的写法不对"),
        ("id: homestead\n", "id: dilapidated-house\n", "里也有"),
        ("original: 1\n", "original: 11\n", "11 太大，最大 10"),
        ("  title: 我要修房子\n", f"  title: {'长' * 300}\n", "，plain.title：太长或者太多"),
        ("  title: 我要修房子\n", "  title: 修\n", "，plain.title：太短或者太少：'修'"),
        ("department: 农业农村\n", "department: 财神\n", "写的是“财神”，全区清单上是“农业农村”"),
    ],
)
def test_problem_of_the_loader_in_chinese(root: Path, old: str, new: str, expected: str) -> None:
    path = root / ITEM
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    lines = broken(root)
    assert any(expected in line for line in lines), lines


@pytest.mark.parametrize("name", ["items.tsv", "papers.yml", "organisation/towns.yml"])
def test_file_that_is_gone_or_empty(root: Path, name: str) -> None:
    (root / name).write_text("", encoding="utf-8")
    assert f"{name}：里头是空的" in broken(root)
    (root / name).unlink()
    assert f"{name}：没有这个文件" in broken(root)


def test_item_that_is_empty_or_no_text(root: Path) -> None:
    (root / ITEM).write_text("", encoding="utf-8")
    assert broken(root) == [f"{ITEM}：里头是空的"]
    (root / ITEM).write_bytes("名称: 修房子".encode("gb18030"))
    assert broken(root) == [f"{ITEM}：读不出来，请另存为 UTF-8 编码，再看看有没有权限"]
