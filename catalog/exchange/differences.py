"""What an import would change, in lines that a person can decide on."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from catalog.exchange.columns import Column, Form, Table
from catalog.exchange.rows import Data, Row, rows

_NOTHING = "（空）"


def differences(form: Form, old: Data | None, new: Data) -> list[str]:
    """Return one Chinese line for each change from `old` (None: there was none) to `new`."""
    if old is None:
        return ["这个事项以前没有内容，整项新加"]
    lines = []
    for table in form.tables:
        before, after = rows(old, table), rows(new, table)
        if not table.path:
            lines += list(_fields(table, before[0], after[0], ""))
        elif before != after:
            lines += list(_rows(table, before, after))
    return lines


def _rows(table: Table, before: Sequence[Row], after: Sequence[Row]) -> Iterator[str]:
    old, new = _named(table, before), _named(table, after)
    for name, row in new.items():
        if name not in old:
            yield f"{table.sheet}：加{_label(table, row)}"
    for name, row in old.items():
        if name not in new:
            yield f"{table.sheet}：去{_label(table, row)}"
        elif row != new[name]:
            yield from _fields(table, row, new[name], f"{table.sheet}：改{_label(table, row)}的")
    if [name for name in old if name in new] != [name for name in new if name in old]:
        yield f"{table.sheet}：换了顺序"


def _named(table: Table, found: Sequence[Row]) -> dict[tuple[str, ...], Row]:
    """Return the rows by what tells them apart; where names repeat, by name and how often it stood before."""
    seen: Counter[tuple[str, ...]] = Counter()
    named = {}
    for row in found:
        name = tuple(str(row.get(key)) for key in table.names or table.label)
        named[(*name, str(seen[name]))] = row
        seen[name] += 1
    return named


def _label(table: Table, row: Row) -> str:
    return f"“{''.join(str(row[key]) for key in table.label)}”"


def _fields(table: Table, before: Row, after: Row, where: str) -> Iterator[str]:
    for column in table.columns:
        if before.get(column.key) != after.get(column.key):
            yield f"{where}{column.heading}：{_shown(column, before)} → {_shown(column, after)}"


def _shown(column: Column, row: Mapping[str, Any]) -> str:
    value = row.get(column.key)
    return _NOTHING if value is None or value == "" else str(column.kind.show(value))
