"""Do the plain texts say what the structured fields say? Figures with a unit, and papers by name.

Plain texts are what people read and hear: the answer, what is read aloud, the rhyme. Every figure with a unit and
every paper they name must stand in a structured field of the same item (for a life event: of one of its items).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

Data = Mapping[str, Any]
Figure = tuple[float, str]
"""A value and its unit, as (20.0, "工作日")."""

_DIGITS = {digit: value for value, digit in enumerate("零一二三四五六七八九")} | {"两": 2}
_TENS = {"十": 10, "百": 100, "千": 1000}
_UNITS = {
    "个工作日": "工作日", "工作日": "工作日", "天": "天", "日": "天", "个月": "月", "周岁": "岁", "岁": "岁", "元": "元",
    "块钱": "元", "块": "元", "万元": "万元", "平方米": "平方米", "分钟": "分钟", "个小时": "小时", "小时": "小时", "年": "年",
    "亩": "亩", "厘": "厘", "寸": "寸", "份": "份", "张": "张", "回": "回", "趟": "回", "%": "%",
}  # fmt: skip
_NUMBER = r"\d+(?:\.\d+)?|[一二两三四五六七八九十百千]+"
_UNIT = "|".join(sorted(map(re.escape, _UNITS), key=len, reverse=True))
_RANGE = re.compile(rf"({_NUMBER})(?:个?(?:{_UNIT}))?(?:至|到|-|—|~)(?={_NUMBER})")
_FIGURE = re.compile(rf"(?<!第)(?<![\d.一二两三四五六七八九十百千几])({_NUMBER})\s?({_UNIT})(?!以内的事)")
_SAID_LOOSELY = {(1.0, unit) for unit in ("年", "回", "天", "份", "张", "月")}
"""“一年一回”, “一份心意”: a one before these counts nothing."""
_DATE = re.compile(r"(?:(\d{4})年)?\d{1,2}月(?:\d{1,2}[日号])?|(\d{4})(?:年度?|款)")
_TITLED = re.compile("《([^《》]+)》")
_DURATION_UNITS = {"minutes": "分钟", "working_days": "工作日", "days": "天", "months": "月"}
_NOT_STRUCTURED = {"plain", "utterances", "questions", "neighbours", "review", "confirm_locally"}


def problems(
    texts: Mapping[str, str], facts: Iterable[Data], papers: Mapping[str, Data]
) -> Iterator[tuple[str, str]]:
    """Yield (key of the text, problem) for everything in `texts` that no field of `facts` bears out."""
    fields = [_structured(data) for data in facts]
    told = "\n".join(line for data in fields for line in _strings(data))
    known = set(figures(told))
    for data in fields:
        known |= set(_own_figures(data))
    visits = {data["visits"]["count"] for data in fields if "visits" in data}
    for key, text in texts.items():
        for value, unit in figures(text):
            if unit == "回" and visits and value in visits | {sum(visits)}:
                continue
            if (value, unit) not in known and (value, unit) not in _SAID_LOOSELY:
                yield key, f"“{value:g}{unit}” stands in no structured field"
        for year in years(text) - years(told) - _years_of(fields):
            yield key, f"the year {year} stands in no structured field"
        for name in _TITLED.findall(text):
            if name not in told:
                yield key, f"《{name}》 stands in no structured field"
        yield from (
            (key, f"the paper “{name}” stands in no structured field")
            for name in _strange(text, told, papers)
        )


def figures(text: str) -> list[Figure]:
    """Return the figures with a unit in `text`; both ends of a range; calendar dates are no figures.

    >>> figures("20至30平方米，两个工作日")
    [(20.0, '平方米'), (30.0, '平方米'), (2.0, '工作日')]
    """
    found = []
    text = _DATE.sub("", text)
    while match := _RANGE.search(text):
        # "20至30平方米" says "20平方米" and "30平方米": the unit behind the end belongs to the start too.
        unit = re.match(rf"(?:{_NUMBER})\s?({_UNIT})", text[match.end() :])
        if unit:
            found.append((number(match[1]), _UNITS[unit[1]]))
        text = text[: match.start()] + "，" + text[match.end() :]
    return found + [(number(match[1]), _UNITS[match[2]]) for match in _FIGURE.finditer(text)]


def number(words: str) -> float:
    """Return the value of Arabic digits or of a Chinese numeral below ten thousand."""
    if words[0].isdigit():
        return float(words)
    total = digit = 0
    for character in words:
        if character in _TENS:
            total += (digit or 1) * _TENS[character]
            digit = 0
        else:
            digit = _DIGITS[character]
    return float(total + digit)


def years(text: str) -> set[str]:
    """Return the calendar years that `text` names."""
    return {year for match in _DATE.findall(text) for year in match if year}


def _structured(data: Data) -> dict[str, Any]:
    return {key: value for key, value in data.items() if key not in _NOT_STRUCTURED}


def _strings(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, Mapping):
        for entry in value.values():
            yield from _strings(entry)
    elif isinstance(value, list):
        for entry in value:
            yield from _strings(entry)


def _own_figures(data: Data) -> Iterator[Figure]:
    """Yield what the numbers of a file's fields say."""
    for row in data.get("fee", {}).get("rows", ()):
        if row["amount"] is not None:
            yield float(row["amount"]), "元"
    for key in ("statutory", "promised"):
        duration = data.get("time", {}).get(key)
        if duration:
            yield float(duration["value"]), _DURATION_UNITS[duration["unit"]]
    for material in data.get("materials", ()):
        for unit in ("份", "张"):
            yield float(material["original"] + material["copies"]), unit
    for stage in data.get("stages", ()):
        yield float(stage["visits"]), "回"


def _years_of(fields: Iterable[Data]) -> set[str]:
    rows = [row for data in fields for row in data.get("fee", {}).get("rows", ())]
    laws = [law for data in fields for law in data.get("basis", ())]
    return {str(row["year"]) for row in rows if "year" in row} | {str(law["in_force"]) for law in laws}


def _strange(text: str, told: str, papers: Mapping[str, Data]) -> Iterator[str]:
    """Yield the papers that `text` names and `told` does not, by any of their names."""
    for paper in papers.values():
        used = [name for name in paper["names"] if name in text]
        if used and not any(name in told for name in (paper["name"], *paper["names"])):
            yield max(used, key=len)
