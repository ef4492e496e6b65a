"""Yes, no, stop, back, again, where nothing or something was asked."""

from __future__ import annotations

import pytest

from actions.phrases import say
from tests.actions.conftest import Resident, labels, types
from tests.actions.fake_backend import FakeBackend


def test_yes_after_the_personal_card_begins_the_application(resident: Resident) -> None:
    resident.press('/start_situations{"item":"homestead"}')
    resident.say("第二个", "choose_ordinal", ordinal=2)
    assert types(resident.say("要得", "affirm")) == ["form"]


def test_yes_to_an_offer_of_several_asks_which(resident: Resident) -> None:
    resident.ask("房子", "homestead", "realestate-transfer")
    words, offer = resident.say("对", "affirm")
    assert words["text"] == say("affirm_offer")
    assert labels(offer)[-1] == "都不是"


def test_yes_to_an_offer_of_one_takes_it(resident: Resident) -> None:
    resident.say("修房子", "ask_item", decision="offer", items=["homestead"])
    assert types(resident.say("对", "affirm")) == ["guide"]


def test_thanks_with_a_yes_is_answered_kindly(resident: Resident) -> None:
    resident.ask("我要修房子", "homestead")
    words, following = resident.say("好嘛谢谢", "affirm")
    assert words["text"] == say("welcome")
    assert labels(following)[0] == "我要办"


def test_a_yes_with_a_question_answers_the_question(resident: Resident) -> None:
    resident.say("修房子", "ask_item", decision="offer", items=["homestead"])
    answer, card = resident.say("对，要带啥子", "affirm", facets=["materials"])
    assert (answer["type"], card["focus"]) == ("text", "materials")
    answer, following = resident.say("好嘛，那要好久", "affirm", facets=["time"])
    assert answer["text"].startswith("10个工作日办好")
    assert following["text"] == say("facet_next", title="我要修房子")


def test_a_yes_with_a_question_hands_nothing_in(resident: Resident, fake: FakeBackend) -> None:
    resident.ask("我要修房子", "homestead")
    resident.press('/submit_application{"application":"application-1"}')
    resident.say("好的，要钱不", "affirm", facets=["fee"])
    assert fake.cases == {}
    assert resident.slots["pending"]["kind"] == "confirm"


@pytest.mark.parametrize("intent", ["affirm", "deny", "resume"])
def test_a_word_without_a_question_offers_what_is_next(resident: Resident, intent: str) -> None:
    assert types(resident.press(f"/{intent}")) == ["choices"]
    resident.ask("我要修房子", "homestead")
    (following,) = resident.press(f"/{intent}")
    assert labels(following)[0] == "我要办"


def test_no_to_an_offer_is_none_of_these(resident: Resident) -> None:
    resident.ask("房子", "homestead", "realestate-transfer")
    assert resident.say("不是", "deny")[0]["text"] == say("rephrase")


def test_back_takes_the_last_answer_back(resident: Resident) -> None:
    resident.press('/start_situations{"item":"homestead"}')
    resident.say("第一个", "choose_ordinal", ordinal=1)
    (question,) = resident.say("选错了", "go_back")
    assert question["text"] == "您这回是咋个修法？"
    assert resident.slots["answers"] == {"homestead": {}}
    assert types(resident.say("返回", "go_back")) == ["guide"]


def test_back_goes_to_the_item_before(resident: Resident) -> None:
    resident.ask("我要修房子", "homestead")
    resident.ask("我要砍树", "tree-felling")
    (card,) = resident.say("回到刚才那个", "go_back")
    assert card["item"]["id"] == "homestead"
    assert types(resident.say("返回", "go_back")) == ["choices"]


def test_cancel_without_a_question_forgets_the_item(resident: Resident) -> None:
    resident.ask("我要修房子", "homestead")
    (words,) = resident.say("算了", "cancel")
    assert words["text"] == say("stopped")
    assert resident.slots["item"] is None


def test_repeat_shows_the_last_thing_again(resident: Resident) -> None:
    assert types(resident.say("再说一遍", "repeat")) == ["choices"]
    first = resident.ask("修房子要好久", "homestead", facets=("time",))
    assert resident.say("再说一遍", "repeat") == first
    fact = resident.say("要钱不", "ask_facet", facets=["fee"])
    assert resident.say("啥子", "repeat") == fact
    offer = resident.ask("房子", "realestate-transfer", "hpf-loan")
    assert resident.say("啥子", "repeat") == offer


def test_a_person_is_shown_at_any_point(resident: Resident) -> None:
    resident.press('/start_situations{"item":"homestead"}')
    (person,) = resident.say("转人工", "ask_person")
    assert (person["name"], person["phone"]) == ("青梅路社区便民服务站", "0839-0000401")
    assert resident.slots["pending"]["kind"] == "situation"


def test_going_on_asks_the_waiting_question_or_returns_to_the_paused_one(resident: Resident) -> None:
    question = resident.press('/start_situations{"item":"homestead"}')
    assert resident.say("接着办", "resume") == question
    resident.ask("我要砍树", "tree-felling")
    assert resident.say("接着办", "resume")[0]["text"] == say("resumed", title="我要修房子")


def test_no_to_the_form_in_other_words_keeps_the_form(resident: Resident) -> None:
    resident.press('/start_application{"item":"pension-enroll"}')
    while resident.slots["pending"]["kind"] == "situation":
        resident.say("不晓得", "dont_know")
    assert types(resident.say("不是说的这个", "none_of_these")) == ["text", "form"]
