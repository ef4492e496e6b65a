"""The questions that make a guide personal: asking them one at a time and taking the answers.

Answers come from buttons or typed: the label, a part of it, "第二个", yes and no.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from actions import answers, replies, showing
from actions.backend_client import Backend, Refused
from actions.base import TalkAction
from actions.phrases import say
from actions.replies import Item, title
from actions.talk import Talk
from catalog.situations import UNKNOWN, holds

YES = ("是", "有", "要", "能", "会", "对", "在")
NO = ("不", "没", "无", "否")
YES_AND_NO = 2
"""Answers of a question that a mere yes or no settles."""


def take_answer(talk: Talk, backend: Backend, item_id: str, situation_id: str, chosen: str) -> None:
    """Remember one answer (a choice's id or UNKNOWN), then ask the next question or finish."""
    item = backend.item(item_id)
    then = talk.pending["then"] if talk.waits_for("situation") and talk.pending else "guide"
    known = [situation["id"] for situation in item["situations"]]
    option = _option(item, situation_id, chosen)
    if situation_id not in known or (option is None and chosen != UNKNOWN):
        showing.show_item(talk, backend, item_id)  # the item has changed since the button was shown
        return
    if talk.item != item_id:
        talk.turn_to(item_id)
    if option is not None and option.get("leads_to"):
        _lead_to(talk, backend, option["leads_to"])
        return
    if situation_id in talk.answers_for(item_id):
        for later in known[known.index(situation_id) + 1 :]:
            talk.answers_for(item_id).pop(later, None)
    talk.answer(item_id, situation_id, chosen)
    if not showing.ask_situation(talk, item, then):
        finish(talk, backend, item, then)


def finish(talk: Talk, backend: Backend, item: Item, then: str) -> None:
    """Every question is answered: show the personal card, or go on to the form."""
    if then == "application":
        showing.show_form(talk, item)
        return
    talk.say(replies.text(say("personal")))
    showing.show_item(talk, backend, item["id"])
    talk.pending = {"kind": "start", "item": item["id"]}


def take_typed(talk: Talk, backend: Backend, loose: bool) -> bool:
    """Take a typed sentence as the answer to the question just asked; return False if it is none.

    `loose`: also when only most of its words stand in one of the answers.
    """
    return (
        talk.spoken
        and talk.waits_for("situation")
        and _take(talk, backend, lambda labels: answers.match(talk.text, labels, loose))
    )


def volunteer(talk: Talk, backend: Backend) -> bool:
    """Take a sentence as the answer to a question of the item in the talk that was not asked yet.

    Return False unless exactly one answer stands in it.
    """
    asked = talk.pending is not None and talk.pending["kind"] not in ("offer", "rephrase")
    if not talk.spoken or talk.item is None or asked:
        return False
    item = backend.item(talk.item)
    given = talk.answers_for(item["id"])
    found = []
    for situation in item["situations"]:
        if situation["id"] not in given and holds(situation.get("when"), given) is not False:
            index = answers.heard(talk.text, [option["label"] for option in situation["choices"]])
            if index is not None:
                found.append((situation["id"], situation["choices"][index]))
    if len(found) != 1:
        return False
    situation_id, option = found[0]
    talk.say(replies.text(say("noted", answer=option["label"])))
    take_answer(talk, backend, item["id"], situation_id, option["id"])
    return True


def take_ordinal(talk: Talk, backend: Backend, ordinal: int) -> bool:
    """Take "第二个" (2) or "最后那个" (-1) as the answer to the question asked; return False beyond its choices."""

    def pick(labels: Sequence[str]) -> int | None:
        index = ordinal - 1 if ordinal > 0 else len(labels) + ordinal
        return index if 0 <= index < len(labels) else None

    return _take(talk, backend, pick)


def take_yes_or_no(talk: Talk, backend: Backend, yes: bool) -> bool:
    """Take yes or no as the answer to the question asked; return False if its choices are others."""
    starts = YES if yes else NO

    def pick(labels: Sequence[str]) -> int | None:
        fitting = [index for index, label in enumerate(labels) if label.startswith(starts)]
        return fitting[0] if len(fitting) == 1 and len(labels) == YES_AND_NO else None

    return _take(talk, backend, pick)


def _take(talk: Talk, backend: Backend, pick: Callable[[Sequence[str]], int | None]) -> bool:
    if talk.pending is None:
        return False
    item_id, situation_id = talk.pending["item"], talk.pending["situation"]
    options = _options(backend.item(item_id), situation_id)
    found = pick([option["label"] for option in options])
    if found is None:
        return False
    take_answer(talk, backend, item_id, situation_id, options[found]["id"])
    return True


def _lead_to(talk: Talk, backend: Backend, target: str) -> None:
    """The answer shows that another item is meant: say so and go there."""
    try:
        other = backend.item(target)
    except Refused as refusal:
        if not refusal.not_found:
            raise
        talk.pending = None
        showing.show_person(talk, backend, say("leads_to_unknown"))
        return
    talk.pending = None
    talk.say(replies.text(say("leads_to", title=title(other))))
    showing.show_item(talk, backend, target)


def _options(item: Item, situation_id: str) -> list[dict[str, Any]]:
    return [
        option
        for situation in item["situations"]
        if situation["id"] == situation_id
        for option in situation["choices"]
    ]


def _option(item: Item, situation_id: str, chosen: str) -> dict[str, Any] | None:
    return next((option for option in _options(item, situation_id) if option["id"] == chosen), None)


def start(talk: Talk, backend: Backend, item_id: str) -> None:
    """Ask the item's questions from where they stand, or say that there are none."""
    item = backend.item(item_id)
    talk.turn_to(item_id)
    if not showing.ask_situation(talk, item, "guide"):
        if item["situations"]:
            finish(talk, backend, item, "guide")
        else:
            talk.say(replies.text(say("no_situations")))
            showing.show_person(talk, backend, say("person"))


class ActionAnswerSituation(TalkAction):
    """A button under a question was pressed."""

    action = "action_answer_situation"

    def _answer(self, talk: Talk, backend: Backend) -> None:
        take_answer(talk, backend, talk.entities["item"], talk.entities["situation"], talk.entities["choice"])
