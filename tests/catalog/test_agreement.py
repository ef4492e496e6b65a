"""Figures and papers of plain texts against the structured fields."""

from typing import Any

import pytest

from catalog import agreement
from catalog.agreement.figures import figures, number

PAPERS = {
    "id-card": {"name": "身份证", "names": ["身份证", "居民身份证"]},
    "social-card": {"name": "社会保障卡", "names": ["社保卡", "社会保障卡"]},
    "marriage-certificate": {"name": "结婚证", "names": ["结婚证"]},
}
IDIOMS = ("一样", "一起", "千万", "两口")
ITEM: dict[str, Any] = {
    "plain": {},
    "who": {
        "conditions": ["年满60周岁", "每人20至30平方米", "领了结婚证的，交满15年", "一餐100人以上"],
        "excluded": ["从村上搬走满3年"],
    },
    "situations": [],
    "materials": [
        {"name": "居民身份证", "original": 1, "copies": 1, "source": "自己带"},
        {"name": "租房合同", "original": 1, "copies": 0, "source": "自己带"},
        {"name": "居住登记表", "original": 1, "copies": 0, "source": "现场填", "form": "居住登记表"},
    ],
    "steps": [
        {"name": "公示", "does": "在村上张榜公示", "time": "公示7天"},
        {"name": "审批", "does": "审核决定", "time": "20个工作日"},
    ],
    "time": {"statutory": None, "promised": {"value": 10, "unit": "working_days"}},
    "fee": {
        "rows": [
            {"name": "到期换证", "amount": 20, "year": 2026},
            {"name": "掉了补证", "amount": 40},
        ]
    },
    "visits": {"count": 1},
    "basis": [{"law": "中华人民共和国居民身份证法", "in_force": 2012, "says": "可以罚三百元到五千元"}],
    "result": {"name": "居住证、登记回执"},
}


def problems(text: str, *facts: dict[str, Any], key: str = "plain.answer") -> list[str]:
    return [problem for _, problem in agreement.problems({key: text}, facts or [ITEM], PAPERS, IDIOMS)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("20至30平方米", ["20平方米", "30平方米"]),
        ("两个工作日、15天", ["2工作日", "15天"]),
        ("三十五块钱，3万元", ["35元", "30000元"]),
        ("2026年标准，2027年度", []),
        ("第三天，第2步，十几天，几百块", []),
        ("满60岁，1.5元", ["60岁", "1.5元"]),
        ("满半年，三年，半个钟头", ["6月", "36月", "30分钟"]),
        ("8月31日，五月末，一个月内", ["8月份", "31号", "5月份", "1月"]),
        ("最多补三分之二", ["0.667之比"]),
        ("《农业法》第二十四条、国发〔2014〕25号", []),
        ("两口子千万一起来", []),
        ("三样材料，两证，100个客人，500头", ["3样", "2证", "100人", "500头"]),
        ("打12333", ["12333"]),
    ],
)
def test_figures(text: str, expected: list[str]) -> None:
    assert [str(figure) for figure in figures(text, IDIOMS)] == expected


@pytest.mark.parametrize(
    ("words", "value"),
    [("半", 0.5), ("十五", 15), ("三百二十", 320), ("两万五千", 25000), ("万", 10000), ("50万", 500000)],
)
def test_number(words: str, value: float) -> None:
    assert number(words) == value


@pytest.mark.parametrize(
    "text",
    [
        "满六十岁就来，10个工作日办好，到期交20元，带身份证，只跑一趟",
        "每人20到30平方米，2026年度的标准，《居住证》当场拿",
        "在村上公示7天，10个工作日办好",
        "带两样：身份证、租房合同，填登记表",
        "身份证、租房合同两样带齐，两证一起拿",
        "一样一样办，没领结婚证的莫慌",
        "可以罚三百元",
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
        ("交2025年度的", "the year 2025"),
        ("要跑2趟", "“2回”"),
        ("到期换证收40元，掉了补证收20元", "“40元”"),
        ("交3万", "“30000”"),
        ("公示20个工作日", "“20工作日”"),
        ("来的有80个客人", "“80人”"),
        ("要带五样材料", "“5样”"),
        ("带三样：身份证、租房合同", "“3样”"),
        ("五样证拿到手", "“5证”"),
        ("搬走满15年", "“180月”"),
    ],
)
def test_figures_that_do_not_agree(text: str, wrong: str) -> None:
    assert [problem for problem in problems(text) if wrong in problem]


def test_what_costs_nothing_is_free() -> None:
    assert problems("办证不收钱") == ["it costs nothing, and no fee says so"]
    assert problems("办证不收钱", {**ITEM, "fee": {"free": True, "rows": []}}) == []
    assert problems("头一回不收钱", {**ITEM, "fee": {"rows": [{"name": "头一回办", "amount": 0}]}}) == []


def test_time_is_the_promise_and_not_one_step_of_it() -> None:
    assert problems("20个工作日审核完") == ["“20工作日” is not what is promised: 10工作日"]
    assert problems("审核20个工作日，前后10个工作日办好") == []


def test_rhyme_says_days_for_working_days() -> None:
    assert problems("十天办好莫慌张", key="plain.rhyme.0") == []
    assert problems("九天办好莫慌张", key="plain.rhyme.0")


@pytest.mark.parametrize(
    ("text", "wrong"),
    [
        ("带社保卡", "“社保卡”"),
        ("带结婚证来", "“结婚证”"),
        ("要房东的暂住证", "“暂住证”"),
        ("填申请表", "“申请表”"),
        ("交收养证明", "“收养证明”"),
        ("交授权书", "“授权书”"),
    ],
)
def test_papers_the_item_does_not_ask_for(text: str, wrong: str) -> None:
    assert [problem for problem in problems(text) if wrong in problem]


def test_paper_that_is_only_mentioned_need_not_be_brought() -> None:
    assert problems("领了结婚证的来问") == []
    assert problems("结婚证捏在手", key="plain.rhyme.0")


def test_paper_under_another_of_its_names() -> None:
    assert problems("带身份证") == []
    without = {**ITEM, "materials": [], "basis": []}
    assert problems("带身份证", without) == [
        "the paper “身份证” stands in no structured field that speaks of papers"
    ]


def test_life_event_speaks_of_its_items() -> None:
    event = {"stages": [{"name": "动工以前"}]}
    assert problems("到期交20元，10个工作日办好", event, ITEM) == []
    assert problems("跑3趟", event, ITEM)
