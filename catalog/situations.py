"""What an item asks and what the answers change: the one reading of `when`.

Answers are `{situation id: choice id}`. "I do not know" is stored as `UNKNOWN`: the question is
not asked again, and everything that some answer could need stays in the list.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

UNKNOWN = "unknown"

When = Mapping[str, Sequence[str]]
Answers = Mapping[str, str]


SKIPPED = "skipped"
"""Stands for the answer to a question that earlier answers made needless."""


def holds(when: When | None, answers: Answers) -> bool | None:
    """Return whether `when` holds: True, False, or None while an answer is missing or unknown."""
    result: bool | None = True
    for situation, choices in (when or {}).items():
        answer = answers.get(situation, UNKNOWN)
        if answer == UNKNOWN:
            result = None
        elif answer not in choices:
            return False
    return result


def settle(data: Mapping[str, Any], answers: Answers) -> dict[str, str]:
    """Return `answers` with SKIPPED for every question of the item that need not be asked."""
    settled = dict(answers)
    for situation in data["situations"]:
        if holds(situation.get("when"), settled) is False:
            settled[situation["id"]] = SKIPPED
    return settled


def next_situation(data: Mapping[str, Any], answers: Answers) -> Mapping[str, Any] | None:
    """Return the first situation still to be asked, or None. Follow-ups of an unknown are skipped."""
    settled = settle(data, answers)
    for situation in data["situations"]:
        if situation["id"] not in settled and holds(situation.get("when"), settled):
            return dict(situation)
    return None


def open_situations(data: Mapping[str, Any], answers: Answers) -> int:
    """Return how many situations may still be asked after `answers`."""
    settled = settle(data, answers)
    return sum(1 for situation in data["situations"] if situation["id"] not in settled)


def personal(
    data: Mapping[str, Any], entries: Sequence[Mapping[str, Any]], answers: Answers
) -> list[tuple[Mapping[str, Any], bool]]:
    """Return which `entries` of the item `data` (materials, steps, fee rows) apply.

    Each comes with whether it is only maybe needed, because an answer is missing or unknown.
    """
    settled = settle(data, answers)
    kept = []
    for entry in entries:
        applies = holds(entry.get("when"), settled)
        if applies is not False:
            kept.append((entry, applies is None))
    return kept


def usual(data: Mapping[str, Any], answers: Answers) -> dict[str, str]:
    """Return `answers` with every open situation answered by its first choice, the commonest case by convention."""
    supposed = dict(answers)
    for situation in data["situations"]:
        if answers.get(situation["id"], UNKNOWN) == UNKNOWN:
            stays = [choice["id"] for choice in situation["choices"] if not choice.get("leads_to")]
            supposed[situation["id"]] = stays[0]
    return supposed
