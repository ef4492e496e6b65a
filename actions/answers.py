"""Which of a question's answers a typed sentence means. Pure: words and labels go in, an index or None comes out.

Sentence and labels are compared in plain words (`catalog.speech`). Whatever could mean two of the answers means none:
asking once more costs less than a list for somebody else.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from catalog.speech import near_words, plain

TELLING = 3
"""Characters of an answer from which on it counts within a sentence although nobody asked."""
LOOSE_SHARE = 0.6
"""Share of the sentence's character pairs that must stand in a label to take it as that answer."""
SHORT = 14
"""Characters up to which a sentence is an answer, and one word of it may decide."""
_NO = ("不", "没", "无", "否")
_PARTS = re.compile(r"[、，；]|或者")
_FRAME = re.compile(
    r"^(?:那个|就是|应该|我们?|咱们?|他们?|她们?|家里|属于|是|在|住)+(?=..)|(?<=..)(?:这边|那边|那种|这种|的|了|嘛|哈|噻|哦|吧|呢)+$"
)
"""What people put around an answer."""


def match(text: str, labels: Sequence[str], loose: bool) -> int | None:
    """Return the index of the one label that `text` means, or None.

    A label is "房前屋后、自留地头": each of its parts stands for it, unless two labels share the part.
    `loose`: also when only most of the words stand in a label, or a near word of one alone ("街上的" is "城里的").
    """
    said = plain(text)
    words = [plain(label) for label in labels]
    if said in words:
        return words.index(said)
    firsts = [plain(_PARTS.split(label)[0]) for label in labels]
    if firsts.count(said) == 1:
        return firsts.index(said)
    core = _FRAME.sub("", said)
    for sentence in dict.fromkeys((said, core)):
        found = _named(sentence, labels, words)
        if found is not None:
            return found
    if not loose:
        return None
    near = _near(said, words) if len(said) <= SHORT else set()
    return near.pop() if len(near) == 1 else None if near else _alike(core, words)


def heard(text: str, labels: Sequence[str]) -> int | None:
    """Return the index of the one label of which a whole part is `text` or stands in it, or None."""
    said = plain(text)
    found = [
        index
        for index, parts in enumerate(_parts(labels))
        if any(part == said or (len(part) >= TELLING and _stands_in(part, said)) for part in parts)
    ]
    return found[0] if len(found) == 1 else None


def _named(said: str, labels: Sequence[str], words: Sequence[str]) -> int | None:
    """Return the label that alone has `said` in it, or a part of which alone stands in `said`."""
    if len(said) < 2:
        return None
    within = [index for index, label in enumerate(words) if _stands_in(said, label)]
    if len(within) > 1:
        return None
    around = [
        index for index, parts in enumerate(_parts(labels)) if any(_stands_in(part, said) for part in parts)
    ]
    found = {*within, *around}
    return found.pop() if len(found) == 1 else None


def _near(said: str, words: Sequence[str]) -> set[int]:
    """Return the labels that near words in `said` name: for each group of words the one label that has any of them."""
    found = set()
    for group in near_words():
        if any(_stands_in(word, said) for word in group):
            naming = [i for i, label in enumerate(words) if any(_stands_in(word, label) for word in group)]
            found |= set(naming) if len(naming) == 1 else set()
    return found


def _alike(said: str, words: Sequence[str]) -> int | None:
    """Return the label that has most of the sentence's pairs of characters, and more than any other."""
    pairs = _pairs(said)
    if not pairs:
        return None
    shares = {
        index: len(pairs & _pairs(label)) / len(pairs)
        for index, label in enumerate(words)
        if _negates(said) == _negates(label)
    }
    best = [
        index for index, share in shares.items() if share >= LOOSE_SHARE and share == max(shares.values())
    ]
    return best[0] if len(best) == 1 else None


def _parts(labels: Sequence[str]) -> list[set[str]]:
    """Return what stands for each label: itself and its parts of two or more characters that it shares with none."""
    parts = [{plain(part) for part in [label, *_PARTS.split(label)]} for label in labels]
    counts = Counter(part for entry in parts for part in entry)
    return [{part for part in entry if len(part) > 1 and counts[part] == 1} for entry in parts]


def _stands_in(inner: str, outer: str) -> bool:
    """Whether `inner` stands in `outer` without a no right before it."""
    at = outer.find(inner)
    return at >= 0 and not _negates(outer[max(0, at - 2) : at])


def _pairs(words: str) -> set[str]:
    return {words[start : start + 2] for start in range(len(words) - 1)}


def _negates(words: str) -> bool:
    return any(mark in words for mark in _NO)
