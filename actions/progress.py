"""Where is my case: this conversation's cases at once, any other by its number and the phone's last four digits."""

from __future__ import annotations

from actions import offering, replies, showing
from actions.backend_client import Backend, Json
from actions.base import TalkAction
from actions.phrases import say
from actions.talk import Talk

SHOWN = 3
NUMBER, TAIL = "办件号", "尾号"
"""Kinds of placeholders, as the gateway names them."""


def show(talk: Talk, backend: Backend, number: str | None = None, tail: str | None = None) -> None:
    """Show the cases that can be shown, else ask for what is missing. Raises Refused when both do not fit."""
    if number and tail:
        cases = backend.progress(talk.conversation, number, tail)
    elif tail:
        cases = []
    else:
        own = backend.progress(talk.conversation)
        cases = [case for case in own if number in (None, case["number"])]
    if not cases:
        showing.ask_number(talk, number, None if number and tail else tail)
        return
    if talk.waits_for("number"):
        talk.pending = None
    talk.shown = {"kind": "progress"}
    talk.say(*(_reply(case) for case in cases[:SHOWN]))
    waiting = showing.resume_choices(talk, backend)
    if waiting:
        talk.say(replies.choices(say("go_on"), waiting))


def _reply(case: Json) -> replies.Reply:
    return {
        "type": "progress",
        **{key: case[key] for key in ("number", "item", "state", "events")},
        "todo": case.get("todo"),
        "promised": case.get("promised"),
    }


class ActionShowProgress(TalkAction):
    """“我的事办到哪一步了”."""

    action = "action_show_progress"

    def _answer(self, talk: Talk, backend: Backend) -> None:
        number = talk.entities.get("number") or _first(talk, NUMBER)
        show(talk, backend, number, _first(talk, TAIL))


class ActionTakeNumber(TalkAction):
    """A message that is a receipt number, four digits, or another number."""

    action = "action_take_number"

    def _answer(self, talk: Talk, backend: Backend) -> None:
        number, tail = _first(talk, NUMBER), _first(talk, TAIL)
        asked = talk.pending if talk.waits_for("number") else None
        if asked:
            number, tail = number or asked["number"], tail or asked["tail"]
        if number or tail:
            show(talk, backend, number, tail)
            return
        talk.say(replies.text(say("number_not_fitting" if asked else "number_not_needed")))
        if not showing.ask_again(talk, backend):
            talk.say(replies.choices(say("ability"), offering.theme_choices()))


def _first(talk: Talk, kind: str) -> str | None:
    found = talk.understanding.placeholders.get(kind) or []
    return found[0] if found else None
