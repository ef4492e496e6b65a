"""What answers change, including "I do not know"."""

import pytest

from catalog import load
from catalog.situations import UNKNOWN, holds, next_situation, open_situations, personal

HOMESTEAD = load().items["homestead"].data


@pytest.mark.parametrize(
    ("when", "answers", "expected"),
    [
        (None, {}, True),
        ({"a": ["x"]}, {"a": "x"}, True),
        ({"a": ["x"]}, {"a": "y"}, False),
        ({"a": ["x"]}, {}, None),
        ({"a": ["x"]}, {"a": UNKNOWN}, None),
        ({"a": ["x"], "b": ["z"]}, {"a": "x"}, None),
        ({"a": ["x"], "b": ["z"]}, {"b": "q"}, False),
    ],
)
def test_holds(when: dict | None, answers: dict, expected: bool | None) -> None:
    assert holds(when, answers) is expected


def test_questions_come_one_at_a_time_and_only_where_they_matter() -> None:
    first = next_situation(HOMESTEAD, {})
    assert first is not None
    assert first["id"] == "build"
    assert next_situation(HOMESTEAD, {"build": "rebuild"}) is None
    second = next_situation(HOMESTEAD, {"build": "new"})
    assert second is not None
    assert second["id"] == "farmland"


def test_unknown_is_not_asked_again_and_keeps_what_could_be_needed() -> None:
    answers = {"build": UNKNOWN}
    assert next_situation(HOMESTEAD, answers) is None
    maybe = {
        entry["id"]
        for entry, only_maybe in personal(HOMESTEAD, HOMESTEAD["materials"], answers)
        if only_maybe
    }
    assert "return-promise" in maybe


def test_answers_drop_what_is_not_needed() -> None:
    kept = {
        entry["id"]
        for entry, _ in personal(HOMESTEAD, HOMESTEAD["materials"], {"build": "new", "farmland": "built"})
    }
    assert "old-certificate" not in kept
    assert open_situations(HOMESTEAD, {"build": "new"}) == 1
    assert open_situations(HOMESTEAD, {"build": "rebuild"}) == 0


def test_what_hangs_on_a_question_that_is_not_asked_is_dropped() -> None:
    steps = {entry["name"] for entry, _ in personal(HOMESTEAD, HOMESTEAD["steps"], {"build": "rebuild"})}
    assert "农用地转用" not in steps
