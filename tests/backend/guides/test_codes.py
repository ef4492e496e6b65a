"""Codes on paper: what opening one does, what is counted, and that a database in trouble sends nobody away."""

import asyncio
import sqlite3
import time
from collections.abc import AsyncIterator, Iterator
from contextlib import closing
from datetime import UTC, date, datetime
from pathlib import Path

import httpx
import pytest
from sqlalchemy import select

import catalog
from backend.app import create_app
from backend.guides import codes, repository
from backend.guides.model import GuideScan
from backend.guides.scans import Scans
from backend.guides.service import Guide
from backend.kit.db import Database, migrate
from backend.kit.limits import RateLimiter
from tests.backend.guides.samples import EVENT, PUBLIC, STATION, code_of
from tests.backend.support import FakeClock, own_database, served, settings_for

BROWSER = {"Accept": "text/html"}


@pytest.fixture
async def own(tmp_path: Path) -> AsyncIterator[Database]:
    """A database of our own, migrated; yields it opened."""
    with own_database(tmp_path) as url:
        await asyncio.to_thread(migrate, url)
        database = Database(url)
        yield database
        await database.close()


@pytest.fixture
async def phones(address: str) -> AsyncIterator[httpx.AsyncClient]:
    """Many phones at once."""
    async with httpx.AsyncClient(base_url=address, trust_env=False, timeout=60) as opened:
        yield opened


async def rows(database: Database) -> list[tuple[date, str, str, int]]:
    async with database.read() as session:
        found = await session.scalars(
            select(GuideScan).order_by(GuideScan.day, GuideScan.guide, GuideScan.station)
        )
        return [(row.day, row.guide, row.station, row.count) for row in found]


def test_every_code_opens_its_guide(client: httpx.Client, every: list[Guide]) -> None:
    for guide in every:
        path = code_of(guide.id, guide.stamp).removeprefix(PUBLIC)
        answer = client.get(path)
        assert (answer.status_code, answer.headers["Location"]) == (302, f"/g/{guide.id}?s={STATION}"), (
            guide.id
        )
        assert answer.headers["Cache-Control"] == "no-store"


@pytest.mark.parametrize("guide", ["homestead", EVENT])
@pytest.mark.parametrize("stamp", ["0", "999", "old", "", "%00", "x" * 500])
def test_an_old_sticker_opens_the_new_guide_and_says_so(client: httpx.Client, guide: str, stamp: str) -> None:
    page = client.get(f"/i/{guide}?s={STATION}&v={stamp}", headers=BROWSER, follow_redirects=True)
    assert page.status_code == 200
    assert ("本贴纸已更新" in page.text) == bool(stamp)


def test_a_code_of_today_says_nothing_of_old_stickers(client: httpx.Client, every: list[Guide]) -> None:
    for guide in every[:5]:
        page = client.get(f"/i/{guide.id}?v={guide.stamp}", follow_redirects=True)
        assert "本贴纸已更新" not in page.text


async def test_scans_are_counted_by_station_and_day_and_nothing_else(
    phones: httpx.AsyncClient, database: Database
) -> None:
    today = datetime.now(UTC).date()
    before = {row[1:3]: row[3] for row in await rows(database)}
    for station in (STATION, STATION, "yuanba-02", "atlantis", ""):
        await phones.get(
            "/i/dibao", params={"s": station}, headers={"User-Agent": "a phone", "Cookie": "who=me"}
        )
    await phones.get("/g/dibao")
    counted = [row for row in await rows(database) if row[1] == "dibao"]
    after = {row[1:3]: row[3] - before.get(row[1:3], 0) for row in counted}
    assert after == {("dibao", STATION): 2, ("dibao", "yuanba-02"): 1, ("dibao", ""): 2}
    assert {column.name for column in GuideScan.__table__.columns} == {"day", "guide", "station", "count"}
    assert all(abs((row[0] - today).days) <= 1 for row in counted)


async def test_an_unknown_guide_is_not_counted(phones: httpx.AsyncClient, database: Database) -> None:
    await phones.get(f"/i/castle?s={STATION}")
    assert "castle" not in {row[1] for row in await rows(database)}


async def test_scans_at_once_are_all_counted(phones: httpx.AsyncClient, database: Database) -> None:
    answers = await asyncio.gather(*(phones.get("/i/legal-aid?s=yuanba-03") for _ in range(60)))
    assert {answer.status_code for answer in answers} == {302}
    assert [row[3] for row in await rows(database) if row[1:3] == ("legal-aid", "yuanba-03")] == [60]


async def test_the_day_is_beijings(own: Database, clock: FakeClock) -> None:
    scans = Scans(own, RateLimiter(), clock)
    clock.now = datetime(2026, 11, 23, 15, 59, tzinfo=UTC)
    await scans.count("dibao", STATION, "198.51.100.1")
    clock.forward(minutes=1)
    await scans.count("dibao", STATION, "198.51.100.1")
    assert [row[0] for row in await rows(own)] == [date(2026, 11, 23), date(2026, 11, 24)]


async def test_one_address_counts_only_so_often_and_is_always_let_through(
    own: Database, clock: FakeClock
) -> None:
    scans = Scans(own, RateLimiter(), clock)
    for _ in range(130):
        await scans.count("dibao", STATION, "198.51.100.1")
    await scans.count("dibao", STATION, "198.51.100.2")
    assert [row[3] for row in await rows(own)] == [121]


async def test_favourites_are_what_was_scanned_most_lately_at_this_station(
    own: Database, clock: FakeClock
) -> None:
    async with own.write() as session:
        for day, guide, station, times in (
            (date(2026, 11, 20), "dibao", STATION, 3),
            (date(2026, 11, 21), "dibao", STATION, 1),
            (date(2026, 11, 21), "passport", STATION, 5),
            (date(2026, 11, 22), "marriage", "yuanba-02", 9),
            (date(2026, 9, 1), "divorce", STATION, 9),
        ):
            for _ in range(times):
                await repository.count_scan(session, day, guide, station)
    scans = Scans(own, RateLimiter(), clock)
    assert await scans.favourites(STATION, 30, 3) == ["passport", "dibao"]
    assert await scans.favourites(STATION, 30, 1) == ["passport"]


@pytest.fixture
def own_file(tmp_path: Path, catalogue: catalog.Catalogue) -> Iterator[tuple[str, Path]]:
    """A backend over a SQLite file of its own: where it answers, and the file."""
    file = tmp_path / "scans.sqlite3"
    url = f"sqlite+aiosqlite:///{file}"
    migrate(url)
    with served(create_app(settings_for(tmp_path, url), catalogue)) as address:
        yield address, file


def open_code(address: str) -> tuple[int, float]:
    begun = time.monotonic()
    with httpx.Client(base_url=address, trust_env=False, timeout=30, headers=BROWSER) as phone:
        answer = phone.get(f"/i/homestead?s={STATION}&v=1", follow_redirects=True)
    return answer.status_code, time.monotonic() - begun


def test_a_locked_database_opens_the_guide_without_waiting_for_it(own_file: tuple[str, Path]) -> None:
    address, file = own_file
    with closing(sqlite3.connect(file, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        status, seconds = open_code(address)
        other.execute("ROLLBACK")
    assert status == 200
    assert seconds < 3


def test_a_broken_database_opens_the_guide_and_the_screen_still_has_something(
    own_file: tuple[str, Path],
) -> None:
    address, file = own_file
    with closing(sqlite3.connect(file)) as other:
        other.execute("DROP TABLE guide_scans")
        other.commit()
    assert open_code(address)[0] == 200
    with httpx.Client(base_url=address, trust_env=False) as screen:
        slides = screen.get(f"/api/v1/tv/{STATION}").json()["slides"]
    assert len(slides) > 8


def test_a_code_is_an_svg_without_a_size_that_needs_no_style() -> None:
    picture = codes.svg("https://guide.example.org/i/homestead?s=yuanba-01&v=1")
    assert picture.startswith("<svg")
    assert "viewBox" in picture
    assert "style=" not in picture
