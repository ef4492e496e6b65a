"""Every guide by id, whether item or life event: found, listed, searched, put together."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

from backend.guides.schemas import Event, EventItem, EventPaper, Found, Rhyme, Stage
from backend.items.search import Document, Index
from backend.items.service import ItemService
from backend.kit.errors import NotFound
from catalog import Catalogue, cards, events


class GuideNotFound(NotFound):
    """No item and no life event has this id."""

    code, text = "guide_not_found", "没有找到这份办事指南。它可能改了名字，请从“办事大全”里找一找。"


@dataclass(frozen=True, slots=True)
class Guide:
    """An item in force or a life event. `stamp` grows with every publication of anything in it."""

    id: str
    kind: Literal["item", "event"]
    title: str
    name: str
    stamp: int
    data: Mapping[str, Any]

    @property
    def found(self) -> Found:
        """The guide as it stands in a list."""
        return Found(
            id=self.id,
            kind=self.kind,
            title=self.title,
            name=self.name,
            difference=self.data["plain"]["difference"],
            theme=self.data["theme"],
            level=self.data.get("level"),
            department=self.data.get("department"),
        )


class GuideService:
    """Guides over the items in force and the life events of the catalogue. Ready after `start`."""

    def __init__(self, items: ItemService, catalogue: Catalogue) -> None:
        self._items = items
        self._events = catalogue.events
        self._papers = catalogue.papers
        self.themes: Mapping[str, str] = catalogue.words["themes"]
        self._index = Index(())

    def start(self) -> None:
        """Build the search over the items in force."""
        self._index = self._items.index_with(Document.of(event.data) for event in self._events.values())

    @property
    def index(self) -> Index:
        """The search over all guides, for packs that search without us."""
        return self._index

    def find(self, guide_id: str) -> Guide | None:
        """Return the guide, or None."""
        if guide_id in self._events:
            event = self._events[guide_id]
            stamp = event.version + sum(
                item.ref.version for item in map(self._items.find, event.items) if item
            )
            return Guide(event.id, "event", event.title, "一件事一次办", stamp, event.data)
        item = self._items.find(guide_id)
        if item is None:
            return None
        return Guide(
            item.ref.id,
            "item",
            item.ref.title,
            cards.printed(item.ref.name),
            item.ref.version,
            item.data,
        )

    def get(self, guide_id: str) -> Guide:
        """Return the guide.

        Raises:
            GuideNotFound: no item and no life event has this id.
        """
        guide = self.find(guide_id)
        if guide is None:
            raise GuideNotFound()
        return guide

    def list_events(self) -> list[Guide]:
        """Return the life events, by life theme."""
        order = list(self.themes)
        return sorted(map(self.get, self._events), key=lambda event: order.index(event.data["theme"]))

    def list_items(self) -> list[Guide]:
        """Return the items in force, by level, department and name as the district lists them."""
        return [self.get(summary.id) for summary in self._items.list_items()]

    def search(self, words: str, limit: int) -> list[Guide]:
        """Return up to `limit` guides for plain words, dialect or pinyin initials, best first."""
        return [self.get(guide_id) for guide_id, _ in self._index.search(words, limit)]

    def event(self, event_id: str) -> Event:
        """Return a life event put together from the items in force.

        Raises:
            GuideNotFound: no life event has this id.
        """
        if event_id not in self._events:
            raise GuideNotFound()
        guide = self.get(event_id)
        items = {
            item_id: item.data
            for item_id in self._events[event_id].items
            if (item := self._items.find(item_id)) is not None
        }
        merged = events.merge_papers(guide.data, items, self._papers)
        return Event(
            id=guide.id,
            version=guide.stamp,
            title=guide.title,
            theme=guide.data["theme"],
            plain={"title": guide.title, **guide.data["plain"]},
            stages=[_stage(stage, items) for stage in guide.data["stages"]],
            papers=[_paper(paper, items) for paper in merged],
            saving=cards.saving_text(events.saving(guide.data, items, self._papers)),
            questions=[dict(pair) for pair in guide.data["questions"]],
            confirm_locally=list(guide.data["confirm_locally"]),
            review=dict(guide.data["review"]),
        )

    def events_with(self, item_id: str) -> list[Guide]:
        """Return the life events that an item belongs to."""
        return [self.get(event.id) for event in self._events.values() if item_id in event.items]

    def rhymes(self) -> list[Rhyme]:
        """Return every rhyme with its item."""
        return [
            Rhyme(item=guide.id, title=guide.title, lines=list(guide.data["plain"]["rhyme"]))
            for guide in self.list_items()
            if "rhyme" in guide.data["plain"]
        ]


def _stage(stage: Mapping[str, Any], items: Mapping[str, Mapping[str, Any]]) -> Stage:
    return Stage(
        name=stage["name"],
        when=stage["when"],
        visits=events.visits(stage, items),
        items=[
            EventItem(
                id=entry["item"],
                title=items[entry["item"]]["plain"]["title"],
                why=entry["why"],
                only_if=entry.get("only_if"),
            )
            for entry in stage["items"]
            if entry["item"] in items
        ],
    )


def _paper(paper: events.MergedPaper, items: Mapping[str, Mapping[str, Any]]) -> EventPaper:
    handed_in = not paper.shared and not paper.form
    asking = dict.fromkeys(item_id for item_id, _, _ in paper.asked_by)
    return EventPaper(
        name=paper.name,
        count=cards.count({"original": paper.original, "copies": paper.copies}) if handed_in else "",
        sources=paper.sources,
        shared=paper.shared,
        form=paper.form,
        maybe=paper.maybe,
        made=paper.made,
        carried=paper.carried,
        note=cards.asked_by([items[item_id]["plain"]["title"] for item_id in asking], len(items)),
    )
