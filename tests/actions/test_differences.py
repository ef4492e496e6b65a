"""How items differ: neighbours are told apart from each other, each with a way to it."""

from __future__ import annotations

from typing import Any

import pytest

from actions.phrases import say
from tests.actions.conftest import Resident, labels, payload, types
from tests.actions.fake_backend import FakeBackend, shipped_items

ITEMS = shipped_items()
FACETS = ["difference"]


def line(item: str, other: str) -> str:
    """Return how `other` differs, in the words of `item`."""
    found: str = next(near["difference"] for near in ITEMS[item]["neighbours"] if near["item"] == other)
    return found


def told(resident: Resident, text: str, intent: str = "ask_facet", **understanding: Any) -> Any:
    """Ask for a difference; return what is said and the choice that follows."""
    return resident.say(text, intent, facets=FACETS, **understanding)


@pytest.mark.parametrize(
    ("current", "said", "other"),
    [
        ("medical-enroll", "和缴费是不是一回事", "medical-pay"),
        ("realestate-inherit", "跟过户有啥不一样", "realestate-transfer"),
        ("hpf-buy", "跟租房取有啥子区别", "hpf-rent"),
        ("hpf-rent", "那个退休取的跟这个一样不", "hpf-retire"),
        ("hukou-move-in", "跟迁出去的区别在哪", "hukou-move-out"),
        ("marriage", "和离婚咋分", "divorce"),
        ("disability-card", "跟残疾证到期了那个有啥子不同", "disability-card-change"),
        ("unemployment-register", "跟领失业金差在哪儿", "unemployment-benefit"),
        ("pension-enroll", "和灵活就业的有啥不一样", "flex-pension"),
    ],
)
@pytest.mark.parametrize("intent", ["ask_facet", "ask_item", "out_of_scope"])
def test_a_neighbour_that_is_named_is_told_apart_alone(
    resident: Resident, current: str, said: str, other: str, intent: str
) -> None:
    resident.ask("问一下", current)
    words, which = told(resident, said, intent)
    assert line(current, other) in words["text"]
    assert len(words["text"].splitlines()) == 2
    titles = [ITEMS[item]["plain"]["title"] for item in (current, other)]
    assert labels(which) == [*titles, say("label_none")]
    assert resident.press(payload(which, titles[1]))[-1]["item"]["id"] == other


@pytest.mark.parametrize("said", ["有啥子区别嘛", "跟别的有啥不一样", "我分不清这几个", "这个和那个咋分"])
def test_where_none_is_named_the_nearest_are_told_apart(resident: Resident, said: str) -> None:
    resident.ask("头一回参加", "medical-enroll")
    words, which = told(resident, said)
    near = [entry["item"] for entry in ITEMS["medical-enroll"]["neighbours"][:3]]
    assert [line("medical-enroll", other) in words["text"] for other in near] == [True] * 3
    assert len(labels(which)) == 5
    (card,) = resident.say("第二个", "choose_ordinal", ordinal=2)
    assert card["item"]["id"] == near[0]


def test_these_two_are_the_item_before_and_this_one(resident: Resident) -> None:
    resident.ask("每年交钱那个", "medical-pay")
    resident.ask("头一回参加", "medical-enroll")
    words, which = told(resident, "这两个有啥区别")
    assert words["text"].endswith(line("medical-enroll", "medical-pay") + "。")
    assert labels(which)[:2] == ["我要办医保", "我要交医保"]


def test_these_two_are_those_just_offered(resident: Resident) -> None:
    (offer,) = resident.ask("看病那个", "medical-enroll", "medical-pay")
    assert offer["text"] == say("offer_neighbours")
    assert all(option["note"] for option in offer["choices"][:2])
    words, which = told(resident, "这两个有啥区别")
    assert line("medical-enroll", "medical-pay") in words["text"]
    assert labels(which) == labels(offer)


def test_an_offer_of_strangers_says_nothing_of_mixing_up(resident: Resident) -> None:
    (offer,) = resident.ask("那个", "marriage", "tractor-register")
    assert offer["text"] == say("offer")
    words, _ = told(resident, "有啥子不同")
    assert words["text"] == "\n".join(
        f"“{ITEMS[item]['plain']['title']}”：{ITEMS[item]['plain']['difference']}。"
        for item in ("marriage", "tractor-register")
    )


def test_two_that_are_named_are_compared_whatever_is_talked_of(resident: Resident) -> None:
    for before in (None, "homestead"):
        if before:
            resident.ask("我要修房子", before)
        words, which = told(
            resident,
            "失业登记和失业金是不是一回事",
            "ask_item",
            decision="answer",
            items=["unemployment-register", "unemployment-benefit"],
        )
        assert line("unemployment-register", "unemployment-benefit") in words["text"]
        assert labels(which)[:2] == ["我没得工作了要登记", "我要领失业金"]


def test_an_understood_neighbour_needs_no_word_of_its_name(resident: Resident) -> None:
    resident.ask("我要办居住证", "residence-permit")
    words, _ = told(
        resident, "跟村上打的条子有啥区别", "ask_item", decision="offer", items=["residence-proof"]
    )
    assert line("residence-permit", "residence-proof") in words["text"]


def test_a_new_item_is_shown_with_what_it_is_mixed_up_with(resident: Resident) -> None:
    words, card = resident.ask("低保跟别的有啥区别", "dibao", facets=("difference",))
    assert line("dibao", "tekun") in words["text"]
    assert card["item"]["id"] == "dibao"


def test_a_question_that_waits_is_asked_again(resident: Resident) -> None:
    resident.ask("我要修房子", "homestead")
    (asked,) = resident.press('/start_situations{"item":"homestead"}')
    words, again = told(resident, "跟危房改造有啥区别")
    assert line("homestead", "dilapidated-house") in words["text"]
    assert again == asked
    assert resident.slots["pending"]["kind"] == "situation"


def test_these_two_may_be_two_answers_to_what_was_asked(resident: Resident) -> None:
    resident.press('/start_situations{"item":"homestead"}')
    replies = told(resident, "这两个有啥区别", "ask_item", decision="refuse")
    assert types(replies) == ["text", "choices"]
    assert replies[0]["text"] == say("lost_in_question")


def test_what_is_not_known_is_not_compared(resident: Resident) -> None:
    resident.ask("我要修房子", "homestead")
    (declined,) = told(resident, "动词和名词有啥区别", "out_of_scope", decision="refuse")
    assert declined["text"] == say("declined")


def test_without_any_item_it_is_asked_which(resident: Resident) -> None:
    (which,) = told(resident, "有啥子区别")
    assert which["text"] == say("which_item")


@pytest.mark.parametrize("item_id", sorted(ITEMS))
def test_every_item_is_told_apart_from_its_nearest(resident: Resident, item_id: str) -> None:
    words, which = resident.press(f'/answer_facet{{"item":"{item_id}","facet":"difference"}}')
    near = [entry["item"] for entry in ITEMS[item_id]["neighbours"][:3]]
    assert len(words["text"].splitlines()) == 1 + len(near)
    assert labels(which)[1:-1] == [ITEMS[other]["plain"]["title"] for other in near]


def test_the_card_leads_to_the_nearest(resident: Resident, fake: FakeBackend) -> None:
    del fake.items["medical-newborn"]
    (card,) = resident.ask("头一回参加", "medical-enroll")
    assert [(near["label"], near["note"]) for near in card["neighbours"]] == [
        (ITEMS[other]["plain"]["title"], line("medical-enroll", other))
        for other in ("medical-pay", "medical-flex")
    ]
    pressed = resident.press(card["neighbours"][0]["payload"])
    assert pressed[-1]["item"]["id"] == "medical-pay"


def test_an_item_alone_in_the_backend_is_still_answered(resident: Resident, fake: FakeBackend) -> None:
    fake.items = {"homestead": fake.items["homestead"]}
    resident.ask("我要修房子", "homestead")
    assert types(told(resident, "有啥子区别")) == ["text", "choices"]
