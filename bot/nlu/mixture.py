"""Product of experts: how much each expert's opinion weighs, fitted on held-out sentences.

Source: Hinton, "Training Products of Experts by Minimizing Contrastive Divergence" (2002) for the
form; that the geometric mean beats every single view was measured (docs/understanding.md).
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
from scipy import optimize

FLOOR = 1e-9


def combine(opinions: Mapping[str, np.ndarray], weights: Mapping[str, float]) -> np.ndarray:
    """Return normalised probabilities (..., labels) from each expert's (..., labels)."""
    return _normalise(sum(weights[name] * np.log(opinions[name] + FLOOR) for name in weights))


def fit_weights(opinions: Mapping[str, np.ndarray], labels: np.ndarray) -> dict[str, float]:
    """Return the weight of each expert (>= 0) with the least log loss on held-out opinions."""
    names = sorted(opinions)
    logs = np.stack([np.log(opinions[name] + FLOOR) for name in names])
    rows = np.arange(len(labels))

    def loss(weights: np.ndarray) -> float:
        return float(-np.log(_normalise(np.tensordot(weights, logs, 1))[rows, labels] + FLOOR).mean())

    start = np.full(len(names), 1.0 / len(names))
    found = optimize.minimize(loss, start, method="L-BFGS-B", bounds=[(0.0, 3.0)] * len(names))
    return {name: round(float(weight), 4) for name, weight in zip(names, found.x)}


def _normalise(logs: np.ndarray) -> np.ndarray:
    shifted = logs - logs.max(axis=-1, keepdims=True)
    exponential = np.exp(shifted)
    return np.asarray(exponential / exponential.sum(axis=-1, keepdims=True))
