"""A small catalogue to import into, and workbooks that somebody has edited."""

import hashlib
import re
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook, load_workbook

import catalog
from catalog.exchange.workbook import write_workbook
from catalog.loader import ROOT

IDS = ("homestead", "dilapidated-house")
Edit = Callable[[Workbook], object]


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A catalogue of two items in their first version."""
    folder = tmp_path / "catalog"
    for name in ("organisation", "schema", "words"):
        shutil.copytree(ROOT / name, folder / name)
    for name in ("items.tsv", "papers.yml"):
        shutil.copy(ROOT / name, folder)
    (folder / "items/town").mkdir(parents=True)
    for item_id in IDS:
        text = (ROOT / f"items/town/{item_id}.yml").read_text(encoding="utf-8")
        text = re.sub(r"^version: \d+$", "version: 1", text, flags=re.MULTILINE)
        (folder / f"items/town/{item_id}.yml").write_text(text, encoding="utf-8")
    return folder


@pytest.fixture
def exported(root: Path, tmp_path: Path) -> Path:
    path = tmp_path / "改.xlsx"
    items = catalog.load(root).items
    write_workbook([item.data for item in items.values()], path, items)
    return path


@pytest.fixture
def edited(exported: Path) -> Callable[[Edit], Path]:
    """Let a clerk edit the exported workbook."""

    def edit(work: Edit) -> Path:
        book = load_workbook(exported)
        work(book)
        book.save(exported)
        return exported

    return edit


def column(sheet: Any, heading: str) -> int:
    return next(cell.column for cell in sheet[1] if cell.value == heading)


def row(sheet: Any, item_id: str, nth: int = 0) -> int:
    return [cell.row for cell in sheet["A"] if cell.value == item_id][nth]


def put(book: Workbook, sheet: str, heading: str, value: object, nth: int = 0) -> str:
    """Write a cell of the nth row of the homestead and return where: `工作表“…”，第N行，“…”`."""
    found = book[sheet]
    number = row(found, "homestead", nth)
    found.cell(number, column(found, heading)).value = value  # type: ignore[assignment]
    return f"工作表“{sheet}”，第{number}行，“{heading}”"


def state(root: Path) -> dict[str, str]:
    """Every file under `root` with the hash of its content."""
    return {
        path.relative_to(root).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in root.rglob("*")
        if path.is_file()
    }
