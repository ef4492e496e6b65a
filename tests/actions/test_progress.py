"""Where a case is: own ones at once, others by number and last four digits."""

from __future__ import annotations

from actions.phrases import say
from tests.actions.conftest import Resident, payload, types
from tests.actions.fake_backend import NUMBER, FakeBackend, progress

BOTH = {"办件号": ["〔办件号1〕"], "尾号": ["〔尾号1〕"]}


def test_own_cases_are_shown_at_once(resident: Resident, fake: FakeBackend) -> None:
    fake.own_cases = [progress(), progress("510811-20261123-000002")]
    assert types(resident.say("办到哪一步了", "ask_progress")) == ["progress", "progress"]
    (one,) = resident.press(f'/show_progress{{"number":"{NUMBER}"}}')
    assert one["number"] == NUMBER


def test_number_and_tail_in_one_message(resident: Resident) -> None:
    (question,) = resident.say("办到哪一步了", "ask_progress")
    assert question["text"] == say("ask_number")
    (shown,) = resident.say("〔办件号1〕〔尾号1〕", "give_number", placeholders=BOTH)
    assert shown["state"] == "正在审查"
    assert resident.slots["pending"] is None


def test_number_and_tail_one_after_the_other(resident: Resident) -> None:
    resident.say("办到哪一步了", "ask_progress")
    (question,) = resident.say("〔办件号1〕", "give_number", placeholders={"办件号": ["〔办件号1〕"]})
    assert question["text"] == say("ask_tail")
    assert types(resident.say("〔尾号1〕", "give_number", placeholders={"尾号": ["〔尾号1〕"]})) == [
        "progress"
    ]


def test_tail_first_asks_for_the_number(resident: Resident) -> None:
    resident.say("办到哪一步了", "ask_progress")
    (question,) = resident.say("〔尾号1〕", "give_number", placeholders={"尾号": ["〔尾号1〕"]})
    assert question["text"] == say("ask_only_number")
    assert types(resident.say("〔办件号1〕", "give_number", placeholders={"办件号": ["〔办件号1〕"]})) == [
        "progress"
    ]


def test_a_wrong_number_is_said_and_can_be_sent_again(resident: Resident) -> None:
    resident.say("办到哪一步了", "ask_progress")
    wrong = {"办件号": ["〔办件号2〕"], "尾号": ["〔尾号2〕"]}
    assert resident.say("〔办件号2〕〔尾号2〕", "give_number", placeholders=wrong)[0]["tone"] == "trouble"
    assert types(resident.say("〔办件号1〕〔尾号1〕", "give_number", placeholders=BOTH)) == ["progress"]


def test_another_number_is_not_needed(resident: Resident) -> None:
    words, _ = resident.say("〔身份证号1〕", "give_number", placeholders={"身份证号": ["〔身份证号1〕"]})
    assert words["text"] == say("number_not_needed")


def test_not_knowing_the_number_shows_a_person(resident: Resident) -> None:
    resident.say("办到哪一步了", "ask_progress")
    assert types(resident.say("不晓得", "dont_know")) == ["contact"]


def test_a_form_waits_while_a_case_is_looked_up(resident: Resident) -> None:
    resident.press('/start_application{"item":"homestead"}')
    resident.press("/dont_know")
    resident.say("办到哪一步了", "ask_progress")
    _, back = resident.say("〔办件号1〕〔尾号1〕", "give_number", placeholders=BOTH)
    assert types(resident.press(payload(back, "回到刚才的：我要修房子"))) == ["text", "form"]


def test_the_number_question_can_be_cancelled(resident: Resident) -> None:
    (question,) = resident.say("办到哪一步了", "ask_progress")
    resident.press(payload(question, "不办了"))
    assert resident.slots["pending"] is None
