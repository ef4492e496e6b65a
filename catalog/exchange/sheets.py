"""Reading a workbook that somebody sent: every cell is looked at, and nothing in it is run.

Formulas, merged cells, unknown sheets and columns are refused by place. What the cells mean is not known here.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from openpyxl import load_workbook
from openpyxl.utils import get_column_letter
from openpyxl.utils.exceptions import InvalidFileException

from catalog.exchange.archive import BROKEN, UNREADABLE, Seen, look_at, refused
from catalog.exchange.columns import HELP_SHEET, SHOWN_ONLY, Form, Table
from catalog.exchange.forms import FORMS, ITEMS
from catalog.exchange.kinds import Cell, Unfit, clean
from catalog.exchange.problems import Place, Problem, Refused
from catalog.exchange.rows import Line

MOST_COLUMNS = 64
_BROKEN = (*UNREADABLE, InvalidFileException, IndexError, TypeError, AttributeError)
"""What openpyxl raises besides for such a file."""

Sheets = dict[str, list[tuple[str, Line]]]
"""Sheet -> its lines, each with the id of the item or life event it belongs to."""


@dataclass(frozen=True)
class _Raw:
    """One sheet as the library reads it: the first row, the filled rows below with their numbers, merged ranges."""

    head: Sequence[Any]
    rows: Sequence[tuple[int, Sequence[Any]]]
    merged: Sequence[str]


def read_sheets(path: Path) -> Sheets:
    """Return the lines of all sheets. Raises Refused with everything that does not fit."""
    seen = look_at(path)
    try:
        book = load_workbook(path, read_only=True, data_only=False, keep_links=False)
        try:
            names = [sheet for form in FORMS for sheet in _sheets(form) if sheet in book.sheetnames]
            raw = {name: _raw(book[name], seen[name]) for name in names}
        finally:
            book.close()
    except _BROKEN as error:
        raise refused(path, BROKEN) from error
    return _read(raw, book.sheetnames, path.name)


def _raw(sheet: Any, seen: Seen) -> _Raw:
    """Read one sheet; the size that it gives for itself may be wrong."""
    sheet.reset_dimensions()
    rows = sheet.iter_rows(max_row=max(seen.last, 1), max_col=MOST_COLUMNS)
    head = next(rows, ())
    filled = [
        (number, cells)
        for number, cells in enumerate(rows, start=2)
        if any(cell.value is not None for cell in cells)
    ]
    return _Raw(head, filled, seen.merged)


def _read(raw: Mapping[str, _Raw], names: Sequence[str], file: str) -> Sheets:
    """Return the lines. Raises Refused with every problem of every sheet."""
    known = {table.sheet: (form, table) for form in FORMS for table in form.tables}
    needed = [sheet for form in FORMS for sheet in _sheets(form) if raw.keys() & _sheets(form)]
    problems = [
        Problem(Place(file, name), "没有这张表的位置，多出来的表请删掉")
        for name in names
        if name not in known and name != HELP_SHEET
    ]
    problems += [
        Problem(Place(file, name), "缺这张表，请从导出的文件改起")
        for name in needed or _sheets(ITEMS)
        if name not in raw
    ]
    sheets = {
        name: list(_lines(raw[name], form, table, file, problems))
        for name, (form, table) in known.items()
        if name in raw
    }
    if problems:
        raise Refused(problems)
    return sheets


def _sheets(form: Form) -> dict[str, Table]:
    return {table.sheet: table for table in form.tables}


def _lines(
    raw: _Raw, form: Form, table: Table, file: str, problems: list[Problem]
) -> Iterator[tuple[str, Line]]:
    """Yield the lines of one sheet, each with the id it belongs to, and add the problems of its cells."""
    problems += [
        Problem(Place(file, table.sheet), f"{area} 是合并的格子，请取消合并，每格都填上")
        for area in raw.merged
    ]
    headings = _headings(raw.head, form, table, file, problems)
    keys = {column.heading: column.key for column in table.columns}
    for number, cells in raw.rows:
        filled = dict(_filled(cells, headings, Place(file, table.sheet, number), problems))
        entry_id = filled.pop(form.id_heading, None)
        if entry_id is not None:
            yield (
                str(entry_id),
                Line(number, {keys[name]: cell for name, cell in filled.items() if name in keys}),
            )
        elif filled:
            problems.append(Problem(Place(file, table.sheet, number, form.id_heading), "不能空着"))


def _headings(
    cells: Sequence[Any], form: Form, table: Table, file: str, problems: list[Problem]
) -> list[str]:
    """Return the headings by position, "" where there is none, after adding the problems of the first row."""
    needed = [form.id_heading, *(column.heading for column in table.columns)]
    found: list[str] = []
    for cell in cells:
        heading = str(cell.value).strip() if cell.value is not None else ""
        place = Place(file, table.sheet, 1, heading)
        if heading in found and heading:
            problems.append(Problem(place, "这一列有两个"))
        elif heading and heading not in needed and not heading.endswith(SHOWN_ONLY):
            problems.append(Problem(place, "没有这一列，多出来的列请删掉"))
        found.append(heading)
    problems += [
        Problem(Place(file, table.sheet, 1, heading), "缺这一列，请从导出的文件改起")
        for heading in needed
        if heading not in found
    ]
    return found


def _filled(
    cells: Sequence[Any], headings: Sequence[str], place: Place, problems: list[Problem]
) -> Iterator[tuple[str, Cell]]:
    """Yield heading and content of every cell that says something; what may not stand there becomes a problem."""
    for index, cell in enumerate(cells):
        value = cell.value
        if value is None or (isinstance(value, str) and not value.strip()):
            continue
        heading = headings[index] if index < len(headings) else ""
        if heading.endswith(SHOWN_ONLY):
            continue
        here = Place(place.file, place.sheet, place.row, heading or f"{get_column_letter(index + 1)}列")
        if not heading:
            problems.append(Problem(here, "这一列没有表头，里头的内容请删掉"))
        elif cell.data_type == "f":
            problems.append(Problem(here, "是公式，请改成公式算出来的内容"))
        elif cell.data_type == "e":
            problems.append(Problem(here, f"是表格软件的错误值（{value}），请改过来"))
        elif isinstance(value, str | int | float | bool | date):
            if (text := _seen(value, here, problems)) is not None:
                yield heading, text
        else:
            problems.append(Problem(here, "看不懂，请改成文字或者数字"))


def _seen(value: Cell, place: Place, problems: list[Problem]) -> Cell | None:
    """Return the cell with its text cleaned, or None after adding the problem of what nobody can see."""
    try:
        return clean(value) if isinstance(value, str) else value
    except Unfit as unfit:
        problems.append(Problem(place, str(unfit)))
        return None
