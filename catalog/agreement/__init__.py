"""Do the plain texts say what the structured fields say? Every figure, and every paper by name.

Plain texts are what people read and hear: the answer, what is read aloud, the rhyme. There is one rule for each kind of
figure:

- time an office takes: what the item promises, or what a step says of itself; a text that names such a time in the
  promise's unit names the promise
- any other duration or date: stands in a structured text
- money: where the item has priced rows, one of them; else it stands in a structured text; what costs nothing is free
- visits: `visits.count`
- how many papers: as many as are listed beside the figure, else as many as the usual situation asks for
- all others: the same figure stands in a structured text; without a unit, its value does

That a figure stands somewhere is not enough where another one of its kind fits the clause clearly better.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from catalog.agreement.facts import FREE, Evidence, Facts, Said, facts
from catalog.agreement.figures import (
    DAYS,
    MINUTES,
    MONTHS,
    OFFICE_DAYS,
    SORTS,
    TIMES,
    YUAN,
    Figure,
    figures,
    number,
    years,
)
from catalog.agreement.papers import strange

Data = Mapping[str, Any]

_HANDLING = re.compile(
    "办[好完结下]|答复|回话|审[完好核]|批[下好完]|结果|[发出拿换]证|做[好完]|送回|到账|打[到钱]|查完|裁完|[调登改开]好|登记好"
    "|安排|定下|派律师|认定"
)
"""Words that say of a duration in days or months that an office takes it."""
_GRANTED = re.compile("补|罚|贷|发|给|赔|奖|最高|资助|扶助")
"""Words that say of an amount that it is not what the person pays."""
_COMES_BEFORE, _COMES_BEHIND = re.compile("跑.{0,2}$"), re.compile("就[行够]|够")
_ORDINAL = re.compile("第([一二三四五六七八九])步")
_TELLS_NOTHING = frozenset("的了要在里以内个不到前后有和也都就可是费收证钱一办")
"""Characters that tell no clause from another."""
_CLEARLY = 2
"""So many more words in common make another figure of the same kind the one that is meant."""
_OF_PAPERS = re.compile("带|交|材料|资料|证件")
_LISTED = re.compile("[、和或]")


@dataclass(frozen=True)
class _Text:
    """A plain text and its figures."""

    words: str
    figures: list[Figure]
    rhyme: bool


def problems(
    texts: Mapping[str, str],
    data: Iterable[Data],
    papers: Mapping[str, Data],
    idioms: Collection[str] = (),
) -> Iterator[tuple[str, str]]:
    """Yield (key of the text, problem) for everything in `texts` that no field of `data` bears out.

    `idioms` are words whose numerals count nothing (`catalog/words/numerals.yml`).
    """
    known = facts(data, idioms)
    for key, text in texts.items():
        rhyme = ".rhyme" in key
        plain = _Text(text, figures(text, idioms, verse=rhyme), rhyme)
        for figure in plain.figures:
            if not _borne_out(figure, plain, known):
                yield key, f"“{figure}” stands in no structured field that speaks of this"
        yield from ((key, problem) for problem in _promise(plain, known))
        if FREE.search(text) and not known.free:
            yield key, "it costs nothing, and no fee says so"
        for year in years(text) - known.years:
            yield key, f"the year {year} stands in no structured field"
        for name in dict.fromkeys(strange(text, known.told, known.brought, papers, rhyme)):
            yield key, f"the paper “{name}” stands in no structured field that speaks of papers"


def _borne_out(figure: Figure, text: _Text, known: Facts) -> bool:
    """Return whether the field that the figure is said of has it."""
    if figure.unit in (DAYS, MONTHS, OFFICE_DAYS, MINUTES):
        return _duration(figure, text, known)
    if figure.unit == YUAN:
        return _amount(figure, text, known)
    if figure.unit == TIMES and (_COMES_BEFORE.search(figure.before) or _COMES_BEHIND.match(figure.behind)):
        return figure.value in known.visits
    if figure.value == 1:
        # "一张表", "一笔钱": an article.
        return True
    if figure.unit == SORTS:
        return _count(figure, text, known)
    if figure.unit == "步" and (steps := _ORDINAL.findall(text.words)):
        return figure.value == number(steps[-1])
    if figure.unit == "":
        return figure.value in known.values
    return _fits(figure, text, known.elsewhere)


def _fits(figure: Figure, text: _Text, evidence: Evidence, margin: int = _CLEARLY) -> bool:
    """Return whether `evidence` has the figure, and no other one of its kind whose words fit the clause better."""
    if figure.said not in evidence:
        return False
    words = set(figure.clause) - _TELLS_NOTHING
    meant = {other.said for other in text.figures if other.clause_start == figure.clause_start}

    def common(key: Said) -> int:
        return max(len(words & set(clause)) for clause in evidence[key])

    others = [key for key in evidence if key[1] == figure.unit and key[0] > 1 and key not in meant]
    return all(common(other) < common(figure.said) + margin for other in others)


def _is_handling(figure: Figure) -> bool:
    return figure.unit in (OFFICE_DAYS, MINUTES) or (
        figure.unit in (DAYS, MONTHS) and bool(_HANDLING.search(figure.clause))
    )


def _duration(figure: Figure, text: _Text, known: Facts) -> bool:
    if text.rhyme and figure.unit == DAYS and (figure.value, OFFICE_DAYS) in known.promised:
        # A rhyme has no room for "个工作日".
        return True
    if not _is_handling(figure):
        return _fits(figure, text, known.elsewhere)
    return figure.said in known.promised or _fits(figure, text, known.handling)


def _promise(text: _Text, known: Facts) -> Iterator[str]:
    """A text that says how long it takes says the promise."""
    if len(known.promised) != 1:
        return
    ((value, unit),) = known.promised
    named = [figure for figure in text.figures if _is_handling(figure) and figure.unit == unit]
    if named and value not in {figure.value for figure in named}:
        yield f"“{named[0]}” is not what is promised: {value:g}{unit}"


def _amount(figure: Figure, text: _Text, known: Facts) -> bool:
    if any(amount for amount, _ in known.fees) and not _GRANTED.search(figure.clause):
        return _fits(figure, text, known.fees, margin=1)
    return figure.said in known.elsewhere or figure.said in known.fees


def _count(figure: Figure, text: _Text, known: Facts) -> bool:
    """A count of things: of those listed right behind or before it, else of the papers people usually bring."""
    behind = re.match(r"[^，。；]*：([^。；]+)", text.words[figure.end :])
    before = re.search(r"([^，。；：]*[、和或][^，。；：]*)，?[^，。；：]*$", text.words[: figure.start])
    for listed in (behind, before):
        if listed:
            return len(_LISTED.split(listed[1])) == figure.value
    of_papers = _OF_PAPERS.search(figure.clause) and figure.value in known.papers
    return bool(of_papers) or figure.said in known.elsewhere
