"""The guide card of an item, made personal by the resident's answers.

Pure: item, answers and contacts go in, the reply of docs/conversation.md, section 2, comes out. The words that web
page and paper share are made by `catalog.cards`.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from actions import replies
from actions.replies import Item, Reply, clip
from catalog import cards
from catalog.situations import Answers, open_situations, personal

Contacts = Mapping[str, Any]
"""`{"station", "hall"}` as the backend gives them; either may be None."""

FOCI = ("materials", "steps", "time", "fee", "place", "agent", "conditions", "online", "result")


def guide(item: Item, answers: Answers, contacts: Contacts, focus: str | None = None) -> Reply:
    """Return the guide card. `focus` is the facet that was asked about, if any."""
    still_open = open_situations(item, answers)
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
        "places": places(item, contacts),
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


def places(item: Item, contacts: Contacts) -> list[dict[str, Any]]:
    """Return the windows; the resident's own station by name, a phone where the item says whose is shown."""
    station, hall = contacts["station"], contacts["hall"]
    owners = {"village": station, "town": station["town"] if station else None, "district": hall}
    shown = {"station": "village", "town": "town", "department": "district"}[item["place"]["phone"]]
    windows = []
    for window in item["place"]["windows"]:
        level = window["level"]
        owner = owners[level]
        own_station = level == "village" and owner is not None
        windows.append(
            {
                "level": level,
                "name": clip(owner["name"] if own_station else window["name"]),
                "does": window["does"],
                "hours": item["place"]["hours"],
                "phone": owner["phone"] if owner is not None and level == shown else None,
            }
        )
    return windows
