"""Names, phones and numbers as typed."""

import pytest

from backend.cases.people import mask_name, mask_phone, tidy_name, tidy_number, tidy_phone, tidy_tail


@pytest.mark.parametrize(
    ("typed", "tidy"),
    [
        ("张三", "张三"),
        (" 欧阳 测试 ", "欧阳 测试"),
        ("扎西•测试", "扎西·测试"),
        ("𠮷田测试", "𠮷田测试"),
        ("张", None),
        ("", None),
        ("张" * 31, None),
        ("<script>", None),
        ("张三; DROP TABLE cases", None),
        ("张三😀", None),
        ("张\u202e三", None),
    ],
)
def test_names(typed, tidy):
    assert tidy_name(typed) == tidy


@pytest.mark.parametrize(
    ("typed", "tidy"),
    [
        ("139-0000-0000", "13900000000"),
        ("(0839)0000401", "08390000401"),
        ("12345678901", None),
        ("", None),
        ("1" * 10_000, None),
    ],
)
def test_phones(typed, tidy):
    assert tidy_phone(typed) == tidy


def test_numbers_and_tails():
    assert tidy_number("５１０８１１ 20261123 000001") == "510811-20261123-000001"
    assert tidy_number("510811-20261123-00001") is None
    assert (tidy_tail("１２ 34"), tidy_tail("١٢٣٤x"), tidy_tail("123")) == ("1234", None, None)


def test_masks_keep_no_more_than_needed():
    assert (mask_name("张三丰"), mask_name("张")) == ("张**", "张")
    assert (mask_phone("13900001234"), mask_phone("5001234")) == ("139****1234", "***1234")
