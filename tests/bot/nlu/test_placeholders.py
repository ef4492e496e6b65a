"""Placeholders of the gateway."""

import pytest

from bot.nlu.placeholders import find_placeholders, is_only_numbers


def test_by_kind_and_in_order() -> None:
    assert find_placeholders("〔办件号1〕 和 〔办件号2〕，〔尾号1〕") == {
        "办件号": ["〔办件号1〕", "〔办件号2〕"],
        "尾号": ["〔尾号1〕"],
    }


@pytest.mark.parametrize(
    "text", ["〔办件号1〕", "〔办件号1〕 〔尾号1〕", "编号是〔办件号1〕，尾号〔尾号1〕。", "〔尾号1〕"]
)
def test_only_numbers(text: str) -> None:
    assert is_only_numbers(text)


@pytest.mark.parametrize("text", ["", "〔手机号1〕", "〔办件号1〕 办到哪了", "要好久", "〔身份证号1〕"])
def test_more_than_numbers(text: str) -> None:
    assert not is_only_numbers(text)
