"""Writing items into a workbook that a clerk can edit: one sheet a table, and a sheet that explains them.

Every cell is written as text or as a number, never as a formula, whatever it begins with.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from io import BytesIO
from pathlib import Path
from typing import Any

from openpyxl import Workbook
from openpyxl.cell import Cell, WriteOnlyCell
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation

from catalog.exchange.archive import MOST_ROWS
from catalog.exchange.columns import HELP_SHEET, ITEM_ID, SHOWN_ONLY, STAMP, Column, Empty, Table
from catalog.exchange.rows import Data, Row, rows, stamp
from catalog.exchange.tables import ITEMS, TABLES

_TITLE = f"我要办{SHOWN_ONLY}"
_WHEN = f"情形的话{SHOWN_ONLY}"
_HEAD = PatternFill("solid", fgColor="DDEFE3")
_SHOWN = PatternFill("solid", fgColor="EEEEEE")
_BOLD = Font(bold=True)
_WRAP = Alignment(wrap_text=True, vertical="top")
_TEXT = "@"
"""The number format of text: what a clerk types there stays as it was typed."""
_HELP = (
    "这个文件是村能办的事项内容，一张工作表是一类内容，第一列都是事项编号。改好存成 xlsx，交给管理员导入。",
    "导入前管理员先看到改了哪些地方，确认了才写进去；有一处不合适，就一处也不写，并说明在哪张表第几行哪一列。",
    "可以改字、加行、删行、换顺序。加的行先填事项编号。表名和表头不要改。",
    "文件里没有的事项不受影响。要删掉整个事项，请找管理员。",
    f"表头带“{SHOWN_ONLY}”的灰色列只是方便看，改了不算。",
    "不要用公式，不要合并格子，一格里不要换行。半角的逗号、问号导入时会换成全角的。",
    "编号（事项、情形、选项、材料）是二维码、办件和别的表要用的，取好了就不要改。",
    "导出以后别人要是改过同一个事项，会请您重新导出再改。",
)
_WIDE = (14, 18, 12, 60, 46)


def write_workbook(items: Iterable[Data], path: Path) -> None:
    """Write `items` to `path`, which must not exist yet; leaves no half of it. Raises OSError."""
    with path.open("xb") as file:
        try:
            file.write(
                _workbook(list(items))
            )  # in one go: openpyxl cannot be stopped half way by a full disk
            file.flush()
        except OSError:
            path.unlink()
            raise


def _workbook(items: Sequence[Data]) -> bytes:
    book = Workbook(write_only=True)
    _explain(book)
    for table in TABLES:
        _write(book, table, items)
    file = BytesIO()
    book.save(file)
    return file.getvalue()


def _explain(book: Workbook) -> None:
    sheet = book.create_sheet(HELP_SHEET)
    for letter, width in zip("ABCDE", _WIDE):
        sheet.column_dimensions[letter].width = width
    for line in _HELP:
        sheet.append([_cell(sheet, line, wrap=False)])
    sheet.append([])
    sheet.append([_cell(sheet, word, bold=True) for word in ("工作表", "列", "空着", "填什么", "说明")])
    for table in TABLES:
        sheet.append(
            [_cell(sheet, text) for text in (table.sheet, ITEM_ID, Empty.REFUSED.value, "编号", table.note)]
        )
        for column in table.columns:
            texts = (table.sheet, column.heading, column.empty.value, column.kind.help, column.help)
            sheet.append([_cell(sheet, text) for text in texts])


def _write(book: Workbook, table: Table, items: Sequence[Data]) -> None:
    sheet = book.create_sheet(table.sheet)
    sheet.freeze_panes = "B2" if table is ITEMS else "C2"
    headings = [(ITEM_ID, 18)]
    headings += [] if table is ITEMS else [(_TITLE, 18)]
    headings += [(column.heading, column.width) for column in table.columns]
    conditional = any(column.key == "when" for column in table.columns)
    headings += [(_WHEN, 40)] if conditional else []
    for index, (_, width) in enumerate(headings, start=1):
        sheet.column_dimensions[get_column_letter(index)].width = width
    first = 2 if table is ITEMS else 3
    for index, column in enumerate(table.columns, start=first):
        _offer(sheet, column, get_column_letter(index))
    sheet.append([_cell(sheet, heading, bold=True) for heading, _ in headings])
    for item in items:
        for row in rows(item, table):
            cells = [_cell(sheet, item["id"])]
            if table is ITEMS:
                row[STAMP] = stamp(item)
            else:
                cells.append(_cell(sheet, item["plain"]["title"], shown=True))
            cells += [_value(sheet, column, row) for column in table.columns]
            if conditional:
                cells.append(_cell(sheet, _when_words(item, row.get("when", {})), shown=True))
            sheet.append(cells)


def _offer(sheet: Any, column: Column, letter: str) -> None:
    """Let the spreadsheet program offer the words of a column and refuse others."""
    if column.kind.options:
        words = ",".join(column.kind.options)
        offer = DataValidation("list", formula1=f'"{words}"', allow_blank=column.empty is not Empty.REFUSED)
        offer.error = f"只能填：{column.kind.help}"[:255]
        offer.add(f"{letter}2:{letter}{MOST_ROWS + 1}")
        sheet.data_validations.append(offer)


def _value(sheet: Any, column: Column, row: Row) -> Cell:
    value = row.get(column.key)
    return _cell(sheet, "" if value is None else column.kind.show(value))


def _cell(
    sheet: Any, value: str | int | float, *, bold: bool = False, shown: bool = False, wrap: bool = True
) -> Cell:
    cell: Cell = WriteOnlyCell(sheet, value=value if value != "" else None)
    if isinstance(value, str):
        cell.number_format = _TEXT
        if value:
            cell.data_type = "s"  # openpyxl takes "=..." for a formula and "#N/A" for an error
    if wrap:
        cell.alignment = _WRAP
    if bold:
        cell.font, cell.fill = _BOLD, _HEAD
    elif shown:
        cell.fill = _SHOWN
    return cell


def _when_words(item: Data, when: Data) -> str:
    """Return a condition as a clerk reads it: the question and the answers that count."""
    words = []
    for situation in item["situations"]:
        chosen = [
            choice["label"]
            for choice in situation["choices"]
            if choice["id"] in when.get(situation["id"], ())
        ]
        if chosen:
            words.append(f"{situation['question']}{'、'.join(chosen)}")
    return "；".join(words)
