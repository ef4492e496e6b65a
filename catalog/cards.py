"""What a guide says of an item, in the words that chat, web page and paper share.

Pure: an item and the resident's answers go in, texts and plain values come out. The words are in `words/card.yml`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from catalog.events import Saving
from catalog.situations import Answers, personal, usual

Data = Mapping[str, Any]
Contacts = Mapping[str, Any]
"""`{"station", "hall"}` with `name`, `phone` (the station's with its `town`); either may be None."""
LEVELS = {"village": "村（社区）", "town": "乡镇", "district": "区"}
"""What the levels are called where people choose one."""

_NEAREST = 3
"""Neighbours named where there is little room."""
_WORDS = Path(__file__).parent / "words" / "card.yml"
_FULL_WIDTH = str.maketrans("(),", "（），")
_NAMED = 3
"""How many items a note under a paper names."""


@cache
def _words() -> dict[str, str]:
    found: dict[str, str] = yaml.safe_load(_WORDS.read_text(encoding="utf-8"))
    return found


def say(key: str, **values: object) -> str:
    """Return the words of `key` with `{values}` filled in."""
    return _words()[key].format(**values)


def chips(item: Data, answers: Answers) -> list[dict[str, str]]:
    """Return the four facts on top: who decides, how long, what it costs, how often to come."""
    count = item["visits"]["count"]
    values = {
        "who": _who(item),
        "time": duration(item["time"]["promised"]),
        "fee": amount(item, answers),
        "visits": say("chip_visits", count=count) if count else say("chip_no_visit"),
    }
    return [{"label": say(f"chip_label_{key}"), "value": value} for key, value in values.items()]


def _who(item: Data) -> str:
    """Return who decides; the village at once only what takes no days."""
    promised = item["time"]["promised"]
    if item["level"] == "village" and promised["value"] and promised["unit"] != "minutes":
        return say("chip_village_later")
    match item["kind"].get("decides"):
        case "district":
            return say("chip_town_reports")
        case "company":
            return say("chip_company", department=item["department"])
    return say(f"chip_{item['level']}", department=item["department"])


def amount(item: Data, answers: Answers) -> str:
    """Return what it costs in a few characters: nothing, one sum, from the least to the most, or local.

    While that depends on open situations, the usual case is named, where it has a sum.
    """
    if item["fee"]["free"]:
        return say("chip_free")
    possible = _sum(item, answers)
    expected = _sum(item, usual(item, answers))
    if possible == expected or expected == say("chip_ask_fee"):
        return possible
    return say("chip_usual_fee", amount=expected)


def _sum(item: Data, answers: Answers) -> str:
    amounts = [row["amount"] for row, _ in personal(item, item["fee"]["rows"], answers)]
    if not amounts or None in amounts:
        return say("chip_ask_fee")
    if not any(amounts):
        return say("chip_free")
    if min(amounts) == max(amounts):
        return say("chip_fee", amount=amounts[0])
    return say("chip_fees", least=min(amounts), most=max(amounts))


def materials(item: Data, answers: Answers) -> list[dict[str, Any]]:
    """Return the papers that are needed, or may be while a situation is open."""
    return [
        {
            "id": paper["id"],
            "name": paper["name"],
            "count": count(paper),
            "source": paper["source"],
            "standard": paper["standard"],
            "shared": paper["shared"],
            "deferrable": paper["deferrable"],
            "maybe": maybe,
        }
        for paper, maybe in personal(item, item["materials"], answers)
    ]


def count(paper: Data) -> str:
    """Return how many originals and copies, in words; empty when nothing is handed in."""
    parts = []
    if paper["original"]:
        parts.append(say("count_original", count=paper["original"]))
    if paper["copies"]:
        parts.append(say("count_copies", count=paper["copies"]))
    return "，".join(parts)


def spared(shared: bool, carried: bool) -> str:
    """Return why nobody hands a paper in: it is only shown, or the window looks it up; empty when it is handed in."""
    if not shared:
        return ""
    return say("mark_shown" if carried else "mark_looked_up")


def printed(name: str) -> str:
    """Return an official name as it is printed; the district's list has it with half-width brackets."""
    return name.translate(_FULL_WIDTH)


def places(item: Data, contacts: Contacts) -> list[dict[str, Any]]:
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
                "name": owner["name"] if own_station else window["name"],
                "does": window["does"],
                "hours": item["place"]["hours"],
                "phone": owner["phone"] if owner is not None and level == shown else None,
            }
        )
    return windows


def fee_rows(item: Data, answers: Answers) -> list[str]:
    """Return what is paid, a line for each row that may apply."""
    return [fee_row(row) for row, _ in personal(item, item["fee"]["rows"], answers)]


def fee_row(row: Data) -> str:
    """Return one row of the fee with its year and who is exempt."""
    line = fee_name(row)
    if "year" in row:
        line += say("fee_year", year=row["year"])
    if row["exempt"]:
        line += say("fee_exempt", exempt=row["exempt"])
    return line


def fee_name(row: Data) -> str:
    """Return what is paid for and how much, without year and exemptions."""
    key = {None: "fee_row_local", 0: "fee_row_free"}.get(row["amount"], "fee_row")
    return say(key, name=row["name"], amount=row["amount"], unit=row["unit"])


def limit(item: Data) -> dict[str, Any]:
    """Return how long it takes, in one line and in parts."""
    statutory, promised = item["time"]["statutory"], duration(item["time"]["promised"])
    return {
        "text": say("time_promised", promised=promised),
        "promised": promised,
        "statutory": duration(statutory) if statutory else None,
        "explanation": item["time"]["explanation"],
    }


def duration(length: Data) -> str:
    """Return a length of time in words; nothing is "当场"."""
    if not length["value"]:
        return say("unit_at_once")
    return say(f"unit_{length['unit']}", value=length["value"])


def law(entry: Data) -> str:
    """Return a legal basis in one line: law, number, article, what it says."""
    number = say("basis_number", number=entry["number"]) if entry.get("number") else ""
    return say("basis", law=entry["law"], number=number, article=entry["article"], says=entry["says"])


def answered(item: Data, answers: Answers) -> list[dict[str, str]]:
    """Return the situations with the answers given, in the words the resident saw."""
    pairs = []
    for situation in item["situations"]:
        given = answers.get(situation["id"])
        for option in situation["choices"]:
            if option["id"] == given:
                pairs.append({"question": situation["question"], "answer": option["label"]})
    return pairs


def nearest(item: Data) -> list[tuple[str, str]]:
    """Return the ids of the items that `item` is most easily mixed up with, each with how it differs."""
    return [(entry["item"], entry["difference"]) for entry in item["neighbours"][:_NEAREST]]


def review_note(data: Data) -> str:
    """Return whether the contents of an item or a life event are confirmed."""
    return say(f"review_{data['review']['status']}")


def saving_text(saved: Saving) -> str:
    """Return in words what doing things together saves; empty when it saves nothing."""
    lines: list[str] = []
    values = vars(saved)
    if saved.days_together < saved.days_apart:
        lines.append(say("saving", **values))
    elif saved.visits_together < saved.visits_apart:
        lines.append(say("saving_visits", **values))
    if saved.papers_together < saved.papers_apart:
        lines.append(say("saving_papers", **values))
    if saved.given and lines:
        lines.insert(0, say("saving_given", conditions="，".join(saved.given)))
    return "".join(lines)


def asked_by(titles: Sequence[str], of: int) -> str:
    """Return which items of a life event ask for a paper: `titles` of the `of` items that the event has."""
    if len(titles) == of > 1:
        return say("asked_by_all")
    if len(titles) <= _NAMED:
        return say("asked_by", titles="；".join(titles))
    return say("asked_by_many", titles="；".join(titles[: _NAMED - 1]), count=len(titles))
