"""What the assistant does not do: say so, and say who does."""

from __future__ import annotations

from actions import events, guidance, replies, showing, situations
from actions.backend_client import Backend
from actions.base import TalkAction
from actions.phrases import say, topics
from actions.talk import Talk

SURE, SURE_OF_DANGER = 0.5, 0.3
"""From this confidence on a topic is named; below it the sentence was not understood."""


class ActionDeclineTopic(TalkAction):
    """A sentence outside the 141 items: the hint and number of its topic, else that it is not done here."""

    action = "action_decline_topic"

    def _answer(self, talk: Talk, backend: Backend) -> None:
        topic = topics().get(talk.understanding.topic or "")
        urgent = topic is not None and topic.get("urgent")
        if situations.take_typed(talk, backend, loose=not urgent) or guidance.take_theme(talk, backend):
            return
        if not urgent and (guidance.take_question(talk, backend) or events.take_rhyme(talk, backend)):
            return
        asked = talk.pending is not None and talk.pending["kind"] not in ("offer", "rephrase")
        if (asked and topic is None) or talk.confidence < (SURE_OF_DANGER if urgent else SURE):
            guidance.lose(talk, backend)
        elif topic is None:
            talk.say(replies.choices(say("declined"), showing.theme_choices()))
        elif topic.get("phone"):
            hours = topic.get("hours") or say("hours_unknown")
            talk.say(replies.contact(topic["hint"], topic["name"], topic["phone"], hours))
        else:
            talk.say(replies.text(topic["hint"]))
