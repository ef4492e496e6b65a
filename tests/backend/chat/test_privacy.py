"""No number of a person survives masking; nothing else is touched."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backend.chat.privacy import find, is_id_number, luhn, mask

CASE = "510811-20261123-000017"


def checked_id(body: str) -> str:
    return next(body + last for last in "0123456789X" if is_id_number(body + last))


def checked_card(body: str) -> str:
    return next(body + last for last in "0123456789" if luhn(body + last))


@pytest.mark.parametrize(
    ("text", "masked", "value"),
    [
        ("我的电话是13900000000", "我的电话是〔手机号1〕", "13900000000"),
        ("139 0000 0000", "〔手机号1〕", "13900000000"),
        ("139-0000-0000。", "〔手机号1〕。", "13900000000"),
        ("139，0000，0000", "〔手机号1〕", "13900000000"),
        ("１３９００００００００", "〔手机号1〕", "13900000000"),
        ("我是幺三九零零零零零零零零", "我是〔手机号1〕", "13900000000"),
        ("星期一13900000000打给我", "星期一〔手机号1〕打给我", "13900000000"),
        ("统一幺三九〇〇〇〇〇〇〇〇", "统一〔手机号1〕", "13900000000"),
        ("+86 139 0000 0000", "+〔手机号1〕", "13900000000"),
        ("打0839-0000401", "打〔电话1〕", "08390000401"),
        ("打08390000401嘛", "打〔电话1〕嘛", "08390000401"),
        ("座机 6120001", "座机 〔电话1〕", "6120001"),
        ("身份证" + checked_id("51081119900307001"), "身份证〔身份证号1〕", checked_id("51081119900307001")),
        ("51081119900307001x", "〔身份证号1〕", "51081119900307001X"),
        ("510811 1990 0307 0011", "〔身份证号1〕", "510811199003070011"),
        ("少打一位5108111990030700", "少打一位〔银行卡号1〕", "5108111990030700"),
        ("老身份证510811900307001", "老身份证〔身份证号1〕", "510811900307001"),
        (
            f"社保卡{checked_card('622202190000123456')}",
            "社保卡〔银行卡号1〕",
            checked_card("622202190000123456"),
        ),
        ("卡号6222 0219 0000 1234", "卡号〔银行卡号1〕", "6222021900001234"),
        (f"{CASE}办到哪了", "〔办件号1〕办到哪了", CASE),
        ("51081120261123000017", "〔办件号1〕", CASE),
        ("五幺零八幺幺二零二六幺幺二三零零零零幺七", "〔办件号1〕", CASE),
        ("尾号5678", "尾号〔尾号1〕", "5678"),
        ("手机后四位是五六七八", "手机后四位是〔尾号1〕", "5678"),
    ],
)
def test_a_number_becomes_its_placeholder(text: str, masked: str, value: str) -> None:
    result = mask(text, {})
    assert result.text == masked
    assert list(result.values.values()) == [value]


@pytest.mark.parametrize(
    "text",
    [
        "我2019年修的房子，花了36000块",
        "2019-03-04到2020-12-31，一年3600元",
        "2019.3.4 2020.3.5",
        "我今年67岁，老汉儿1952年的，妈1955年的",
        "1998、2003、2010年都交了钱",
        "1500米 1600米 170米",
        "农经发〔2019〕6号",
        "打12345还是打110",
        "三千六百五十块，一二三四都有",
        "100000000块",
        "工作日 9:00-12:00，13:30-17:00",
        "尾款5678块",
        "一二三组五社二十八号",
    ],
)
def test_dates_amounts_and_ages_are_left_alone(text: str) -> None:
    assert mask(text, {}).text == text


def test_four_digits_are_a_tail_only_in_context() -> None:
    assert mask("5678", {}).text == "5678"
    assert mask("5678", {}, tail_expected=True).text == "〔尾号1〕"
    assert mask(f"{CASE}，5678", {}).text == "〔办件号1〕，〔尾号1〕"
    assert mask("2019年", {}, tail_expected=True).text == "2019年"


def test_a_known_number_keeps_its_placeholder() -> None:
    known = {"〔手机号1〕": "13900000000"}
    result = mask("13900000001，13900000000", known)
    assert result.text == "〔手机号2〕，〔手机号1〕"
    assert result.values == {"〔手机号2〕": "13900000001", "〔手机号1〕": "13900000000"}


def test_placeholders_are_not_masked_again() -> None:
    assert mask("〔手机号1〕和〔办件号12〕", {}).text == "〔手机号1〕和〔办件号12〕"


DIGITS = st.text("0123456789", min_size=4, max_size=4)
NUMBERS = st.one_of(
    st.builds("13{}".format, st.from_regex(r"[0-9]{9}", fullmatch=True)),
    st.builds(
        lambda year, month, day, order: checked_id(f"510811{year}{month:02}{day:02}{order:03}"),
        st.integers(1920, 2025),
        st.integers(1, 12),
        st.integers(1, 28),
        st.integers(0, 999),
    ),
    st.builds(checked_card, st.from_regex(r"62[0-9]{13,16}", fullmatch=True)),
    st.builds("510811-20261123-{}".format, st.from_regex(r"[0-9]{6}", fullmatch=True)),
    st.builds("0839{}".format, st.from_regex(r"[2-8][0-9]{6}", fullmatch=True)),
)
WORDS = st.text("我的电话是身份证卡号打给一二星期。！ 嘛", max_size=12)
FULL = str.maketrans("0123456789", "０１２３４５６７８９")
ALOUD = str.maketrans("0123456789", "零幺二三四五六七八九")


@given(
    before=WORDS,
    number=NUMBERS,
    after=WORDS,
    script=st.sampled_from([{}, FULL, ALOUD]),
    gap=st.sampled_from(["", " ", "-"]),
)
def test_no_number_survives(before: str, number: str, after: str, script: dict[int, int], gap: str) -> None:
    plain = number.replace("-", "")
    groups = [plain[at : at + 4] for at in range(0, len(plain), 4)]
    written = gap.join(groups).translate(script)
    result = mask(before + written + after, {})
    assert not any(group.translate(script) in result.text for group in groups if len(group) == 4)
    assert len(result.values) >= 1


@given(
    st.text(
        st.characters(
            exclude_categories=["Nd", "Cs"],
            exclude_characters="〇零洞幺一壹二两贰三叁四肆五伍六陆七拐柒八捌九勾玖",
        )
    )
)
def test_text_without_digits_is_unchanged(text: str) -> None:
    assert mask(text, {}).text == text


@given(st.text(max_size=500))
def test_the_rest_of_the_text_stays_in_place(text: str) -> None:
    findings = find(text)
    ends = [0, *(finding.end for finding in findings)]
    starts = [*(finding.start for finding in findings), len(text)]
    kept = "".join(text[end:start] for end, start in zip(ends, starts, strict=True))
    assert all(end <= start for end, start in zip(ends, starts, strict=True))
    masked = mask(text, {})
    for placeholder in masked.values:
        masked = type(masked)(masked.text.replace(placeholder, ""), masked.values)
    assert masked.text == kept
