"""`python -m catalog.report`: what the catalogue covers, by level and department, as a Markdown table."""

import sys
from collections.abc import Callable, Iterable, Mapping, Sequence
from statistics import median
from typing import Any

from catalog.loader import load
from catalog.model import Catalogue, CatalogueError, Item

_Column = tuple[str, Callable[[Sequence[Item]], str]]


def _count(of: Callable[[Mapping[str, Any]], Any]) -> Callable[[Sequence[Item]], str]:
    """How many items of a row have something."""
    return lambda items: str(sum(bool(of(item.data)) for item in items))


def _total(of: Callable[[Mapping[str, Any]], int]) -> Callable[[Sequence[Item]], str]:
    return lambda items: str(sum(of(item.data) for item in items))


COLUMNS: tuple[_Column, ...] = (
    ("事项", lambda items: str(len(items))),
    ("当场办", _count(lambda data: data["kind"]["project"] == "即办件")),
    ("情形", _total(lambda data: len(data["situations"]))),
    ("材料", _total(lambda data: len(data["materials"]))),
    ("其中免交", _total(lambda data: sum(paper["shared"] for paper in data["materials"]))),
    ("环节", _total(lambda data: len(data["steps"]))),
    ("收费事项", _count(lambda data: not data["fee"]["free"])),
    ("依据", _total(lambda data: len(data["basis"]))),
    ("问答", _total(lambda data: len(data["questions"]))),
    ("邻近", _total(lambda data: len(data["neighbours"]))),
    ("说法", lambda items: str(sum(len(item.utterances) for item in items))),
    ("最少", lambda items: str(min((len(item.utterances) for item in items), default=0))),
    ("中位", lambda items: f"{median([len(item.utterances) for item in items] or [0]):g}"),
    ("打油诗", _count(lambda data: data["plain"].get("rhyme"))),
    ("复读", _count(lambda data: data["review"]["readings"])),
    ("已核定", _count(lambda data: data["review"]["status"] == "confirmed")),
)


def report(catalogue: Catalogue) -> str:
    """Return the tables by level and by department, then the items that are missing."""
    listed = catalogue.listed.values()
    lines = _table(
        "层级", ((level, {"level": level}) for level in ("village", "town", "district")), catalogue
    )
    departments = dict.fromkeys(row["department"] for row in listed)
    lines += ["", *_table("部门", ((name, {"department": name}) for name in departments), catalogue)]
    events = catalogue.events.values()
    lines += ["", "| 一件事 | 阶段 | 事项 | 说法 | 复读 |", "| --- | --- | --- | --- | --- |"]
    for event in events:
        stages, readings = event.data["stages"], event.data["review"]["readings"]
        cells = (event.title, len(stages), len(event.items), len(event.utterances), len(readings))
        lines.append(f"| {' | '.join(map(str, cells))} |")
    missing = [item_id for item_id in catalogue.listed if item_id not in catalogue.items]
    lines += ["", f"还没有的事项（{len(missing)}）：{'、'.join(missing) or '无'}"]
    return "\n".join(lines)


def _table(head: str, rows: Iterable[tuple[str, Mapping[str, str]]], catalogue: Catalogue) -> list[str]:
    names = [head, "应有", *(name for name, _ in COLUMNS)]
    lines = [f"| {' | '.join(names)} |", f"|{' --- |' * len(names)}"]
    for label, wanted in [*rows, ("合计", {})]:
        listed = sum(
            all(row[key] == value for key, value in wanted.items()) for row in catalogue.listed.values()
        )
        items = [
            item
            for item in catalogue.items.values()
            if all(getattr(item, key) == value for key, value in wanted.items())
        ]
        cells = [label, str(listed), *(column(items) for _, column in COLUMNS)]
        lines.append(f"| {' | '.join(cells)} |")
    return lines


def main() -> int:
    """Print the report; 1 when the catalogue cannot be loaded."""
    try:
        print(report(load()))
    except CatalogueError as error:
        print("\n".join(error.problems))
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
