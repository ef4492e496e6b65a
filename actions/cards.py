"""The guide card of an item, made personal by the resident's answers.

Pure: item, answers and contacts go in, the reply of docs/conversation.md, section 2, comes out. The words that web
page and paper share are made by `catalog.cards`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from actions import replies
from actions.phrases import say
from actions.replies import Item, Reply, clip
from catalog import cards
from catalog.cards import Contacts
from catalog.situations import Answers, open_situations, personal

FOCI = ("materials", "steps", "time", "fee", "place", "agent", "conditions", "online", "result")


def event(found: Item, first: Sequence[Mapping[str, Any]]) -> Reply:
    """Return the card of a life event as the backend gives it; `first` are the items that get a button."""
    review = found["review"]
    return {
        "type": "event",
        "item": {
            "id": found["id"],
            "version": found["version"],
            "title": replies.title(found),
            "name": say("event_name"),
        },
        "answer": found["plain"]["answer"],
        "read_aloud": found["plain"]["read_aloud"],
        "saving": found["saving"],
        "stages": found["stages"],
        "papers": found["papers"],
        "questions": [{"q": clip(entry["q"]), "a": entry["a"]} for entry in found["questions"]],
        "review": {
            "status": review["status"],
            "version": found["version"],
            "date": review["date"],
            "note": cards.review_note(found),
        },
        "choices": [
            replies.choice(item["title"], replies.command("choose_item", item=item["id"]), note=item["why"])
            for item in first
        ],
    }


def guide(
    item: Item, answers: Answers, contacts: Contacts, near: Sequence[Item], focus: str | None = None
) -> Reply:
    """Return the guide card.

    `near` are the nearest neighbours that the backend has; `focus` is the facet that was asked about, if any.
    """
    still_open = open_situations(item, answers)
    differences = dict(cards.nearest(item))
    buttons = [replies.start_choice(item)]
    if still_open:
        buttons.append(replies.situations_choice(item))
    review = item["review"]
    return {
        "type": "guide",
        "item": replies.item_ref(item),
        "answer": item["plain"]["answer"],
        "read_aloud": item["plain"]["read_aloud"],
        "focus": focus if focus in FOCI else None,
        "chips": [{**chip, "value": clip(chip["value"], 60)} for chip in cards.chips(item, answers)],
        "materials": [{**paper, "name": clip(paper["name"])} for paper in cards.materials(item, answers)],
        "steps": [
            {key: step[key] for key in ("name", "level", "actor", "does", "time")}
            for step, _ in personal(item, item["steps"], answers)
        ],
        "places": [{**place, "name": clip(place["name"])} for place in cards.places(item, contacts)],
        "who": {key: list(item["who"][key]) for key in ("conditions", "excluded")},
        "ways": {way: clip(item["visits"][way]["how"]) for way in ("agent", "online")},
        "fee": {
            "free": item["fee"]["free"],
            "text": clip(item["fee"]["explanation"]),
            "rows": [clip(row) for row in cards.fee_rows(item, answers)],
        },
        "time": cards.limit(item),
        "result": {key: clip(value) for key, value in item["result"].items()},
        "basis": [clip(cards.law(entry)) for entry in item["basis"]],
        "questions": [{"q": clip(entry["q"]), "a": entry["a"]} for entry in item["questions"]],
        "neighbours": [
            replies.choice(
                replies.title(other),
                replies.command("choose_item", item=other["id"]),
                note=differences[other["id"]],
            )
            for other in near
        ],
        "personal": cards.answered(item, answers),
        "open_questions": still_open,
        "review": {
            "status": review["status"],
            "version": item["version"],
            "date": review["date"],
            "note": cards.review_note(item),
        },
        "choices": buttons,
    }
