"""Brings what people write to one form: width, script, dialect words, fillers, repetitions.

Pure text in, pure text out; the Rasa component around it is in `normalizer.py`.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from opencc import OpenCC

MAX_CHARACTERS = 500
"""Longer messages are cut: the gateway refuses them, the importer never has them."""

_UNSEEN = re.compile(
    r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202f\u2060-\u206f\ufeff\ud800-\udfff]"
)
_BLANKS = re.compile(r"\s+")
_BLANK_BETWEEN_WIDE = re.compile(r"(?<=[\u3400-\u9fff]) (?=[\u3400-\u9fff])")
_REPEATED = re.compile(r"(.)\1{2,}")
_REPEATED_MARK = re.compile(r"([^\w\s])\1+")
_PLACEHOLDER = re.compile(r"〔[^〔〕]{1,8}\d+〕")


@dataclass(frozen=True)
class Normalized:
    """`text` ready for the views; `changes` lists what was done, for the trace."""

    text: str
    changes: tuple[str, ...]


class TextNormalizer:
    """Normalises text by the word lists `dialect` and `fillers` of the catalogue."""

    def __init__(self, dialect: Sequence[Mapping[str, Any]], fillers: Mapping[str, Sequence[str]]) -> None:
        self.dialect = {str(entry["say"]): str(entry["means"]) for entry in dialect}
        self.fillers = {key: sorted(map(str, words), key=len, reverse=True) for key, words in fillers.items()}
        longest_first = sorted(self.dialect, key=len, reverse=True)
        self._dialect = re.compile("|".join(map(re.escape, longest_first)) or r"(?!)")
        start = "|".join(map(re.escape, self.fillers["start"]))
        end = "|".join(map(re.escape, self.fillers["end"]))
        self._start = re.compile(rf"^(?:(?:{start})[\s，,。.!！、~…]*)+")
        self._end = re.compile(rf"(?:(?:{end})?[\s，,。.!！?、~…]*)+$")
        self._to_simplified = OpenCC("t2s")

    @classmethod
    def from_words(cls, words: Mapping[str, Any]) -> TextNormalizer:
        """Build from the catalogue's word lists."""
        return cls(words["dialect"], words["fillers"])

    def as_dict(self) -> dict[str, Any]:
        """Return the lists, to be stored with the model."""
        dialect = [{"say": say, "means": means} for say, means in self.dialect.items()]
        return {"dialect": dialect, "fillers": self.fillers}

    def normalize(self, text: str) -> Normalized:
        """Return the normal form. Never raises; text without any word becomes an empty string."""
        changes: list[str] = []
        text = unicodedata.normalize("NFKC", _UNSEEN.sub("", text[:MAX_CHARACTERS]))
        text = self._to_simplified.convert(text).lower()
        text = "".join(c for c in text if not _is_picture(c))
        text = _BLANK_BETWEEN_WIDE.sub("", _BLANKS.sub(" ", text)).strip()
        text = _REPEATED_MARK.sub(r"\1", _REPEATED.sub(r"\1", text))
        text = self._strip_fillers(text, changes)
        return Normalized(self._replace_dialect(text, changes), tuple(changes))

    def _strip_fillers(self, text: str, changes: list[str]) -> str:
        """Take fillers off both ends, unless nothing would remain."""
        core = self._end.sub("", self._start.sub("", text))
        if core and core != text:
            changes.append(f"{text} → {core}")
            return core
        return text

    def _replace_dialect(self, text: str, changes: list[str]) -> str:
        def plain(match: re.Match[str]) -> str:
            changes.append(f"{match.group()} → {self.dialect[match.group()]}")
            return self.dialect[match.group()]

        return self._dialect.sub(plain, text)


def _is_picture(character: str) -> bool:
    """Emoji and other symbols that carry no word."""
    return unicodedata.category(character) in {"So", "Sk", "Cs", "Co", "Cn"}


def bare(text: str) -> str:
    """Return `text` without marks and blanks; placeholders become one character each."""
    text = _PLACEHOLDER.sub("#", text)
    return "".join(c for c in text if c == "#" or unicodedata.category(c)[0] in "LN")
