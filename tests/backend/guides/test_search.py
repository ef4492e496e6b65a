"""Search by plain words, initials, dialect and official names: a hundred sentences, and what nobody should type."""

import csv
import json
from collections import Counter
from pathlib import Path

import httpx
import pytest

from backend.guides.service import GuideService
from tests.backend.guides.samples import EVENT

SENTENCES = Path(__file__).parent / "sentences.tsv"
"""Written for this test: kind, words, and the item that must be among the first three."""


def sentences() -> list[dict[str, str]]:
    with SENTENCES.open(encoding="utf-8") as file:
        return list(csv.DictReader(file, delimiter="\t"))


def search(client: httpx.Client, words: str, **more: object) -> httpx.Response:
    return client.get("/api/v1/guides/search", params={"q": words, **more})


def test_a_hundred_sentences_of_four_kinds() -> None:
    counts = Counter(row["kind"] for row in sentences())
    assert set(counts) == {"plain", "initials", "dialect", "name"}
    assert sum(counts.values()) == 100


def test_nearly_every_sentence_finds_its_item_among_three(client: httpx.Client) -> None:
    missed = []
    for row in sentences():
        found = [guide["id"] for guide in search(client, row["words"], limit=3).json()["guides"]]
        if row["item"] not in found:
            missed.append((row["words"], row["item"], found))
    assert len(missed) <= 5, missed


def test_life_events_are_found_beside_items(client: httpx.Client) -> None:
    found = search(client, "修房入住从头到尾").json()["guides"]
    assert found[0] == {
        "id": EVENT,
        "kind": "event",
        "title": "修房入住",
        "name": "一件事一次办",
        "difference": "从批地到拿证一起办",
        "theme": "housing",
        "level": None,
        "department": None,
    }


def test_the_title_of_every_item_finds_it_among_three(guides: GuideService) -> None:
    for guide in guides.list_items():
        assert guide in guides.search(guide.title, 3), guide.title


@pytest.mark.parametrize(
    "words", ["", " ", "\t\n", "修" * 101, "a" * 5000], ids=["empty", "blank", "blanks", "long", "longest"]
)
def test_what_is_no_question_is_refused_in_chinese(client: httpx.Client, words: str) -> None:
    answer = search(client, words)
    assert answer.status_code == 422
    assert answer.json()["error"]["fields"][0]["path"] == "q"
    assert not answer.json()["error"]["message"].isascii()


def test_a_hundred_characters_are_a_question(client: httpx.Client) -> None:
    assert search(client, "我要修房子" * 20).json()["guides"][0]["id"] == "homestead"


ODD = [
    "😀👨‍👩‍👧‍👦🏠",
    "\x01\x07\x1b[31m",
    "'; DROP TABLE item_versions; --",
    "<script>alert(1)</script>",
    "%_\\*?[]{}()|^$.+",
    "__proto__",
    "constructor",
    "\u202e\u200b\ufeff\u2028",
    "Z̸̢͎a̶l̷g̴o̵",
    "𠮷𡈽𪚥",
    "ﷺﷺﷺ",
    "ıİßſﬁΣς",
    "\U000e0001\ufffe",
    "①②③ⅧⅨ㍿",
    "🈶🈚",
    "\ud83d".encode("utf-8", "surrogatepass").decode("utf-8", "replace"),
]


@pytest.mark.parametrize("words", ODD, ids=ascii)
def test_odd_characters_are_searched_for_like_others(client: httpx.Client, words: str) -> None:
    answer = search(client, words)
    assert answer.status_code == 200, answer.text
    assert isinstance(answer.json()["guides"], list)


@pytest.mark.parametrize(
    "query",
    ["q=%FF%FE", "q=%", "q=a&q=b", "limit=8", "q=a&limit=0", "q=a&limit=21", "q=a&limit=x", "q=a&x=1"],
)
def test_a_strange_query_is_answered_and_never_a_fault(client: httpx.Client, query: str) -> None:
    assert client.get(f"/api/v1/guides/search?{query}").status_code in (200, 400, 422)


def test_what_no_database_could_keep_is_refused(client: httpx.Client) -> None:
    answer = search(client, "修\x00房子")
    assert (answer.status_code, answer.json()["error"]["code"]) == (422, "invalid")


def test_marks_width_and_case_do_not_matter(client: httpx.Client) -> None:
    plain = search(client, "xfz修房子").json()
    assert search(client, "ＸＦＺ，修 房-子！！").json() == plain


def test_what_a_pack_carries_is_small_and_plain(guides: GuideService) -> None:
    index = json.loads(json.dumps(guides.index.as_data()))
    assert len(index["ids"]) == len(guides.list_items()) + len(guides.list_events())
    assert all(isinstance(part, int) for parts in index["terms"].values() for part in parts)
    assert len(json.dumps(index, ensure_ascii=False, separators=(",", ":")).encode()) < 7_000_000
