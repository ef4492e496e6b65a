"""Views of a sentence: each turns normalised text into a list of features (strings).

Source of the choice of views and of the merged sounds: `docs/understanding.md`.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache

import jieba
from pypinyin import Style, lazy_pinyin

from bot.nlu.text_normalizer import bare

View = Callable[[str], list[str]]

_INITIALS = (("zh", "z"), ("ch", "c"), ("sh", "s"))
_FINALS = (("ing", "in"), ("eng", "en"))


def _grams(units: list[str], longest: int, separator: str) -> list[str]:
    """Return all runs of 1..`longest` units, with the ends of the sentence as units of their own."""
    padded = ["^", *units, "$"]
    grams = list(units)
    for length in range(2, longest + 1):
        grams += [separator.join(padded[i : i + length]) for i in range(len(padded) - length + 1)]
    return grams


def characters(text: str) -> list[str]:
    """Runs of 1-4 characters."""
    return _grams(list(bare(text)), 4, "")


@lru_cache(maxsize=8192)
def _fuzzy(syllable: str) -> str:
    """Merge the sounds that Sichuan speech and pinyin keyboards do not tell apart."""
    for precise, merged in _INITIALS:
        if syllable.startswith(precise):
            syllable = merged + syllable[len(precise) :]
    if syllable.startswith("hu") and syllable not in {"hui", "hun", "huo", "hua", "huai", "huan", "huang"}:
        syllable = "f" + syllable[1:]
    if syllable.startswith("n"):
        syllable = "l" + syllable[1:]
    for precise, merged in _FINALS:
        if syllable.endswith(precise):
            syllable = syllable[: -len(precise)] + merged
    return syllable


def fuzzy_pinyin(text: str) -> list[str]:
    """Runs of 1-3 syllables in merged pinyin; other letters and digits stay as they are."""
    syllables = lazy_pinyin(bare(text), style=Style.NORMAL, errors=list)
    return _grams([_fuzzy(s) for s in syllables], 3, "'")


class Words:
    """Jieba words and their pairs, cut by a dictionary of its own (jieba's own is global)."""

    def __init__(self, vocabulary: list[str]) -> None:
        self.vocabulary = vocabulary
        self._tokenizer = jieba.Tokenizer()
        self._tokenizer.tmp_dir = None
        self._tokenizer.initialize()  # now, not at the first sentence of the first resident
        for word in vocabulary:
            self._tokenizer.add_word(word)

    def cut(self, text: str) -> list[str]:
        """Return the words of `text`, in order."""
        return [word for word in self._tokenizer.lcut(text) if word.strip()]

    def __call__(self, text: str) -> list[str]:
        """Return words and pairs of neighbouring words."""
        return _grams(self.cut(bare(text)), 2, " ")
