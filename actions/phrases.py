"""The words of the actions, read once from `phrases.yml`. No wording lives in Python."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

import yaml

HERE = Path(__file__).parent


@cache
def _load(name: str) -> dict[str, Any]:
    content: dict[str, Any] = yaml.safe_load((HERE / name).read_text("utf-8"))
    return content


def say(key: str, **values: object) -> str:
    """Return the phrase `key` with `{values}` filled in. A key or value that is missing is a KeyError."""
    phrase: str = _load("phrases.yml")["phrases"][key]
    return phrase.format(**values)


def phrases() -> dict[str, str]:
    """Return every phrase by key, unfilled."""
    known: dict[str, str] = _load("phrases.yml")["phrases"]
    return known


def themes() -> dict[str, dict[str, Any]]:
    """Return the life themes by id: `{label, note, items: [item id]}`, in the order they are offered."""
    known: dict[str, dict[str, Any]] = _load("phrases.yml")["themes"]
    return known


def topics() -> dict[str, dict[str, Any]]:
    """Return what the assistant does not do, by topic: `{hint, name, phone}`, the last two optional."""
    known: dict[str, dict[str, Any]] = _load("topics.yml")["topics"]
    return known
