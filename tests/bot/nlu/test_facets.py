"""Facets and ordinals of normalised sentences."""

import pytest

import catalog
from bot.nlu.facets import FacetFinder, find_ordinal
from bot.nlu.text_normalizer import TextNormalizer

WORDS = catalog.load().words
NORMALIZER = TextNormalizer.from_words(WORDS)
FINDER = FacetFinder(WORDS["facets"])


@pytest.mark.parametrize(
    ("text", "facet"),
    [
        ("要好久", "time"),
        ("好多天办得下来", "time"),
        ("啥时候能拿到", "time"),
        ("要钱不", "fee"),
        ("办一个好多钱", "fee"),
        ("带啥子", "materials"),
        ("要些啥子材料", "materials"),
        ("娃儿上户口要啥子", "materials"),
        ("在哪儿办", "place"),
        ("找哪个办", "place"),
        ("我妈走不动，我帮她办得不", "agent"),
        ("必须本人来吗", "agent"),
        ("要啥子条件", "conditions"),
        ("哪些人办不成", "conditions"),
        ("网上办得成不", "online"),
        ("网上能办吗", "online"),
        ("手机上可以办不", "online"),
        ("凭啥子规定", "basis"),
        ("咋个办", "steps"),
        ("办完给个啥子证", "result"),
    ],
)
def test_facet(text: str, facet: str) -> None:
    assert FINDER.find(NORMALIZER.normalize(text).text)[:1] == [facet]


def test_helping_another_is_no_question_for_conditions() -> None:
    assert FINDER.find(NORMALIZER.normalize("我妈走不动，我帮她办得不").text) == ["agent"]


def test_two_facets_in_the_order_asked() -> None:
    assert FINDER.find(NORMALIZER.normalize("要好多钱，要好久").text) == ["fee", "time"]


@pytest.mark.parametrize("text", ["我要修房子", "老人走了", "今天天气好", "身份证丢了"])
def test_no_facet(text: str) -> None:
    assert FINDER.find(text) == []


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("第二个", 2), ("2", 2), ("选第三项", 3), ("头一个", 1), ("第1个吧", 1), ("最后一个", -1), ("最后那个", -1),
        ("我要第二个", 2), ("二", None), ("第二天去", None), ("2023年", None), ("一个人", None), ("第九个", None), ("", None),
    ],
)  # fmt: skip
def test_ordinal(text: str, number: int | None) -> None:
    assert find_ordinal(text) == number
