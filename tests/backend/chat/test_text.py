"""What is left of a text after cleaning."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backend.chat.text import clean


@pytest.mark.parametrize(
    ("typed", "cleaned"),
    [
        ("  我要\n修房子\t ", "我要 修房子"),
        ("我\x00要\x1b修\u200b房\u2066子", "我要修房子"),
        ("/restart", "／restart"),
        ("\u200b /restart", "／restart"),
        ("要钱不/要好久", "要钱不/要好久"),
        ("😀", "😀"),
        ("\ud83d", ""),
    ],
)
def test_cleaning(typed: str, cleaned: str) -> None:
    assert clean(typed) == cleaned


@given(st.text())
def test_cleaning_again_changes_nothing_and_leaves_no_command(text: str) -> None:
    cleaned = clean(text)
    assert clean(cleaned) == cleaned
    assert not cleaned.startswith("/")
