"""A pack for a village without network: whole, its links resolved, and nothing left behind when it cannot be written."""

import errno
import re
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote

import pytest

from backend.guides.pack import Packer
from backend.guides.paper import Press
from backend.guides.service import Guide, GuideService
from backend.org.schemas import Station
from backend.org.service import OrganisationService
from tests.backend.guides.samples import PUBLIC


class Links(HTMLParser):
    """Collects where a page leads and what it loads."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.found: set[str] = set()
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found |= {value or "" for name, value in attrs if name in ("href", "src")}


def test_every_link_of_every_page_leads_to_a_file(pack: Path) -> None:
    pages = sorted(pack.glob("*.html"))
    assert len(pages) > 143
    for page in pages:
        for link in Links(page.read_text(encoding="utf-8")).found:
            if not link.startswith(("#", "tel:")):
                assert (pack / unquote(link)).is_file(), (page.name, link)


def test_pages_and_scripts_of_a_pack_ask_no_server(pack: Path) -> None:
    for file in [*pack.glob("*.html"), *pack.rglob("*.css")]:
        text = file.read_text(encoding="utf-8")
        assert not re.search(
            r"""(?:href|src)=["']?(?:/|https?:)|url\(["']?(?:/|https?:)|type="module\"""", text
        ), file


def test_there_is_a_page_and_a_paper_for_every_guide(pack: Path, every: list[Guide]) -> None:
    for guide in every:
        assert f"<title>{guide.title}" in (pack / f"{guide.id}.html").read_text(encoding="utf-8")
        assert (pack / f"paper/{guide.id}.pdf").stat().st_size > 10_000
    for name in ("booklet.pdf", "posters-a3.pdf", "posters-a4.pdf"):
        assert (pack / "paper" / name).stat().st_size > 100_000


def test_it_says_how_it_is_opened_and_what_it_is(pack: Path, station: Station, guides: GuideService) -> None:
    words = (pack / "说明.txt").read_text(encoding="utf-8")
    for part in (station.name, f"{len(guides.list_items())}件事", "2026-11-23", "index.html", "booklet.pdf"):
        assert part in words


def test_it_fits_on_any_stick_and_its_names_suit_any_computer(pack: Path) -> None:
    files = [path for path in pack.rglob("*") if path.is_file()]
    assert sum(path.stat().st_size for path in files) < 100_000_000
    assert all(re.fullmatch(r"[a-z0-9./-]+|说明\.txt", path.relative_to(pack).as_posix()) for path in files)


class BrokenPress:
    """The stick is full, or somebody has had enough."""

    def __init__(self, failure: BaseException) -> None:
        self.failure = failure

    def sheet(self, *what: object) -> bytes:
        raise self.failure


@pytest.mark.parametrize(
    "failure",
    [OSError(errno.ENOSPC, "No space left on device"), KeyboardInterrupt()],
    ids=["full", "stopped"],
)
def test_a_pack_that_fails_leaves_nothing(
    tmp_path: Path,
    guides: GuideService,
    organisation: OrganisationService,
    station: Station,
    failure: BaseException,
) -> None:
    folder = tmp_path / "new" / "pack"
    with pytest.raises(type(failure)):
        Packer(guides, organisation, BrokenPress(failure), PUBLIC).write(station, folder, "2026-11-23")
    assert list(folder.parent.iterdir()) == []


def test_half_a_pack_does_not_look_like_a_whole_one(
    tmp_path: Path, guides: GuideService, organisation: OrganisationService, station: Station
) -> None:
    class SlowPress:
        def sheet(self, *what: object) -> bytes:
            seen.update(path.name for path in tmp_path.iterdir())
            return b"%PDF-1.7"

        poster = booklet = sheet

    seen: set[str] = set()
    folder = tmp_path / "pack"
    Packer(guides, organisation, SlowPress(), PUBLIC).write(station, folder, "2026-11-23")
    (name,) = seen
    assert name.startswith("pack-没做完")
    assert list(tmp_path.iterdir()) == [folder]


def test_a_folder_that_is_there_is_left_alone(
    tmp_path: Path, guides: GuideService, organisation: OrganisationService, press: Press, station: Station
) -> None:
    (tmp_path / "mine.txt").write_text("mine")
    for target in (tmp_path, tmp_path / "mine.txt"):
        with pytest.raises(FileExistsError):
            Packer(guides, organisation, press, PUBLIC).write(station, target, "2026-11-23")
    assert [path.read_text() for path in tmp_path.iterdir()] == ["mine"]
