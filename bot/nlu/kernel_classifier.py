"""A classifier over a weighted sum of kernels: what a sentence is, from what the sentences like it are."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from bot.nlu import ridge


class KernelClassifier:
    """Regularised least squares in dual form: scores are similarities times coefficients.

    `dual` is (labels, n): in service every sentence reads all of it once, and a few labels of it are one block each.
    """

    def __init__(self, shares: Mapping[str, float], dual: np.ndarray, temperature: float) -> None:
        self.shares = dict(shares)
        """How much each kernel counts; they add up to 1."""
        self._dual = dual
        self._temperature = temperature

    @classmethod
    def fit(
        cls,
        shares: Mapping[str, float],
        matrix: np.ndarray,
        targets: np.ndarray,
        importance: np.ndarray,
        penalty: float,
        trials: int,
    ) -> tuple[KernelClassifier, np.ndarray]:
        """Learn from the weighted sum of kernel matrices (n, n): its lower triangle is read, the upper overwritten.

        `targets` (n, labels) are one-hot, `importance` (n,) weighs the errors. Also returns (trials, labels), the
        probabilities that each of the last sentences would get if it had not been in the training.
        """
        solved, left_out = ridge.solve_kernel(matrix, targets, importance, penalty, trials)
        temperature = ridge.fit_temperature(left_out, targets[-trials:].argmax(1))
        classifier = cls(shares, np.ascontiguousarray(solved.T, dtype=np.float32), temperature)
        return classifier, ridge.softmax(left_out, temperature)

    def probabilities(self, similarities: Mapping[str, np.ndarray]) -> np.ndarray:
        """Return (..., labels) from the similarities (..., n) of each kernel."""
        mixed = sum(share * similarities[name] for name, share in self.shares.items())
        return ridge.softmax(mixed @ self._dual.T, self._temperature)

    def parts(self, similarities: Mapping[str, np.ndarray], labels: Sequence[int]) -> dict[str, np.ndarray]:
        """Return for each kernel what it adds to the scores of `labels`: for people who ask why."""
        dual = self._dual[list(labels)]
        return {name: dual @ (share * similarities[name]) for name, share in self.shares.items()}

    def as_arrays(self) -> dict[str, np.ndarray]:
        """Return what is to be stored; `from_arrays` takes it back."""
        return {
            "kernels": np.array(list(self.shares)),
            "shares": np.array(list(self.shares.values())),
            "dual": self._dual,
            "temperature": np.array(self._temperature),
        }

    @classmethod
    def from_arrays(cls, arrays: Mapping[str, Any]) -> KernelClassifier:
        """Rebuild a stored classifier."""
        shares = dict(zip(arrays["kernels"].tolist(), arrays["shares"].tolist()))
        return cls(shares, arrays["dual"], float(arrays["temperature"]))
