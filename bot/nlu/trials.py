"""Trials: sentences whose right answer is known and which the classifiers have not learnt from.

Two kinds feed the gate: the training sentences, each judged as if it had not been there, and
held-out queries written apart from the utterances (`data/held_out.tsv`). The first are many and
harder than life, because no two utterances of an item are alike; the second are what people ask.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from bot.nlu.gate import Evidence, measure

OFFERED = 3


@dataclass(frozen=True)
class Trials:
    """n judged sentences; the masks are (n,)."""

    evidence: Sequence[Evidence]
    right: np.ndarray
    """The first item is a right one."""
    listed: np.ndarray
    """A right one is among the first three."""
    needed: np.ndarray
    """The sentence asks for an item at all."""

    def where(self, mask: np.ndarray) -> Trials:
        """Return the trials under a mask."""
        kept = [entry for entry, use in zip(self.evidence, mask) if use]
        return Trials(kept, self.right[mask], self.listed[mask], self.needed[mask])


def judge(
    probabilities: np.ndarray, groups: Mapping[str, np.ndarray], accepted: Sequence[frozenset[int]]
) -> Trials:
    """Return the trials of sentences with their `probabilities` (n, labels).

    `accepted` holds for each the label numbers that are right.
    """
    evidence = [measure(row, groups) for row in probabilities]
    ranked = np.argsort(-np.where(groups["item"], probabilities, -1.0), axis=1)[:, :OFFERED]
    right = np.array([int(row[0]) in good for row, good in zip(ranked, accepted)])
    listed = np.array([bool(good & set(row.tolist())) for row, good in zip(ranked, accepted)])
    needed = np.array([any(groups["item"][label] for label in good) for good in accepted])
    return Trials(evidence, right, listed, needed)
