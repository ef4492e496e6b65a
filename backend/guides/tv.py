"""What the screen in a station's hall shows on a day: notices, items of the day, rhymes, hours. One message a slide."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from itertools import chain, zip_longest
from typing import Any

from backend.guides.schemas import Slide
from backend.guides.service import Guide, GuideService
from backend.org.schemas import Station
from catalog import cards

ITEMS, RHYMES, EVENTS = 8, 3, 2
"""How many of each a day has: a round takes about four minutes."""
FAVOURITES = 3
"""Items of the day that are taken from what is scanned most at this station."""


def slides(
    guides: GuideService,
    station: Station,
    notices: Sequence[Mapping[str, Any]],
    favourites: Sequence[str],
    day: date,
) -> list[Slide]:
    """Return the slides of a day in order; the same day gives the same slides, the next day the next items."""
    items = guides.list_items()
    known = [guides.find(guide_id) for guide_id in favourites[:FAVOURITES]]
    liked = [guide for guide in known if guide is not None and guide.kind == "item"]
    chosen = list({guide.id: guide for guide in (*liked, *_turn(items, ITEMS, day))}.values())[:ITEMS]
    rhymed = [guide for guide in items if "rhyme" in guide.data["plain"]]
    rows = [
        [_notice(notice) for notice in notices if _in_force(notice, station, day)],
        [_item(guide) for guide in chosen],
        [_rhyme(guide) for guide in _turn(rhymed, RHYMES, day)],
        [_event(guide, guides) for guide in _turn(guides.list_events(), EVENTS, day)],
    ]
    mixed = [slide for slide in chain.from_iterable(zip_longest(*rows)) if slide is not None]
    return [_welcome(station), *mixed]


def _turn(guides: Sequence[Guide], count: int, day: date) -> Iterator[Guide]:
    """Yield the next `count` guides: every day goes on where the day before stopped, and begins again at the end."""
    for index in range(min(count, len(guides))):
        yield guides[(day.toordinal() * count + index) % len(guides)]


def _in_force(notice: Mapping[str, Any], station: Station, day: date) -> bool:
    here = station.id in notice.get("stations", ()) or station.town.id in notice.get("towns", ())
    everywhere = "stations" not in notice and "towns" not in notice
    return (here or everywhere) and notice["from"] <= day.isoformat() <= notice["until"]


def _welcome(station: Station) -> Slide:
    return Slide(
        kind="hours",
        title=station.name,
        lines=[f"{station.hours}上班", f"电话 {station.phone}", "要带啥、跑几回，先问一声少跑路"],
        facts=[],
        guide=None,
    )


def _notice(notice: Mapping[str, Any]) -> Slide:
    return Slide(
        kind="notice", title=notice["title"], lines=[notice["text"]], facts=[], guide=notice.get("guide")
    )


def _item(guide: Guide) -> Slide:
    facts = [f"{chip['label']}：{chip['value']}" for chip in cards.chips(guide.data, {})]
    return Slide(
        kind="item", title=guide.title, lines=[guide.data["plain"]["difference"]], facts=facts, guide=guide.id
    )


def _rhyme(guide: Guide) -> Slide:
    return Slide(
        kind="rhyme", title=guide.title, lines=list(guide.data["plain"]["rhyme"]), facts=[], guide=guide.id
    )


def _event(guide: Guide, guides: GuideService) -> Slide:
    saving = guides.event(guide.id).saving
    return Slide(
        kind="event",
        title=f"一件事：{guide.title}",
        lines=[guide.data["plain"]["difference"], *([saving] if saving else [])],
        facts=[],
        guide=guide.id,
    )
