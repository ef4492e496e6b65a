"""How words sound: what was typed as pinyin - whole, begun or initials - and slips into characters that sound alike.

Tones do not matter. search.py asks, and packs get everything here as plain data.
"""

import re
from collections import defaultdict
from collections.abc import Mapping
from functools import cache
from typing import Any

from pypinyin import lazy_pinyin

_LETTERS = re.compile(r"[a-z]+")
_NEXT = "(?:[a-z]* )??"
"""Between two letters typed: nothing within a syllable, or the rest of it where the next syllable begins."""


class Sounds:
    """The sounds of some phrases, one line each: `12 yang lao jin` is phrase 12."""

    def __init__(self, phrases: Mapping[int, str]) -> None:
        self._sound_of = _common()
        self._lines = "\n".join(
            f"{number} {' '.join(lazy_pinyin(words))}" for number, words in phrases.items()
        )

    def typed(self, words: str) -> list[tuple[int, float]]:
        """Return each phrase of which `words`, all letters, spell a part, and which share of its syllables."""
        return self._spelt(f"{_NEXT.join(words)}[a-z]*") if _LETTERS.fullmatch(words) else []

    def alike(self, words: str) -> list[tuple[int, float]]:
        """Return each phrase of which a part sounds like `words`, all common characters, and which share."""
        sounds = [self._sound_of.get(character, "") for character in words]
        return self._spelt(f"{' '.join(sounds)}(?![a-z])") if len(sounds) > 1 and all(sounds) else []

    def as_data(self) -> dict[str, Any]:
        """Return `lines` as described above, and `characters`: sound -> all common characters that sound so."""
        characters: dict[str, str] = defaultdict(str)
        for character, sound in self._sound_of.items():
            characters[sound] += character
        return {"lines": self._lines, "characters": dict(characters)}

    def _spelt(self, pattern: str) -> list[tuple[int, float]]:
        found = re.findall(rf"^(\d+)(.*?)( {pattern})(.*)$", self._lines, re.MULTILINE)
        return [
            (int(number), part.count(" ") / (before + part + after).count(" "))
            for number, before, part, after in found
        ]


@cache
def _common() -> dict[str, str]:
    """Return the usual pinyin of the 6,763 characters of GB 2312."""
    codes = (bytes((row, cell)) for row in range(0xB0, 0xF8) for cell in range(0xA1, 0xFF))
    characters = "".join(code.decode("gb2312", "ignore") for code in codes)
    return {character: lazy_pinyin(character)[0] for character in characters}
