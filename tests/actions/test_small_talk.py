"""Greeting, thanks, goodbye: alone, and as words that answer a question."""

from __future__ import annotations

import pytest

from tests.actions.conftest import Resident, labels, types


@pytest.mark.parametrize(("intent", "words"), [("thank", "不用谢"), ("goodbye", "慢走")])
def test_small_talk_is_answered_in_kind(resident: Resident, intent: str, words: str) -> None:
    (said,) = resident.say("要得", intent)
    assert words in said["text"]


def test_an_answer_with_the_sound_of_a_goodbye_is_an_answer(resident: Resident) -> None:
    (asked,) = resident.press('/start_situations{"item":"homestead"}')
    before = resident.slots["pending"]
    resident.say(labels(asked)[1][:4] + "嘛", "goodbye")
    assert resident.slots["pending"] != before


def test_thanks_leave_the_question_open(resident: Resident) -> None:
    resident.press('/start_situations{"item":"homestead"}')
    before = resident.slots["pending"]
    assert types(resident.say("谢谢哈", "thank")) == ["text"]
    assert resident.slots["pending"] == before
