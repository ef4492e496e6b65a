"""The report on the catalogue: what a county's admin reads of it."""

import re
from dataclasses import replace
from typing import Any
from unicodedata import east_asian_width

import pytest

import catalog
from catalog.report import report

CATALOGUE = catalog.load()


def tables(text: str) -> dict[str, dict[str, dict[str, str]]]:
    """The tables by heading: label of a row -> heading of a column -> cell."""
    found = {}
    for part in re.split(r"^## ", text, flags=re.MULTILINE)[1:]:
        lines = [line for line in part.splitlines() if line.startswith("|")]
        head, _, *rows = ([cell.strip() for cell in line.strip("|").split("|")] for line in lines)
        found[part.splitlines()[0]] = {row[0]: dict(zip(head, row)) for row in rows}
    return found


FOUND = tables(report(CATALOGUE))


def items(**wanted: str) -> list[dict[str, Any]]:
    return [
        dict(item.data)
        for item in CATALOGUE.items.values()
        if all(item.data[key] == value for key, value in wanted.items())
    ]


@pytest.mark.parametrize(
    ("label", "level"), [("村（社区）", "village"), ("乡镇", "town"), ("区", "district")]
)
def test_levels_by_their_chinese_names(label: str, level: str) -> None:
    row, own = FOUND["按层级"][label], items(level=level)
    papers = [paper for data in own for paper in data["materials"]]
    assert row["清单"] == row["已有"] == str(len(own))
    assert row["即办件"] == str(sum(data["kind"]["project"] == "即办件" for data in own))
    assert row["情形"] == str(sum(len(data["situations"]) for data in own))
    assert row["问答"] == str(sum(len(data["questions"]) for data in own))
    assert row["说法"] == str(sum(len(data["utterances"]) for data in own))
    assert row["免提交占比"] == f"{sum(paper['shared'] for paper in papers) / len(papers):.0%}"
    assert row["复读次数"] == str(sum(len(data["review"]["readings"]) for data in own))
    assert row["要当地确认"] == str(sum(len(data["confirm_locally"]) for data in own))


def test_every_department_adds_up() -> None:
    rows = FOUND["按部门"]
    total = rows.pop("合计")
    assert set(rows) == {row["department"] for row in CATALOGUE.listed.values()}
    for column in ("已有", "材料", "打油诗", "已核定"):
        assert sum(int(row[column]) for row in rows.values()) == int(total[column])


def test_fields_and_life_events() -> None:
    local = FOUND["各栏填了的事项数"]["能网上办"]
    assert local["合计"] == str(sum(data["visits"]["online"]["available"] for data in items()))
    events = FOUND["一件事"]
    assert set(events) == {event.title for event in CATALOGUE.events.values()}


def test_no_english_and_columns_in_line() -> None:
    text = report(CATALOGUE)
    assert re.search("[A-Za-z]", text) is None
    for block in text.split("\n\n"):
        if block.startswith("|"):
            widths = [sum(1 + (east_asian_width(one) in "WF") for one in line) for line in block.splitlines()]
            assert len(set(widths)) == 1


def test_missing_items_are_named() -> None:
    fewer = {key: item for key, item in CATALOGUE.items.items() if key != "homestead"}
    text = report(replace(CATALOGUE, items=fewer))
    assert "还没有的事项（1）：homestead" in text
    assert "还没有的事项（0）：无" in report(CATALOGUE)
