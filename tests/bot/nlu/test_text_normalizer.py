"""Different ways of writing the same thing come out the same."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import catalog
from bot.nlu.text_normalizer import MAX_CHARACTERS, TextNormalizer, bare

NORMALIZER = TextNormalizer.from_words(catalog.load().words)


@pytest.mark.parametrize(
    ("written", "normal"),
    [
        ("身份证掉了咋个办嘛", "身份证丢了怎么办"),
        ("請問戶口遷移要帶啥子？", "户口迁移要带什么"),
        ("你好，我想问哈要好久哦。。。", "要多久"),
        ("ＡＢＣ１２３", "abc123"),
        ("我要我要办低保！！！！！", "我要我要办低保"),
        ("好好好好好", "好"),
        ("屋 头 没 得 人", "家里没有人"),
        ("谢谢，那要带啥子", "要带什么"),
        ("谢谢哈那要好久嘛", "要多久"),
        ("晓得了，我还想办低保", "我还想办低保"),
        ("少废话，直接说要带啥", "要带什么"),
        ("老师你好，要好多钱", "要多少钱"),
        ("谢谢小妹", "谢谢小妹"),
        ("晓得了，谢谢", "知道了,谢谢"),
        ("好嘛谢谢", "好"),
        ("办低保\U0001f62d\U0001f62d", "办低保"),
        ("老汉儿\u200b的\x00低保\ud800", "父亲的低保"),
    ],
)
def test_normal_form(written: str, normal: str) -> None:
    assert NORMALIZER.normalize(written).text == normal


def test_what_is_only_a_filler_stays() -> None:
    assert NORMALIZER.normalize("你好").text == "你好"


def test_changes_are_told() -> None:
    assert "咋个办 → 怎么办" in NORMALIZER.normalize("咋个办").changes


def test_lists_survive_storage() -> None:
    again = TextNormalizer.from_words(NORMALIZER.as_dict())
    assert again.normalize("身份证掉了咋个办嘛") == NORMALIZER.normalize("身份证掉了咋个办嘛")


def test_dialect_words_say_what_they_mean_and_show_it() -> None:
    for entry in catalog.load().words["dialect"]:
        assert entry["say"] in entry["example"], entry


@settings(max_examples=300, deadline=None)
@given(st.text(alphabet=st.characters(), max_size=2 * MAX_CHARACTERS))
def test_no_text_breaks_it(text: str) -> None:
    normal = NORMALIZER.normalize(text).text
    normal.encode("utf-8")
    assert "\x00" not in normal
    bare(normal)
