"""Guides for programs, and paper on request: what is refused, two people at once, and what is printed too often."""

import asyncio
from collections.abc import Iterator
from pathlib import Path
from threading import Event

import httpx
import pypdfium2
import pytest

import catalog
from backend.app import create_app
from backend.guides.printing import Printing
from backend.guides.service import Guide, GuideService
from backend.kit.db import migrate
from backend.kit.limits import RateLimiter
from tests.backend.guides.samples import EVENT, STATION, pictures, read_codes
from tests.backend.support import own_database, served, settings_for

BROWSER = {"Accept": "text/html"}


def pages(answer: httpx.Response) -> int:
    assert (answer.status_code, answer.headers["Content-Type"]) == (200, "application/pdf")
    return len(pypdfium2.PdfDocument(answer.content))


def test_one_guide_by_its_id(client: httpx.Client) -> None:
    assert client.get("/api/v1/guides/homestead").json()["title"] == "我要修房子"
    assert client.get(f"/api/v1/guides/{EVENT}").json()["kind"] == "event"
    assert client.get("/api/v1/guides/castle").status_code == 404


def test_life_events_in_a_list_and_whole(client: httpx.Client, guides: GuideService) -> None:
    listed = client.get("/api/v1/events").json()["events"]
    assert [event["id"] for event in listed] == [event.id for event in guides.list_events()]
    event = client.get(f"/api/v1/events/{EVENT}").json()
    assert [item["id"] for stage in event["stages"] for item in stage["items"]] == [
        "homestead",
        "tree-felling",
        "realestate-first",
    ]
    names = [paper["name"] for paper in event["papers"]]
    assert len(names) == len(set(names))
    assert client.get("/api/v1/events/homestead").status_code == 404


def test_no_paper_is_counted_that_nobody_hands_in(guides: GuideService) -> None:
    papers = [paper for event in guides.list_events() for paper in guides.event(event.id).papers]
    assert {paper.count for paper in papers if paper.shared or paper.form} == {""}
    assert all(paper.count for paper in papers if paper.carried and not (paper.shared or paper.form))


def test_a_note_under_a_paper_names_three_items_at_most(guides: GuideService) -> None:
    notes = {paper.note for event in guides.list_events() for paper in guides.event(event.id).papers}
    assert "样样都要" in notes
    assert max(map(len, notes)) <= 45


def test_the_stamp_of_a_life_event_grows_with_its_items(guides: GuideService) -> None:
    stamps = [guides.get(item_id).stamp for item_id in ("homestead", "tree-felling", "realestate-first")]
    assert guides.get(EVENT).stamp == 2 + sum(stamps)


def test_rhymes_are_those_of_the_items(client: httpx.Client, guides: GuideService) -> None:
    rhymes = client.get("/api/v1/guides/rhymes").json()["rhymes"]
    rhymed = [guide.id for guide in guides.list_items() if "rhyme" in guide.data["plain"]]
    assert [rhyme["item"] for rhyme in rhymes] == rhymed
    assert all(len(rhyme["lines"]) >= 4 for rhyme in rhymes)


def test_posters_of_chosen_guides_each_once(client: httpx.Client) -> None:
    query = {"guides": f"homestead,{EVENT},homestead", "s": STATION}
    assert pages(client.get("/paper/posters.pdf", params=query | {"per": "1"})) == 2
    answer = client.get("/paper/posters.pdf", params=query | {"size": "a3"})
    assert pages(answer) == 1
    assert len(read_codes(pictures(answer.content)[0])) == 2


def test_one_page_and_the_booklet(client: httpx.Client, every: list[Guide]) -> None:
    for name in ("homestead.pdf", f"{EVENT}.pdf"):
        assert pages(client.get(f"/paper/guides/{name}", params={"s": STATION})) == 1
    assert pages(client.get("/paper/booklet.pdf", timeout=120)) > len(every)


@pytest.mark.parametrize(
    ("path", "status", "code"),
    [
        ("posters.pdf?guides=castle", 404, "guide_not_found"),
        ("posters.pdf?guides=homestead&s=atlantis", 404, "station_not_found"),
        ("posters.pdf?size=a5", 422, "invalid"),
        ("posters.pdf?per=2", 422, "invalid"),
        ("posters.pdf?per=12&colour=red", 422, "invalid"),
        ("posters.pdf?guides=" + ",".join(["dibao"] * 201), 422, "invalid"),
        ("posters.pdf?guides=" + "x" * 8001, 422, "invalid"),
        ("guides/castle.pdf", 404, "guide_not_found"),
        ("guides/homestead.pdf?s=atlantis", 404, "station_not_found"),
        ("guides/..%2f..%2fsecret.pdf", 404, "guide_not_found"),
        ("booklet.pdf?s=atlantis", 404, "station_not_found"),
        ("booklet.pdf?s=%00", 422, "invalid"),
    ],
)
def test_paper_for_nobody_is_refused(client: httpx.Client, path: str, status: int, code: str) -> None:
    answer = client.get(f"/paper/{path}")
    assert (answer.status_code, answer.json()["error"]["code"]) == (status, code)
    assert " or " not in answer.text
    page = client.get(f"/paper/{path}", headers=BROWSER)
    assert (page.status_code, page.headers["Content-Type"]) == (status, "text/html; charset=utf-8")


def test_commas_without_guides_mean_all_of_them(client: httpx.Client, every: list[Guide]) -> None:
    assert pages(client.get("/paper/posters.pdf?guides=,,")) == -(-len(every) // 12)


@pytest.fixture
def limited(tmp_path: Path, catalogue: catalog.Catalogue) -> Iterator[httpx.Client]:
    """A caller of a backend with rate limits, through the proxy."""
    with own_database(tmp_path) as url:
        migrate(url)
        home = {"X-Forwarded-For": "198.51.100.7"}
        with (
            served(create_app(settings_for(tmp_path, url), catalogue)) as address,
            httpx.Client(base_url=address, trust_env=False, headers=home, timeout=60) as caller,
        ):
            yield caller


def test_who_prints_too_often_is_told_so_kindly(limited: httpx.Client) -> None:
    for _ in range(60):
        assert limited.get("/paper/guides/homestead.pdf").status_code == 200
    refused = limited.get("/paper/guides/homestead.pdf")
    assert (refused.status_code, refused.json()["error"]["code"]) == (429, "too_many_requests")
    assert refused.json()["error"]["message"] == "印得太勤了，机器要歇一会儿，请过些时候再来。"
    assert int(refused.headers["Retry-After"]) > 0
    page = limited.get("/paper/guides/homestead.pdf", headers=BROWSER)
    assert "印得太勤了" in page.text
    assert "<title>没有找到" not in page.text
    other = limited.get("/paper/guides/homestead.pdf", headers={"X-Forwarded-For": "203.0.113.9"})
    assert other.status_code == 200


class SlowPress:
    """A press that waits until it may go on, and remembers what it has set."""

    def __init__(self) -> None:
        self.may, self.made, self.at_once, self.most = Event(), [], 0, 0

    def sheet(self, guide: Guide, station: object) -> bytes:
        self.at_once += 1
        self.most = max(self.most, self.at_once)
        assert self.may.wait(10)
        self.made.append(guide.id)
        self.at_once -= 1
        return f"%PDF {guide.id}".encode()


@pytest.fixture
def slow(guides: GuideService) -> tuple[SlowPress, Printing]:
    press = SlowPress()
    return press, Printing(press, guides, RateLimiter(enabled=False))


async def test_two_people_at_once_wait_for_each_other(
    slow: tuple[SlowPress, Printing], guides: GuideService
) -> None:
    press, printing = slow
    wanted = ["homestead", "dibao", "homestead", "homestead"]
    tasks = [asyncio.create_task(printing.sheet(guides.get(one), None, one)) for one in wanted]
    await asyncio.sleep(0)
    press.may.set()
    assert await asyncio.gather(*tasks) == [f"%PDF {one}".encode() for one in wanted]
    assert (press.made, press.most) == (["homestead", "dibao"], 1)


async def test_who_leaves_does_not_let_two_print_at_once(
    slow: tuple[SlowPress, Printing], guides: GuideService
) -> None:
    press, printing = slow
    gone = asyncio.create_task(printing.sheet(guides.get("homestead"), None, "first"))
    while not press.at_once:
        await asyncio.sleep(0)
    gone.cancel()
    waits = asyncio.create_task(printing.sheet(guides.get("dibao"), None, "second"))
    for _ in range(5):
        await asyncio.sleep(0)
    press.may.set()
    assert await waits == b"%PDF dibao"
    assert press.most == 1


async def test_what_was_printed_long_ago_is_forgotten(
    slow: tuple[SlowPress, Printing], guides: GuideService
) -> None:
    press, printing = slow
    press.may.set()
    chosen = [guide.id for guide in guides.list_items()[:17]]
    for guide_id in [*chosen, chosen[-1], chosen[0]]:
        await printing.sheet(guides.get(guide_id), None, "somebody")
    assert press.made == [*chosen, chosen[0]]


async def test_a_failure_is_not_kept(guides: GuideService) -> None:
    class Broken(SlowPress):
        def sheet(self, guide: Guide, station: object) -> bytes:
            if not self.made:
                self.made.append("")
                raise RuntimeError("no ink")
            return b"%PDF"

    printing = Printing(Broken(), guides, RateLimiter(enabled=False))
    with pytest.raises(RuntimeError):
        await printing.sheet(guides.get("dibao"), None, "somebody")
    assert await printing.sheet(guides.get("dibao"), None, "somebody") == b"%PDF"
