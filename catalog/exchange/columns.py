"""What a workbook is made of: forms with their sheets, sheets with their columns, and what an empty cell means."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import Enum
from typing import Any

from catalog.exchange.kinds import Kind, Text

HELP_SHEET = "说明"
SHOWN_ONLY = "（导入时不看）"
"""Ends the headings of columns that help to read and are not read back."""

STAMP = "stamp"
"""Key of the column that says which content a row was made from; no field of an item or life event."""


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


def text_column(
    key: str, heading: str, help: str = "", width: int = 30, empty: Empty = Empty.REFUSED
) -> Column:
    """Return a column of words."""
    return Column(key, heading, Text(), help, empty, width)


@dataclass(frozen=True)
class Table:
    """One sheet. `path` is where its entries stand in an item or life event; `()` is the whole of it.

    `names` are the columns whose values together tell the rows of one item apart; with none it is the whole row,
    unless rows may `repeat`. `label` are the columns that say in words which row is meant. A list inside the entries
    of another sheet names its entry: `inside` is the column that does, and the key of the entry that it names.
    """

    sheet: str
    path: tuple[str, ...]
    columns: tuple[Column, ...]
    names: tuple[str, ...]
    label: tuple[str, ...]
    note: str
    repeat: bool = False
    inside: tuple[str, str] | None = None


@dataclass(frozen=True)
class Form:
    """The sheets of one kind of contents, items or life events. The first sheet has one row for each of them.

    `name` is what people call one, `title` the path of what they call this one, `schema` the file's name,
    `listed` the keys that the district's list decides, each with its word.
    """

    name: str
    id_heading: str
    tables: tuple[Table, ...]
    title: tuple[str, ...]
    schema: str
    listed: Mapping[str, str] = field(default_factory=dict)

    @property
    def main(self) -> Table:
        """The sheet with one row for each."""
        return self.tables[0]

    def title_of(self, data: Mapping[str, Any]) -> str:
        """Return what people call this one."""
        value: Any = data
        for key in self.title:
            value = value[key]
        return str(value)
