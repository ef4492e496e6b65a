"""What may stand in a cell: each kind shows a value of an item as a cell and reads it back.

A cell is text, a whole number or a decimal number; an empty one never gets here (`columns.Empty` says what it means).
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Protocol

from catalog.text import unfold

Cell = str | int | float | bool | date | datetime
_SLUG = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
_BETWEEN = re.compile(r"[、，,;；\s]+")
_DAY = re.compile(r"20\d\d-[01]\d-[0-3]\d")


class Unfit(ValueError):
    """The cell is not what its column takes; the text says so in Chinese."""


class Kind(Protocol):
    """One kind of cell."""

    @property
    def options(self) -> Sequence[str]:
        """All texts that may stand there, or none when they cannot be counted."""

    @property
    def help(self) -> str:
        """What may stand there, in a few words for the clerk."""

    def show(self, value: Any) -> str | int | float:
        """Return the cell for `value`."""

    def read(self, cell: Cell) -> Any:
        """Return the value of `cell`. Raises Unfit."""


def clean(text: str) -> str:
    """Return `text` without blanks at its ends. Raises Unfit for characters that nobody sees."""
    text = text.strip()
    for character in text:
        category = unicodedata.category(character)
        if character in "\n\r":
            raise Unfit("格子里有换行，请写成一段")
        blank = category == "Zs" and character not in " \u3000"
        if blank or category in {"Cc", "Cf", "Co", "Cs", "Zl", "Zp"}:
            raise Unfit(f"里头有看不见的字符（U+{ord(character):04X}），请删掉重新打")
    return str(unfold(text))


@dataclass(frozen=True)
class Text:
    """Words, in one paragraph."""

    options: Sequence[str] = ()
    help: str = "文字"

    def show(self, value: Any) -> str:
        """Return the words as they are."""
        return str(value)

    def read(self, cell: Cell) -> str:
        """Return the words; a short whole number is taken for the words it looks like."""
        if isinstance(cell, str):
            return clean(cell)
        if isinstance(cell, int) and not isinstance(cell, bool) and abs(cell) < 10**15:
            return str(cell)
        raise Unfit("要写成文字，请把格子的格式改成“文本”再打一遍")


@dataclass(frozen=True)
class Slug(Text):
    """An id."""

    help: str = "编号：小写字母、数字和短横线"

    def read(self, cell: Cell) -> str:
        """Return the id."""
        text = super().read(cell)
        if not _SLUG.fullmatch(text):
            raise Unfit(f"“{text}”不是编号，编号只用小写字母、数字和短横线")
        return text


@dataclass(frozen=True)
class Slugs:
    """Several ids."""

    options: Sequence[str] = ()
    help: str = "编号，几个之间用顿号隔开"

    def show(self, value: Any) -> str:
        """Return the ids with a mark between."""
        return "、".join(value)

    def read(self, cell: Cell) -> list[str]:
        """Return the ids in their order."""
        return [Slug().read(part) for part in _BETWEEN.split(Text().read(cell)) if part]


@dataclass(frozen=True)
class Number:
    """A whole number, or with `whole=False` any number."""

    whole: bool = True
    options: Sequence[str] = ()

    @property
    def help(self) -> str:
        """Say which numbers."""
        return "整数" if self.whole else "数字"

    def show(self, value: Any) -> int | float:
        """Return the number itself."""
        return int(value) if self.whole else float(value) if value != int(value) else int(value)

    def read(self, cell: Cell) -> int | float:
        """Return the number; digits typed as text are taken as well."""
        if isinstance(cell, str):
            text = unicodedata.normalize("NFKC", clean(cell))
            if re.fullmatch(r"\d{1,9}", text):
                return int(text)
            if not self.whole and re.fullmatch(r"\d{1,9}\.\d{1,4}", text):
                return self._plain(float(text))
        elif not isinstance(cell, bool | date) and (
            isinstance(cell, int) or not self.whole or cell == int(cell)
        ):
            return self._plain(cell)
        raise Unfit(f"“{cell}”不是{self.help}")

    @staticmethod
    def _plain(number: int | float) -> int | float:
        return int(number) if number == int(number) else number


@dataclass(frozen=True)
class Flag:
    """Yes or no."""

    options: Sequence[str] = ("是", "否")
    help: str = "是、否"

    def show(self, value: Any) -> str:
        """Return the Chinese word."""
        return "是" if value else "否"

    def read(self, cell: Cell) -> bool:
        """Return whether it says yes."""
        text = clean(str(cell))
        if text not in self.options:
            raise Unfit(f"“{text}”不行，只能填：{self.help}")
        return text == "是"


@dataclass(frozen=True)
class Choice:
    """One of a few values, each with its Chinese word."""

    words: Mapping[str, str]

    @property
    def options(self) -> Sequence[str]:
        """All words."""
        return list(self.words.values())

    @property
    def help(self) -> str:
        """All words in one line."""
        return "；".join(self.options)

    def show(self, value: Any) -> str:
        """Return the word of `value`."""
        return self.words[value]

    def read(self, cell: Cell) -> str:
        """Return the value that the word stands for."""
        text = clean(str(cell))
        for value, word in self.words.items():
            if text == word:
                return value
        raise Unfit(f"“{text}”不行，只能填：{self.help}")


@dataclass(frozen=True)
class Several:
    """Some of a few words, in their order."""

    words: Sequence[str]
    options: Sequence[str] = ()

    @property
    def help(self) -> str:
        """All words in one line."""
        return f"{'、'.join(self.words)}，可以填几个，用顿号隔开"

    def show(self, value: Any) -> str:
        """Return the words with a mark between."""
        return "、".join(value)

    def read(self, cell: Cell) -> list[str]:
        """Return the words."""
        found = [part for part in _BETWEEN.split(clean(str(cell))) if part]
        for part in found:
            if part not in self.words:
                raise Unfit(f"“{part}”不行，只能填：{self.help}")
        return found


@dataclass(frozen=True)
class When:
    """On which answers something depends: `build=new|rebuild; farmland=farm`."""

    options: Sequence[str] = ()
    help: str = "情形编号=选项编号；几个选项用 | 隔开，几个情形用分号隔开，例如 build=new|move; farmland=farm"

    def show(self, value: Any) -> str:
        """Return the condition in one line."""
        return "; ".join(f"{situation}={'|'.join(choices)}" for situation, choices in value.items())

    def read(self, cell: Cell) -> dict[str, list[str]]:
        """Return situation id -> choice ids."""
        text = unicodedata.normalize("NFKC", Text().read(cell))
        found: dict[str, list[str]] = {}
        for part in filter(None, (part.strip() for part in text.split(";"))):
            situation, equals, choices = part.partition("=")
            ids = [choice.strip() for choice in choices.split("|")]
            situation = situation.strip()
            if not equals or not all(_SLUG.fullmatch(word) for word in (situation, *ids)):
                raise Unfit(f"“{part}”看不懂，要写成：{self.help}")
            if situation in found or len(set(ids)) < len(ids):
                raise Unfit(f"“{part}”里有写了两遍的编号")
            found[situation] = ids
        if not found:
            raise Unfit(f"“{text}”看不懂，要写成：{self.help}")
        return found


@dataclass(frozen=True)
class Answers:
    """Which answers are known already: `build=new; farmland=farm`."""

    options: Sequence[str] = ()
    help: str = "情形编号=选项编号；几个情形用分号隔开，例如 build=new; farmland=farm"

    def show(self, value: Any) -> str:
        """Return the answers in one line."""
        return "; ".join(f"{situation}={choice}" for situation, choice in value.items())

    def read(self, cell: Cell) -> dict[str, str]:
        """Return situation id -> choice id."""
        found = When().read(cell)
        for situation, choices in found.items():
            if len(choices) > 1:
                raise Unfit(f"“{situation}”只能写一个选项，要写成：{self.help}")
        return {situation: choice for situation, (choice,) in found.items()}


@dataclass(frozen=True)
class Day(Text):
    """A date; a cell that a spreadsheet program has turned into one of its own dates is taken too."""

    help: str = "日期，例如 2026-11-23"

    def read(self, cell: Cell) -> str:
        """Return the date as `2026-11-23`."""
        if isinstance(cell, datetime):
            cell = cell.date()
        text = cell.isoformat() if isinstance(cell, date) else clean(str(cell))
        try:
            date.fromisoformat(text)
        except ValueError as error:
            raise Unfit(f"“{text}”不是日期，要写成 2026-11-23 这样") from error
        if not _DAY.fullmatch(text):
            raise Unfit(f"“{text}”不是日期，要写成 2026-11-23 这样")
        return text
