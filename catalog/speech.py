"""How people say short things: dialect words in plain ones, and words that mean the same in an answer.

The lists are `words/dialect.yml` and `words/near.yml`; the understanding of whole sentences is not here.
"""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from catalog.text import comparable

_WORDS = Path(__file__).parent / "words"


def plain(text: str) -> str:
    """Return the comparable form of `text` with dialect words in plain ones: "掉了嘛" is "丢了嘛"."""
    means, pattern = _dialect()
    return pattern.sub(lambda found: means[found.group()], comparable(text))


@cache
def near_words() -> tuple[tuple[str, ...], ...]:
    """Return the groups of plain words that mean the same in an answer."""
    return tuple(tuple(plain(word) for word in group) for group in _read("near"))


@cache
def _dialect() -> tuple[dict[str, str], re.Pattern[str]]:
    means = {entry["say"]: entry["means"] for entry in _read("dialect")}
    longest_first = sorted(means, key=len, reverse=True)
    return means, re.compile("|".join(map(re.escape, longest_first)))


def _read(name: str) -> Any:
    return yaml.safe_load((_WORDS / f"{name}.yml").read_text(encoding="utf-8"))
