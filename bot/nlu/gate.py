"""Decides what to do with a ranking: answer, offer three choices, or refuse.

A small logistic regression says how likely the first item is right; two thresholds on it are
chosen so that held-out sentences cost the least. Everything here is learnt in training and
stored with the model; the only numbers written by hand are the costs.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from sklearn.linear_model import LogisticRegression

COST_WRONG_ANSWER = 10.0
COST_OFFER = 1.0
COST_OFFER_WITHOUT_IT = 3.0
COST_REFUSED = 4.0
"""A wrong answer costs ten questions back; sending away someone whom an item could help, four."""
FEATURES = ("top", "margin", "entropy", "outside", "talk")
"""How near the nearest training sentences are was tried too: it made the gate worse, and doubtful of sentences it knew."""


@dataclass(frozen=True)
class Evidence:
    """What the gate looks at, one value a feature (see `measure`)."""

    values: np.ndarray
    """(len(FEATURES),)"""


def measure(probabilities: np.ndarray, groups: Mapping[str, np.ndarray]) -> Evidence:
    """Return the evidence for one sentence.

    `probabilities` (labels,); `groups` holds boolean masks over the labels named `item`, `talk` and `outside`.
    """
    items = np.sort(probabilities[groups["item"]])[::-1]
    top, second = float(items[0]), float(items[1]) if len(items) > 1 else 0.0
    entropy = float(-(probabilities * np.log(probabilities + 1e-12)).sum())
    outside = float(probabilities[groups["outside"]].sum())
    talk = float(probabilities[groups["talk"]].max()) if groups["talk"].any() else 0.0
    values = (_logit(top), np.log(top + 1e-6) - np.log(second + 1e-6), entropy, _logit(outside), _logit(talk))
    return Evidence(np.array(values))


def _logit(p: float) -> float:
    p = min(max(p, 1e-6), 1 - 1e-6)
    return float(np.log(p / (1 - p)))


@dataclass
class Gate:
    """`weights` (features,) and `bias` over standardised evidence; thresholds 0..1."""

    centre: np.ndarray
    scale: np.ndarray
    weights: np.ndarray
    bias: float
    answer_at: float
    offer_at: float

    @classmethod
    def fit(
        cls,
        evidence: Sequence[Evidence],
        right: np.ndarray,
        listed: np.ndarray,
        needed: np.ndarray,
        weights: np.ndarray,
    ) -> Gate:
        """Learn from sentences that the classifiers have not learnt from.

        `right` (n,): the first item is a right one; `listed`: a right one is among the first three;
        `needed`: the sentence asks for an item at all; `weights`: how much each counts.
        """
        values = np.stack([entry.values for entry in evidence])
        centre, scale = values.mean(0), values.std(0) + 1e-6
        if right.all() or not right.any():
            raise ValueError("the gate needs sentences with right and with wrong first items")
        model = LogisticRegression(C=1.0, max_iter=1000).fit((values - centre) / scale, right, weights)
        gate = cls(centre, scale, model.coef_[0], float(model.intercept_[0]), 1.0, 0.0)
        scores = np.array([gate.score(entry) for entry in evidence])
        gate.answer_at, gate.offer_at = _thresholds(scores, right, listed, needed, weights)
        return gate

    def score(self, evidence: Evidence) -> float:
        """Return how likely the first item is right, 0..1."""
        z = float((evidence.values - self.centre) / self.scale @ self.weights) + self.bias
        return float(1 / (1 + np.exp(-z)))

    def decide(self, score: float) -> str:
        """Return `answer`, `offer` or `refuse`."""
        if score >= self.answer_at:
            return "answer"
        return "offer" if score >= self.offer_at else "refuse"

    def as_arrays(self) -> dict[str, np.ndarray]:
        """Return what is to be stored; `from_arrays` takes it back."""
        return {
            "centre": self.centre,
            "scale": self.scale,
            "weights": self.weights,
            "rest": np.array([self.bias, self.answer_at, self.offer_at]),
        }

    @classmethod
    def from_arrays(cls, arrays: Mapping[str, Any]) -> Gate:
        """Rebuild a stored gate."""
        bias, answer_at, offer_at = (float(value) for value in arrays["rest"])
        return cls(arrays["centre"], arrays["scale"], arrays["weights"], bias, answer_at, offer_at)


def _thresholds(
    scores: np.ndarray, right: np.ndarray, listed: np.ndarray, needed: np.ndarray, weights: np.ndarray
) -> tuple[float, float]:
    """Return (answer_at, offer_at) with the least cost over all pairs of quantiles."""
    answered = weights * np.where(right, 0.0, COST_WRONG_ANSWER)
    offered = weights * np.where(needed & listed, COST_OFFER, COST_OFFER_WITHOUT_IT)
    refused = weights * np.where(needed, COST_REFUSED, 0.0)
    order = np.argsort(-scores)
    by_answering = np.concatenate([[0.0], np.cumsum(answered[order])])
    by_offering = np.concatenate([[0.0], np.cumsum(offered[order])])
    by_refusing = np.concatenate([[0.0], np.cumsum(refused[order])])
    cuts = np.unique(np.linspace(0, len(scores), 201).astype(int))
    best, thresholds = np.inf, (1.0, 0.0)
    ranked = np.concatenate([[1.0], scores[order], [0.0]])
    for first in cuts:
        for second in cuts[cuts >= first]:
            cost = by_answering[first] + by_offering[second] - by_offering[first]
            cost += by_refusing[-1] - by_refusing[second]
            if cost < best:
                best = cost
                thresholds = (_between(ranked, first), _between(ranked, second))
    return thresholds


def _between(ranked: np.ndarray, count: int) -> float:
    """Return the threshold that lets just the first `count` scores through."""
    return float((ranked[count] + ranked[count + 1]) / 2)
