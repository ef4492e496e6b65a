"""Reads figures out of Chinese text: digits and numerals, their unit, and the clause they stand in.

Durations come in one unit for months and years and one for hours and minutes, yuan in yuan: "半年" and "6个月" are the
same figure, "5万元" and "50000元" too. A numeral whose unit is not in `_UNITS` keeps its value and has the unit "".
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass

OFFICE_DAYS, DAYS, MONTHS, MINUTES, YUAN, TIMES, SORTS, CERTIFICATES = (
    "工作日",
    "天",
    "月",
    "分钟",
    "元",
    "回",
    "样",
    "证",
)
MONTH, DAY = "月份", "号"
"""Units of a calendar date."""

_UNITS: dict[str, tuple[str, float]] = {
    "个工作日": (OFFICE_DAYS, 1), "工作日": (OFFICE_DAYS, 1),
    "天": (DAYS, 1), "日": (DAYS, 1), "周": (DAYS, 7), "个星期": (DAYS, 7),
    "个月": (MONTHS, 1), "月": (MONTHS, 1), "个季度": (MONTHS, 3), "年头": (MONTHS, 12), "年": (MONTHS, 12),
    "分钟": (MINUTES, 1), "小时": (MINUTES, 60), "个小时": (MINUTES, 60), "个钟头": (MINUTES, 60),
    "元": (YUAN, 1), "块钱": (YUAN, 1), "块": (YUAN, 1),
    "周岁": ("岁", 1), "岁": ("岁", 1), "高寿": ("岁", 1),
    "个人": ("人", 1), "人": ("人", 1), "个客人": ("人", 1), "客人": ("人", 1), "口人": ("人", 1), "名": ("人", 1), "位": ("人", 1),
    "趟": (TIMES, 1), "回": (TIMES, 1), "次": (TIMES, 1),
    "样": (SORTS, 1), "种": (SORTS, 1), "证": (CERTIFICATES, 1), "个证": (CERTIFICATES, 1), "样证": (CERTIFICATES, 1),
    "平方米": ("平方米", 1), "平": ("平方米", 1), "亩": ("亩", 1), "厘": ("厘", 1), "寸": ("寸", 1), "吨": ("吨", 1),
    "份": ("份", 1), "张": ("份", 1), "本": ("份", 1),
    "头": ("头", 1), "只": ("只", 1), "桌": ("桌", 1), "级": ("级", 1), "类": ("类", 1), "档": (SORTS, 1), "户": ("户", 1),
    "层": ("层", 1), "倍": ("倍", 1), "步": ("步", 1), "%": ("%", 1), "成": ("%", 10),
}  # fmt: skip
_DIGITS = {digit: value for value, digit in enumerate("零一二三四五六七八九")} | {"两": 2, "半": 0.5}
_TENS = {"十": 10, "百": 100, "千": 1000}
CHINESE_NUMERALS = "零一二两三四五六七八九十百千万"
_NUMERAL = rf"\d+(?:\.\d+)?万?|[{CHINESE_NUMERALS}]+|半(?=[个年天])"
_UNIT = "|".join(sorted(map(re.escape, _UNITS), key=len, reverse=True))
_FIGURE = re.compile(
    rf"(?<![第几数\d.{CHINESE_NUMERALS}])({_NUMERAL})(?![几多\d{CHINESE_NUMERALS}])\s?({_UNIT})?"
)
_TO = re.compile(r"(?:至|到|-|—|~|、)(?=\d|[一二两三四五六七八九十百千万])")
_FRACTION = re.compile(r"([一二两三四五六七八九十]+)分之([一二两三四五六七八九十]+)")
_YEAR = re.compile(r"(\d{4})(?:年度?|款)")
_DATE = re.compile(r"(\d{1,2}|[一二三四五六七八九十]{1,2})月(?:(\d{1,2})[日号]|(?=[底末初起份]))")
_CLAUSE = re.compile(r"[，。；：！？\n]")
_ARTICLE = re.compile(r"第[零一二三四五六七八九十百千]+条(?:之一)?|〔\d+〕\d+号|《[^》]*》")
"""Numbers of laws and titles of papers are names."""


@dataclass(frozen=True)
class Figure:
    """A value and its unit, where it stands in the text, and the rest of its clause before and behind it."""

    value: float
    unit: str
    start: int
    end: int
    before: str
    behind: str

    @property
    def clause_start(self) -> int:
        """Place of the clause in the text."""
        return self.start - len(self.before)

    @property
    def clause(self) -> str:
        """The clause without the figure."""
        return self.before + self.behind

    @property
    def said(self) -> tuple[float, str]:
        """Value and unit alone: what is compared."""
        return self.value, self.unit

    def __str__(self) -> str:
        return f"{self.value:g}{self.unit}"


def figures(text: str, idioms: Collection[str] = (), verse: bool = False) -> list[Figure]:
    """Return the figures of `text`; in a range both ends. Years, numbers of laws and `idioms` are none.

    A line of `verse` is one clause.

    >>> [str(figure) for figure in figures("每人20至30平方米，办两个工作日")]
    ['20平方米', '30平方米', '2工作日']
    """
    return list(_figures(text, idioms, verse))


def years(text: str) -> set[str]:
    """Return the calendar years that `text` names."""
    return set(_YEAR.findall(text))


def number(words: str) -> float:
    """Return the value of digits or of a Chinese numeral below a hundred million."""
    if words[0].isdigit():
        return float(words.removesuffix("万")) * (10000 if words.endswith("万") else 1)
    total = section = digit = 0.0
    for character in words:
        if character == "万":
            total += (section + digit or 1) * 10000
            section = digit = 0
        elif character in _TENS:
            section += (digit or 1) * _TENS[character]
            digit = 0
        else:
            digit = _DIGITS[character]
    return total + section + digit


def clauses(text: str) -> Iterator[tuple[int, str]]:
    """Yield each clause of `text` with its place."""
    start = 0
    for mark in _CLAUSE.finditer(text):
        yield start, text[start : mark.start()]
        start = mark.end()
    yield start, text[start:]


def _blank(pattern: re.Pattern[str], text: str) -> str:
    return pattern.sub(lambda match: "　" * len(match[0]), text)


def _figures(text: str, idioms: Collection[str], verse: bool) -> Iterator[Figure]:
    bare = _blank(_YEAR, _blank(_ARTICLE, text))
    for idiom in sorted(idioms, key=len, reverse=True):
        bare = bare.replace(idiom, "　" * len(idiom))
    for place, clause in [(0, bare)] if verse else clauses(bare):
        said = text[place : place + len(clause)]
        for value, unit, (start, end) in _in_clause(clause):
            yield Figure(value, unit, place + start, place + end, said[:start], said[end:])


def _in_clause(clause: str) -> Iterator[tuple[float, str, tuple[int, int]]]:
    """Yield value, unit and place of each figure of a clause: dates, then fractions, then all others."""
    for match in _DATE.finditer(clause):
        yield number(match[1]), MONTH, match.span()
        if match[2]:
            yield float(match[2]), DAY, match.span()
    clause = _blank(_DATE, clause)
    for match in _FRACTION.finditer(clause):
        yield round(number(match[2]) / number(match[1]), 3), "之比", match.span()
    clause = _blank(_FRACTION, clause)
    found = list(_FIGURE.finditer(clause))
    units = [match[2] for match in found]
    for index in range(len(found) - 2, -1, -1):
        # "20至30平方米" says "20平方米": a start without a unit has that of its end.
        to = _TO.match(clause, found[index].end())
        if units[index] is None and to and to.end() == found[index + 1].start():
            units[index] = units[index + 1]
    for match, unit in zip(found, units):
        name, factor = _UNITS[unit] if unit else ("", 1.0)
        yield number(match[1]) * factor, name, match.span()
