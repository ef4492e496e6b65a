"""What a life event adds up to: one list of papers, and what is saved against doing its items one by one.

Pure: events and items as loaded go in, plain values come out. The backend, the pack and the checks use it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from catalog.situations import Answers, personal, usual
from catalog.text import comparable

DAYS_OF_MONTH = 21.75
"""Working days in a month, as wages are reckoned (劳社部发〔2008〕3号)."""
_DAYS = {"minutes": 0.0, "working_days": 1.0, "days": 5 / 7, "months": DAYS_OF_MONTH}

Data = Mapping[str, Any]


@dataclass
class MergedPaper:
    """One paper of the merged list. `asked_by`: (item id, what the item calls it, whether only maybe).

    `made` says that an item done earlier in the event gives it: nobody has to look for it.
    """

    key: str
    name: str
    original: int
    copies: int
    shared: bool
    form: bool
    sources: list[str]
    made: bool = True
    asked_by: list[tuple[str, str, bool]] = field(default_factory=list)

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
    merged: dict[str, MergedPaper] = {}
    made: set[str] = set()
    for entry in entries(event):
        item = items.get(entry["item"])
        if item is None:
            continue
        answers: Answers = entry.get("answers", {})
        for material, open_ in personal(item, item["materials"], answers):
            maybe = open_ or "only_if" in entry
            key = material.get("paper") or comparable(material["name"])
            known = merged.get(key)
            if known is None:
                name = papers[key]["name"] if key in papers else material["name"]
                known = merged[key] = MergedPaper(key, name, 0, 0, True, "form" in material, [])
            known.original = max(known.original, material["original"])
            known.copies = max(known.copies, material["copies"])
            known.shared = known.shared and material["shared"]
            known.made = known.made and key in made
            if material["source"] not in known.sources:
                known.sources.append(material["source"])
            known.asked_by.append((item["id"], material["name"], maybe))
        if "only_if" not in entry:
            made |= {key for key, paper in papers.items() if item["id"] in paper.get("made_by", ())}
    for paper in merged.values():
        words = {own for _, own, _ in paper.asked_by}
        paper.name = words.pop() if len(words) == 1 else paper.name
    return sorted(merged.values(), key=lambda paper: (paper.maybe, paper.made, -len(paper.asked_by)))


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
