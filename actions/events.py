"""Life events in the talk: several items that are needed together, shown as one card, and rhymes on request."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from actions import offering, replies, showing
from actions.backend_client import Backend
from actions.phrases import say
from actions.replies import choice, command
from actions.talk import Talk
from catalog.text import comparable

OF_ONE_ITEM = frozenset({"time", "fee", "place", "agent", "conditions", "online", "result", "basis"})
"""Facets that only a single item can answer: each item of a life event has its own."""
NAMED = 8
"""Papers named one by one in a spoken answer."""
RHYMES = 6
_EMPTY = re.compile(r"[我要的不没得能哪里有去来了啥好一个咋买办开领取算]")
"""Characters that make a pair of them tell nothing about an item."""


def is_event(guide_id: str) -> bool:
    """Return whether an id that understanding or a button names is a life event's."""
    return guide_id.startswith(offering.EVENT)


def members(backend: Backend, event_id: str) -> set[str]:
    """Return the ids of a life event's items."""
    return {item["id"] for stage in backend.event(event_id)["stages"] for item in stage["items"]}


def show(talk: Talk, backend: Backend, event_id: str, asked: Sequence[str]) -> None:
    """Show a life event; a rhyme that was asked for, of one of its items, stands before it."""
    if "rhyme" in asked:
        rhyme = _rhyme_of(backend, event_id)
        if rhyme:
            talk.say(replies.text(rhyme))
    offering.show_event(talk, backend, event_id)


def _rhyme_of(backend: Backend, event_id: str) -> str | None:
    """Return the rhyme of the first of a life event's items that has one."""
    own = members(backend, event_id)
    return next(("\n".join(rhyme["lines"]) for rhyme in backend.rhymes() if rhyme["item"] in own), None)


def answer_facets(talk: Talk, backend: Backend, asked: Sequence[str]) -> bool:
    """Answer what can be asked without an item: about the life event just shown, or for a rhyme.

    Return False for everything else.
    """
    event_id = (talk.pending or {}).get("event")
    if event_id and "materials" in asked:
        _tell_papers(talk, backend, event_id)
        return True
    if event_id and "steps" in asked:
        talk.say(replies.text(backend.event(event_id)["plain"]["answer"]))
        return True
    rhyme = _rhyme_of(backend, event_id) if event_id and "rhyme" in asked else None
    if rhyme:
        talk.say(replies.text(rhyme))
        return True
    if talk.pending and event_id and asked:
        return offering.offer(talk, backend, talk.pending["items"], asked)
    if "rhyme" in asked and (not talk.waits_for("offer") or "rhymes" in (talk.pending or {})):
        offer_rhymes(talk, backend)
        return True
    return False


def _tell_papers(talk: Talk, backend: Backend, event_id: str) -> None:
    event = backend.event(event_id)
    needed = [
        paper["name"] for paper in event["papers"] if not (paper["maybe"] or paper["shared"] or paper["made"])
    ]
    names = "、".join(needed[:NAMED]) + (say("materials_more") if len(needed) > NAMED else "")
    talk.say(replies.text(say("event_papers", title=replies.title(event), count=len(needed), names=names)))


def offer_rhymes(talk: Talk, backend: Backend) -> None:
    """Offer some rhymes to choose from; asked once more, the next ones."""
    rhymes = backend.rhymes()
    if not rhymes:
        talk.say(replies.text(say("no_rhyme")))
        return
    start = ((talk.pending or {}).get("rhymes", -RHYMES) + RHYMES) % len(rhymes)
    some = rhymes[start : start + RHYMES]
    options = [
        choice(
            rhyme["title"], command("answer_facet", item=rhyme["item"], facet="rhyme"), note=rhyme["lines"][0]
        )
        for rhyme in some
    ]
    talk.interrupt()
    talk.pending = {
        "kind": "offer",
        "items": [rhyme["item"] for rhyme in some],
        "facets": ["rhyme"],
        "then": None,
        "misses": 0,
        "rhymes": start,
    }
    talk.say(replies.choices(say("rhymes"), options))


def take_rhyme(talk: Talk, backend: Backend) -> bool:
    """Say the rhyme that a sentence asks for by some words of its title, else offer rhymes.

    Return False when no rhyme was asked for, or its item is known.
    """
    if "rhyme" not in talk.understanding.facets or talk.understanding.decision == "answer":
        return False
    rhymed = [(rhyme["item"], rhyme["title"]) for rhyme in backend.rhymes()]
    shared = {item: len(_pairs(talk.text) & _pairs(named)) for item, named in rhymed}
    best = [item for item, count in shared.items() if count and count == max(shared.values())]
    if len(best) == 1:
        showing.show_item(talk, backend, best[0], ["rhyme"])
    else:
        offer_rhymes(talk, backend)
    return True


def members_named(talk: Talk, backend: Backend) -> list[str]:
    """Return the items of a life event that a sentence names by a word of none of the others.

    The event was just shown, or the item in the talk was chosen from it.
    """
    before = next(iter(talk.previous_items[-1:]), "") if talk.pending is None else ""
    event_id = (talk.pending or {}).get("event") or (before if is_event(before) else None)
    if not talk.spoken or not event_id:
        return []
    members = {
        item["id"]: item["title"] for stage in backend.event(event_id)["stages"] for item in stage["items"]
    }
    said = _pairs(talk.text)
    counts = Counter(pair for named in members.values() for pair in _pairs(named))
    return [
        item
        for item, named in members.items()
        if any(counts[pair] == 1 and not _EMPTY.search(pair) for pair in said & _pairs(named))
    ]


def _pairs(words: str) -> set[str]:
    plain = comparable(words)
    return {plain[start : start + 2] for start in range(len(plain) - 1)}
