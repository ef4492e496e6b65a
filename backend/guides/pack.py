"""Everything for one village without a network, as files that a browser opens from a USB stick."""

import errno
import os
import shutil
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from backend.guides import codes, views
from backend.guides.links import PackLinks, code_address
from backend.guides.paper import Press
from backend.guides.render import WEB, page
from backend.guides.service import Guide, GuideService
from backend.kit.jsontext import dumps
from backend.org.schemas import Station
from backend.org.service import OrganisationService

_ASSETS = ("chat/icon.svg", "shared/tokens.css", "shared/cards.css")
_FOLDER = "guide"
_READ_ME = """村能办 · 办事指南
{station}，{count}件事，{date}做成

用浏览器打开这个文件夹里的 index.html 就能看、能搜，不用上网。
paper 文件夹里是可以打印的：booklet.pdf 小册子，posters-a4.pdf 和 posters-a3.pdf 墙上贴的码，其余一件事一页纸。
这里写的是参考内容，以窗口核定为准。
"""


@dataclass(frozen=True, slots=True)
class Packer:
    """Writes packs. `public_url` is what the codes begin with: they lead to the newest guide where there is a network."""

    guides: GuideService
    organisation: OrganisationService
    press: Press
    public_url: str

    def write(
        self, station: Station, folder: Path, date: str, tell: Callable[[str], None] = lambda _: None
    ) -> None:
        """Write the pack of a station into `folder`, which must not exist; `tell` hears what is being made.

        Until it is whole it lies beside, under a name that says so: who pulls the plug is left with no half pack.

        Raises:
            FileExistsError: there is something at `folder` already.
            OSError: it cannot be written; what was begun is taken away again.
        """
        if folder.exists():
            raise FileExistsError(errno.EEXIST, os.strerror(errno.EEXIST), str(folder))
        beside = folder.with_name(f"{folder.name}-没做完-{os.getpid()}")
        beside.mkdir(parents=True)
        try:
            self._write(station, beside, date, tell)
            beside.rename(folder)
        except BaseException:
            shutil.rmtree(beside, ignore_errors=True)
            raise

    def _write(self, station: Station, folder: Path, date: str, tell: Callable[[str], None]) -> None:
        every = [*self.guides.list_events(), *self.guides.list_items()]
        links = PackLinks()
        tell("网页")
        self._copy_assets(folder / "assets")
        _write(folder / "assets" / "search-index.js", f"window.cnbIndex = {dumps(self._index(every))};\n")
        for guide in every:
            _write(folder / links.guide(guide.id), self._guide_page(guide, station, links))
        scripts = ["search-index.js", "guide/search-local.js"]
        index = {**views.list_page(self.guides), "scripts": scripts, "code_note": None}
        _write(folder / links.home, page("list.html", links, **index))
        network = views.network_page(
            self.organisation.organisation, self.organisation.list_stations(), station
        )
        _write(folder / links.network, page("network.html", links, **network))
        paper = folder / "paper"
        paper.mkdir()
        for guide in every:
            (paper / f"{guide.id}.pdf").write_bytes(self.press.sheet(guide, station))
        tell("墙上贴的码")
        for size in ("a3", "a4"):
            (paper / f"posters-{size}.pdf").write_bytes(self.press.poster(every, station, size, 12))
        tell("小册子")
        (paper / "booklet.pdf").write_bytes(self.press.booklet(station))
        words = _READ_ME.format(station=station.name, count=len(self.guides.list_items()), date=date)
        _write(folder / "说明.txt", words)

    def _guide_page(self, guide: Guide, station: Station, links: PackLinks) -> str:
        values = views.guide_page(guide, self.guides, station, self.organisation.organisation.hall)
        code = codes.svg(code_address(self.public_url, guide.id, station.id, guide.stamp))
        return page(f"{guide.kind}.html", links, **values, code=code, code_note=None, renewed=False)

    def _index(self, every: list[Guide]) -> dict[str, object]:
        found = {
            guide.id: guide.found.model_dump(include={"id", "kind", "title", "difference"}) for guide in every
        }
        return {**self.guides.index.as_data(), "guides": found}

    def _copy_assets(self, target: Path) -> None:
        names = [*_ASSETS, *(f"{_FOLDER}/{path.name}" for path in (WEB / _FOLDER).glob("*.*s"))]
        for name in names:
            goal = target / name
            goal.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(WEB / name, goal)


def _write(path: Path, text: str) -> None:
    path.write_text(text, encoding="utf-8")
