"""The backend is down, slow, refusing or talking nonsense: the resident gets a sentence, nothing is lost or doubled."""

from __future__ import annotations

import asyncio
import json
import threading
from typing import Any

import pytest
from rasa_sdk import Tracker
from rasa_sdk.executor import CollectingDispatcher
from structlog.contextvars import merge_contextvars
from structlog.testing import capture_logs

from actions.backend_client import Backend, Nonsense, Refused, Unavailable
from actions.base import TalkAction
from actions.phrases import say
from actions.talk import Talk
from tests.actions.conftest import TOKEN, Resident, labels, payload, types
from tests.actions.fake_backend import FakeBackend, error

CONFIRM = '/confirm_application{"application":"app_3f9c2d7a81"}'


def break_it(fake: FakeBackend, how: str) -> None:
    if how == "slow":
        fake.hanging = threading.Event()
    elif how == "failing":
        fake.trouble = (500, b"{}")
    elif how == "nonsense":
        fake.trouble = (200, b"<html>")
    elif how == "wrong shape":
        fake.trouble = (200, b'{"hello": 1}')
    else:
        fake.close()


def mend(fake: FakeBackend) -> None:
    if fake.hanging:
        fake.hanging.set()
    fake.hanging, fake.trouble = None, None


@pytest.mark.parametrize("how", ["slow", "failing", "nonsense", "wrong shape", "down"])
def test_a_first_question_gets_a_plain_sentence(resident: Resident, fake: FakeBackend, how: str) -> None:
    break_it(fake, how)
    words, again = resident.ask("我要修房子", "homestead")
    assert (words["tone"], words["text"]) == ("trouble", say("trouble_no_office"))
    assert labels(again)[0] == "再试一次"
    assert resident.events == []


@pytest.mark.parametrize("how", ["slow", "failing", "nonsense", "wrong shape"])
def test_confirming_again_after_trouble_opens_one_case(
    resident: Resident, fake: FakeBackend, how: str
) -> None:
    resident.ask("我要修房子", "homestead")
    resident.press('/submit_application{"application":"app_3f9c2d7a81"}')
    before = dict(resident.slots)
    break_it(fake, how)
    words, again = resident.press(CONFIRM)
    assert "0839-0000401" in words["text"]
    assert resident.slots == before
    mend(fake)
    assert resident.press(payload(again, "再试一次"))[0]["type"] == "receipt"
    keys = {headers["Idempotency-Key"] for _, path, _, headers in fake.requests if path == "/api/v1/cases"}
    assert len(keys) == len(fake.cases) == 1


def test_an_item_read_before_is_still_shown(resident: Resident, fake: FakeBackend) -> None:
    first = resident.ask("我要修房子", "homestead")
    fake.trouble = (503, b"{}")
    assert resident.press('/choose_item{"item":"homestead"}') == first


def test_a_refusal_is_passed_on(resident: Resident, fake: FakeBackend) -> None:
    resident.ask("我要修房子", "homestead")
    status, body, _ = error(409, "这张表过期了，请重新填。")
    fake.trouble = (status, json.dumps(body).encode())
    words, _ = resident.press(CONFIRM)
    assert (words["tone"], words["text"]) == ("trouble", "这张表过期了，请重新填。")


def test_a_person_can_be_called_while_everything_is_down(resident: Resident, fake: FakeBackend) -> None:
    fake.close()
    (contact,) = resident.say("转人工", "ask_person")
    assert contact["phone"] == "12345"


class ActionBroken(TalkAction):
    """An action with a slip in it."""

    action = "action_broken"

    def _answer(self, talk: Talk, backend: Backend) -> None:
        talk.item = "half-done"
        raise ZeroDivisionError


def test_a_slip_in_our_own_code_says_a_sentence_and_changes_nothing(backend: Backend) -> None:
    tracker = Tracker("c", {}, {"text": "我要办", "intent": {"name": "open_case"}}, [], False, None, {}, None)
    dispatcher = CollectingDispatcher()
    assert asyncio.run(ActionBroken(backend).run(dispatcher, tracker, {})) == []
    assert types([message["custom"] for message in dispatcher.messages]) == ["text", "choices"]


@pytest.mark.parametrize("how", ["slow", "failing", "nonsense", "down"])
def test_failures_are_logged_with_the_request_id(resident: Resident, fake: FakeBackend, how: str) -> None:
    break_it(fake, how)
    with capture_logs(processors=[merge_contextvars]) as logs:
        resident.ask("我要修房子", "homestead")
    (failed,) = [entry for entry in logs if entry["event"] == "backend_failed"]
    assert failed["request_id"] == "request-1"
    assert "修房子" not in str(logs)


def test_calls_carry_token_and_request_id(resident: Resident, fake: FakeBackend) -> None:
    resident.ask("我要修房子", "homestead")
    for _, _, _, headers in fake.requests:
        assert headers["Authorization"] == f"Bearer {TOKEN}"
        assert headers["X-Request-Id"] == "request-1"


def test_an_item_is_asked_for_again_only_when_it_may_have_changed(fake: FakeBackend) -> None:
    now = [0.0]
    backend = Backend(fake.url, TOKEN, timeout=0.3, clock=lambda: now[0])
    first = backend.item("homestead")
    assert backend.item("homestead") is first
    assert len(fake.requests) == 1
    now[0] = 31.0
    assert backend.item("homestead") is first  # 304
    fake.items["homestead"]["version"] = 2
    now[0] = 62.0
    assert backend.item("homestead")["version"] == 2


@pytest.mark.parametrize(
    ("trouble", "expected"),
    [
        ((500, b""), Unavailable),
        ((429, b""), Unavailable),
        ((302, b""), Nonsense),
        ((404, b"<html>"), Nonsense),
        ((400, b'{"error": {}}'), Nonsense),
        ((200, b"[]"), Nonsense),
        ((200, b'{"cases": [{}]}'), Nonsense),
        ((404, json.dumps(error(404, "没有")[1]).encode()), Refused),
    ],
)
def test_every_kind_of_answer_is_told_apart(
    backend: Backend, fake: FakeBackend, trouble: tuple[int, bytes], expected: type[Any]
) -> None:
    fake.trouble = trouble
    with pytest.raises(expected):
        backend.progress("conversation-1")
