"""What the assistant does not do: say so, and say who does."""

from __future__ import annotations

from actions import guidance, replies, situations
from actions.backend_client import Backend
from actions.base import TalkAction
from actions.phrases import say, topics
from actions.talk import Talk


class ActionDeclineTopic(TalkAction):
    """A sentence outside the 141 items: the hint and number of its topic, else an honest "not understood"."""

    action = "action_decline_topic"

    def _answer(self, talk: Talk, backend: Backend) -> None:
        topic = topics().get(talk.understanding.topic or "")
        urgent = topic is not None and topic.get("urgent")
        if not urgent and situations.take_typed(talk, backend, loose=True):
            return
        if topic is None:
            guidance.lose(talk, backend)
        elif topic.get("phone"):
            hours = topic.get("hours") or say("hours_unknown")
            talk.say(replies.contact(topic["hint"], topic["name"], topic["phone"], hours))
        else:
            talk.say(replies.text(topic["hint"]))
