"""Guides: from a sentence to an item's card, its facts one by one, and what to say when it is not clear."""

from __future__ import annotations

import re
from collections.abc import Sequence

from actions import arrival, differences, events, offering, questions, replies, showing, situations
from actions.backend_client import Backend
from actions.base import TalkAction
from actions.phrases import say, themes
from actions.replies import choice, command
from actions.talk import Talk, Understanding
from catalog.situations import UNKNOWN
from catalog.text import comparable

_THEME_FRAME = re.compile(
    r"^(?:我?(?:想|要)?(?:办|问|查)(?:一下|下|哈)?)|(?:(?:这些|那些|方面)?的?(?:事|事情))$"
)
"""What people put around the name of a theme."""
LIKELY = 0.5
"""Below this confidence a fact that is asked for is one of the item in the talk, not of an item just guessed."""


def tell_more(talk: Talk, backend: Backend, item_id: str, asked: Sequence[str]) -> None:
    """More about an item: the facts asked about; else its card, or what can be asked when that was just shown."""
    if showing.DIFFERENCE in asked and differences.tell_nearest(talk, backend, item_id):
        return
    if asked or questions.find(backend.item(item_id), talk.text):
        showing.show_facets(talk, backend, item_id, asked)
    elif talk.has_shown(item_id) and not talk.waits_for("situation"):
        showing.ask_facet_next(talk, backend, backend.item(item_id), [])
    else:
        showing.show_item(talk, backend, item_id)


def take_question(talk: Talk, backend: Backend) -> bool:
    """Answer one of the questions of the item in the talk, or how it differs from another.

    Return False if the sentence is neither.
    """
    if differences.take(talk, backend):
        return True
    if not talk.spoken or talk.item is None or not talk.open_to_item:
        return False
    if questions.find(backend.item(talk.item), talk.text) is None:
        return False
    showing.show_facets(talk, backend, talk.item, [])
    return True


def take_theme(talk: Talk, backend: Backend) -> bool:
    """Open the theme that a sentence names and nothing else (“社保医保的事”); return False if it names none."""
    said = _THEME_FRAME.sub("", comparable(talk.text))
    for name, theme in themes().items():
        if talk.spoken and said in theme["words"]:
            return offering.show_theme(talk, backend, name)
    return False


class ActionGuideItem(TalkAction):
    """A sentence that asks for a service: card, choice of three, or an honest no."""

    action = "action_guide_item"

    def _answer(self, talk: Talk, backend: Backend) -> None:
        known = talk.understanding
        if differences.take(talk, backend):
            return
        if known.decision == "answer" and known.event:
            arrival.arrive(talk, backend, _event_or_member(known.event, known, backend), known.facets)
            return
        sure = known.decision == "answer" and bool(known.items)
        elsewhere = sure and known.items[0] != (talk.pending or {}).get("item")
        if arrival.take_typed(talk, backend, loose=not elsewhere):
            return
        if take_theme(talk, backend):
            return
        if not (sure and known.items[0] != talk.item) and (
            take_question(talk, backend) or situations.volunteer(talk, backend)
        ):
            return
        if events.take_rhyme(talk, backend) or (not sure and _take_member(talk, backend)):
            return
        current = talk.item if talk.item and talk.has_shown(talk.item) and talk.pending is None else None
        if current and _is_about(current, talk):
            tell_more(talk, backend, current, known.facets)
        elif sure:
            arrival.arrive(talk, backend, known.items[0], known.facets)
        elif (
            talk.waits_for("situation")
            or known.decision != "offer"
            or not offering.offer(talk, backend, _candidates(known, current), known.facets)
        ):
            arrival.lose(talk, backend)


def _is_about(item_id: str, talk: Talk) -> bool:
    """Whether a sentence is about the item in the talk: it is the best guess, or the guess is weak and asks a fact."""
    known = talk.understanding
    if known.items[:1] == [item_id]:
        return known.decision != "refuse"
    return known.decision != "answer" and bool(known.facets) and talk.confidence < LIKELY


def _event_or_member(event_id: str, known: Understanding, backend: Backend) -> str:
    """Return the life event that is meant; its likeliest item where a fact of one item is asked ("修房子要好久")."""
    if known.items and events.OF_ONE_ITEM & set(known.facets):
        first = known.items[0]
        if first in events.members(backend, event_id):
            return first
    return event_id


def _take_member(talk: Talk, backend: Backend) -> bool:
    """Go on with the item of the life event just shown that the sentence names; False if it names none."""
    named = events.members_named(talk, backend)
    known = talk.understanding
    if len(named) == 1:
        arrival.arrive(talk, backend, named[0], known.facets)
        return True
    return bool(named) and offering.offer(talk, backend, [*named, *known.items], known.facets)


def _candidates(known: Understanding, current: str | None) -> list[str]:
    """Return what is offered: the items understood, the life event beside them, the item in the talk."""
    return [*known.items, *([known.event] if known.event else []), *([current] if current else [])]


class ActionChooseItem(TalkAction):
    """A button with an item was pressed."""

    action = "action_choose_item"

    def _answer(self, talk: Talk, backend: Backend) -> None:
        arrival.arrive(talk, backend, talk.entities["item"], [])


class ActionChooseTheme(TalkAction):
    """A life theme was chosen: its most wanted items."""

    action = "action_choose_theme"

    def _answer(self, talk: Talk, backend: Backend) -> None:
        if not offering.show_theme(talk, backend, talk.entities.get("theme", "")):
            arrival.lose(talk, backend)


class ActionStartSituations(TalkAction):
    """“我有特殊情况”: begin the questions of the item in the talk."""

    action = "action_start_situations"

    def _answer(self, talk: Talk, backend: Backend) -> None:
        if arrival.take_typed(talk, backend, loose=True):
            return
        if talk.pending and talk.waits_for("offer") and "item" not in talk.entities:
            talk.pending["then"] = "situations"
            talk.say(replies.text(say("which_of_offered")))
            showing.ask_again(talk, backend)
            return
        item_id = talk.entities.get("item") or talk.item
        if item_id is None:
            showing.ask_which_item(talk, [], "situations")
            return
        situations.start(talk, backend, item_id)


class ActionAnswerFacet(TalkAction):
    """One thing about an item: papers, time, cost, place, who, how."""

    action = "action_answer_facet"

    def _answer(self, talk: Talk, backend: Backend) -> None:
        if differences.take(talk, backend) or arrival.take_typed(talk, backend, loose=False):
            return
        named = talk.entities.get("facet")
        asked = [named] if named else talk.understanding.facets
        item_id = talk.entities.get("item") or talk.item
        if item_id is None and events.answer_facets(talk, backend, asked):
            return
        if item_id is None and talk.pending and talk.waits_for("offer"):
            talk.pending["facets"] = list(asked)
            talk.say(replies.text(say("which_of_offered")))
            showing.ask_again(talk, backend)
        elif item_id is None:
            showing.ask_which_item(talk, asked, "guide")
        elif talk.spoken and "rhyme" in asked and not backend.item(item_id)["plain"].get("rhyme"):
            talk.say(replies.text(say("no_rhyme")))
            events.offer_rhymes(talk, backend)
        else:
            tell_more(talk, backend, item_id, asked)


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
            if not arrival.take_typed(talk, backend, loose=False):
                arrival.lose(talk, backend)
        elif talk.pending and talk.pending["kind"] in ("application", "confirm", "number"):
            arrival.lose(talk, backend)
        else:
            reject(talk, backend)


class ActionAcceptUnknown(TalkAction):
    """“不晓得”: the question is skipped and everything that may be needed stays in the list."""

    action = "action_accept_unknown"

    def _answer(self, talk: Talk, backend: Backend) -> None:
        if talk.pending and talk.waits_for("situation"):
            if not arrival.take_typed(talk, backend, loose=False):
                item_id, situation = talk.pending["item"], talk.pending["situation"]
                situations.take_answer(talk, backend, item_id, situation, UNKNOWN)
        elif talk.pending and talk.pending["kind"] in ("number", "application", "confirm"):
            words = say("unknown_number" if talk.waits_for("number") else "person_form")
            showing.show_person(talk, backend, words)
        elif talk.item and not talk.waits_for("offer"):
            showing.show_item(talk, backend, talk.item)
        else:
            reject(talk, backend)
