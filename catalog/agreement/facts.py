"""What the structured fields of an item (or of the items of a life event) say, sorted by what it is said of."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

from catalog.agreement.figures import (
    CERTIFICATES,
    DAYS,
    MINUTES,
    MONTHS,
    OFFICE_DAYS,
    YUAN,
    figures,
    years,
)
from catalog.situations import personal, usual

Data = Mapping[str, Any]
Said = tuple[float, str]
"""Value and unit."""
Evidence = defaultdict[Said, list[str]]
"""A figure -> each line that says it, with what that line is about."""

DURATION_UNITS = {"minutes": MINUTES, "working_days": OFFICE_DAYS, "days": DAYS, "months": MONTHS}
_NOT_STRUCTURED = {
    "plain", "utterances", "questions", "neighbours", "review", "confirm_locally", "place", "codes",
}  # fmt: skip
_NAMES = {"id", "paper", "one_of", "when", "number", "article", "in_force", "item", "leads_to", "level"}
"""Keys whose text names something: a number in them is no figure."""
_HANDLING = {"steps", "time"}

FREE = re.compile("(?:不|免)收|免费|不(?:要|花|用交)钱")
"""Words that say of something that it costs nothing."""
_ABOUT = {"time": ("name", "does"), "label": ("note",), "note": ("label",)}
"""Key -> keys beside it that say what its text is about."""


@dataclass
class Facts:
    """Everything that a plain text may name.

    `promised`: what the item promises; `handling`: how long the office and its steps take; `elsewhere`: what all texts
    say; `fees`: the yuan of the rows, by the row's words; `free`: whether something of it costs nothing; `visits`: how
    often the person comes; `papers`: how many papers the usual situation asks for, with and without the blanks;
    `years`: the years that its texts and laws name; `told`: all structured text; `brought`: names of the papers to
    bring and of the results.
    """

    promised: set[Said] = field(default_factory=set)
    handling: Evidence = field(default_factory=lambda: defaultdict(list))
    elsewhere: Evidence = field(default_factory=lambda: defaultdict(list))
    fees: Evidence = field(default_factory=lambda: defaultdict(list))
    free: bool = False
    visits: set[float] = field(default_factory=set)
    papers: set[float] = field(default_factory=set)
    years: set[str] = field(default_factory=set)
    told: str = ""
    brought: str = ""

    @property
    def values(self) -> set[float]:
        """Every value, whatever its unit."""
        return {value for evidence in (self.handling, self.elsewhere, self.fees) for value, _ in evidence}


def facts(data: Iterable[Data], idioms: Collection[str]) -> Facts:
    """Return what the structured fields of `data` say; `idioms` hold no figure."""
    found = Facts()
    said = frozenset(idioms)
    for one in data:
        _add_texts(found, one, said)
        _add_time(found, one)
        _add_fees(found, one)
        _add_papers(found, one)
        if "visits" in one:
            found.visits.add(float(one["visits"]["count"]))
        for key in ("steps", "stages"):
            if key in one:
                found.elsewhere[float(len(one[key])), "步"].append("")
    return found


def _add_texts(found: Facts, data: Data, idioms: frozenset[str]) -> None:
    for key, value in data.items():
        if key in _NOT_STRUCTURED:
            continue
        for line, about in _lines(value):
            found.told += "\n" + line
            for said, words in _said(line, idioms):
                # What a step or the reckoning of time says may be a duty of the person too: "提前3天申报".
                found.elsewhere[said].append(about + words)
                if key in _HANDLING:
                    found.handling[said].append(about + words)
    found.years |= years(found.told) | {str(law["in_force"]) for law in data.get("basis", ())}


def _add_time(found: Facts, data: Data) -> None:
    time = data.get("time", {})
    for key in ("promised", "statutory"):
        if time.get(key):
            said = (float(time[key]["value"]), DURATION_UNITS[time[key]["unit"]])
            found.handling[said].append("")
            if key == "promised":
                found.promised.add(said)


def _add_fees(found: Facts, data: Data) -> None:
    fee = data.get("fee", {})
    told = "".join(line for line, _ in _lines(fee))
    found.free |= fee.get("free", False) or bool(FREE.search(told))
    for row in fee.get("rows", ()):
        found.free |= row["amount"] == 0
        if row["amount"] is not None:
            words = row["name"] + _labels(data, row.get("when", {}))
            found.fees[float(row["amount"]), YUAN].append(words)
        if "year" in row:
            found.years.add(str(row["year"]))


def _add_papers(found: Facts, data: Data) -> None:
    materials = data.get("materials", ())
    for material in materials:
        found.elsewhere[float(material["original"] + material["copies"]), "份"].append(material["name"])
        found.brought += "\n".join(("", material["name"], material.get("form", "")))
    if "result" in data:
        found.brought += "\n" + data["result"]["name"]
        found.elsewhere[float(len(data["result"]["name"].split("、"))), CERTIFICATES].append("")
    if "situations" in data:
        applying = [material for material, _ in personal(data, materials, usual(data, {}))]
        held = [material for material in applying if "form" not in material]
        found.papers |= {float(len(applying)), float(len(held))}


def _labels(data: Data, when: Mapping[str, Collection[str]]) -> str:
    """Return the words of the answers that `when` names."""
    return "".join(
        choice["label"]
        for situation in data.get("situations", ())
        for choice in situation["choices"]
        if choice["id"] in when.get(situation["id"], ())
    )


def _lines(value: Any, key: str = "", about: str = "") -> Iterator[tuple[str, str]]:
    """Yield (text, what it is about): a step's time is about what the step does, the note of a choice about the choice."""
    if isinstance(value, str):
        if key not in _NAMES:
            yield value, about
    elif isinstance(value, Mapping):
        for name, entry in value.items():
            yield from _lines(entry, name, "".join(value.get(key, "") for key in _ABOUT.get(name, ())))
    elif isinstance(value, list):
        for entry in value:
            yield from _lines(entry, key)


@lru_cache(maxsize=20000)
def _said(line: str, idioms: frozenset[str]) -> tuple[tuple[Said, str], ...]:
    """Return the figures of a line, each with the line."""
    return tuple((figure.said, line) for figure in figures(line, idioms))
