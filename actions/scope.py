"""What the assistant does not do: say so, and say who does."""

from __future__ import annotations

from actions import arrival, events, guidance, offering, replies, showing
from actions.backend_client import Backend
from actions.base import TalkAction
from actions.phrases import say, topics
from actions.talk import Talk

SURE, SURE_OF_DANGER = 0.5, 0.3
"""From this confidence on a topic is named; below it the sentence was not understood."""
SURE_IN_TALK = 0.75
"""The same while a fact is asked and an item is in the talk. “交了好久到账” names nothing of its own and stays below it;
what names its topic (“火车票哪里买”, “快递好久到”) lies above."""


class ActionDeclineTopic(TalkAction):
    """A sentence outside the 141 items: the hint and number of its topic, else that it is not done here."""

    action = "action_decline_topic"

    def _answer(self, talk: Talk, backend: Backend) -> None:
        topic = topics().get(talk.understanding.topic or "")
        urgent = topic is not None and topic.get("urgent")
        if arrival.take_typed(talk, backend, loose=not urgent) or guidance.take_theme(talk, backend):
            return
        if not urgent and (guidance.take_question(talk, backend) or events.take_rhyme(talk, backend)):
            return
        if not urgent and _take_fact(talk, backend):
            return
        asked = talk.pending is not None and talk.pending["kind"] not in ("offer", "rephrase")
        if (asked and topic is None) or talk.confidence < (SURE_OF_DANGER if urgent else SURE):
            arrival.lose(talk, backend)
        elif topic is None:
            talk.say(replies.choices(say("declined"), offering.theme_choices()))
        elif topic.get("phone"):
            hours = topic.get("hours") or say("hours_unknown")
            talk.say(replies.contact(topic["hint"], topic["name"], topic["phone"], hours))
        else:
            talk.say(replies.text(topic["hint"]))


def _take_fact(talk: Talk, backend: Backend) -> bool:
    """Answer a fact of the item in the talk; return False when none is asked or the sentence surely means its topic.

    The answer ends by naming the item, so whoever meant something else sees it.
    """
    asked = talk.understanding.facets
    if not asked or not talk.open_to_item or talk.item is None or talk.confidence >= SURE_IN_TALK:
        return False
    showing.show_facets(talk, backend, talk.item, asked)
    return True
