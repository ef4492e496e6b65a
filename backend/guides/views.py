"""What the templates of the guide pages are given. Pure: guides and contacts go in, plain values come out."""

import json
from collections.abc import Mapping, Sequence
from typing import Any

from backend.guides.schemas import Event, EventPaper
from backend.guides.service import Guide, GuideService
from backend.org.schemas import Hall, Organisation, Station
from catalog import cards

Values = dict[str, Any]
_LEVEL_ORDER = ("village", "town", "district")


def guide_page(guide: Guide, guides: GuideService, station: Station | None, hall: Hall) -> Values:
    """Return the values of a guide's page, whether item or life event."""
    contacts = {"station": station.model_dump() if station else None, "hall": hall.model_dump()}
    own = (
        item_page(guide, guides, contacts)
        if guide.kind == "item"
        else event_page(guide, guides.event(guide.id))
    )
    return {**own, "station": station}


def item_page(guide: Guide, guides: GuideService, contacts: cards.Contacts) -> Values:
    """Return the values of an item's page. Nothing is personal yet: the page itself asks the situations."""
    item = guide.data
    return {
        "guide": guide,
        "plain": item["plain"],
        "chips": cards.chips(item, {}),
        "situations": [_situation(situation, guides) for situation in item["situations"]],
        "materials": [
            {**paper, "count": cards.count(paper), "spared": spared(paper), "when": _when(paper)}
            for paper in item["materials"]
        ],
        "steps": [{**step, "when": _when(step)} for step in item["steps"]],
        "time": cards.limit(item),
        "fee": {
            "text": item["fee"]["explanation"],
            "rows": [{"text": cards.fee_row(row), "when": _when(row)} for row in item["fee"]["rows"]],
        },
        "places": cards.places(item, contacts),
        "who": item["who"],
        "visits": item["visits"],
        "result": item["result"],
        "questions": item["questions"],
        "neighbours": [
            {"guide": other, "difference": entry["difference"]}
            for entry in item["neighbours"]
            if (other := guides.find(entry["item"])) is not None
        ],
        "events": guides.events_with(guide.id),
        "basis": [cards.law(entry) for entry in item["basis"]],
        "confirm_locally": item["confirm_locally"],
        "review": review_line(guide),
    }


def event_page(guide: Guide, event: Event) -> Values:
    """Return the values of a life event's page."""
    return {
        "guide": guide,
        "event": event,
        "plain": event.plain,
        "paper_groups": [
            (heading, [{**dict(paper), "spared": _still_spared(paper)} for paper in papers])
            for heading, papers in paper_groups(event)
        ],
        "review": review_line(guide),
    }


def paper_groups(event: Event) -> list[tuple[str, list[EventPaper]]]:
    """Return the papers of a life event under their headings; headings without papers are left out."""
    sure = [paper for paper in event.papers if not paper.maybe]
    to_find = [paper for paper in sure if not paper.made]
    groups = (
        ("要交的", [paper for paper in to_find if not paper.shared and not paper.form]),
        ("带在身上核对，不用交", [paper for paper in to_find if paper.shared and paper.carried]),
        ("来了填的表", [paper for paper in to_find if paper.form and not paper.shared]),
        ("窗口自己查的，不用带", [paper for paper in to_find if paper.shared and not paper.carried]),
        ("前头办下来就有的", [paper for paper in sure if paper.made]),
        ("看情况，可能要的", [paper for paper in event.papers if paper.maybe]),
    )
    return [(heading, papers) for heading, papers in groups if papers]


def list_page(guides: GuideService) -> Values:
    """Return the values of the page with the search: all guides by theme, by department and by level."""
    items = guides.list_items()
    by_theme = _grouped(items, "theme", guides.themes)
    levels = {level: cards.LEVELS[level] for level in _LEVEL_ORDER}
    departments = {name: cards.printed(name) for name in (guide.data["department"] for guide in items)}
    return {
        "events": guides.list_events(),
        "groupings": [
            ("theme", "按事情找", by_theme),
            ("level", "按哪里批找", _grouped(items, "level", levels)),
            ("department", "按部门找", _grouped(items, "department", departments)),
        ],
        "total": len(items),
    }


def network_page(organisation: Organisation, stations: Sequence[Station], own: Station | None) -> Values:
    """Return the values of the map of the service network: towns with their stations, and the way from `own` up."""
    my_town = next((town for town in organisation.towns if own and town.id == own.town.id), None)
    offices = my_town.sub_centres if my_town else []
    if own and own.sub_centre:
        offices = [own.sub_centre]
    return {
        "station": own,
        "my_town": my_town,
        "my_sub_centres": offices,
        "total": len(stations),
        "organisation": organisation,
        "towns": [
            {"town": town, "stations": [station for station in stations if station.town.id == town.id]}
            for town in organisation.towns
        ],
    }


def review_line(guide: Guide) -> str:
    """Return the last line of a guide: how far it is confirmed, its version and its date."""
    note, date = cards.review_note(guide.data), guide.data["review"]["date"]
    return cards.say("review_line", note=note, version=guide.stamp, date=date)


def _grouped(items: Sequence[Guide], key: str, labels: Mapping[str, str]) -> list[tuple[str, list[Guide]]]:
    groups = [
        (label, [guide for guide in items if guide.data[key] == value]) for value, label in labels.items()
    ]
    return [(label, found) for label, found in groups if found]


def _situation(situation: Mapping[str, Any], guides: GuideService) -> Values:
    """Return a situation; a choice that leads to another item carries its guide."""
    choices = [
        {**choice, "leads_to": guides.find(choice["leads_to"]) if "leads_to" in choice else None}
        for choice in situation["choices"]
    ]
    return {**situation, "choices": choices, "when": _when(situation)}


def spared(paper: Mapping[str, Any]) -> str:
    """Return why nobody hands a material in; empty when it is handed in."""
    return cards.spared(paper["shared"], paper["original"] + paper["copies"] > 0)


def _still_spared(paper: EventPaper) -> str:
    """Return why nobody hands the paper in, where the heading above it does not say so."""
    return cards.spared(paper.shared, paper.carried) if paper.maybe or paper.made else ""


def _when(entry: Mapping[str, Any]) -> str | None:
    """Return `when` as the page's script reads it."""
    return json.dumps(entry["when"]) if "when" in entry else None
