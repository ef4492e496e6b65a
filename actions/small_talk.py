"""Greeting, thanks, goodbye. What is said is in domain.yml."""

from __future__ import annotations

from actions import arrival, replies
from actions.backend_client import Backend
from actions.base import TalkAction
from actions.talk import Talk


class ActionSmallTalk(TalkAction):
    """Small talk, unless it answers what was just asked: "就这个镇" has the sound of a goodbye."""

    action = "action_small_talk"

    def _answer(self, talk: Talk, backend: Backend) -> None:
        if not arrival.take_typed(talk, backend, loose=True):
            talk.say(replies.response(f"utter_{talk.intent}"))
