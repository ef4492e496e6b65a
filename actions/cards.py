"""The guide card of an item, made personal by the resident's answers.

Pure: item, answers and contacts go in, the reply of docs/conversation.md, section 2, comes out.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from actions import replies
from actions.phrases import say
from actions.replies import Item, Reply, clip
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
        "chips": chips(item, answers),
        "materials": materials(item, answers),
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
            "rows": fee_rows(item, answers),
        },
        "time": limit(item),
        "result": {key: clip(value) for key, value in item["result"].items()},
        "basis": [clip(law(entry)) for entry in item["basis"]],
        "questions": [{"q": clip(entry["q"]), "a": entry["a"]} for entry in item["questions"]],
        "personal": answered(item, answers),
        "open_questions": still_open,
        "review": {
            "status": review["status"],
            "version": item["version"],
            "date": review["date"],
            "note": say(f"review_{review['status']}"),
        },
        "choices": buttons,
    }


def chips(item: Item, answers: Answers) -> list[dict[str, str]]:
    """Return the four facts on top: who decides, how long, what it costs, how often to come."""
    count = item["visits"]["count"]
    values = {
        "who": say(f"chip_{item['level']}", department=item["department"]),
        "time": duration(item["time"]["promised"]),
        "fee": _amount(item, answers),
        "visits": say("chip_visits", count=count) if count else say("chip_no_visit"),
    }
    return [{"label": say(f"chip_label_{key}"), "value": clip(value, 60)} for key, value in values.items()]


def _amount(item: Item, answers: Answers) -> str:
    """Return what it costs in a few characters: nothing, one sum, from the least to the most, or local."""
    if item["fee"]["free"]:
        return say("chip_free")
    amounts = [row["amount"] for row, _ in personal(item, item["fee"]["rows"], answers)]
    if not amounts or None in amounts:
        return say("chip_ask_fee")
    if not any(amounts):
        return say("chip_free")
    if min(amounts) == max(amounts):
        return say("chip_fee", amount=amounts[0])
    return say("chip_fees", least=min(amounts), most=max(amounts))


def materials(item: Item, answers: Answers) -> list[dict[str, Any]]:
    """Return the papers that are needed, or may be while a situation is open."""
    return [
        {
            "id": paper["id"],
            "name": clip(paper["name"]),
            "count": count(paper),
            "source": paper["source"],
            "standard": paper["standard"],
            "shared": paper["shared"],
            "deferrable": paper["deferrable"],
            "maybe": maybe,
        }
        for paper, maybe in personal(item, item["materials"], answers)
    ]


def count(paper: Mapping[str, Any]) -> str:
    """Return how many originals and copies, in words; empty when nothing is handed in."""
    parts = []
    if paper["original"]:
        parts.append(say("count_original", count=paper["original"]))
    if paper["copies"]:
        parts.append(say("count_copies", count=paper["copies"]))
    return "，".join(parts)


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


def fee_rows(item: Item, answers: Answers) -> list[str]:
    """Return what is paid, a line for each row that may apply."""
    lines = []
    for row, _ in personal(item, item["fee"]["rows"], answers):
        line = fee_name(row)
        if "year" in row:
            line += say("fee_year", year=row["year"])
        if row["exempt"]:
            line += say("fee_exempt", exempt=row["exempt"])
        lines.append(clip(line))
    return lines


def fee_name(row: Mapping[str, Any]) -> str:
    """Return what is paid for and how much, without year and exemptions."""
    key = "fee_row" if row["amount"] is not None else "fee_row_local"
    return say(key, name=row["name"], amount=row["amount"], unit=row["unit"])


def limit(item: Item) -> dict[str, Any]:
    """Return how long it takes, in one line and in parts."""
    statutory, promised = item["time"]["statutory"], duration(item["time"]["promised"])
    return {
        "text": say("time_promised", promised=promised),
        "promised": promised,
        "statutory": duration(statutory) if statutory else None,
        "explanation": item["time"]["explanation"],
    }


def duration(length: Mapping[str, Any]) -> str:
    """Return a length of time in words; nothing is "当场"."""
    if not length["value"]:
        return say("unit_at_once")
    return say(f"unit_{length['unit']}", value=length["value"])


def law(entry: Mapping[str, Any]) -> str:
    """Return a legal basis in one line: law, number, article, what it says."""
    number = say("basis_number", number=entry["number"]) if entry.get("number") else ""
    return say("basis", law=entry["law"], number=number, article=entry["article"], says=entry["says"])


def answered(item: Item, answers: Answers) -> list[dict[str, str]]:
    """Return the situations with the answers given, in the words the resident saw."""
    pairs = []
    for situation in item["situations"]:
        given = answers.get(situation["id"])
        for option in situation["choices"]:
            if option["id"] == given:
                pairs.append({"question": situation["question"], "answer": option["label"]})
    return pairs
