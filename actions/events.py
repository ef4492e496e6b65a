"""Life events in the talk: several items that are needed together, shown as one card, and rhymes on request."""

from __future__ import annotations

from collections.abc import Sequence

from actions import replies, showing
from actions.backend_client import Backend
from actions.phrases import say
from actions.replies import choice, command
from actions.talk import Talk

NAMED = 8
"""Papers named one by one in a spoken answer."""
RHYMES = 6


def is_event(guide_id: str) -> bool:
    """Return whether an id that understanding or a button names is a life event's."""
    return guide_id.startswith(showing.EVENT)


def show(talk: Talk, backend: Backend, event_id: str, asked: Sequence[str]) -> None:
    """Show a life event; a rhyme that was asked for, of one of its items, stands before it."""
    if "rhyme" in asked:
        members = {item["id"] for stage in backend.event(event_id)["stages"] for item in stage["items"]}
        for rhyme in backend.rhymes():
            if rhyme["item"] in members:
                talk.say(replies.text("\n".join(rhyme["lines"])))
                break
    showing.show_event(talk, backend, event_id)


def answer_facets(talk: Talk, backend: Backend, asked: Sequence[str]) -> bool:
    """Answer what can be asked without an item: about the life event just shown, or for a rhyme.

    Return False for everything else.
    """
    event_id = (talk.pending or {}).get("event")
    if event_id and "materials" in asked:
        _tell_papers(talk, backend, event_id)
        return True
    if talk.pending and event_id and asked:
        return showing.offer(talk, backend, talk.pending["items"], asked)
    if "rhyme" in asked and not talk.waits_for("offer"):
        _offer_rhymes(talk, backend)
        return True
    return False


def _tell_papers(talk: Talk, backend: Backend, event_id: str) -> None:
    event = backend.event(event_id)
    needed = [
        paper["name"] for paper in event["papers"] if not (paper["maybe"] or paper["shared"] or paper["made"])
    ]
    names = "、".join(needed[:NAMED]) + (say("materials_more") if len(needed) > NAMED else "")
    talk.say(replies.text(say("event_papers", title=replies.title(event), count=len(needed), names=names)))


def _offer_rhymes(talk: Talk, backend: Backend) -> None:
    rhymes = backend.rhymes()[:RHYMES]
    if not rhymes:
        talk.say(replies.text(say("no_rhyme")))
        return
    options = [
        choice(
            rhyme["title"], command("answer_facet", item=rhyme["item"], facet="rhyme"), note=rhyme["lines"][0]
        )
        for rhyme in rhymes
    ]
    talk.say(replies.choices(say("rhymes"), options))
