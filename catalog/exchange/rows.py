"""An item or life event as rows of its form's sheets, and rows as an item or event again."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from catalog.exchange.columns import STAMP, Column, Empty, Form, Table
from catalog.exchange.kinds import Cell, Unfit
from catalog.exchange.problems import Place, Problem
from catalog.exchange.tables import SIDES

Data = Mapping[str, Any]
Row = dict[str, Any]
"""Column key -> value; what an entry leaves out is left out."""
Path = tuple[str | int, ...]
"""Where a value stands in an item or life event: `("materials", 3, "name")`."""


@dataclass(frozen=True)
class Line:
    """One row of a sheet as it came in: its number and its filled cells by column key."""

    number: int
    cells: Mapping[str, Cell]


@dataclass
class Draft:
    """An item or life event that came in: its content and where each part of it stands in the file."""

    form: Form
    data: dict[str, Any]
    places: dict[Path, Place] = field(default_factory=dict)
    """The place of a value, an entry or a whole list; `()` is its own."""
    seen: str | None = None
    """The stamp of the content that the file was made from; None where files carry none."""

    def place(self, path: Path) -> Place:
        """Return the place of `path`, of the first thing in it, or of the nearest thing around it."""
        inside = next((place for key, place in self.places.items() if key[: len(path)] == path), None)
        return self.places.get(path) or inside or self.place(path[:-1])


def rows(data: Data, table: Table) -> list[Row]:
    """Return the rows of one item or life event in `table`."""
    return [
        {column.key: value for column in table.columns if (value := _find(entry, column.key)) is not None}
        for _, entry in _entries(data, table)
    ]


def stamp(data: Data) -> str:
    """Return a short mark that changes with anything in `data`: 12 hexadecimal digits."""
    text = json.dumps(data, ensure_ascii=False, sort_keys=True)
    return hashlib.sha256(text.encode()).hexdigest()[:12]


def _entries(data: Data, table: Table) -> Iterator[tuple[Path, Data]]:
    """Yield every entry of `table` with its path; what is no mapping gets keys as the columns have them."""
    if not table.path:
        yield (), data
    elif table.path == ("who",):
        for side in SIDES:
            for index, line in enumerate(data["who"][side]):
                yield ("who", side, index), {"side": side, "text": line}
    elif table.inside:
        outer, inner = table.path
        column, name = table.inside
        for place, holder in enumerate(data[outer]):
            for index, entry in enumerate(holder[inner]):
                yield (outer, place, inner, index), {column: holder[name], **entry}
    else:
        for index, entry in enumerate(_find(data, ".".join(table.path)) or ()):
            yield (*table.path, index), entry if isinstance(entry, dict) else {"text": entry}


def _find(entry: Data, key: str) -> Any:
    value: Any = entry
    for part in key.split("."):
        value = value.get(part) if isinstance(value, Mapping) else None
    return value


def draft(
    form: Form, entry_id: str, lines: Mapping[str, Sequence[Line]], file: str, problems: list[Problem]
) -> Draft | None:
    """Return what the lines of every sheet of `form` make, or None after adding what does not fit."""
    found = len(problems)
    (main,) = lines[form.main.sheet]
    made = Draft(form, {"id": entry_id}, {(): Place(file, form.main.sheet, main.number, form.id_heading)})
    for table in form.tables:
        read = [
            (line, row)
            for line in lines[table.sheet]
            if (row := _read(table, line, file, problems)) is not None
        ]
        _refuse_repeats(table, read, file, problems)
        _put(made, table, read, file, problems)
    return made if len(problems) == found else None


def _read(table: Table, line: Line, file: str, problems: list[Problem]) -> Row | None:
    """Return the values of one line, or None after adding the problems of its cells."""
    row: Row = {}
    found = len(problems)
    for column in table.columns:
        try:
            value = _value(column, line.cells.get(column.key))
        except Unfit as unfit:
            problems.append(Problem(Place(file, table.sheet, line.number, column.heading), str(unfit)))
            continue
        if value is not None or column.empty is Empty.NULL:
            row[column.key] = value
    return row if len(problems) == found else None


def _value(column: Column, cell: Cell | None) -> Any:
    if cell is not None:
        return column.kind.read(cell)
    if column.empty is Empty.REFUSED:
        raise Unfit("不能空着")
    return "" if column.empty is Empty.BLANK else None


def _refuse_repeats(
    table: Table, read: Sequence[tuple[Line, Row]], file: str, problems: list[Problem]
) -> None:
    """Add a problem for every line that says again what an earlier one of the same item says."""
    seen: dict[str, int] = {}
    heading = next((column.heading for column in table.columns if column.key in table.names[-1:]), "")
    for line, row in read:
        same = repr([row.get(name) for name in table.names] if table.names else row)
        if same in seen and not table.repeat:
            problems.append(
                Problem(Place(file, table.sheet, line.number, heading), f"和第{seen[same]}行重复了")
            )
        seen.setdefault(same, line.number)


def _put(
    made: Draft, table: Table, read: Sequence[tuple[Line, Row]], file: str, problems: list[Problem]
) -> None:
    """Put the rows where they belong and note where each part came from."""
    if not table.path:
        for line, row in read:
            _note(made, (), table, line, file)
            made.seen = row.pop(STAMP, "")
            made.data.update(_nested(row))
            if "time" in made.data:
                _settle_statutory(made, problems)
        return
    if table.path == ("who",):
        who = made.data.setdefault("who", {})
        for side in SIDES:
            own = [(line, {"text": row["text"]}) for line, row in read if row["side"] == side]
            who[side] = _list(made, ("who", side), table, own, file)
        return
    if table.inside:
        _put_inside(made, table, read, file, problems)
        return
    entries = _list(made, table.path, table, read, file)
    if entries or table.path != ("plain", "rhyme"):
        holder = made.data
        for part in table.path[:-1]:
            holder = holder.setdefault(part, {})
        holder[table.path[-1]] = entries


def _list(made: Draft, path: Path, table: Table, read: Sequence[tuple[Line, Row]], file: str) -> list[Any]:
    """Return the rows as entries of a list; a row with nothing but words is the words."""
    made.places[path] = Place(file, table.sheet)
    for index, (line, _) in enumerate(read):
        _note(made, (*path, index), table, line, file)
    return [row["text"] if list(row) == ["text"] else _nested(row) for _, row in read]


def _put_inside(
    made: Draft, table: Table, read: Sequence[tuple[Line, Row]], file: str, problems: list[Problem]
) -> None:
    """Put the rows of a list inside the entries of another sheet into the entries that they name."""
    assert table.inside  # noqa: S101 - the caller has looked
    outer, inner = table.path
    column, name = table.inside
    holders = {holder[name]: (index, holder) for index, holder in enumerate(made.data[outer])}
    for line, row in read:
        if row[column] not in holders:
            above = next(other.sheet for other in made.form.tables if other.path == (outer,))
            heading = next(other.heading for other in table.columns if other.key == column)
            text = f"“{row[column]}”不在这一项的“{above}”表里"
            problems.append(Problem(Place(file, table.sheet, line.number, heading), text))
    for index, holder in holders.values():
        own = [
            (line, {key: value for key, value in row.items() if key != column})
            for line, row in read
            if row[column] == holder[name]
        ]
        holder[inner] = _list(made, (outer, index, inner), table, own, file)


def _note(made: Draft, path: Path, table: Table, line: Line, file: str) -> None:
    if path:
        made.places[path] = Place(file, table.sheet, line.number)
    for column in table.columns:
        place = Place(file, table.sheet, line.number, column.heading)
        made.places[(*path, *column.key.split("."))] = place
        if column.key == "text":
            made.places[path] = place


def _nested(row: Row) -> dict[str, Any]:
    """Return the row with its dotted keys as mappings in mappings."""
    entry: dict[str, Any] = {}
    for key, value in row.items():
        *outer, last = key.split(".")
        holder = entry
        for part in outer:
            holder = holder.setdefault(part, {})
        holder[last] = value
    return entry


def _settle_statutory(made: Draft, problems: list[Problem]) -> None:
    """A limit has a number and a unit, or there is none."""
    statutory = made.data["time"]["statutory"]
    empty = [key for key, value in statutory.items() if value is None]
    if len(empty) == len(statutory):
        made.data["time"]["statutory"] = None
    elif empty:
        place = made.places["time", "statutory", empty[0]]
        problems.append(Problem(place, "法定时限和单位要么都填，要么都空着"))
