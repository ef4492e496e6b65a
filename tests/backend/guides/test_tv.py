"""The hall's screen: what it shows on which day. How it looks and runs is tested in a browser (tests/e2e)."""

from collections import Counter
from datetime import date, timedelta

import httpx
import pytest

from backend.guides import codes, tv
from backend.guides.service import GuideService
from backend.org.schemas import Station
from backend.org.service import OrganisationService
from tests.backend.guides.samples import EVENT, PUBLIC, STATION, code_of

DAY = date(2026, 11, 23)


def notice(**more: object) -> dict[str, object]:
    return {
        "id": "n",
        "title": "通知",
        "text": "明天停电",
        "from": "2026-11-01",
        "until": "2026-11-30",
    } | more


def shown(guides: GuideService, station: Station, day: date = DAY, *notices: dict[str, object]):
    return tv.slides(guides, station, notices, [], day)


def test_the_same_day_shows_the_same(guides: GuideService, station: Station) -> None:
    assert shown(guides, station) == shown(guides, station)
    assert shown(guides, station) != shown(guides, station, DAY + timedelta(days=1))


def test_a_day_begins_with_the_station_and_has_its_share_of_each(
    guides: GuideService, station: Station
) -> None:
    slides = shown(guides, station, DAY, notice())
    assert slides[0].kind == "hours"
    assert slides[0].title == station.name
    assert station.phone in slides[0].lines[1]
    counts = Counter(slide.kind for slide in slides)
    assert counts["item"] == tv.ITEMS
    assert counts["rhyme"] == min(tv.RHYMES, len(guides.rhymes()))
    assert counts["event"] == min(tv.EVENTS, len(guides.list_events()))
    assert counts["notice"] == 1


@pytest.mark.parametrize("kind", ["item", "rhyme", "event"])
def test_every_guide_has_its_turn_within_three_weeks_and_as_often_as_the_others(
    guides: GuideService, station: Station, kind: str
) -> None:
    days = [DAY + timedelta(days=index) for index in range(21)]
    turns = [[slide.guide for slide in shown(guides, station, day) if slide.kind == kind] for day in days]
    every = guides.list_events() if kind == "event" else guides.list_items()
    wanted = {guide.id for guide in every if kind != "rhyme" or "rhyme" in guide.data["plain"]}
    assert {guide for turn in turns for guide in turn} == wanted
    counts = Counter(guide for turn in turns for guide in turn)
    assert max(counts.values()) - min(counts.values()) <= 1
    assert all(len(set(turn)) == len(turn) for turn in turns)


def test_what_is_scanned_most_is_shown_every_day(guides: GuideService, station: Station) -> None:
    liked = ["passport", "gone-since", "dibao", "marriage", "divorce"]
    for offset in range(5):
        slides = tv.slides(guides, station, [], liked, DAY + timedelta(days=offset))
        items = [slide.guide for slide in slides if slide.kind == "item"]
        assert items[:2] == ["passport", "dibao"]
        assert len(items) == len(set(items)) == tv.ITEMS


def test_a_life_event_that_is_liked_is_shown_once_and_as_such(guides: GuideService, station: Station) -> None:
    for offset in range(20):
        slides = tv.slides(guides, station, [], [EVENT], DAY + timedelta(days=offset))
        assert [slide.kind for slide in slides if slide.guide == EVENT] in ([], ["event"])
        assert sum(slide.kind == "item" for slide in slides) == tv.ITEMS


@pytest.mark.parametrize(
    ("more", "day", "is_shown"),
    [
        ({}, date(2026, 10, 31), False),
        ({}, date(2026, 11, 1), True),
        ({}, date(2026, 11, 30), True),
        ({}, date(2026, 12, 1), False),
        ({"towns": ["yuanba"]}, DAY, True),
        ({"towns": ["weizi"]}, DAY, False),
        ({"stations": [STATION]}, DAY, True),
        ({"stations": ["yuanba-02"]}, DAY, False),
        ({"towns": ["weizi"], "stations": [STATION]}, DAY, True),
        ({"towns": ["weizi"], "stations": ["yuanba-02"]}, DAY, False),
    ],
)
def test_notices_are_shown_where_and_when_they_count(
    guides: GuideService, station: Station, more: dict[str, object], day: date, is_shown: bool
) -> None:
    slides = shown(guides, station, day, notice(**more))
    assert any(slide.kind == "notice" for slide in slides) == is_shown


def test_the_page_and_its_messages_are_the_stations(
    client: httpx.Client, organisation: OrganisationService
) -> None:
    station = organisation.get_station(STATION)
    page = client.get(f"/tv/{STATION}")
    assert page.status_code == 200
    assert f"<title>{station.name}" in page.text
    screen = client.get(f"/api/v1/tv/{STATION}").json()
    assert (screen["station"], screen["name"], screen["seconds"]) == (STATION, station.name, 12)


def test_a_slide_has_no_more_lines_than_the_page_has_room_for(
    client: httpx.Client, guides: GuideService, station: Station
) -> None:
    page = client.get(f"/tv/{STATION}").text
    lines, facts = page.split('id="lines"')[1].split("</div>")[0].count("<p>"), page.count("<li>")
    for offset in range(21):
        for slide in shown(guides, station, DAY + timedelta(days=offset)):
            assert len(slide.lines) <= lines, slide
            assert len(slide.facts) <= facts, slide


def test_codes_of_the_screen_lead_to_the_guide_and_count_for_the_station(
    client: httpx.Client, guides: GuideService
) -> None:
    answer = client.get(f"/api/v1/tv/{STATION}/codes/dibao")
    assert answer.headers["Content-Type"] == "image/svg+xml"

    assert answer.text == codes.svg(code_of("dibao", guides.get("dibao").stamp, public=PUBLIC))


@pytest.mark.parametrize(
    "path",
    [
        "/tv/atlantis",
        "/api/v1/tv/atlantis",
        "/api/v1/tv/atlantis/codes/dibao",
        "/api/v1/tv/yuanba-01/codes/castle",
    ],
)
def test_a_screen_that_is_nowhere_is_refused(client: httpx.Client, path: str) -> None:
    answer = client.get(path)
    assert answer.status_code == 404
    assert answer.json()["error"]["code"] in ("station_not_found", "guide_not_found")
