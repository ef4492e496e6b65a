"""The one way an action runs: off the event loop, and never leaving the resident without a sentence.

This is the only place of the actions that catches unknown errors.
"""

from __future__ import annotations

import abc
import asyncio
from typing import Any

import structlog
from rasa_sdk import Action, Tracker
from rasa_sdk.events import EventType
from rasa_sdk.executor import CollectingDispatcher
from structlog.contextvars import bound_contextvars

from actions import replies
from actions.backend_client import Backend, BackendError, Refused, shared_backend
from actions.phrases import say
from actions.talk import Talk

log = structlog.get_logger("actions")

REPEATABLE = ("open_case", "ask_progress", "ask_person", "tell_situation", "dont_know", "affirm", "repeat")
"""Spoken intents that mean the same when sent again as a command."""


class TalkAction(Action, abc.ABC):
    """An action of this project: a name, and `_answer`, which may call the backend and block.

    When `_answer` raises, its slots and replies are dropped: the talk stands where it stood, so that
    the same message can be sent again.
    """

    action: str

    def __init__(self, backend: Backend | None = None) -> None:
        self._backend = backend

    def name(self) -> str:
        """Return the name in domain.yml."""
        return self.action

    @abc.abstractmethod
    def _answer(self, talk: Talk, backend: Backend) -> None:
        """Change the talk and add replies. Raises BackendError."""

    async def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]
    ) -> list[EventType]:
        """Answer in a thread; say a plain sentence instead when that fails."""
        talk = Talk.read(tracker)
        backend = self._backend or shared_backend()
        answers: list[replies.Reply]
        events: list[EventType]
        with bound_contextvars(request_id=request_id(tracker)):
            try:
                await asyncio.to_thread(self._answer, talk, backend)
            except Refused as refusal:
                log.info("backend_refused", action=self.action, status=refusal.status)
                answers, events = [replies.text(refusal.message, "trouble"), *_again(talk)], []
            except BackendError as error:
                log.warning("backend_failed", action=self.action, error=str(error), kind=type(error).__name__)
                answers, events = _trouble(talk, backend), []
            except Exception as error:
                log.exception("action_failed", action=self.action, kind=type(error).__name__)
                answers, events = _trouble(talk, backend), []
            else:
                answers, events = talk.replies, talk.events()
        for reply in answers:
            if reply["type"] == "response":
                dispatcher.utter_message(response=reply["name"])
            else:
                dispatcher.utter_message(json_message=reply)
        return events


def request_id(tracker: Tracker) -> str | None:
    """Return the id under which the gateway asked, from the metadata of the last message."""
    for event in reversed(tracker.events):
        if event.get("event") == "user":
            found: str | None = (event.get("metadata") or {}).get("request_id")
            return found
    return None


def _trouble(talk: Talk, backend: Backend) -> list[replies.Reply]:
    """Say that it did not work, whom to call, and offer to try again."""
    known = backend.last_contacts(talk.conversation)
    office = known["station"] or known["hall"]
    if office:
        words = say("trouble", office=office["name"], phone=office["phone"])
    else:
        words = say("trouble_no_office")
    return [replies.text(words, "trouble"), *_again(talk)]


def _again(talk: Talk) -> list[replies.Reply]:
    """Offer the same once more, where it can be said as a command."""
    if not talk.spoken:
        again = talk.text
    elif talk.intent == "ask_item" and talk.understanding.decision == "answer":
        again = replies.command("choose_item", item=talk.understanding.items[0])
    elif talk.intent == "ask_facet" and talk.item and talk.understanding.facets:
        again = replies.command("answer_facet", item=talk.item, facet=talk.understanding.facets[0])
    elif talk.intent in REPEATABLE:
        again = replies.command(talk.intent)
    else:
        return []
    options = [replies.choice(say("label_again"), again, style="main"), replies.person_choice()]
    return [replies.choices(say("trouble_again"), options)]
