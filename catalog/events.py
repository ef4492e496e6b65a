"""What a life event adds up to: one list of papers, and what is saved against doing its items one by one.

Pure: events and items as loaded go in, plain values come out. The backend, the pack and the checks use it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from catalog.situations import Answers, personal
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


@dataclass(frozen=True)
class Saving:
    """Visits and working days: each item on its own, one after the other, against the event's stages.

    Counts only what everybody needs; items with `only_if` are left out.
    """

    visits_apart: int
    visits_together: int
    days_apart: int
    days_together: int
    papers_apart: int
    papers_together: int


def entries(event: Data) -> list[Data]:
    """Return the event's `{item, why, only_if?, answers?}` in order."""
    return [entry for stage in event["stages"] for entry in stage["items"]]


def merge_papers(event: Data, items: Mapping[str, Data], papers: Mapping[str, Data]) -> list[MergedPaper]:
    """Return every paper of the event's items once, those asked for most first.

    Two materials are one paper when they name the same entry of `papers`, or have the same words for a name.
    Items that are not in `items` are passed over.
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
    return sorted(merged.values(), key=lambda paper: (paper.maybe, paper.made, -len(paper.asked_by)))


def saving(event: Data, items: Mapping[str, Data], papers: Mapping[str, Data]) -> Saving:
    """Return what doing the event's items together saves."""
    needed: list[list[Data]] = [
        [
            items[entry["item"]]
            for entry in stage["items"]
            if "only_if" not in entry and entry["item"] in items
        ]
        for stage in event["stages"]
    ]
    everything = [item for stage in needed for item in stage]
    sure = {
        **event,
        "stages": [
            {**stage, "items": [entry for entry in stage["items"] if "only_if" not in entry]}
            for stage in event["stages"]
        ],
    }
    merged = [paper for paper in merge_papers(sure, items, papers) if not paper.maybe and not paper.made]
    return Saving(
        visits_apart=sum(item["visits"]["count"] for item in everything),
        visits_together=sum(stage["visits"] for stage, found in zip(event["stages"], needed) if found),
        days_apart=round(sum(map(_days, everything))),
        days_together=round(sum(max(map(_days, stage), default=0.0) for stage in needed)),
        papers_apart=sum(sum(1 for _, _, maybe in paper.asked_by if not maybe) for paper in merged),
        papers_together=len(merged),
    )


def _days(item: Data) -> float:
    """Return the promised time in working days."""
    promised = item["time"]["promised"]
    return float(promised["value"] * _DAYS[promised["unit"]])
