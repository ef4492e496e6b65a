"""Posters, one-page guides and the booklet, read back from the printed pages: every code, every word, every bookmark."""

from math import ceil
from pathlib import Path

import pypdfium2
import pytest

from backend.guides.paper import Press, Size
from backend.guides.service import Guide
from backend.org.schemas import Station
from tests.backend.guides.samples import (
    EVENT,
    PUBLIC,
    STATION,
    code_of,
    fonts,
    outline,
    pictures,
    read_codes,
    sticks_out,
    texts,
)

ODD = "#*$\\@<[_`'\"~=-/&%{]"
"""Everything that means something to the typesetter."""


def flat(text: str) -> str:
    return "".join(text.split())


@pytest.fixture(scope="module")
def booklet(pack: Path) -> bytes:
    return (pack / "paper/booklet.pdf").read_bytes()


@pytest.fixture(scope="module")
def sheets(pack: Path, every: list[Guide]) -> dict[str, bytes]:
    return {guide.id: (pack / f"paper/{guide.id}.pdf").read_bytes() for guide in every}


@pytest.mark.parametrize("size", ["a3", "a4"])
def test_twelve_codes_a_sheet_all_can_be_scanned(pack: Path, every: list[Guide], size: Size) -> None:
    pages = pictures((pack / f"paper/posters-{size}.pdf").read_bytes())
    assert len(pages) == ceil(len(every) / 12)
    found = [code for page in pages for code in read_codes(page, rows=4)]
    assert found == [code_of(guide.id, guide.stamp) for guide in every]


@pytest.mark.parametrize("size", ["a3", "a4"])
def test_one_code_a_sheet_all_can_be_scanned(
    press: Press, every: list[Guide], station: Station, size: Size
) -> None:
    pages = pictures(press.poster(every, station, size, 1), dots=72)
    assert [read_codes(page) for page in pages] == [[code_of(guide.id, guide.stamp)] for guide in every]


@pytest.mark.parametrize(("size", "millimetres"), [("a3", (297, 420)), ("a4", (210, 297))])
@pytest.mark.parametrize("per", [1, 12])
def test_posters_have_the_size_they_are_named_for_and_nothing_sticks_out(
    press: Press, every: list[Guide], station: Station, size: Size, per: int, millimetres: tuple[int, int]
) -> None:
    made = press.poster(every, station, size, 1 if per == 1 else 12)
    document = pypdfium2.PdfDocument(made)
    assert len(document) == ceil(len(every) / per)
    assert {tuple(round(length / 72 * 25.4) for length in page.get_size()) for page in document} == {
        millimetres
    }
    assert sticks_out(made, margin=18) == []


def test_posters_say_what_each_code_is_for_and_whom_to_call(
    press: Press, every: list[Guide], station: Station
) -> None:
    words = [flat(page) for page in texts(press.poster(every, station, "a4", 12))]
    for index, guide in enumerate(every):
        assert flat(guide.title) in words[index // 12], guide.id
        assert flat(guide.data["plain"]["difference"]) in words[index // 12], guide.id
    assert all(station.phone in page and flat(station.name) in page for page in words)


def test_the_poster_of_a_life_event_says_what_is_saved(press: Press, guides, station: Station) -> None:
    made = texts(press.poster([guides.get(EVENT)], station, "a4", 1))
    assert flat(guides.event(EVENT).saving) in flat(made[0])


def test_a_poster_without_a_station_names_the_hall(press: Press, every: list[Guide]) -> None:
    made = press.poster(every[:1], None, "a4", 1)
    assert "昭化区政务服务中心" in flat(texts(made)[0])
    assert read_codes(pictures(made)[0]) == [code_of(every[0].id, every[0].stamp, station=None)]


def test_every_guide_takes_one_page_and_its_code_can_be_scanned(
    sheets: dict[str, bytes], every: list[Guide]
) -> None:
    for guide in every:
        (page,) = pictures(sheets[guide.id])
        assert read_codes(page) == [code_of(guide.id, guide.stamp)], guide.id
        assert sticks_out(sheets[guide.id], margin=18) == [], guide.id


def test_a_sheet_says_everything_that_counts(sheets: dict[str, bytes], every: list[Guide]) -> None:
    for guide in every:
        words = flat(texts(sheets[guide.id])[0])
        assert flat(guide.title) in words, guide.id
        assert "None" not in words, guide.id
        for paper in guide.data.get("materials", []):
            assert flat(paper["name"]) in words, (guide.id, paper["name"])
        for step in guide.data.get("steps", []):
            assert flat(step["name"]) in words, (guide.id, step["name"])
        for near in guide.data.get("neighbours", [])[:3]:
            assert flat(near["difference"]) in words, (guide.id, near["item"])


def test_all_fonts_are_in_the_paper_itself(sheets: dict[str, bytes], booklet: bytes, pack: Path) -> None:
    for made in (sheets["homestead"], sheets[EVENT], booklet, (pack / "paper/posters-a4.pdf").read_bytes()):
        found = fonts(made)
        assert found
        assert all("NotoSansSC" in name and embedded for name, embedded in found.items()), found


def test_every_code_of_the_booklet_can_be_scanned(booklet: bytes, every: list[Guide]) -> None:
    found = [code for page in pictures(booklet) for code in read_codes(page)]
    assert found[0] == f"{PUBLIC}/g?s={STATION}"
    assert sorted(found[1:]) == sorted(code_of(guide.id, guide.stamp) for guide in every)


def test_bookmarks_lead_to_the_page_of_their_guide(booklet: bytes, every: list[Guide]) -> None:
    pages = [flat(page) for page in texts(booklet)]
    marks = outline(booklet)
    assert sorted(title for level, title, _ in marks if level == 1) == sorted(guide.title for guide in every)
    assert next(title for level, title, _ in marks if level == 0) == "一件事一次办"
    for level, title, page in marks:
        shown = pages[page] if level == 1 else pages[page][-60:]
        assert flat(title) in shown, (title, page)
    leading = [page for level, _, page in marks if level == 1]
    assert len(set(leading)) == len(leading), "every guide begins on a page of its own"


def test_the_contents_give_the_numbers_that_stand_on_the_pages(booklet: bytes) -> None:
    pages = texts(booklet)
    marks = [(title, page) for level, title, page in outline(booklet) if level == 1]
    contents = flat("".join(pages[1 : marks[0][1]])).replace(".", "")
    for title, page in marks:
        number = pages[page].split()[-1]
        assert number.isdigit(), (title, number)
        assert f"{flat(title)}{number}" in contents, (title, number)


def test_the_booklet_says_on_which_page_a_neighbour_stands(booklet: bytes, every: list[Guide]) -> None:
    pages = texts(booklet)
    on = {title: page for level, title, page in outline(booklet) if level == 1}
    titles = {guide.id: guide.title for guide in every}
    for guide in every:
        for near in guide.data.get("neighbours", [])[:3]:
            title = titles[near["item"]]
            number = pages[on[title]].split()[-1]
            assert f"{flat(title)}（{number}页）：" in flat(pages[on[guide.title]]), (guide.id, title)


def test_the_booklet_sticks_out_nowhere_and_guides_seldom_need_two_pages(
    booklet: bytes, every: list[Guide]
) -> None:
    assert sticks_out(booklet, margin=18) == []
    first = outline(booklet)[0][2]
    assert len(pypdfium2.PdfDocument(booklet)) - first == len(every)


def test_what_means_something_to_the_typesetter_stays_text(press: Press, guides, station: Station) -> None:
    guide = guides.get("homestead")
    plain = {**guide.data["plain"], "answer": f"答{ODD}案", "difference": f"区{ODD}别"}
    questions = [{"q": f"问{ODD}", "a": "#panic() $x$ @ref <label> [a](b)"}]
    odd = Guide(
        guide.id,
        "item",
        f"题{ODD}",
        f"名{ODD}",
        guide.stamp,
        {**guide.data, "plain": plain, "questions": questions},
    )
    (sheet,) = texts(press.sheet(odd, station))
    for words in (f"题{ODD}", f"名{ODD}", f"答{ODD}案", f"问{ODD}", "#panic()$x$@ref<label>[a](b)"):
        assert flat(words) in flat(sheet)
    for per in (1, 12):
        (poster,) = texts(press.poster([odd], station, "a4", per))
        assert flat(f"题{ODD}") in flat(poster)


@pytest.mark.parametrize("title", ["我" * 20, "A" * 20, "我要办一个名字长得不得了的事情才算得完整"])
def test_the_longest_title_fits(press: Press, guides, station: Station, title: str) -> None:
    guide = guides.get("homestead")
    plain = {**guide.data["plain"], "difference": "一" * 40}
    long = Guide(guide.id, "item", title, "名" * 60, guide.stamp, {**guide.data, "plain": plain})
    for size, per in (("a4", 1), ("a4", 12), ("a3", 1), ("a3", 12)):
        made = press.poster([long] * per, station, size, per)
        assert len(pypdfium2.PdfDocument(made)) == 1
        assert sticks_out(made, margin=18) == []
        (page,) = pictures(made)
        assert read_codes(page) == [code_of("homestead", guide.stamp)] * per
    made = press.sheet(long, station)
    assert len(pypdfium2.PdfDocument(made)) == 1
    assert sticks_out(made, margin=18) == []


def test_the_same_guide_gives_the_same_bytes(press: Press, guides, station: Station) -> None:
    assert press.sheet(guides.get("homestead"), station) == press.sheet(guides.get("homestead"), station)
