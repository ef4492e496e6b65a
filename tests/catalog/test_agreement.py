"""Figures and papers of plain texts against the structured fields."""

import pytest

from catalog import agreement

PAPERS = {"id-card": {"name": "身份证", "names": ["身份证", "居民身份证"]}}
ITEM = {
    "plain": {},
    "who": {"conditions": ["年满60周岁", "每人20至30平方米"]},
    "materials": [{"name": "居民身份证", "original": 1, "copies": 1}],
    "time": {"statutory": None, "promised": {"value": 10, "unit": "working_days"}},
    "fee": {"rows": [{"name": "工本费", "amount": 20, "year": 2026}]},
    "visits": {"count": 1},
    "basis": [{"law": "中华人民共和国居民身份证法", "in_force": 2012}],
    "result": {"name": "居住证"},
}


def problems(text: str, *facts: dict) -> list[str]:
    return [problem for _, problem in agreement.problems({"plain.answer": text}, facts or [ITEM], PAPERS)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("20至30平方米", [(20, "平方米"), (30, "平方米")]),
        ("两个工作日、15天", [(2, "工作日"), (15, "天")]),
        ("三十五块钱", [(35, "元")]),
        ("2026年9月20日起，2027年度", []),
        ("第三天，第2步，十几天", []),
        ("满60岁，1.5元", [(60, "岁"), (1.5, "元")]),
    ],
)
def test_figures(text: str, expected: list[tuple[float, str]]) -> None:
    assert agreement.figures(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "满六十岁就来，10个工作日办好，交20元，带身份证，只跑一趟",
        "每人20到30平方米，2026年度的标准，《居住证》当场拿",
        "一年一回",
    ],
)
def test_what_agrees(text: str) -> None:
    assert problems(text) == []


@pytest.mark.parametrize(
    ("text", "wrong"),
    [
        ("15个工作日办好", "“15工作日”"),
        ("交三十元", "“30元”"),
        ("满65岁", "“65岁”"),
        ("2025年度的标准", "the year 2025"),
        ("要跑2趟", "“2回”"),
        ("拿《房产证》", "《房产证》"),
    ],
)
def test_what_does_not_agree(text: str, wrong: str) -> None:
    assert [problem for problem in problems(text) if wrong in problem]


def test_paper_under_another_of_its_names() -> None:
    assert problems("带身份证") == []
    without = {**ITEM, "materials": []}
    assert problems("带身份证", {**without, "basis": []}) == [
        "the paper “身份证” stands in no structured field"
    ]


def test_life_event_speaks_of_its_items() -> None:
    event = {"stages": [{"name": "动工以前"}]}
    assert problems("交20元，10个工作日", event, ITEM) == []
    assert problems("跑3趟", event, ITEM)
