"""Several things in one message: the first is explained, the others are offered."""

from __future__ import annotations

import pytest

from actions import wishes
from actions.phrases import say
from tests.actions.conftest import Resident, labels, types


@pytest.mark.parametrize(
    ("said", "count"),
    [
        ("老汉过世了要销户，还有丧葬费咋领", 2),
        ("我想办低保，另外残疾证也要办", 2),
        ("身份证和户口本都掉了", 2),
        ("又要补户口本又要补身份证", 2),
        ("房产证过户，顺便把水电改名，还要改户口", 3),
        ("我还想办低保", 1),
        ("另外，低保咋办", 1),
        ("办低保还要带啥子", 1),
        ("修房子还有啥子要求", 1),
        ("身份证和户口本都要带不", 1),
        ("老汉走了，要销户", 1),
        ("", 1),
    ],
)
def test_joining_words_tell_how_many_things_are_wished_for(said: str, count: int) -> None:
    assert wishes.count(said) == count


def test_after_the_first_of_two_wishes_the_other_is_offered(resident: Resident) -> None:
    resident.ask("要修房子，还要砍树", "homestead", "tree-felling", "hukou-death")
    card, rest = resident.say("先说第一个", "choose_ordinal", ordinal=1)
    assert card["item"]["id"] == "homestead"
    assert (rest["text"], labels(rest)) == (say("rest"), ["我要砍树"])


def test_a_sure_answer_to_two_wishes_offers_the_other_too(resident: Resident) -> None:
    card, rest = resident.say(
        "要修房子，还要砍树", "ask_item", decision="answer", items=["tree-felling", "homestead"]
    )
    assert card["item"]["id"] == "tree-felling"
    assert labels(rest) == ["我要修房子"]


@pytest.mark.parametrize(("said", "ordinal"), [("另外那个", None), ("第二个", 2), ("后头那个", -1)])
def test_the_other_one_is_taken_by_words(resident: Resident, said: str, ordinal: int | None) -> None:
    resident.ask("要修房子，还要砍树", "homestead", "tree-felling")
    resident.say("头一个", "choose_ordinal", ordinal=1)
    (card,) = resident.say(said, "choose_ordinal", ordinal=ordinal)
    assert card["item"]["id"] == "tree-felling"


def test_a_typed_title_offers_the_other_too(resident: Resident) -> None:
    resident.ask("要修房子，还要砍树", "homestead", "tree-felling")
    card, rest = resident.say("修房子", "ask_item", decision="refuse")
    assert card["item"]["id"] == "homestead"
    assert labels(rest) == ["我要砍树"]


def test_all_of_an_offer_come_one_after_the_other(resident: Resident) -> None:
    resident.ask("那个卡", "social-card", "disability-card", "id-card-replace")
    card, rest = resident.say("都要", "choose_ordinal", ordinal=0)
    assert card["item"]["id"] == "social-card"
    assert len(labels(rest)) == 2
    card, rest = resident.say("另外那个", "choose_ordinal")
    assert card["item"]["id"] == "disability-card"
    assert len(labels(rest)) == 1
    (card,) = resident.say("还有那个", "choose_ordinal")
    assert card["item"]["id"] == "id-card-replace"


def test_all_of_a_life_event_is_the_life_event(resident: Resident) -> None:
    resident.ask("修房子的事", "life-house")
    assert types(resident.say("都要办", "choose_ordinal", ordinal=0)) == ["event"]


def test_one_wish_offers_nothing_else(resident: Resident) -> None:
    resident.ask("房子的事", "homestead", "tree-felling")
    assert types(resident.say("第一个", "choose_ordinal", ordinal=1)) == ["guide"]


def test_none_of_several_asks_for_other_words(resident: Resident) -> None:
    resident.ask("要修房子，还要砍树", "homestead", "tree-felling")
    assert resident.say("都不是", "none_of_these")[0]["text"] == say("rephrase")


def test_a_number_beyond_the_offer_asks_again(resident: Resident) -> None:
    resident.ask("房子的事", "homestead", "tree-felling")
    words, offer = resident.say("第五个", "choose_ordinal", ordinal=5)
    assert words["text"] == say("no_such_choice")
    assert labels(offer)[-1] == "都不是"


def test_a_fact_asked_in_between_forgets_no_wish(resident: Resident) -> None:
    resident.ask("修房子和砍树一起办", "homestead", "tree-felling")
    resident.say("先说第一个", "choose_ordinal", ordinal=1)
    resident.say("要好久", "ask_facet", facets=["time"])
    card, *_ = resident.say("另外那个", "choose_ordinal")
    assert card["item"]["id"] == "tree-felling"
