"""What a sheet of a workbook is made of: a table with its columns, and what an empty cell means."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

from catalog.exchange.kinds import Kind

HELP_SHEET = "说明"
ITEM_ID = "事项编号"
SHOWN_ONLY = "（导入时不看）"
"""Ends the headings of columns that help to read and are not read back."""

STAMP = "stamp"
"""Key of the column that says which content a row was made from; no field of an item."""


class Empty(Enum):
    """What an empty cell means."""

    REFUSED = "必填"
    ABSENT = "没有就空着"
    NULL = "没有规定就空着"
    BLANK = "没有就留空"


@dataclass(frozen=True)
class Column:
    """One column of a sheet. `key` is the path inside the row's entry, with dots; `width` is in characters."""

    key: str
    heading: str
    kind: Kind
    help: str = ""
    empty: Empty = Empty.REFUSED
    width: int = 14


@dataclass(frozen=True)
class Table:
    """One sheet. `path` is where its entries stand in an item; `()` is the item itself.

    `names` are the columns whose values together tell the rows of one item apart; with none it is the whole row,
    unless rows may `repeat`. `label` are the columns that say in words which row is meant.
    """

    sheet: str
    path: tuple[str, ...]
    columns: tuple[Column, ...]
    names: tuple[str, ...]
    label: tuple[str, ...]
    note: str
    repeat: bool = False
