"""What a life event adds up to: one list of papers, and what is saved against doing its items one by one.

Pure: events and items as loaded go in, plain values come out. The backend, the pack and the checks use it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from catalog.situations import personal, usual
from catalog.text import comparable

DAYS_OF_MONTH = 21.75
"""Working days in a month, as wages are reckoned (劳社部发〔2008〕3号)."""
_DAYS = {"minutes": 0.0, "working_days": 1.0, "days": 5 / 7, "months": DAYS_OF_MONTH}

Data = Mapping[str, Any]


@dataclass(frozen=True)
class MergedPaper:
    """One paper of the merged list. `asked_by`: (item id, what the item calls it, whether only maybe), in order.

    `made` says that an item done earlier in the event gives it: nobody has to look for it.
    """

    key: str
    name: str
    original: int
    copies: int
    shared: bool
    form: bool
    sources: list[str]
    made: bool
    asked_by: list[tuple[str, str, bool]]

    @property
    def maybe(self) -> bool:
        """Whether no item needs it for sure."""
        return all(maybe for _, _, maybe in self.asked_by)

    @property
    def carried(self) -> bool:
        """Whether somebody holds it, to hand in or to show; what the window looks up itself is not."""
        return self.original + self.copies > 0

    @property
    def brought(self) -> bool:
        """Whether people come with it: neither filled in at the window nor given by an earlier item."""
        return self.carried and not self.form and not self.made


@dataclass(frozen=True)
class Saving:
    """Visits, working days and papers to bring: each item on its own, one after the other, against the event.

    Counted is what everybody needs and the entries marked `usual`; `given` are the conditions of these.
    """

    given: tuple[str, ...]
    visits_apart: int
    visits_together: int
    days_apart: int
    days_together: int
    papers_apart: int
    papers_together: int


def entries(event: Data) -> list[Data]:
    """Return the event's `{item, why, only_if?, usual?, answers?, promised?}` in order."""
    return [entry for stage in event["stages"] for entry in stage["items"]]


def visits(stage: Data, items: Mapping[str, Data]) -> int:
    """Return how often people come for a stage.

    Its items are handed in together at one window, so it takes as long a way as the item that needs the most.
    """
    counts = [items[entry["item"]]["visits"]["count"] for entry in stage["items"] if entry["item"] in items]
    return max(counts, default=0)


def merge_papers(event: Data, items: Mapping[str, Data], papers: Mapping[str, Data]) -> list[MergedPaper]:
    """Return every paper of the event's items once, those asked for most first.

    Two materials are one paper when they name the same entry of `papers`, or have the same words for a name. It goes
    by the items' own word for it where they agree. Items that are not in `items` are passed over.
    """
    asks: dict[str, list[_Ask]] = {}
    made: set[str] = set()
    for entry in entries(event):
        item = items.get(entry["item"])
        if item is None:
            continue
        for material, open_ in personal(item, item["materials"], entry.get("answers", {})):
            key = material.get("paper") or comparable(material["name"])
            ask = _Ask(item["id"], material, open_ or "only_if" in entry, key in made)
            asks.setdefault(key, []).append(ask)
        if "only_if" not in entry:
            made |= {key for key, paper in papers.items() if item["id"] in paper.get("made_by", ())}
    merged = [_merged(key, found, papers) for key, found in asks.items()]
    return sorted(merged, key=lambda paper: (paper.maybe, paper.made, -len(paper.asked_by)))


@dataclass(frozen=True)
class _Ask:
    """One item's material; `made`: an earlier item gives it."""

    item: str
    material: Data
    maybe: bool
    made: bool


def _merged(key: str, asks: Sequence[_Ask], papers: Mapping[str, Data]) -> MergedPaper:
    """Return the paper of `asks`. What everybody needs decides what it is; what only some need, where nobody else does."""
    deciding = [ask for ask in asks if not ask.maybe] or asks
    words = {ask.material["name"] for ask in asks}
    return MergedPaper(
        key=key,
        name=papers[key]["name"] if len(words) > 1 and key in papers else asks[0].material["name"],
        original=max(ask.material["original"] for ask in deciding),
        copies=max(ask.material["copies"] for ask in deciding),
        shared=all(ask.material["shared"] for ask in deciding),
        form="form" in deciding[0].material,
        made=all(ask.made for ask in deciding),
        sources=list(dict.fromkeys(ask.material["source"] for ask in asks)),
        asked_by=[(ask.item, ask.material["name"], ask.maybe) for ask in asks],
    )


def saving(event: Data, items: Mapping[str, Data], papers: Mapping[str, Data]) -> Saving:
    """Return what doing the event's items together saves, with every open question answered as most people do."""
    stages = [
        {"items": [_supposed(entry, items) for entry in stage["items"] if _counts(entry, items)]}
        for stage in event["stages"]
    ]
    case = {"stages": stages}
    done = entries(case)
    brought = [paper for paper in merge_papers(case, items, papers) if paper.brought]
    return Saving(
        given=tuple(entry["only_if"] for entry in entries(event) if entry.get("usual")),
        visits_apart=sum(items[entry["item"]]["visits"]["count"] for entry in done),
        visits_together=sum(visits(stage, items) for stage in stages),
        days_apart=round(sum(_days(entry, items) for entry in done)),
        days_together=round(
            sum(max((_days(entry, items) for entry in stage["items"]), default=0.0) for stage in stages)
        ),
        papers_apart=sum(len({item_id for item_id, _, _ in paper.asked_by}) for paper in brought),
        papers_together=len(brought),
    )


def _counts(entry: Data, items: Mapping[str, Data]) -> bool:
    return entry["item"] in items and ("only_if" not in entry or entry.get("usual", False))


def _supposed(entry: Data, items: Mapping[str, Data]) -> Data:
    """Return the entry as one that everybody needs, with no question open."""
    answers = usual(items[entry["item"]], entry.get("answers", {}))
    sure = {key: value for key, value in entry.items() if key != "only_if"}
    return {**sure, "answers": answers}


def _days(entry: Data, items: Mapping[str, Data]) -> float:
    """Return the promised time in working days: what the entry's answers make of it, or the item's."""
    promised = entry.get("promised") or items[entry["item"]]["time"]["promised"]
    return float(promised["value"] * _DAYS[promised["unit"]])
