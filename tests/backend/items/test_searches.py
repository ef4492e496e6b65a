"""What the search lists as one types: the right guide for real searches, nothing for what is not ours."""

import csv
from pathlib import Path

import pytest

import catalog
from backend.items.search import Document, Index

SEARCHES = Path(__file__).parent / "searches.tsv"
"""Written for this test: kind, words, and the guides of which one must be listed; none for what no guide is about."""
FIRST = 3


@pytest.fixture(scope="module")
def index(catalogue: catalog.Catalogue) -> Index:
    """All items and life events, as the list page searches them."""
    guides = [*catalogue.items.values(), *catalogue.events.values()]
    dialect = {entry["say"]: entry["means"] for entry in catalogue.words["dialect"]}
    return Index([Document.of(guide.data) for guide in guides], dialect)


def searches() -> list[tuple[str, str, set[str]]]:
    with SEARCHES.open(encoding="utf-8") as file:
        rows = csv.DictReader(file, delimiter="\t")
        return [(row["kind"], row["words"], set(row["guides"].split())) for row in rows]


def _ids(index: Index, words: str, limit: int = 8) -> list[str]:
    return [guide for guide, _ in index.search(words, limit)]


def test_the_searches_are_many_and_name_what_exists(catalogue: catalog.Catalogue) -> None:
    rows = searches()
    assert sum(bool(guides) for _, _, guides in rows) >= 200
    assert sum(not guides for _, _, guides in rows) >= 100
    assert all((kind == "none") == (not guides) for kind, _, guides in rows)
    assert set().union(*(guides for *_, guides in rows)) <= {*catalogue.items, *catalogue.events}


def test_a_real_search_lists_its_guide_among_three(index: Index) -> None:
    real = [(words, guides) for kind, words, guides in searches() if kind != "none"]
    missed = [words for words, guides in real if not guides.intersection(_ids(index, words, FIRST))]
    assert len(missed) <= 0.06 * len(real), missed


def test_a_bare_noun_lists_first_what_is_little_else(index: Index) -> None:
    nouns = [(words, guides) for kind, words, guides in searches() if kind == "noun"]
    missed = [words for words, guides in nouns if not guides.intersection(_ids(index, words, 1))]
    assert len(missed) <= 0.06 * len(nouns), missed


@pytest.mark.parametrize("kind", ["initials", "pinyin", "half"])
def test_what_is_typed_as_pinyin_always_finds(index: Index, kind: str) -> None:
    for own, words, guides in searches():
        assert own != kind or guides.intersection(_ids(index, words, FIRST)), words


def test_nine_of_ten_searches_for_what_is_not_ours_list_nothing(index: Index) -> None:
    """Words alone cannot tell the rest: a fine of the traffic police and the transport office share "交通"."""
    others = [words for kind, words, _ in searches() if kind == "none"]
    listed = [words for words in others if _ids(index, words)]
    assert len(listed) <= 0.1 * len(others), listed


@pytest.mark.parametrize(
    "words",
    [
        "asdf",
        "今天天气好",
        "锅巴肉片",
        "股票",
        "的",
        "",
        " ",
        "。。。",
        "😀",
        "111111",
        "修" * 200,
        "an" * 100,
    ],
)
def test_nonsense_lists_nothing(index: Index, words: str) -> None:
    assert index.search(words, 8) == []


def test_long_questions_list_what_short_ones_do(index: Index) -> None:
    assert _ids(index, "我要修房子" * 40, 1) == _ids(index, "我要修房子", 1)


def test_a_title_is_listed_from_its_third_character_on(index: Index, catalogue: catalog.Catalogue) -> None:
    for item in catalogue.items.values():
        title = item.title.removeprefix("我要").removeprefix("我想")
        for end in range(3, len(title) + 1):
            assert item.id in _ids(index, title[:end]), title[:end]


@pytest.mark.parametrize(
    "steps", ["养老 养老认 养老认证", "残疾 残疾证 残疾证到", "yang yangl yangla yanglao", "ylj yljr yljrz"]
)
def test_no_guide_comes_goes_and_comes_again(index: Index, steps: str) -> None:
    before, between, after = [set(_ids(index, words, 3)) for words in steps.split()[-3:]]
    assert between
    assert not (before & after) - set(_ids(index, steps.split()[-2]))


def test_slips_into_characters_that_sound_alike_are_heard(index: Index) -> None:
    assert _ids(index, "低宝", 1) == _ids(index, "低保", 1) == ["dibao"]


def test_initials_whole_and_begun_pinyin_spell_the_same() -> None:
    index = Index([Document("tree", ("我要砍树",), ()), Document("shop", ("我要开店",), ())])
    for words in ("ks", "kanshu", "kans", "kshu", "KAN SHU", "kan'sh"):
        assert _ids(index, words) == ["tree"], words


def test_among_equals_the_busy_guide_comes_first() -> None:
    documents = [
        Document("a", ("交医保",), ()),
        Document("b", ("办医保",), (), busy=True),
        Document("c", ("开店",), ()),
    ]
    assert _ids(Index(documents), "医保") == ["b", "a"]
