"""Opening a case: questions first, form, last look, one receipt."""

from __future__ import annotations

from typing import Any

from actions.phrases import say
from tests.actions.conftest import Resident, labels, payload, types
from tests.actions.fake_backend import FakeBackend

APPLICATION = "app_3f9c2d7a81"
SUBMIT = f'/submit_application{{"application":"{APPLICATION}"}}'
CONFIRM = f'/confirm_application{{"application":"{APPLICATION}"}}'


def to_the_form(resident: Resident) -> dict[str, Any]:
    resident.ask("我要修房子", "homestead")
    words, _ = resident.say("我要办", "open_case")
    assert words["text"] == say("questions_first")
    (form,) = resident.say("第二个", "choose_ordinal", ordinal=2)
    return form


def test_open_questions_come_before_the_form(resident: Resident) -> None:
    form = to_the_form(resident)
    assert form["type"] == "form"
    assert form["answers"] == {"build": "rebuild"}


def test_not_knowing_leads_to_the_form_as_well(resident: Resident) -> None:
    resident.press('/start_application{"item":"homestead"}')
    (form,) = resident.press("/dont_know")
    assert (form["type"], form["answers"]) == ("form", {"build": "unknown"})


def test_the_form_is_shown_back_and_confirmed_once(resident: Resident, fake: FakeBackend) -> None:
    to_the_form(resident)
    (look,) = resident.press(SUBMIT)
    assert labels(look) == ["确认提交", "改一下", "不办了"]
    receipt, following = resident.press(payload(look, "确认提交"))
    assert receipt["number"] == "510811-20261123-000001"
    assert len(receipt["next"]) == 3
    assert resident.slots["pending"] is None
    assert labels(following) == ["查进度", "办别的事"]
    assert resident.press(CONFIRM)[0] == receipt
    assert len(fake.cases) == 1


def test_a_spoken_yes_confirms(resident: Resident, fake: FakeBackend) -> None:
    to_the_form(resident)
    resident.press(SUBMIT)
    assert resident.say("要得", "affirm")[0]["type"] == "receipt"
    assert len(fake.cases) == 1


def test_a_spoken_no_asks_what_then(resident: Resident, fake: FakeBackend) -> None:
    to_the_form(resident)
    resident.press(SUBMIT)
    (question,) = resident.say("不对", "deny")
    (form,) = resident.press(payload(question, "改一下"))
    assert form["type"] == "form"
    assert not fake.cases


def test_a_question_in_between_does_not_lose_the_form(resident: Resident) -> None:
    to_the_form(resident)
    _, following = resident.say("要钱不", "ask_facet", facets=["fee"])
    assert labels(following)[0] == "接着办"
    assert types(resident.press("/resume")) == ["form"]
    resident.ask("砍树", "tree-felling")
    (look,) = resident.press(SUBMIT)
    assert look["item"]["id"] == "homestead"


def test_a_form_after_a_lost_session_begins_anew(resident: Resident) -> None:
    words, question = resident.press(SUBMIT)
    assert words["text"] == say("form_expired")
    assert question["type"] == "choices"


def test_without_an_item_it_asks_which_and_goes_on(resident: Resident) -> None:
    resident.say("我要办", "open_case")
    words, question = resident.ask("修房子", "homestead")
    assert words["text"] == say("questions_first")
    assert question["text"] == "您这回是咋个修法？"


def test_repeat_after_the_receipt_shows_the_same_receipt(resident: Resident, fake: FakeBackend) -> None:
    to_the_form(resident)
    resident.press(SUBMIT)
    receipt, _ = resident.press(CONFIRM)
    assert resident.say("再说一遍", "repeat")[0] == receipt
    assert len(fake.cases) == 1


def test_cancel_sends_nothing(resident: Resident, fake: FakeBackend) -> None:
    to_the_form(resident)
    resident.press(SUBMIT)
    (words,) = resident.say("算了", "cancel")
    assert words["text"] == say("cancelled")
    assert resident.slots["pending"] is None
    assert not fake.cases
