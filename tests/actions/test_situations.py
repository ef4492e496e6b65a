"""Questions one at a time, typed answers, the personal card, choices that lead elsewhere."""

from __future__ import annotations

import pytest

from actions.phrases import say
from tests.actions.conftest import Resident, labels, payload, types
from tests.actions.fake_backend import FakeBackend

START = '/start_situations{"item":"homestead"}'


def material_ids(card: dict) -> list[str]:
    return [paper["id"] for paper in card["materials"]]


def test_questions_come_one_at_a_time_and_end_in_a_personal_card(resident: Resident) -> None:
    resident.ask("我要修房子", "homestead")
    (first,) = resident.say("我有特殊情况", "tell_situation")
    assert first["text"] == "您这回是咋个修法？"
    assert labels(first)[-1] == "不晓得"
    (second,) = resident.press(payload(first, "换个地方修"))
    assert second["text"] == "要修的那块地现在是啥地？"
    words, card = resident.press(payload(second, "田、土、林地"))
    assert words["text"] == say("personal")
    assert [pair["answer"] for pair in card["personal"]] == ["换个地方修", "田、土、林地"]
    assert card["open_questions"] == 0
    assert "return-promise" in material_ids(card)
    assert not any(paper["maybe"] for paper in card["materials"])
    assert "农用地转用" in [step["name"] for step in card["steps"]]


def test_a_question_that_does_not_apply_is_not_asked(resident: Resident) -> None:
    (first,) = resident.press(START)
    _, card = resident.press(payload(first, "老房子拆了原地重修"))
    assert "农用地转用" not in [step["name"] for step in card["steps"]]


def test_not_knowing_skips_and_keeps_what_may_be_needed(resident: Resident) -> None:
    resident.press(START)
    _, card = resident.say("不晓得", "dont_know")
    assert card["personal"] == []
    assert {"id": "return-promise", "maybe": True}.items() <= card["materials"][5].items()


@pytest.mark.parametrize(
    ("text", "intent"),
    [
        ("老房子拆了原地重修", "ask_item"),
        ("原地重修", "ask_facet"),
        ("老房子原地重修嘛", "out_of_scope"),
        ("老房子拆了重修", "tell_situation"),
    ],
)
def test_a_typed_answer_counts_whatever_intent_it_looks_like(
    resident: Resident, text: str, intent: str
) -> None:
    resident.press(START)
    resident.say(text, intent, decision="refuse", facets=["steps"])
    assert resident.slots["answers"] == {"homestead": {"build": "rebuild"}}


def test_an_ordinal_is_an_answer(resident: Resident) -> None:
    resident.press(START)
    resident.say("第二个", "choose_ordinal", ordinal=2)
    assert resident.slots["answers"] == {"homestead": {"build": "rebuild"}}


def test_yes_and_no_are_answers_where_one_choice_begins_so(resident: Resident, fake: FakeBackend) -> None:
    fake.items["homestead"]["situations"] = [
        {"id": "group", "question": "您是村集体的人不？", "choices": [
            {"id": "member", "label": "是，户口在村上"}, {"id": "guest", "label": "不是，户口迁走了"}]}
    ]  # fmt: skip
    resident.press(START)
    resident.say("不是", "deny")
    assert resident.slots["answers"] == {"homestead": {"group": "guest"}}
    resident.say("点错了", "go_back")
    resident.press(START)
    resident.say("对头", "affirm")
    assert resident.slots["answers"]["homestead"]["group"] in ("member", "guest")


def test_yes_is_no_answer_to_a_question_with_many(resident: Resident) -> None:
    (question,) = resident.press('/start_situations{"item":"pension-enroll"}')
    assert len(question["choices"]) > 3
    _, again = resident.say("好", "affirm")
    assert again["text"] == question["text"]


def test_the_first_part_of_an_answer_may_be_one_character(resident: Resident) -> None:
    resident.press('/start_situations{"item":"hukou-birth"}')
    resident.say("有", "affirm")
    assert resident.slots["answers"] == {"hukou-birth": {"paper": "have"}}


def test_what_is_no_answer_is_asked_again(resident: Resident) -> None:
    resident.press(START)
    words, question = resident.say("今天赶场", "out_of_scope", decision="refuse")
    assert words["text"] == say("lost_in_question")
    assert question["text"] == "您这回是咋个修法？"


def test_a_question_that_fails_twice_offers_a_person_and_what_else_may_be_meant(resident: Resident) -> None:
    resident.press(START)
    resident.ask("嘀嘀咕咕", "tree-felling", "hukou-death")
    words, question = resident.ask("叽叽咕咕", "tree-felling", "hukou-death")
    assert words["text"] == say("lost_in_question_again")
    assert labels(question)[-3:] == ["另外问：我要砍树", "问人", "不晓得"]
    (card,) = resident.press(payload(question, "另外问：我要砍树"))
    assert card["item"]["id"] == "tree-felling"


@pytest.mark.parametrize("said", ["落雨房子垮了，老房子拆了原地重修得行不", "老房子拆了原地重修"])
def test_an_answer_before_the_question_is_taken(resident: Resident, said: str) -> None:
    resident.ask("我要修房子", "homestead")
    noted, *_ = resident.ask(said, "homestead")
    assert noted["text"] == say("noted", answer="老房子拆了原地重修")
    assert resident.slots["answers"] == {"homestead": {"build": "rebuild"}}


def test_an_answer_before_the_question_ends_an_offer(resident: Resident) -> None:
    resident.ask("身份证", "id-card-replace")
    resident.ask("她有七十了", "pension-claim", "elder-allowance")
    resident.ask("掉了", "social-card", "id-card-replace")
    assert resident.slots["answers"] == {"id-card-replace": {"reason": "lost"}}
    assert resident.slots["pending"]["kind"] == "situation"


@pytest.mark.parametrize(
    ("said", "answer"),
    [
        ("身份证遭偷了", "lost"),
        ("到期", "expired"),
        ("那天赶场的时候掉了嘛", "lost"),
        ("磨花了看不清", "damaged"),
    ],
)
def test_a_part_of_an_answer_stands_for_it(resident: Resident, said: str, answer: str) -> None:
    resident.press('/start_situations{"item":"id-card-replace"}')
    resident.say(said, "ask_item", decision="answer")
    assert resident.slots["answers"] == {"id-card-replace": {"reason": answer}}


def test_an_answer_is_taken_that_looks_like_a_yes_or_a_wish_to_apply(resident: Resident) -> None:
    for intent in ("affirm", "deny", "open_case", "choose_ordinal", "cancel"):
        resident.press(START)
        resident.say("老房子拆了原地重修", intent, confidence=0.3)
        assert resident.slots["answers"] == {"homestead": {"build": "rebuild"}}
        resident.slots["answers"] = None


def test_another_item_in_the_middle_is_answered_and_the_question_waits(resident: Resident) -> None:
    resident.press(START)
    (card,) = resident.ask("砍树要办手续不", "tree-felling")
    assert card["item"]["id"] == "tree-felling"
    assert labels(card)[-1] == "回到刚才的：我要修房子"
    words, question = resident.press("/resume")
    assert words["text"] == say("resumed", title="我要修房子")
    assert question["text"] == "您这回是咋个修法？"
    assert resident.slots["paused"] is None


def test_a_fact_in_the_middle_is_answered_and_the_question_comes_again(resident: Resident) -> None:
    resident.press(START)
    answer, question = resident.say("要好久", "ask_facet", facets=["time"])
    assert answer["text"].startswith("10个工作日办好")
    assert question["text"] == "您这回是咋个修法？"


def test_a_choice_leads_to_another_item_and_says_so(resident: Resident, fake: FakeBackend) -> None:
    fake.items["homestead"]["situations"][0]["choices"][4]["leads_to"] = "temp-relief"
    (first,) = resident.press(START)
    words, card = resident.press(payload(first, "房子危了想要补助"))
    assert words["text"].startswith("照您说的，您要办的是")
    assert card["item"]["id"] == "temp-relief"


def test_a_choice_that_leads_to_an_unpublished_item_shows_a_person(
    resident: Resident, fake: FakeBackend
) -> None:
    fake.items["homestead"]["situations"][0]["choices"][4]["leads_to"] = "not-there-yet"
    (first,) = resident.press(START)
    assert types(resident.press(payload(first, "房子危了想要补助"))) == ["contact"]


def test_an_answer_to_a_question_that_is_gone_shows_the_card(resident: Resident) -> None:
    assert types(
        resident.press('/answer_situation{"item":"homestead","situation":"old","choice":"gone"}')
    ) == ["guide"]


def test_an_earlier_question_can_be_answered_anew(resident: Resident) -> None:
    (first,) = resident.press(START)
    resident.press(payload(first, "换个地方修"))
    resident.press('/answer_situation{"item":"homestead","situation":"farmland","choice":"farm"}')
    resident.press(payload(first, "老房子拆了原地重修"))
    assert resident.slots["answers"] == {"homestead": {"build": "rebuild"}}


def test_an_item_may_bring_its_own_words_for_not_knowing(resident: Resident, fake: FakeBackend) -> None:
    fake.items["homestead"]["situations"][0]["choices"][4] = {"id": "unknown", "label": "说不好，帮我看看"}
    (card,) = resident.ask("我要修房子", "homestead")
    assert card["personal"] == []
    (question,) = resident.press(START)
    assert labels(question)[-1] == "说不好，帮我看看"
    resident.say("不晓得", "dont_know")
    assert resident.slots["answers"] == {"homestead": {"build": "unknown"}}


def test_an_item_without_situations_says_so(resident: Resident, fake: FakeBackend) -> None:
    fake.items["homestead"]["situations"] = []
    words, person = resident.press(START)
    assert words["text"] == say("no_situations")
    assert person["type"] == "contact"
