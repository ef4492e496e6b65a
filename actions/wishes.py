"""Several things wished for in one message: the one that is explained first does not make the others forgotten.

Pure: which they are. They are offered by `arrival`.
"""

from __future__ import annotations

import re

from actions.talk import Talk

LAST, ALL = -1, 0
"""Ordinals beside those that count from 1: docs/conversation.md, section 4."""
_JOINED = re.compile(
    r"(?<=...)还(?:有|要|想|得)(?!啥|什么|哪|好久|好多|多|几|带|交|等|跑|不|没|别|晓得|知道)"
    r"|(?<=...)(?:另外|顺便|顺带|顺路)|又要.+又要|一个是.+一个是|[、和跟同].+(?:都(?!要?[带交拿在])|一起|一路|两样|两个|两件)"
)
"""What people put between two wishes: “要销户，还有丧葬费咋领”, “身份证和户口本都掉了”. At the beginning it joins nothing."""


def count(text: str) -> int:
    """Return how many things a normalised sentence wishes for, as far as its joining words tell; at least 1."""
    return 1 + len(_JOINED.findall(text))


def left(talk: Talk, chosen: str) -> list[str]:
    """Return the items wished for beside `chosen`, likeliest first: in this sentence, or before the choice."""
    pending, rest = talk.pending or {}, _rest(talk)
    if chosen in rest:
        return [item for item in rest if item != chosen]
    if talk.waits_for("offer") and chosen in pending["items"]:
        known, wished = pending["items"], pending.get("wishes", 1)
    else:
        known, wished = talk.understanding.items, count(talk.understanding.normalized)
    return [item for item in known if item != chosen][: wished - 1]


def keep(talk: Talk, rest: list[str]) -> None:
    """Remember what else was wished for beside what is shown; “第二个” or “另外那个” then means one of it."""
    if talk.shown is not None:
        talk.shown["rest"] = rest


def take_rest(talk: Talk, ordinal: int | None) -> str | None:
    """Return the item that “第二个”, “另外那个” or “最后那个” means among what else was wished for, or None."""
    rest = _rest(talk)
    if not rest or talk.pending is not None or ordinal == 1:
        return None
    index = -1 if ordinal == LAST else max(0, (ordinal or 0) - 2)
    return rest[index] if index < len(rest) else None


def _rest(talk: Talk) -> list[str]:
    rest: list[str] = (talk.shown or {}).get("rest", [])
    return rest
