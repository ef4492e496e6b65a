"""The pages: every guide has one, it is whole, and nothing that comes in an address can break it."""

import re
from html.parser import HTMLParser

import httpx
import pytest

from backend.guides import codes, views
from backend.guides.links import WebLinks, code_note
from backend.guides.render import WEB, page
from backend.guides.service import Guide, GuideService
from backend.org.schemas import Station
from backend.org.service import OrganisationService
from tests.backend.guides.samples import EVENT, STATION

BROWSER = {"Accept": "text/html,application/xhtml+xml"}
VOID = {"meta", "link", "input", "br", "img"}


class Checker(HTMLParser):
    """Reads a page: what is open must be closed; collects ids, links and words."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.ids: list[str] = []
        self.links: list[str] = []
        self.words = ""
        self.feed(page)
        assert self.open == []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        assert len(given) == len(attrs), f"an attribute stands twice: {attrs}"
        assert not any(name.startswith("on") or name == "style" for name in given), attrs
        self.ids += [value for name, value in attrs if name == "id" and value]
        self.links += [value for name, value in attrs if name in ("href", "src") and value]
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        pass

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.words += data


def look(client: httpx.Client, path: str, status: int = 200) -> Checker:
    answer = client.get(path, headers=BROWSER)
    assert answer.status_code == status, (path, answer.status_code)
    assert answer.headers["Content-Type"] == "text/html; charset=utf-8"
    page = Checker(answer.text)
    assert len(page.ids) == len(set(page.ids)), "an id stands twice"
    assert not re.search(r"None|undefined|\{\{|\{%|%\}|\}\}", page.words), path
    return page


def test_every_guide_has_a_page(client: httpx.Client, every: list[Guide]) -> None:
    assert len(every) >= 141
    for guide in every:
        page = look(client, f"/g/{guide.id}?s={STATION}")
        assert guide.title in page.words
        assert guide.name in page.words
        assert guide.data["plain"]["answer"] in page.words
        for paper in guide.data.get("materials", []):
            assert paper["name"] in page.words, (guide.id, paper["name"])
        for question in guide.data["questions"]:
            assert question["a"] in page.words, guide.id
        for line in guide.data["plain"].get("rhyme", []):
            assert line in page.words, guide.id


def test_every_link_between_pages_leads_somewhere(client: httpx.Client, every: list[Guide]) -> None:
    links = {link for guide in every for link in look(client, f"/g/{guide.id}?s={STATION}").links}
    links |= {link for path in ("/g", "/network") for link in look(client, path).links}
    papers = {link for link in links if link.startswith("/paper/")}  # test_routes.py
    for link in sorted(links - papers):
        if link.startswith(("#", "tel:")):
            continue
        assert link.startswith("/"), f"a link to the outside: {link}"
        assert client.get(link).status_code == 200, link


def test_a_page_knows_the_station_of_its_address(client: httpx.Client) -> None:
    page = look(client, f"/g/homestead?s={STATION}")
    assert "青梅路社区便民服务站 电话 0839-0000401" in page.words
    assert f"/?s={STATION}" in page.links
    assert f"/?guide=homestead&s={STATION}" in page.links


@pytest.mark.parametrize("station", ["atlantis", "", "%00", "' OR 1=1--", "x" * 3000, "%F0%9F%98%80"])
def test_an_unknown_station_is_ignored_on_pages(client: httpx.Client, station: str) -> None:
    for path in ("/g/homestead", "/g", "/network"):
        page = look(client, f"{path}?s={station}")
        assert not any("?s=" in link or "&s=" in link for link in page.links)


def test_a_life_event_shows_its_order_one_list_and_what_is_saved(client: httpx.Client) -> None:
    page = look(client, f"/g/{EVENT}")
    words = page.words
    assert words.index("动工以前") < words.index("我要修房子") < words.index("修好以后")
    assert "要砍树的" in words
    assert "想修房子的时候 · 跑1回" in words
    assert "要带的材料，" in words
    assert words.index("要交的") < words.index("带在身上核对，不用交") < words.index("来了填的表")
    assert "样样都要" in words
    assert f"/g/{EVENT}" in look(client, "/g/homestead").links


def test_a_paper_that_nobody_hands_in_says_whether_to_bring_it(client: httpx.Client) -> None:
    assert "带来看一眼，不用交" in look(client, "/g/homestead").words
    assert "窗口自己查，不用带" in look(client, "/g/medical-pay").words


def test_a_life_events_papers_do_not_repeat_their_heading(client: httpx.Client) -> None:
    words = look(client, "/g/life-birth").words
    sure, maybe = words.split("前头办下来就有的")
    assert "窗口自己查的，不用带" in sure
    assert not any(mark in sure for mark in ("带来看一眼，不用交", "窗口自己查，不用带"))
    assert "带来看一眼，不用交" in maybe


def test_official_names_have_full_width_brackets(client: httpx.Client) -> None:
    assert "出生登记（新生儿入户）" in look(client, "/g/hukou-birth").words
    assert "村（社区）" in look(client, "/g").words
    assert not re.search(r"[\u4e00-\u9fff]\(|\([\u4e00-\u9fff]", look(client, "/g").words)


def test_life_events_are_listed_by_theme(guides: GuideService) -> None:
    order = list(guides.themes)
    places = [order.index(event.data["theme"]) for event in guides.list_events()]
    assert places == sorted(places)


def test_the_list_has_every_guide_by_theme_level_and_department(
    client: httpx.Client, guides: GuideService
) -> None:
    page = look(client, "/g")
    for guide in guides.list_items():
        assert page.links.count(f"/g/{guide.id}") == 3, guide.id
    for guide in guides.list_events():
        assert page.links.count(f"/g/{guide.id}") == 1, guide.id


def test_the_network_has_all_stations_and_the_way_up(client: httpx.Client) -> None:
    page = look(client, f"/network?s={STATION}")
    total = client.get("/api/v1/stations").json()["total"]
    assert page.words.count("便民服务站") >= total
    assert page.words.count("0839-0000201") == 2, "the town's centre: on the way up and on the map"


def test_the_network_shows_all_sub_centres_until_the_district_names_one(
    organisation: OrganisationService, station: Station
) -> None:
    whole, stations = organisation.organisation, organisation.list_stations()
    offices = next(town.sub_centres for town in whole.towns if town.id == station.town.id)

    def way(own: Station) -> str:
        drawn = page("network.html", WebLinks(own.id), **views.network_page(whole, stations, own))
        return drawn[drawn.index('<li id="way-sub"') : drawn.index('id="way-town"')]

    open_ = way(station)
    assert len(offices) > 1
    assert all(office.name in open_ for office in offices)
    assert '<span id="way-sub-own" class="small" hidden>' in open_
    assert '<span id="way-sub-any" class="small">本镇的分中心，哪个近去哪个' in open_
    named = way(station.model_copy(update={"sub_centre": offices[1]}))
    assert offices[1].name in named
    assert offices[0].name not in named
    assert '<span id="way-sub-own" class="small">您村归这个分中心' in named


@pytest.mark.parametrize("path", ["/g/castle", "/i/castle?s=yuanba-01&v=1", "/g/..%2f..%2fetc", "/g/%00"])
def test_an_unknown_guide_is_a_page_for_people_and_json_for_programs(client: httpx.Client, path: str) -> None:
    page = look(client, path, status=404)
    assert "没有找到这份办事指南" in page.words
    assert "/g" in page.links
    answer = client.get(path, headers={"Accept": "application/json"})
    assert (answer.status_code, answer.json()["error"]["code"]) == (404, "guide_not_found")


def test_an_unknown_screen_leads_to_the_stations(client: httpx.Client) -> None:
    assert "/network" in look(client, "/tv/atlantis", status=404).links


def test_a_page_that_is_nowhere_is_no_blank(client: httpx.Client) -> None:
    page = look(client, "/nowhere", status=404)
    assert "办事大全" in page.words


def test_an_api_answers_browsers_with_json_too(client: httpx.Client) -> None:
    answer = client.get("/api/v1/guides/castle", headers=BROWSER)
    assert answer.json()["error"]["code"] == "guide_not_found"


@pytest.mark.parametrize("method", ["HEAD", "POST", "PUT", "DELETE", "PATCH"])
@pytest.mark.parametrize("path", ["/g/homestead", "/i/homestead", "/g", "/network", "/paper/booklet.pdf"])
def test_pages_are_only_read(client: httpx.Client, method: str, path: str) -> None:
    answer = client.request(method, path)
    assert answer.status_code == 405
    assert "GET" in answer.headers["Allow"]


def test_markup_in_a_guide_stays_text(client: httpx.Client, guides: GuideService) -> None:
    guide = guides.get("homestead")
    evil = "<script>alert(1)</script>\"'&{{ 7*7 }}"
    plain = {**guide.data["plain"], "answer": evil, "read_aloud": evil}
    odd = Guide(guide.id, "item", evil, evil, guide.stamp, {**guide.data, "plain": plain})
    values = views.item_page(odd, guides, {"station": None, "hall": None})
    drawn = page(
        "item.html", WebLinks(), **values, station=None, code=codes.svg("x"), code_note=None, renewed=False
    )
    assert "<script>alert" not in drawn
    assert Checker(drawn).words.count(evil) >= 3


@pytest.mark.parametrize(
    "address",
    [
        "http://127.0.0.1:8000",
        "http://localhost:8000",
        "http://[::1]:8000",
        "http://192.168.1.9",
        "http://10.0.0.2:8080",
        "http://0.0.0.0:8000",
        "http://village-server",
        "https://hall.local",
    ],
)
def test_codes_that_no_phone_opens_are_said(address: str) -> None:
    note = code_note(address)
    assert note is not None
    assert f"二维码会指向 {address}，群众的手机扫不开" in note
    assert "CNB_PUBLIC_URL" in note


@pytest.mark.parametrize("address", ["https://bsd.example.cn", "http://8.8.8.8:8000", "https://a.b.gov.cn/x"])
def test_codes_that_phones_open_need_no_note(address: str) -> None:
    assert code_note(address) is None


def test_the_note_stands_beside_what_prints(guides: GuideService, organisation: OrganisationService) -> None:
    """On the screen only: print.css leaves it out."""
    values = views.guide_page(guides.get("homestead"), guides, None, organisation.organisation.hall)
    drawn = page("item.html", WebLinks(), **values, code=codes.svg("x"), code_note="扫不开&<", renewed=False)
    tools = drawn[drawn.index('<div class="tools">') :]
    assert '<p class="warning" role="note">扫不开&amp;&lt;</p>' in tools[: tools.index("</div>")]
    listed = page("list.html", WebLinks(), **views.list_page(guides), scripts=[], code_note="扫不开")
    assert '<p class="warning page-note" role="note">扫不开</p>' in listed
    assert ".warning,\n" in (WEB / "guide/print.css").read_text(encoding="utf-8")


def test_a_system_with_an_address_of_its_own_has_no_note(client: httpx.Client) -> None:
    for path in ("/g", "/g/homestead"):
        assert "扫不开" not in look(client, path).words
