"""Small helpers for Chinese text that loader and checks share."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from typing import Any

_WIDE = "\u3000-\u303f\u3400-\u9fff\uff00-\uffef\u2018-\u201d"
_FOLD = re.compile(rf"(?<=[{_WIDE}])[ \n]+(?=[{_WIDE}])")
_NOT_WORD = re.compile(r"[\W_]+")


def unfold(value: Any) -> Any:
    """Take out the blanks that YAML's folded lines leave between Chinese characters."""
    if isinstance(value, str):
        return _FOLD.sub("", value.strip())
    if isinstance(value, list):
        return [unfold(entry) for entry in value]
    if isinstance(value, dict):
        return {key: unfold(entry) for key, entry in value.items()}
    return value


def comparable(text: str) -> str:
    """Return `text` without marks, blanks, width and case: equal means "the same words"."""
    return _NOT_WORD.sub("", unicodedata.normalize("NFKC", text)).lower()


def sayings(data: Mapping[str, Any]) -> list[str]:
    """Return the utterances of an item or a life event as plain texts."""
    return [entry if isinstance(entry, str) else entry["text"] for entry in data["utterances"]]
