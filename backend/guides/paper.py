"""Guides on paper: wall posters, one-page guides and the booklet, set by typst from the templates in web/paper.

Guides travel to the templates as data, never as markup: what a title says stays text.
"""

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

from backend.guides import codes, views
from backend.guides.links import code_address
from backend.guides.service import Guide, GuideService
from backend.guides.typeset import typeset
from backend.org.schemas import Organisation, Station
from catalog import cards

_WEB = Path(__file__).parents[2] / "web"
_TEMPLATES, _FONTS = _WEB / "paper", _WEB / "vendor"
Size = Literal["a3", "a4"]
Part = dict[str, Any]
_LONGEST_ANSWERS = 4
"""Questions of a guide that go onto paper."""


@dataclass(frozen=True, slots=True)
class Press:
    """Sets paper for one district; `public_url` is what codes begin with."""

    guides: GuideService
    organisation: Organisation
    public_url: str

    def poster(
        self, chosen: Sequence[Guide], station: Station | None, size: Size, per: Literal[1, 12]
    ) -> bytes:
        """Return a PDF of posters: every guide a sheet, or twelve on each."""
        hall = self.organisation.hall
        return _set(
            "poster",
            {
                "title": "村能办",
                "district": self.organisation.district.name,
                "size": size,
                "per": per,
                "parts": [self._label(guide, station) for guide in chosen],
                "station": _office(station),
                "hall": {"name": hall.name, "phone": hall.phone},
                "note": "参考内容，以窗口核定为准",
            },
        )

    def sheet(self, guide: Guide, station: Station | None) -> bytes:
        """Return a PDF of one guide on one A4 page."""
        return _set("sheet", {"part": self._part(guide, station), "station": _office(station)})

    def booklet(self, station: Station | None) -> bytes:
        """Return a PDF of all life events and items, by life theme, with contents and bookmarks."""
        items = self.guides.list_items()
        themes = [("一件事一次办", self.guides.list_events())]
        themes += [
            (label, [guide for guide in items if guide.data["theme"] == theme])
            for theme, label in self.guides.themes.items()
        ]
        district = self.organisation.district
        home = f"{self.public_url}/g" + (f"?s={station.id}" if station else "")
        return _set(
            "booklet",
            {
                "title": "办事指南",
                "subtitle": f"{len(items)}件事，要带啥、去哪办、要好久",
                "place": station.name if station else f"{district.city}{district.name}",
                "note": "参考内容，以窗口核定为准。每一页有方块码，扫一扫看最新的。",
                "code": codes.svg(home),
                "station": _office(station),
                "themes": [
                    {"title": label, "parts": [self._part(guide, station) for guide in found]}
                    for label, found in themes
                    if found
                ],
            },
        )

    def _label(self, guide: Guide, station: Station | None) -> Part:
        address = code_address(self.public_url, guide.id, station.id if station else None, guide.stamp)
        return {
            "id": guide.id,
            "title": guide.title,
            "name": guide.name,
            "difference": guide.data["plain"]["difference"],
            "code": codes.svg(address),
            "chips": cards.chips(guide.data, {}) if guide.kind == "item" else [],
            "saving": self.guides.event(guide.id).saving if guide.kind == "event" else "",
            "review": views.review_line(guide),
        }

    def _part(self, guide: Guide, station: Station | None) -> Part:
        sections = (
            self._item_sections(guide, station) if guide.kind == "item" else self._event_sections(guide)
        )
        questions = [dict(pair) for pair in guide.data["questions"][:_LONGEST_ANSWERS]]
        return {
            **self._label(guide, station),
            "answer": guide.data["plain"]["answer"],
            "sections": [*sections, _section("大家常问", questions, "questions")],
        }

    def _item_sections(self, guide: Guide, station: Station | None) -> Iterable[Part]:
        item = guide.data
        hall = self.organisation.hall.model_dump()
        places = cards.places(item, {"station": station.model_dump() if station else None, "hall": hall})
        fee = [item["fee"]["explanation"], *(cards.fee_row(row) for row in item["fee"]["rows"])]
        limit = cards.limit(item)
        yield _section("要带的材料", [_paper(paper) for paper in item["materials"]], "papers")
        yield _section("怎么办", [_step(step) for step in item["steps"]], "steps")
        yield _section("多久、花好多钱", [f"{limit['text']}。{limit['explanation']}", *fee])
        yield _section("在哪办", [_place(place) for place in places])
        visits = item["visits"]
        yield _section(
            "代办、网上办", [f"请人代办：{visits['agent']['how']}", f"网上办：{visits['online']['how']}"]
        )
        yield _section("哪些人能办", item["who"]["conditions"])
        if item["who"]["excluded"]:
            yield _section("这些情况办不成", item["who"]["excluded"])
        yield _section("办好了拿啥", ["；".join(item["result"].values())])
        near = [
            {"id": other.id, "title": other.title, "text": difference}
            for item_id, difference in cards.nearest(item)
            if (other := self.guides.find(item_id)) is not None
        ]
        if near:
            yield _section("容易搞混的", near, "neighbours")
        yield _section("依据", [f"{law['law']}{law['article']}" for law in item["basis"]])

    def _event_sections(self, guide: Guide) -> Iterable[Part]:
        event = self.guides.event(guide.id)
        if event.saving:
            yield _section("一起办省好多", [event.saving])
        for stage in event.stages:
            lines = [
                f"{item.title}：{item.why}" + (f"（{item.only_if}）" if item.only_if else "")
                for item in stage.items
            ]
            yield _section(f"{stage.name}（{stage.when}）", lines)
        for index, (title, papers) in enumerate(views.paper_groups(event)):
            merged = [
                {
                    "name": paper.name,
                    "count": paper.count,
                    "marks": [],
                    "note": paper.note,
                }
                for paper in papers
            ]
            yield _section(title if index else f"材料一张单子：{title}", merged, "merged-papers")


def _section(title: str, lines: Sequence[Any], kind: str = "lines") -> Part:
    return {"title": title, "kind": kind, "lines": list(lines)}


def _paper(paper: Any) -> Part:
    marks = (
        views.spared(paper),
        "可以后补" if paper["deferrable"] else "",
        "看情况" if "when" in paper else "",
    )
    return {
        "name": paper["name"],
        "count": cards.count(paper),
        "marks": [words for words in marks if words],
        "note": paper["source"],
    }


def _step(step: Any) -> Part:
    sometimes = "（看情况）" if "when" in step else ""
    return {"name": step["name"] + sometimes, "text": f"{step['actor']}{step['does']}（{step['time']}）"}


def _place(place: Any) -> str:
    phone = f"，电话 {place['phone']}" if place["phone"] else ""
    return f"{place['name']}：{place['does']}。{place['hours']}{phone}"


def _office(station: Station | None) -> Part | None:
    return {"name": station.name, "phone": station.phone} if station else None


def _set(template: str, data: Part) -> bytes:
    """Return the PDF of a template; the same data give the same bytes."""
    return typeset(_TEMPLATES / f"{template}.typ", _FONTS, json.dumps(data, ensure_ascii=False))
