"""`python -m catalog.report`: what the catalogue covers, by level and department, as Markdown tables in Chinese."""

import sys
from collections.abc import Callable, Iterable, Mapping, Sequence
from statistics import median
from typing import Any
from unicodedata import east_asian_width

from catalog.cards import LEVELS
from catalog.exchange.wording import said
from catalog.loader import load
from catalog.model import Catalogue, CatalogueError, Item, LifeEvent

Data = Mapping[str, Any]
_Column = tuple[str, Callable[[Sequence[Item]], str]]


def _count(of: Callable[[Data], Any]) -> Callable[[Sequence[Item]], str]:
    """How many items of a row have something."""
    return lambda items: str(sum(bool(of(item.data)) for item in items))


def _total(of: Callable[[Data], int]) -> Callable[[Sequence[Item]], str]:
    return lambda items: str(sum(of(item.data) for item in items))


def _shared(data: Data) -> int:
    return sum(paper["shared"] for paper in data["materials"])


def _share_of_shared(items: Sequence[Item]) -> str:
    papers = sum(len(item.data["materials"]) for item in items)
    return f"{sum(_shared(item.data) for item in items) / papers:.0%}" if papers else "—"


COLUMNS: tuple[_Column, ...] = (
    ("已有", lambda items: str(len(items))),
    ("即办件", _count(lambda data: data["kind"]["project"] == "即办件")),
    ("收费的", _count(lambda data: not data["fee"]["free"])),
    ("情形", _total(lambda data: len(data["situations"]))),
    ("材料", _total(lambda data: len(data["materials"]))),
    ("免提交", _total(_shared)),
    ("免提交占比", _share_of_shared),
    ("环节", _total(lambda data: len(data["steps"]))),
    ("依据", _total(lambda data: len(data["basis"]))),
    ("问答", _total(lambda data: len(data["questions"]))),
    ("邻近事项", _total(lambda data: len(data["neighbours"]))),
    ("说法", lambda items: str(sum(len(item.utterances) for item in items))),
    ("一项最少", lambda items: str(min((len(item.utterances) for item in items), default=0))),
    ("一项中位", lambda items: f"{median([len(item.utterances) for item in items] or [0]):g}"),
    ("打油诗", _count(lambda data: data["plain"].get("rhyme"))),
    ("复读次数", _total(lambda data: len(data["review"]["readings"]))),
    ("要当地确认", _total(lambda data: len(data["confirm_locally"]))),
    ("已核定", _count(lambda data: data["review"]["status"] == "confirmed")),
)
FIELDS: tuple[_Column, ...] = (
    ("实施编码", _count(lambda data: data["codes"]["task"])),
    ("基本编码", _count(lambda data: data["codes"]["catalog"])),
    ("哪些人不能办", _count(lambda data: data["who"]["excluded"])),
    ("情形", _count(lambda data: data["situations"])),
    ("能后补的材料", _count(lambda data: any(paper["deferrable"] for paper in data["materials"]))),
    ("窗口填的空白表格", _count(lambda data: any("form" in paper for paper in data["materials"]))),
    ("法定时限（法律有规定的）", _count(lambda data: data["time"]["statutory"])),
    ("能代办", _count(lambda data: data["visits"]["agent"]["allowed"])),
    ("能网上办", _count(lambda data: data["visits"]["online"]["available"])),
    ("邻近事项", _count(lambda data: data["neighbours"])),
    ("打油诗", _count(lambda data: data["plain"].get("rhyme"))),
    ("别人复读过", _count(lambda data: data["review"]["readings"])),
    ("写明要当地确认什么", _count(lambda data: data["confirm_locally"])),
    ("部门已核定", _count(lambda data: data["review"]["status"] == "confirmed")),
)
"""How many items have something in a field; what every item has, or it would not load, is left out."""
_EVENT_COLUMNS: tuple[tuple[str, Callable[[LifeEvent], object]], ...] = (
    ("阶段", lambda event: len(event.data["stages"])),
    ("事项", lambda event: len(event.items)),
    ("问答", lambda event: len(event.data["questions"])),
    ("说法", lambda event: len(event.utterances)),
    ("复读次数", lambda event: len(event.data["review"]["readings"])),
    ("要当地确认", lambda event: len(event.data["confirm_locally"])),
    ("已核定", lambda event: "是" if event.data["review"]["status"] == "confirmed" else "否"),
)
_NOTE = """事项数：清单、已有、即办件、收费的、打油诗、已核定。条数：其余各列。
说法“一项最少”“一项中位”：一个事项写了多少句群众的说法。免提交：窗口自己查得到、不用交的材料。"""


def report(catalogue: Catalogue) -> str:
    """Return the tables by level, department, field and life event, then the items that are missing."""
    levels = [(name, {"level": level}) for level, name in LEVELS.items()]
    departments = dict.fromkeys(row["department"] for row in catalogue.listed.values())
    parts = [
        "## 按层级",
        _table(_coverage("层级", levels, catalogue)),
        _NOTE,
        "## 按部门",
        _table(_coverage("部门", ((name, {"department": name}) for name in departments), catalogue)),
        "## 各栏填了的事项数",
        _table(_fields(levels, catalogue)),
        "没列的栏目都是必填的，缺一样就装不进来。",
        "## 一件事",
        _table(_events(catalogue)),
    ]
    missing = [item_id for item_id in catalogue.listed if item_id not in catalogue.items]
    parts.append(f"还没有的事项（{len(missing)}）：{'、'.join(missing) or '无'}")
    return "\n\n".join(parts)


def _coverage(head: str, groups: Iterable[tuple[str, Data]], catalogue: Catalogue) -> list[list[str]]:
    """Return one row for each group of items and one for all of them, under the headings."""
    rows = [[head, "清单", *(name for name, _ in COLUMNS)]]
    for label, wanted in [*groups, ("合计", {})]:
        listed = sum(
            all(row[key] == value for key, value in wanted.items()) for row in catalogue.listed.values()
        )
        items = _items(catalogue, wanted)
        rows.append([label, str(listed), *(column(items) for _, column in COLUMNS)])
    return rows


def _fields(levels: Sequence[tuple[str, Data]], catalogue: Catalogue) -> list[list[str]]:
    groups = [_items(catalogue, wanted) for _, wanted in [*levels, ("", {})]]
    head = ["栏目", *(name for name, _ in levels), "合计"]
    return [head, *([name, *(count(items) for items in groups)] for name, count in FIELDS)]


def _events(catalogue: Catalogue) -> list[list[str]]:
    rows = [["一件事", *(name for name, _ in _EVENT_COLUMNS)]]
    for event in catalogue.events.values():
        rows.append([event.title, *(str(value(event)) for _, value in _EVENT_COLUMNS)])
    return rows


def _items(catalogue: Catalogue, wanted: Data) -> list[Item]:
    return [
        item
        for item in catalogue.items.values()
        if all(getattr(item, key) == value for key, value in wanted.items())
    ]


def _table(rows: Sequence[Sequence[str]]) -> str:
    """Return a Markdown table whose columns stand in line in a terminal too: a Chinese character takes two places."""
    widths = [max(map(_width, column)) for column in zip(*rows)]
    lines = [
        f"| {' | '.join(cell + ' ' * (width - _width(cell)) for cell, width in zip(row, widths))} |"
        for row in rows
    ]
    rule = f"| {' | '.join('-' * width for width in widths)} |"
    return "\n".join([lines[0], rule, *lines[1:]])


def _width(text: str) -> int:
    return sum(2 if east_asian_width(character) in "WF" else 1 for character in text)


def main() -> int:
    """Print the report; 1 when the catalogue cannot be loaded."""
    try:
        print(report(load()))
    except CatalogueError as error:
        print("\n".join(["内容目录里有问题，先改好再来：", *map(said, error.problems)]))
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
