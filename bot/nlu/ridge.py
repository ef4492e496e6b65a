"""Regularised least squares as a classifier, with exact leave-one-out scores.

One linear system over the training sentences gives the weights and, for free, what each
sentence would score had it not been there; the calibration of the experts rests on those.
Source: Rifkin & Lippert, "Notes on Regularized Least Squares", MIT-CSAIL-TR-2007-025.
"""

from __future__ import annotations

import numpy as np
from scipy import linalg


def solve(
    kernel: np.ndarray, targets: np.ndarray, weights: np.ndarray, penalty: float
) -> tuple[np.ndarray, np.ndarray]:
    """Return (dual coefficients, leave-one-out scores), each of shape (n, classes).

    `kernel` (n, n) holds inner products of the sentences, `targets` (n, classes) 1 for the
    sentence's class and 0 elsewhere, `weights` (n,) the weight of each sentence's error.
    """
    system = kernel.astype(np.float64) + np.diag(penalty / weights)
    inverse = linalg.inv(system, overwrite_a=True, check_finite=False)
    dual = inverse @ targets
    # y - f = penalty/weight * dual, and 1 - H_ii = penalty/weight * inverse_ii: the factor cancels.
    leave_one_out = targets - dual / np.diag(inverse)[:, None]
    return dual, leave_one_out


def softmax(scores: np.ndarray, temperature: float) -> np.ndarray:
    """Return probabilities along the last axis."""
    scaled = scores * temperature
    scaled = scaled - scaled.max(axis=-1, keepdims=True)
    exponential = np.exp(scaled)
    return np.asarray(exponential / exponential.sum(axis=-1, keepdims=True))


def fit_temperature(scores: np.ndarray, labels: np.ndarray) -> float:
    """Return the temperature with the least log loss on held-out `scores` (n, classes)."""
    candidates = np.geomspace(2.0, 60.0, 40)
    rows = np.arange(len(labels))
    losses = [-np.log(softmax(scores, t)[rows, labels] + 1e-12).mean() for t in candidates]
    return float(candidates[int(np.argmin(losses))])
