"""Guides in a real browser: personal lists, search, print, big text, the keyboard, the hall's screen, a pack from disk."""

import asyncio
import gzip
import random
from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

import catalog
from backend.app import create_app
from backend.guides import tv
from backend.guides.pack import Packer
from backend.guides.service import GuideService
from backend.kit.db import migrate
from backend.org.schemas import Station
from backend.org.service import OrganisationService
from catalog.situations import holds, personal, settle
from tests.backend.guides.conftest import load
from tests.backend.guides.samples import (
    EVENT,
    PUBLIC,
    STATION,
    code_of,
    pictures,
    read_codes,
    texts,
    with_event,
)
from tests.backend.guides.test_search import ODD, sentences
from tests.backend.items.test_searches import searches
from tests.backend.support import own_database, served, settings_for
from tests.browser import DESKTOP, PHONE, SMALL_PHONE, OpenPage, fits

TELEVISION = (1920, 1080)
MOST_COMBINATIONS = 40
SIZES = pytest.mark.parametrize(
    "size", [PHONE, SMALL_PHONE, DESKTOP], ids=["phone", "small-phone", "desktop"]
)

# These fixtures replace those of the folder: guides need no Rasa, and a life event of the tests' own.


@pytest.fixture(scope="session")
def catalogue() -> catalog.Catalogue:
    return with_event(catalog.load())


@pytest.fixture(scope="session")
def organisation(catalogue: catalog.Catalogue) -> OrganisationService:
    return OrganisationService(catalogue.organisation)


@pytest.fixture(scope="session")
def database_url(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with own_database(tmp_path_factory.mktemp("guides")) as url:
        migrate(url)
        yield url


@pytest.fixture(scope="session")
def guides(catalogue: catalog.Catalogue, database_url: str) -> GuideService:
    return asyncio.run(load(catalogue, database_url))


@pytest.fixture(scope="session")
def address(
    tmp_path_factory: pytest.TempPathFactory,
    catalogue: catalog.Catalogue,
    database_url: str,
    guides: GuideService,  # made before a browser's loop runs in this thread
) -> Iterator[str]:
    folder = tmp_path_factory.mktemp("server")
    settings = settings_for(folder, database_url, CNB_RATE_LIMITS="off", CNB_PUBLIC_URL=PUBLIC)
    with served(create_app(settings, catalogue)) as url:
        yield url


# Personal lists


def combinations(item: Mapping[str, Any]) -> list[dict[str, str]]:
    """Every way to answer the questions that are asked, each left open too; many are drawn by lot."""
    found: list[dict[str, str]] = [{}]
    for situation in item["situations"]:
        longer = []
        for answers in found:
            longer.append(answers)
            if holds(situation.get("when"), settle(item, answers)):
                longer += [{**answers, situation["id"]: choice["id"]} for choice in situation["choices"]]
        found = longer
    return random.Random(item["id"]).sample(found, min(len(found), MOST_COMBINATIONS))


def expected(item: Mapping[str, Any], answers: Mapping[str, str]) -> dict[str, list[Any]]:
    """What the page must show: of every entry null when it is hidden, else whether it is only maybe needed."""

    def shown(entries: list[Mapping[str, Any]]) -> list[bool | None]:
        kept = personal(item, entries, answers)
        return [next((maybe for one, maybe in kept if one is entry), None) for entry in entries]

    return {
        "papers": shown(item["materials"]),
        "steps": shown(item["steps"]),
        "fees": [None if maybe is None else False for maybe in shown(item["fee"]["rows"])],
    }


ANSWER = """(combinations) => combinations.map((answers) => {
  const box = document.getElementById("situations");
  const again = document.getElementById("again");
  if (again && !again.hidden) again.click();
  for (const [situation, choice] of Object.entries(answers)) {
    const field = box.querySelector(`fieldset[data-situation="${situation}"]`);
    if (field.hidden) return `${situation} is not asked`;
    field.querySelector(`input[value="${choice}"]`).click();
  }
  const shown = (selector) => [...document.querySelectorAll(selector)].map((entry) =>
    entry.hidden ? null : Boolean(entry.querySelector(".maybe:not([hidden])")));
  return { papers: shown(".papers > li"), steps: shown(".steps > li"), fees: shown("[data-fees] > li") };
})"""


def test_personal_lists_of_all_items_are_those_of_the_catalogue(
    open_page: OpenPage, guides: GuideService
) -> None:
    page = open_page(SMALL_PHONE)
    for guide in guides.list_items():
        page.goto(f"/g/{guide.id}?s={STATION}")
        assert fits(page), guide.id
        answers = combinations(guide.data)
        seen = page.evaluate(ANSWER, answers)
        for given, got in zip(answers, seen, strict=True):
            assert got == expected(guide.data, given), (guide.id, given)


def test_answers_stay_in_the_address_and_can_be_taken_back(open_page: OpenPage) -> None:
    page = open_page()
    page.goto("/g/homestead")
    expect(page.locator("#yours")).to_be_hidden()
    question = page.locator("fieldset:visible").first
    asked = question.locator("legend").inner_text()
    chosen = question.locator("label").nth(1).locator("b").inner_text()
    question.get_by_text(chosen, exact=True).click()
    expect(page.locator("#yours")).to_have_text(f"按您的情况：{asked}{chosen}")
    papers = page.locator(".papers > li:visible").all_inner_texts()
    assert "#" in page.url
    page.reload()
    expect(page.locator("#yours")).to_be_visible()
    assert page.locator(".papers > li:visible").all_inner_texts() == papers
    page.get_by_role("button", name="重新选").click()
    expect(page.locator("#yours")).to_be_hidden()
    assert "#" not in page.url


@pytest.mark.parametrize(
    "hash_", ["#moon=full", "#%E0%A4%A", "#build=fly", "#build=%3Cscript%3E", "#__proto__=x"]
)
def test_strange_answers_in_the_address_are_no_answers(open_page: OpenPage, hash_: str) -> None:
    page = open_page()
    page.goto(f"/g/homestead{hash_}")
    expect(page.locator("#yours")).to_be_hidden()
    expect(page.locator(".papers > li").first).to_be_visible()


def test_what_was_ticked_is_remembered(open_page: OpenPage) -> None:
    page = open_page()
    page.goto("/g/homestead")
    first = page.locator(".papers > li:visible").first
    first.locator("b").click()
    expect(first.get_by_role("checkbox")).to_be_checked()
    page.goto(f"/g/homestead?s={STATION}")
    expect(page.locator(".papers input").first).to_be_checked()


# Search


def test_search_as_one_types(open_page: OpenPage) -> None:
    page = open_page()
    page.goto(f"/g?s={STATION}")
    page.get_by_label("要办啥子事？").press_sequentially("身份证掉了")
    found = page.locator("#found a")
    expect(found.first).to_contain_text("身份证")
    page.get_by_label("要办啥子事？").fill("qqqqqqqq")
    expect(page.get_by_role("status")).to_contain_text("没有找到")
    expect(page.get_by_role("status").get_by_role("link", name="问一问")).to_have_attribute(
        "href", f"/?s={STATION}"
    )
    page.get_by_label("要办啥子事？").fill("<b>修房子</b>")
    expect(found.first).to_contain_text("修房子")
    page.get_by_label("要办啥子事？").fill("")
    expect(found).to_have_count(0)
    page.get_by_label("要办啥子事？").fill("修房子")
    found.get_by_text("我要修房子").click()
    expect(page.get_by_role("heading", name="我要修房子")).to_be_visible()
    assert f"s={STATION}" in page.url


def test_search_without_network_says_so(open_page: OpenPage) -> None:
    page = open_page(tolerated="ERR_INTERNET_DISCONNECTED")
    page.goto("/g")
    page.context.set_offline(True)
    page.get_by_label("要办啥子事？").fill("修房子")
    expect(page.get_by_role("status")).to_contain_text("看一下网")


# Reading: sizes, big text, keyboard, print, weight


@SIZES
@pytest.mark.parametrize(
    "path", ["/g", "/network", "/g/homestead", f"/g/{EVENT}", "/g/realestate-inherit", "/g/castle"]
)
def test_nothing_sticks_out(open_page: OpenPage, size: tuple[int, int], path: str) -> None:
    page = open_page(size, tolerated="status of 404")
    page.goto(f"{path}?s={STATION}")
    assert fits(page)
    page.get_by_role("button", name="大字").click()
    assert fits(page)
    for details in page.locator("details:visible").all()[:3]:
        details.locator("summary").click()
    assert fits(page)


def test_big_text_stays_and_is_the_chats_too(open_page: OpenPage) -> None:
    page = open_page()
    page.goto("/g/homestead")
    before = page.evaluate("parseFloat(getComputedStyle(document.body).fontSize)")
    page.get_by_role("button", name="大字").click()
    for path in ("/g/dibao", "/g", "/network"):
        page.goto(path)
        expect(page.get_by_role("button", name="大字")).to_have_attribute("aria-pressed", "true")
        assert page.evaluate("parseFloat(getComputedStyle(document.body).fontSize)") >= 22 > before
    page.goto("/")
    assert page.evaluate("document.documentElement.dataset.text") == "big"


def test_tabs_and_answers_work_with_the_keyboard_alone(open_page: OpenPage) -> None:
    page = open_page(DESKTOP)
    page.goto("/g")
    page.keyboard.press("Tab")
    expect(page.get_by_text("直接看内容")).to_be_focused()
    page.get_by_role("tab", name="按事情找").focus()
    page.keyboard.press("ArrowRight")
    expect(page.get_by_role("tab", name="按哪里批找")).to_be_focused()
    expect(page.get_by_role("tabpanel", name="按哪里批找")).to_be_visible()
    expect(page.get_by_role("tabpanel")).to_have_count(1)
    page.keyboard.press("ArrowLeft")
    page.keyboard.press("ArrowLeft")
    expect(page.get_by_role("tabpanel", name="按部门找")).to_be_visible()
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.locator("details[open]")).to_have_count(1)
    page.goto("/g/homestead")
    page.locator("fieldset:visible input").first.focus()
    page.keyboard.press("Space")
    page.keyboard.press("ArrowDown")
    expect(page.locator("fieldset:visible input").nth(1)).to_be_checked()
    expect(page.locator("#yours")).to_be_visible()


def test_every_target_is_large_enough_for_a_thumb(open_page: OpenPage) -> None:
    page = open_page()
    for path in ("/g", "/network", "/g/homestead", f"/g/{EVENT}"):
        page.goto(f"{path}?s={STATION}")
        small = page.evaluate(
            """() => [...document.querySelectorAll("a, button, summary, .option, label.paper, input[type=search]")]
                .filter((one) => one.offsetParent && !one.closest("label label") && !one.matches(".skip"))
                .filter((one) => one.getBoundingClientRect().height < 47.5)
                .map((one) => `${one.className} ${one.textContent.trim().slice(0, 20)}`)"""
        )
        assert small == [], path


@pytest.mark.parametrize("guide_id", ["homestead", "dibao", EVENT])
def test_a_printed_page_has_the_code_and_no_navigation(
    open_page: OpenPage, guides: GuideService, guide_id: str
) -> None:
    page = open_page(DESKTOP)
    page.goto(f"/g/{guide_id}?s={STATION}")
    printed = page.pdf(prefer_css_page_size=True)
    sheets = pictures(printed)
    assert [code for sheet in sheets for code in read_codes(sheet)] == [
        code_of(guide_id, guides.get(guide_id).stamp)
    ]
    assert all(sheet.height > sheet.width for sheet in sheets)
    words = "".join("".join(texts(printed)).split())
    assert guides.get(guide_id).title in words
    assert "青梅路社区便民服务站电话0839-0000401" in words
    for button in ("问一问", "念给我听", "一页纸", "大字", "您是哪种情况", "办事大全"):
        assert button not in words


@pytest.mark.parametrize("path", ["/g", "/network", "/g/homestead", f"/g/{EVENT}", f"/tv/{STATION}"])
def test_a_first_visit_weighs_little(open_page: OpenPage, path: str) -> None:
    page = open_page()
    page.goto(path, wait_until="networkidle")
    loaded = page.evaluate("performance.getEntriesByType('resource').map((entry) => entry.name)")
    bodies = [page.request.get(url).body() for url in {page.url, *loaded} if url.startswith("http")]
    assert sum(len(gzip.compress(body)) for body in bodies) < 200_000


def test_the_way_from_ones_village_up(open_page: OpenPage) -> None:
    page = open_page()
    page.goto("/network")
    expect(page.locator("#way")).to_be_hidden()
    page.get_by_label("我是哪个村的？").fill("没有这个村")
    expect(page.locator("#village-status")).to_contain_text("没有这个村名")
    page.get_by_label("我是哪个村的？").fill("青梅路")
    page.locator("#villages button").first.click()
    way = page.locator("#way")
    for words in (
        "青梅路社区便民服务站",
        "0839-0000401",
        "元坝镇柳桥便民服务分中心",
        "元坝镇便民服务中心",
        "昭化区政务服务中心",
    ):
        expect(way).to_contain_text(words)


# The hall's screen

SHOW_ALL = """() => {
  const inside = (inner, outer) => inner.left >= outer.left - 1 && inner.right <= outer.right + 1
    && inner.top >= outer.top - 1 && inner.bottom <= outer.bottom + 1;
  const box = (element) => element.getBoundingClientRect();
  const slide = document.getElementById("slide"), code = document.getElementById("code");
  const parts = [...slide.querySelectorAll("h1, #lines p:not(:empty), #facts li:not(:empty)")];
  const faults = parts.filter((part) => !inside(box(part), box(slide))).map((part) => part.textContent);
  if (box(slide).bottom > box(document.querySelector("footer")).top + 1) faults.push("runs into the foot");
  if (!code.hidden && box(slide).right > box(code).left + 1) faults.push("runs into the code");
  if (!code.hidden && !inside(box(code), { left: 0, top: 0, right: innerWidth, bottom: box(document.querySelector("footer")).top })) faults.push("the code sticks out");
  return [document.getElementById("title").textContent, faults];
}"""


@pytest.fixture
def screen(open_page: OpenPage) -> Page:
    """A television with a clock of its own, which stands still."""
    page = open_page(TELEVISION)
    page.clock.install(time="2026-11-23T08:00:00+08:00")
    return page


def test_every_message_there_can_be_fits_the_screen(
    screen: Page, guides: GuideService, organisation: OrganisationService
) -> None:
    station = organisation.get_station(STATION)
    longest = {
        "id": "n",
        "title": "通" * 16,
        "text": "知" * 80,
        "from": "2026-01-01",
        "until": "2027-12-31",
        "guide": "dibao",
    }
    seen = {
        slide.model_dump_json(): slide.model_dump()
        for offset in range(21)
        for slide in tv.slides(guides, station, [longest], [], date(2026, 11, 23) + timedelta(days=offset))
    }
    slides = list(seen.values())
    body = {"station": station.id, "name": station.name, "seconds": 12, "slides": slides}
    screen.route("**/api/v1/tv/*", lambda route: route.fulfill(json=body))
    screen.goto(f"/tv/{STATION}")
    expect(screen.locator("#title")).to_have_text(slides[0]["title"])
    shown = []
    for slide in slides:
        title, faults = screen.evaluate(SHOW_ALL)
        shown.append(title)
        assert faults == [], (slide["kind"], title)
        screen.clock.run_for(12_000)
    assert shown == [slide["title"] for slide in slides]


def test_a_day_and_a_night_add_nothing_to_the_page(screen: Page) -> None:
    # Elements only: an empty line of a message has no text node.
    count = "document.evaluate('count(//*)', document).numberValue"
    screen.goto(f"/tv/{STATION}")
    expect(screen.locator("#clock")).to_have_text("08:00")
    screen.clock.run_for(60_000)
    before = screen.evaluate(count)
    for _ in range(16):
        screen.clock.run_for(3_600_000)
    expect(screen.locator("#clock")).to_have_text("00:01")
    for _ in range(8):
        screen.clock.run_for(3_600_000)
    expect(screen.locator("#clock")).to_have_text("08:01")
    assert screen.evaluate(count) == before
    assert screen.locator("#title").inner_text()


def test_the_screen_goes_on_without_network(open_page: OpenPage) -> None:
    page = open_page(TELEVISION, tolerated="ERR_INTERNET_DISCONNECTED")
    page.clock.install(time="2026-11-23T08:00:00+08:00")
    page.goto(f"/tv/{STATION}")
    page.clock.run_for(12_000)
    first = page.locator("#title").inner_text()
    page.context.set_offline(True)
    page.clock.run_for(11 * 60_000)
    titles = set()
    for _ in range(3):
        page.clock.run_for(12_000)
        titles.add(page.locator("#title").inner_text())
    assert first
    assert len(titles) == 3


# A pack, opened from disk


class QuickPress:
    """Sets nothing: what is on paper is tested elsewhere (tests/backend/guides)."""

    def sheet(self, *what: object) -> bytes:
        return b"%PDF-1.7"

    poster = booklet = sheet


@pytest.fixture(scope="session")
def stick(
    tmp_path_factory: pytest.TempPathFactory, guides: GuideService, organisation: OrganisationService
) -> Path:
    folder = tmp_path_factory.mktemp("stick") / "村能办 U盘"
    station: Station = organisation.get_station(STATION)
    Packer(guides, organisation, QuickPress(), PUBLIC).write(station, folder, "2026-11-23")
    return folder


@pytest.fixture
def from_disk(browser: Browser, stick: Path) -> Iterator[Page]:
    """The first page of a pack as a file, without network; any fault or outside request fails the test."""
    context = browser.new_context(
        viewport={"width": PHONE[0], "height": PHONE[1]}, locale="zh-CN", offline=True
    )
    page, faults = context.new_page(), []
    page.set_default_timeout(8000)
    page.on("pageerror", lambda error: faults.append(str(error)))
    page.on(
        "console",
        lambda message: faults.append(message.text) if message.type in ("error", "warning") else None,
    )
    page.on(
        "request", lambda sent: None if sent.url.startswith(("file:", "data:")) else faults.append(sent.url)
    )
    page.goto((stick / "index.html").as_uri())
    yield page
    context.close()
    assert faults == []


def test_a_pack_finds_exactly_what_the_server_finds(from_disk: Page, guides: GuideService) -> None:
    questions = [row["words"] for row in sentences()] + [words for _, words, _ in searches()]
    questions += [words for words in ODD if "\ufffd" not in words]
    questions += [guide.title for guide in guides.list_items()]
    found = from_disk.evaluate(
        "(all) => all.map((words) => cnbSearch(words, 8).map((guide) => guide.id))", questions
    )
    for words, ids in zip(questions, found, strict=True):
        assert ids == [guide.id for guide in guides.search(words, 8)], words


def test_a_pack_is_searched_read_and_answered_from_disk(from_disk: Page) -> None:
    from_disk.get_by_label("要办啥子事？").fill("想起个房子")
    from_disk.locator("#found a").get_by_text("我要修房子").click()
    expect(from_disk.get_by_role("heading", name="我要修房子")).to_be_visible()
    assert from_disk.get_by_text("问一问").count() == 0
    from_disk.locator("fieldset:visible label").nth(1).click()
    expect(from_disk.locator("#yours")).to_be_visible()
    from_disk.get_by_role("button", name="大字").click()
    from_disk.get_by_role("link", name="在哪办").click()
    expect(from_disk.get_by_role("button", name="大字")).to_have_attribute("aria-pressed", "true")
    expect(from_disk.locator("#way")).to_contain_text("青梅路社区便民服务站")
    from_disk.get_by_label("我是哪个村的？").fill("石井铺")
    from_disk.locator("#villages button").first.click()
    expect(from_disk.locator("#way")).to_contain_text("卫子镇便民服务中心")
    from_disk.get_by_role("link", name="办事大全").click()
    from_disk.get_by_role("tab", name="按部门找").click()
    expect(from_disk.get_by_role("tabpanel")).to_have_count(1)
