"""What each view sees of a sentence."""

from bot.nlu.views import Words, characters, fuzzy_pinyin


def test_characters_cross_word_borders_and_mark_the_ends() -> None:
    found = characters("修房子!")
    assert {"修", "房子", "修房子", "^修", "子$"} <= set(found)
    assert not any("!" in gram for gram in found)


def test_pinyin_merges_what_sichuan_speech_merges() -> None:
    assert fuzzy_pinyin("四川") == fuzzy_pinyin("是穿")
    assert fuzzy_pinyin("湖南") == fuzzy_pinyin("福蓝")
    assert fuzzy_pinyin("精神") == fuzzy_pinyin("金森")
    assert fuzzy_pinyin("身份证") == fuzzy_pinyin("身分政")


def test_pinyin_keeps_other_letters() -> None:
    assert {"a", "8"} <= set(fuzzy_pinyin("a8房"))


def test_words_have_a_dictionary_of_their_own() -> None:
    own, other = Words(["宅基地批准书"]), Words([])
    assert "宅基地批准书" in own.cut("办宅基地批准书")
    assert "宅基地批准书" not in other.cut("办宅基地批准书")


def test_nothing_gives_nothing_to_know() -> None:
    assert characters("") == ["^$"]
