"""Remarks on how an item reads; each is provoked once on a good item."""

import copy
from collections.abc import Callable
from typing import Any

import pytest

import catalog
from catalog import reading
from catalog.check import remarks_on

CATALOGUE = catalog.shipped()
GOOD = CATALOGUE.items["homestead"].data


def remarks(edit: Callable[[Any], object] = lambda data: None) -> list[str]:
    data = copy.deepcopy(GOOD)
    edit(data)
    return [f"{key}: {text}" for key, text in remarks_on(data, CATALOGUE)]


def test_good_item_has_none() -> None:
    assert remarks() == []


@pytest.mark.parametrize(
    ("edit", "expected"),
    [
        (lambda d: d["plain"].update(answer="拿起身份证来" * 8), "a sentence of 48 characters"),
        (lambda d: d["plain"].update(answer="来办。" * 60), "180 characters, 160 are enough"),
        (lambda d: d["plain"].update(read_aloud="请携带身份证。"), "“携带” is a word of offices: 带"),
        (lambda d: d["plain"].update(read_aloud="上APP办。"), "“A” cannot be spoken"),
        (lambda d: d["plain"].update(rhyme=["交费三十元整"]), "plain.rhyme.0: “30元”"),
        (lambda d: d["time"].update(explanation="长" * 61), "time.explanation: 61 characters"),
        (lambda d: d["materials"][0].update(name="甲、乙"), "“甲、乙” does not fit into a list"),
        (lambda d: d["materials"][0].update(source="自己带"), "`source` does not say where the blank is had"),
        (
            lambda d: d["fee"].update(free=False, rows=[{"name": "工本费", "amount": 5, "unit": "次"}]),
            "“工本费” is 5 of what?",
        ),
        (lambda d: d["place"]["windows"][0].update(name="窗口（一楼）"), "ends with a bracket"),
        (lambda d: d["situations"][0]["choices"].reverse(), "the first choice is not a case of this item"),
        (lambda d: d["time"]["promised"].update(value=3), "the steps of the usual case take 8 working days"),
        (lambda d: [step.update(when={"build": ["move"]}) for step in d["steps"]], "steps: none is left"),
        (
            lambda d: [paper.update(one_of="form") for paper in d["materials"][:2]],
            "two that stand for one another are asked for",
        ),
    ],
)
def test_remark(edit: Callable[[Any], object], expected: str) -> None:
    found = remarks(edit)
    assert any(expected in remark for remark in found), found


def test_question_that_changes_nothing() -> None:
    def edit(data: Any) -> None:
        choices = [{"id": "yes", "label": "是"}, {"id": "no", "label": "不是"}]
        data["situations"].append({"id": "moon", "question": "今天出太阳没有？", "choices": choices})

    assert "situations.moon: changes nothing" in remarks(edit)


def test_official_name_of_a_paper_keeps_its_words() -> None:
    words = [{"official": "审批", "plain": "批"}]
    plain = {"answer": "填《农村宅基地审批表》。", "read_aloud": "来。", "difference": "批地"}
    assert list(reading.text_remarks({"plain": plain}, words)) == []
