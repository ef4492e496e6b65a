"""Writing items and life events into a workbook that a clerk can edit: one sheet a table, and one that explains them.

Every cell is written as text or as a number, never as a formula, whatever it begins with.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from io import BytesIO
from pathlib import Path
from typing import Any

from openpyxl import Workbook
from openpyxl.cell import Cell, WriteOnlyCell
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation

from catalog.exchange.archive import MOST_ROWS
from catalog.exchange.columns import HELP_SHEET, SHOWN_ONLY, STAMP, Column, Empty, Form, Table
from catalog.exchange.forms import FORMS, form_of
from catalog.exchange.kinds import Answers, When
from catalog.exchange.rows import Data, Row, rows, stamp
from catalog.model import Item

_Items = Mapping[str, Item]
_TITLE = f"我要办{SHOWN_ONLY}"
_HEAD = PatternFill("solid", fgColor="DDEFE3")
_SHOWN = PatternFill("solid", fgColor="EEEEEE")
_BOLD = Font(bold=True)
_WRAP = Alignment(wrap_text=True, vertical="top")
_TEXT = "@"
"""The number format of text: what a clerk types there stays as it was typed."""
_HELP = (
    "这个文件是村能办的内容，一张工作表是一类内容，第一列都是事项编号或者一件事编号。改好存成 xlsx，交给管理员导入。",
    "导入前管理员先看到改了哪些地方，确认了才写进去；有一处不合适，就一处也不写，并说明在哪张表第几行哪一列。",
    "可以改字、加行、删行、换顺序。加的行先填第一列的编号。表名和表头不要改。",
    "文件里没有的事项和一件事不受影响。要删掉一整个，请找管理员。",
    f"表头带“{SHOWN_ONLY}”的灰色列只是方便看，改了不算。",
    "不要用公式，不要合并格子，一格里不要换行。半角的逗号、问号导入时会换成全角的。",
    "编号（事项、一件事、情形、选项、材料）是二维码、办件和别的表要用的，取好了就不要改。",
    "导出以后别人要是改过同一个，会请您重新导出再改。",
)
_WIDE = (14, 18, 12, 60, 46)


def write_workbook(contents: Iterable[Data], path: Path, items: _Items) -> None:
    """Write items and life events to `path`, which must not exist yet; leaves no half of it. Raises OSError.

    `items` are those of the catalogue, by whose names the ids in the rows are explained.
    """
    with path.open("xb") as file:
        try:
            # in one go: openpyxl cannot be stopped half way by a full disk
            file.write(_workbook(list(contents), items))
            file.flush()
        except OSError:
            path.unlink()
            raise


def _workbook(contents: Sequence[Data], items: _Items) -> bytes:
    book = Workbook(write_only=True)
    groups = [(form, [data for data in contents if form_of(data["id"]) is form]) for form in FORMS]
    groups = [(form, own) for form, own in groups if own]
    _explain(book, [form for form, _ in groups])
    for form, own in groups:
        for table in form.tables:
            _write(book, form, table, own, items)
    file = BytesIO()
    book.save(file)
    return file.getvalue()


def _explain(book: Workbook, forms: Sequence[Form]) -> None:
    sheet = book.create_sheet(HELP_SHEET)
    for letter, width in zip("ABCDE", _WIDE):
        sheet.column_dimensions[letter].width = width
    for line in _HELP:
        sheet.append([_cell(sheet, line, wrap=False)])
    sheet.append([])
    sheet.append([_cell(sheet, word, bold=True) for word in ("工作表", "列", "空着", "填什么", "说明")])
    for form in forms:
        for table in form.tables:
            first = (table.sheet, form.id_heading, Empty.REFUSED.value, "编号", table.note)
            sheet.append([_cell(sheet, text) for text in first])
            for column in table.columns:
                texts = (table.sheet, column.heading, column.empty.value, column.kind.help, column.help)
                sheet.append([_cell(sheet, text) for text in texts])


def _write(book: Workbook, form: Form, table: Table, contents: Sequence[Data], items: _Items) -> None:
    sheet = book.create_sheet(table.sheet)
    is_main = table is form.main
    sheet.freeze_panes = "B2" if is_main else "C2"
    words = list(_explained(table))
    headings = [(form.id_heading, 18)]
    headings += [] if is_main else [(_TITLE, 18)]
    headings += [(column.heading, column.width) for column in table.columns]
    headings += [(heading, 40) for heading, _ in words]
    for index, (_, width) in enumerate(headings, start=1):
        sheet.column_dimensions[get_column_letter(index)].width = width
    for index, column in enumerate(table.columns, start=2 if is_main else 3):
        _offer(sheet, column, get_column_letter(index))
    sheet.append([_cell(sheet, heading, bold=True) for heading, _ in headings])
    for data in contents:
        for row in rows(data, table):
            cells = [_cell(sheet, data["id"])]
            if is_main:
                row[STAMP] = stamp(data)
            else:
                cells.append(_cell(sheet, form.title_of(data), shown=True))
            cells += [_value(sheet, column, row) for column in table.columns]
            cells += [_cell(sheet, explain(data, row, items), shown=True) for _, explain in words]
            sheet.append(cells)


def _explained(table: Table) -> Iterator[tuple[str, Callable[[Data, Row, _Items], str]]]:
    """Yield heading and words of the columns that say in words what ids of the others mean."""
    for column in table.columns:
        if column.key == "item":
            yield f"这个事项叫什么{SHOWN_ONLY}", _item_words
        if isinstance(column.kind, When):
            yield f"情形的话{SHOWN_ONLY}", _when_words
        elif isinstance(column.kind, Answers):
            yield f"情形的话{SHOWN_ONLY}", _answers_words


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


def _item_words(_: Data, row: Row, items: _Items) -> str:
    return items[row["item"]].title if row["item"] in items else ""


def _answers_words(_: Data, row: Row, items: _Items) -> str:
    if row["item"] not in items:
        return ""
    chosen = {situation: [choice] for situation, choice in row.get("answers", {}).items()}
    return _condition(items[row["item"]].data, chosen)


def _when_words(data: Data, row: Row, _: _Items) -> str:
    return _condition(data, row.get("when", {}))


def _condition(item: Data, when: Data) -> str:
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
