"""What the tests of guides share: a small life event beside the shipped ones, and how paper is read back."""

import ctypes
from collections.abc import Mapping
from dataclasses import replace
from types import MappingProxyType
from typing import Any
from urllib.parse import quote

import pypdfium2
import pypdfium2.raw
import zxingcpp
from PIL import Image

import catalog
from catalog.model import LifeEvent

STATION = "yuanba-01"
PUBLIC = "https://guide.example.org"
EVENT = "life-sample"
"""No id of a shipped life event: it is the tests' own."""


def _event() -> dict[str, Any]:
    return {
        "id": EVENT,
        "version": 2,
        "title": "修房入住",
        "theme": "housing",
        "plain": {
            "answer": "修房子这一件事，先批地基，再动工，修好了再办房产证，村上窗口一次给您说清楚，收齐了一起往上报。",
            "read_aloud": "修房子先批后建，村上窗口一次给您说清楚，资料收齐了一起往上报。",
            "difference": "从批地到拿证一起办",
        },
        "stages": [
            {
                "name": "动工以前",
                "when": "想修房子的时候",
                "items": [
                    {"item": "homestead", "why": "先批后建"},
                    {"item": "tree-felling", "why": "屋边树挡着", "only_if": "要砍树的"},
                ],
            },
            {
                "name": "修好以后",
                "when": "搬进去以前",
                "items": [{"item": "realestate-first", "why": "拿房产证"}],
            },
        ],
        "questions": [{"q": f"第{index}问？", "a": "村上给您说清楚。"} for index in range(3)],
        "utterances": [f"修房入住从头到尾第{index}种说法" for index in range(30)],
        "confirm_locally": ["镇上几天看一回地"],
        "review": {"status": "reference", "date": "2026-11-23", "by": "村能办编写组", "readings": []},
    }


def with_event(catalogue: catalog.Catalogue) -> catalog.Catalogue:
    """The catalogue with our life event among its own, however many those are."""
    data = _event()
    items = tuple(entry["item"] for stage in data["stages"] for entry in stage["items"])
    event = LifeEvent(EVENT, data["version"], data["title"], items, tuple(data["utterances"]), data)
    return replace(catalogue, events=MappingProxyType({**catalogue.events, EVENT: event}))


def with_item(catalogue: catalog.Catalogue, item_id: str, **plain: object) -> catalog.Catalogue:
    """The catalogue with other plain words for one item."""
    item = catalogue.items[item_id]
    data: Mapping[str, Any] = {**item.data, "plain": {**item.data["plain"], **plain}}
    changed = replace(item, title=data["plain"]["title"], data=data)
    return replace(catalogue, items=MappingProxyType({**catalogue.items, item_id: changed}))


def code_of(guide_id: str, stamp: int, station: str | None = STATION, public: str = PUBLIC) -> str:
    """What the code of a guide must say, written down once more without the code under test."""
    return f"{public}/i/{guide_id}?" + (f"s={quote(station)}&" if station else "") + f"v={stamp}"


def pictures(pdf: bytes, dots: int = 144) -> list[Image.Image]:
    """The pages of a PDF as pictures with `dots` per inch, in grey as a cheap printer gives them."""
    document = pypdfium2.PdfDocument(pdf)
    return [page.render(scale=dots / 72, grayscale=True).to_pil() for page in document]


def read_codes(picture: Image.Image, rows: int = 1) -> list[str]:
    """What the QR codes of a picture say; those of a page with several `rows` from top left to bottom right."""

    def place(code: zxingcpp.Barcode) -> tuple[int, int]:
        corner = code.position.top_left
        return corner.y * rows // picture.height, corner.x

    return [code.text for code in sorted(zxingcpp.read_barcodes(picture), key=place)]


def texts(pdf: bytes) -> list[str]:
    """The words of each page as they can be searched and copied."""
    return [page.get_textpage().get_text_range() for page in pypdfium2.PdfDocument(pdf)]


def sticks_out(pdf: bytes, margin: float = 5.0) -> list[tuple[int, str]]:
    """Page and words of every piece of text that comes nearer to an edge than `margin` (points)."""
    found = []
    for number, page in enumerate(pypdfium2.PdfDocument(pdf), start=1):
        width, height = page.get_size()
        text = page.get_textpage()
        for index in range(text.count_rects()):
            left, bottom, right, top = text.get_rect(index)
            inside = (
                left >= margin and bottom >= margin and right <= width - margin and top <= height - margin
            )
            if not inside:
                found.append((number, text.get_text_bounded(left, bottom, right, top)))
    return found


def fonts(pdf: bytes) -> dict[str, bool]:
    """The fonts of a PDF by name, and whether each is embedded."""
    raw, found = pypdfium2.raw, {}
    for page in pypdfium2.PdfDocument(pdf):
        for thing in page.get_objects(filter=[raw.FPDF_PAGEOBJ_TEXT], max_depth=8):
            font = raw.FPDFTextObj_GetFont(thing.raw)
            name = ctypes.create_string_buffer(128)
            raw.FPDFFont_GetBaseFontName(font, name, 128)
            found[name.value.decode()] = bool(raw.FPDFFont_GetIsEmbedded(font))
    return found


def outline(pdf: bytes) -> list[tuple[int, str, int]]:
    """The bookmarks of a PDF: level, title, page (both from 0)."""
    return [
        (mark.level, mark.get_title(), mark.get_dest().get_index())
        for mark in pypdfium2.PdfDocument(pdf).get_toc()
    ]
