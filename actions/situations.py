"""The questions that make a guide personal: asking them one at a time and taking the answers.

Answers come from buttons or typed: the label, a part of it, "第二个", yes and no.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Sequence
from typing import Any

from actions import replies, showing
from actions.backend_client import Backend, Refused
from actions.base import TalkAction
from actions.phrases import say
from actions.replies import Item, title
from actions.talk import Talk
from catalog.situations import UNKNOWN, holds
from catalog.text import comparable

YES = ("是", "有", "要", "能", "会", "对", "在")
NO = ("不", "没", "无", "否")
YES_AND_NO = 2
"""Answers of a question that a mere yes or no settles."""
TELLING = 3
"""Characters of an answer from which on it counts within a sentence although nobody asked."""
_PARTS = re.compile(r"[、，；]|或者")
LOOSE_SHARE = 0.6
"""Share of the sentence's character pairs that must stand in a label to take it as that answer."""


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
    """Take a typed sentence as the answer to what was just asked; return False if it is none.

    `loose`: also when only most of its words stand in one of the answers.
    """
    if not talk.spoken or talk.pending is None:
        return False
    if talk.waits_for("situation"):
        return _take(talk, backend, lambda labels: _match(talk.text, labels, loose))
    if talk.waits_for("offer"):
        items = showing.known_items(backend, talk.pending["items"])
        found = _match(talk.text, [title(item) for item in items], loose)
        if found is not None:
            showing.show_item(talk, backend, items[found]["id"], talk.pending["facets"])
        return found is not None
    return False


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
            index = _heard(talk.text, [option["label"] for option in situation["choices"]])
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


def _match(text: str, labels: Sequence[str], loose: bool) -> int | None:
    """Return the index of the one label that `text` means, or None.

    A label is "房前屋后、自留地头": each of its parts stands for it, unless two labels share the part.
    """
    said = comparable(text)
    words = [comparable(label) for label in labels]
    if said in words:
        return words.index(said)
    firsts = [comparable(_PARTS.split(label)[0]) for label in labels]
    if firsts.count(said) == 1:
        return firsts.index(said)
    heard = [
        index
        for index, parts in enumerate(_parts(labels))
        if any(_stands_in(part, said) or _stands_in(said, part) for part in parts)
    ]
    if len(said) > 1 and len(heard) == 1:
        return heard[0]
    if not loose or len(said) < 2:
        return None
    pairs = _pairs(said)
    alike = [index for index, label in enumerate(words) if _negates(said) == _negates(label)]
    shares = {index: len(pairs & _pairs(words[index])) / len(pairs) for index in alike}
    best = [
        index for index, share in shares.items() if share >= LOOSE_SHARE and share == max(shares.values())
    ]
    return best[0] if len(best) == 1 else None


def _heard(text: str, labels: Sequence[str]) -> int | None:
    """Return the index of the one label of which a whole part is `text` or stands in it, or None."""
    said = comparable(text)
    heard = [
        index
        for index, parts in enumerate(_parts(labels))
        if any(part == said or (len(part) >= TELLING and _stands_in(part, said)) for part in parts)
    ]
    return heard[0] if len(heard) == 1 else None


def _parts(labels: Sequence[str]) -> list[set[str]]:
    """Return what stands for each label: itself and its parts of two or more characters that it shares with none."""
    parts = [{comparable(part) for part in [label, *_PARTS.split(label)]} for label in labels]
    counts = Counter(part for entry in parts for part in entry)
    return [{part for part in entry if len(part) > 1 and counts[part] == 1} for entry in parts]


def _stands_in(inner: str, outer: str) -> bool:
    """Whether `inner` stands in `outer` without a no right before it."""
    at = outer.find(inner)
    return at >= 0 and not _negates(outer[max(0, at - 2) : at])


def _pairs(words: str) -> set[str]:
    return {words[start : start + 2] for start in range(len(words) - 1)}


def _negates(words: str) -> bool:
    return any(mark in words for mark in NO)


class ActionStartSituations(TalkAction):
    """“我有特殊情况”: begin the questions of the item in the talk."""

    action = "action_start_situations"

    def _answer(self, talk: Talk, backend: Backend) -> None:
        if take_typed(talk, backend, loose=True):
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
        start(talk, backend, item_id)


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
