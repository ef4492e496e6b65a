"""A person instead of the assistant."""

from __future__ import annotations

from actions import showing
from actions.backend_client import Backend
from actions.base import TalkAction
from actions.phrases import say
from actions.talk import Talk


class ActionCallPerson(TalkAction):
    """“转人工”: the station's name, phone and hours."""

    action = "action_call_person"

    def _answer(self, talk: Talk, backend: Backend) -> None:
        showing.show_person(talk, backend, say("person"))
