"""Guides: from a sentence to an item's card, its facts one by one, and what to say when it is not clear."""

from __future__ import annotations

from collections.abc import Sequence

from actions import applying, replies, showing, situations
from actions.backend_client import Backend, Refused
from actions.base import TalkAction
from actions.phrases import say, themes
from actions.replies import choice, command
from actions.talk import Talk
from catalog.situations import UNKNOWN


def arrive(talk: Talk, backend: Backend, item_id: str, asked: Sequence[str]) -> None:
    """An item has been named: do what was waiting for it (a fact, questions, a case), else show its card."""
    pending = talk.pending or {}
    then = pending.get("then") if talk.waits_for("item") else None
    facets = list(asked) or pending.get("facets", [])
    try:
        if then == "application":
            applying.start(talk, backend, item_id)
        elif then == "situations":
            situations.start(talk, backend, item_id)
        else:
            showing.show_item(talk, backend, item_id, facets)
    except Refused as refusal:
        if not refusal.not_found:
            raise
        lose(talk, backend)


def lose(talk: Talk, backend: Backend) -> None:
    """Say honestly that the sentence was not understood: ask again, offer themes, then a person."""
    if talk.pending and talk.pending["kind"] in ("situation", "application", "confirm", "number", "start"):
        talk.say(replies.text(say("lost_in_question")))
        showing.ask_again(talk, backend)
        return
    misses = talk.misses + 1
    if misses > 1:
        talk.pending = None
        showing.show_person(talk, backend, say("lost_twice"))
        return
    talk.pending = {"kind": "rephrase", "misses": misses}
    talk.say(replies.choices(say("lost"), showing.theme_choices()))


class ActionGuideItem(TalkAction):
    """A sentence that asks for a service: card, choice of three, or an honest no."""

    action = "action_guide_item"

    def _answer(self, talk: Talk, backend: Backend) -> None:
        known = talk.understanding
        sure = known.decision == "answer" and bool(known.items)
        elsewhere = sure and known.items[0] != (talk.pending or {}).get("item")
        if situations.take_typed(talk, backend, loose=not elsewhere):
            return
        if sure:
            arrive(talk, backend, known.items[0], known.facets)
        elif known.decision != "offer" or not showing.offer(talk, backend, known.items, known.facets):
            lose(talk, backend)


class ActionChooseItem(TalkAction):
    """A button with an item was pressed."""

    action = "action_choose_item"

    def _answer(self, talk: Talk, backend: Backend) -> None:
        arrive(talk, backend, talk.entities["item"], [])


class ActionChooseTheme(TalkAction):
    """A life theme was chosen: its most wanted items."""

    action = "action_choose_theme"

    def _answer(self, talk: Talk, backend: Backend) -> None:
        theme = themes().get(talk.entities.get("theme", ""))
        items = showing.known_items(backend, theme["items"])[: showing.LISTED] if theme else []
        if theme is None or not items:
            lose(talk, backend)
            return
        waiting = talk.pending if talk.waits_for("item") else None
        talk.interrupt()
        talk.pending = waiting
        options = [*showing.item_choices(items), replies.none_choice()]
        talk.say(replies.choices(say("theme", theme=theme["label"]), options))


class ActionAnswerFacet(TalkAction):
    """One thing about an item: papers, time, cost, place, who, how."""

    action = "action_answer_facet"

    def _answer(self, talk: Talk, backend: Backend) -> None:
        if situations.take_typed(talk, backend, loose=False):
            return
        named = talk.entities.get("facet")
        asked = [named] if named else talk.understanding.facets
        item_id = talk.entities.get("item") or talk.item
        if item_id is None:
            showing.ask_which_item(talk, asked, "guide")
        elif asked:
            showing.show_facets(talk, backend, item_id, asked)
        else:
            showing.show_item(talk, backend, item_id)


class ActionChooseOrdinal(TalkAction):
    """“第二个”: one of the choices just offered."""

    action = "action_choose_ordinal"

    def _answer(self, talk: Talk, backend: Backend) -> None:
        ordinal = talk.understanding.ordinal
        if ordinal and talk.pending and talk.waits_for("offer"):
            items = talk.pending["items"]
            index = ordinal - 1 if ordinal > 0 else len(items) + ordinal
            if 0 <= index < len(items):
                arrive(talk, backend, items[index], [])
                return
        elif ordinal and talk.waits_for("situation") and situations.take_ordinal(talk, backend, ordinal):
            return
        talk.say(replies.text(say("no_such_choice")))
        if not showing.ask_again(talk, backend):
            talk.say(replies.choices(say("ability"), showing.theme_choices()))


def reject(talk: Talk, backend: Backend) -> None:
    """None of the offered: ask for other words once, then a person."""
    misses = talk.misses + 1
    if misses > 1:
        talk.pending = None
        showing.show_person(talk, backend, say("lost_twice"))
        return
    talk.pending = {"kind": "rephrase", "misses": misses}
    talk.say(replies.choices(say("rephrase"), [choice(say("label_person"), command("call_person"))]))


class ActionRejectChoices(TalkAction):
    """“都不是”."""

    action = "action_reject_choices"

    def _answer(self, talk: Talk, backend: Backend) -> None:
        if talk.waits_for("situation"):
            if not situations.take_typed(talk, backend, loose=False):
                lose(talk, backend)
            return
        reject(talk, backend)


class ActionAcceptUnknown(TalkAction):
    """“不晓得”: the question is skipped and everything that may be needed stays in the list."""

    action = "action_accept_unknown"

    def _answer(self, talk: Talk, backend: Backend) -> None:
        if talk.pending and talk.waits_for("situation"):
            if not situations.take_typed(talk, backend, loose=False):
                item_id, situation = talk.pending["item"], talk.pending["situation"]
                situations.take_answer(talk, backend, item_id, situation, UNKNOWN)
        elif talk.pending and talk.pending["kind"] in ("number", "application", "confirm"):
            showing.show_person(
                talk, backend, say("unknown_number" if talk.waits_for("number") else "person")
            )
        elif talk.item and not talk.waits_for("offer"):
            showing.show_item(talk, backend, talk.item)
        else:
            reject(talk, backend)
