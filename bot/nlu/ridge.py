"""Regularised least squares as a classifier, with exact leave-one-out scores.

One linear system over the training sentences gives the weights and, for free, what each
sentence would score had it not been there; the calibration of the classifiers rests on those.
Source: Rifkin & Lippert, "Notes on Regularized Least Squares", MIT-CSAIL-TR-2007-025.
"""

from __future__ import annotations

import numpy as np
from scipy.linalg import lapack

_ROWS = 400


def solve_kernel(
    kernel: np.ndarray, targets: np.ndarray, weights: np.ndarray, penalty: float, trials: int
) -> tuple[np.ndarray, np.ndarray]:
    """Return dual coefficients (n, classes), and leave-one-out scores (trials, classes) of the last sentences.

    `kernel` (n, n) holds inner products of the sentences, `targets` (n, classes) 1 for the
    sentence's class and 0 elsewhere, `weights` (n,) the weight of each sentence's error.
    Of `kernel` only the lower triangle is read; it stays. A float32 `kernel` is worked on in place, in its upper
    triangle: at fifteen thousand sentences every copy of it takes 900 MB.
    """
    # Single precision halves the time; the penalty keeps the system well conditioned.
    kernel = np.ascontiguousarray(kernel, dtype=np.float32)
    diagonal = kernel.diagonal().copy()
    _mirror(kernel)
    # A matrix by rows is its transpose by columns, the order that LAPACK wants: its lower triangle is our upper one.
    system = kernel.T
    system[np.diag_indices_from(system)] += penalty / weights
    factor, failed = lapack.spotrf(system, lower=1, clean=0, overwrite_a=1)
    if failed:
        raise ArithmeticError("the system of the training sentences is not positive definite")
    dual, _ = lapack.spotrs(factor, np.asfortranarray(targets, dtype=np.float32), lower=1)
    # Scores without a sentence need its place on the diagonal of the inverse. For the last sentences that is
    # the inverse of the last corner of the factor alone; for all of them it would double the work.
    corner = np.asfortranarray(np.tril(factor[-trials:, -trials:]))
    root, _ = lapack.strtri(corner, lower=1, overwrite_c=1)
    inverse = np.einsum("ij,ij->j", root, root)
    np.fill_diagonal(kernel, diagonal)
    # y - f = penalty/weight * dual and 1 - H_ii = penalty/weight * inverse_ii: the factor cancels.
    return dual, np.asarray(targets[-trials:] - dual[-trials:] / inverse[:, None])


def _mirror(matrix: np.ndarray) -> None:
    """Make `matrix` symmetric by its lower triangle, in place."""
    for start in range(0, len(matrix), _ROWS):
        block = slice(start, start + _ROWS)
        matrix[block, start + _ROWS :] = matrix[start + _ROWS :, block].T
        lower = np.tril(matrix[block, block])
        matrix[block, block] = lower + np.tril(lower, -1).T


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
