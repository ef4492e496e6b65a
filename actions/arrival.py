"""What is meant is known, or is not: to the item, question or case that was waited for, or to other ways on.

Finding out what a sentence means is the work of `guidance` and of the other actions.
"""

from __future__ import annotations

from collections.abc import Sequence

from actions import answers, applying, events, offering, replies, showing, situations, wishes
from actions.backend_client import Backend, Refused
from actions.phrases import say
from actions.replies import choice, command, title
from actions.talk import Pending, Talk


def arrive(talk: Talk, backend: Backend, item_id: str, asked: Sequence[str]) -> None:
    """An item has been named: do what was waiting for it (a fact, questions, a case), else show its card."""
    pending = talk.pending or {}
    waited = talk.waits_for("item") or item_id in pending.get("items", [])
    then = pending.get("then") if waited else None
    facets = list(asked) or (pending.get("facets", []) if waited else [])
    try:
        if events.is_event(item_id):
            events.show(talk, backend, item_id, facets)
        elif then == "application":
            applying.start(talk, backend, item_id)
        elif then == "situations":
            situations.start(talk, backend, item_id)
        else:
            rest = wishes.left(talk, item_id)
            showing.show_item(talk, backend, item_id, facets)
            _offer_rest(talk, backend, rest)
    except Refused as refusal:
        if not refusal.not_found:
            raise
        lose(talk, backend)


def _offer_rest(talk: Talk, backend: Backend, rest: Sequence[str]) -> None:
    """Offer what else was wished for in the same message."""
    items = offering.known_items(backend, rest)
    if items:
        wishes.keep(talk, [item["id"] for item in items])
        talk.say(replies.choices(say("rest"), offering.item_choices(items)))


def take_typed(talk: Talk, backend: Backend, loose: bool) -> bool:
    """Take a typed sentence as the answer to the question, or as one of the offer, just put; False if it is neither.

    `loose`: also when only most of its words stand in what it means.
    """
    if situations.take_typed(talk, backend, loose):
        return True
    if not talk.spoken or talk.pending is None or not talk.waits_for("offer"):
        return False
    items = offering.known_items(backend, talk.pending["items"])
    found = answers.match(talk.text, [title(item) for item in items], loose)
    if found is not None:
        arrive(talk, backend, items[found]["id"], [])
    return found is not None


def lose(talk: Talk, backend: Backend) -> None:
    """Say honestly that the sentence was not understood: ask again, offer themes, then a person."""
    if talk.pending and talk.waits_for("situation"):
        _lose_in_situation(talk, backend, talk.pending)
        return
    if talk.pending and talk.pending["kind"] in ("application", "confirm", "number", "start"):
        talk.say(replies.text(say("lost_in_question")))
        showing.ask_again(talk, backend)
        return
    misses = talk.misses + 1
    if misses > 1:
        talk.pending = None
        showing.show_person(talk, backend, say("lost_twice"))
        return
    talk.pending = {"kind": "rephrase", "misses": misses}
    options = [
        choice(say("label_card_of", title=title(item)), command("choose_item", item=item["id"]))
        for item in offering.known_items(backend, [talk.item] if talk.item else [])
    ]
    talk.say(replies.choices(say("lost"), [*options, *offering.theme_choices()]))


def _lose_in_situation(talk: Talk, backend: Backend, pending: Pending) -> None:
    """Ask the question once more, with a way to what may have been meant instead, and at last to a person."""
    misses = talk.misses + 1
    extra = [
        choice(say("label_aside", title=title(item)), command("choose_item", item=item["id"]))
        for item in offering.known_items(backend, talk.understanding.items[:1])
        if item["id"] != pending["item"]
    ]
    if misses > 1:
        extra.append(replies.person_choice())
    talk.say(replies.text(say("lost_in_question" if misses == 1 else "lost_in_question_again")))
    showing.ask_situation(talk, backend.item(pending["item"]), pending["then"], extra)
    talk.pending = {**(talk.pending or {}), "misses": misses}
