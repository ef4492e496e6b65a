"""Shipped items made wrong on purpose: the check sees it."""

import re
from collections import Counter
from collections.abc import Callable, Iterator
from copy import deepcopy
from typing import Any

import pytest

from catalog import agreement, reading
from catalog.agreement.facts import DURATION_UNITS
from catalog.agreement.figures import CHINESE_NUMERALS, YUAN, figures, number
from catalog.loader import shipped

Data = dict[str, Any]
SEEN = 0.95
IDIOMS = [word["say"] for word in shipped().words["numerals"]]
NUMERAL = re.compile(rf"\d+(?:\.\d+)?|[{CHINESE_NUMERALS}]+|半")
STRANGE_PAPERS = ("林权证", "残疾人证", "行驶证", "优待证")


def problems(data: Data) -> Counter[tuple[str, str]]:
    return Counter(agreement.problems(reading.plain_texts(data), [data], shipped().papers, IDIOMS))


def said(data: Data) -> set[tuple[float, str]]:
    return {figure.said for text in reading.plain_texts(data).values() for figure in figures(text, IDIOMS)}


def with_text(data: Data, key: str, text: str) -> Data:
    wrong = deepcopy(data)
    name, *line = key.split(".")[1:]
    if line:
        wrong["plain"][name][int(line[0])] = text
    else:
        wrong["plain"][name] = text
    return wrong


def later_promises(data: Data) -> Iterator[Data]:
    promised = data["time"]["promised"]
    if (promised["value"], DURATION_UNITS[promised["unit"]]) in said(data):
        wrong = deepcopy(data)
        wrong["time"]["promised"]["value"] += 1
        yield wrong


def dearer_fees(data: Data) -> Iterator[Data]:
    for index, row in enumerate(data["fee"]["rows"]):
        if row["amount"] and (row["amount"], YUAN) in said(data):
            wrong = deepcopy(data)
            wrong["fee"]["rows"][index]["amount"] += 1
            yield wrong


def other_figures(data: Data, rhyme: bool = False) -> Iterator[Data]:
    """Every figure of the texts, one more than it is; a plain one is an article ("一张表")."""
    for key, text in reading.plain_texts(data).items():
        if (".rhyme" in key) != rhyme:
            continue
        for figure in figures(text, IDIOMS, verse=rhyme):
            numeral = NUMERAL.match(text, figure.start)
            if numeral and figure.value != 1:
                more = f"{number(numeral[0]) + 1:g}"
                yield with_text(data, key, text[: figure.start] + more + text[numeral.end() :])


def other_figures_of_rhymes(data: Data) -> Iterator[Data]:
    return other_figures(data, rhyme=True)


def other_papers(data: Data) -> Iterator[Data]:
    """Every paper of the texts under the name of one that the item does not know."""
    strange = next(paper for paper in STRANGE_PAPERS if paper not in str(data))
    names = sorted({name for paper in shipped().papers.values() for name in paper["names"]})
    for key, text in reading.plain_texts(data).items():
        yield from (with_text(data, key, text.replace(name, strange)) for name in names if name in text)


@pytest.mark.parametrize(
    ("mutations", "least"),
    [
        (later_promises, 100),
        (dearer_fees, 10),
        (other_figures, 400),
        (other_figures_of_rhymes, 20),
        (other_papers, 400),
    ],
)
def test_wrong_items_are_seen(mutations: Callable[[Data], Iterator[Data]], least: int) -> None:
    passed, tried = [], 0
    for item in shipped().items.values():
        before = problems(dict(item.data))
        for wrong in mutations(dict(item.data)):
            tried += 1
            if not problems(wrong) - before:
                passed.append(item.id)
    assert tried >= least
    assert 1 - len(passed) / tried >= SEEN, passed
