"""Experts: each looks at one view of the sentence and gives every label a probability."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from scipy import sparse

from bot.nlu import ridge
from bot.nlu.vectorizer import Vectorizer
from bot.nlu.views import View

Arrays = dict[str, np.ndarray]


@dataclass
class Fitted:
    """What fitting leaves for combination and memory, a row for each of n sentences."""

    probabilities: np.ndarray
    """(n, labels), each sentence scored as if it had not been in the training."""
    nearest: np.ndarray
    """(n,), similarity to the nearest other sentence, -1..1."""
    rows: sparse.csr_matrix | np.ndarray
    """(n, features), what the expert saw."""
    documents: Sequence[Sequence[str]] = ()
    """The features themselves, for experts over a view."""


class ViewExpert:
    """Linear classifier over the tf-idf features of a view.

    Kept as the training sentences and their dual coefficients, not as a weight for each feature: what a
    sentence scores is the same, and most features stand in one sentence only, so that this takes a
    twentieth of the memory.
    """

    def __init__(
        self,
        view: View,
        vectorizer: Vectorizer,
        rows: sparse.csr_matrix,
        dual: np.ndarray,
        temperature: float,
    ) -> None:
        self._view = view
        self.vectorizer = vectorizer
        self._rows = rows
        self._dual = dual
        self.temperature = temperature

    @classmethod
    def fit(
        cls, view: View, texts: Sequence[str], targets: np.ndarray, importance: np.ndarray, penalty: float
    ) -> tuple[ViewExpert, Fitted]:
        """Learn from `texts` with one-hot `targets` (n, labels) and error weights (n,)."""
        documents = [view(text) for text in texts]
        vectorizer = Vectorizer.fit(documents)
        rows = vectorizer.matrix(documents)
        kernel = np.asarray((rows @ rows.T).todense(), dtype=np.float32)
        own = kernel.diagonal().copy()
        np.fill_diagonal(kernel, -1.0)
        nearest = kernel.max(1)
        np.fill_diagonal(kernel, own)
        dual, held_out = ridge.solve_kernel(kernel, targets, importance, penalty)
        temperature = ridge.fit_temperature(held_out, targets.argmax(1))
        expert = cls(view, vectorizer, rows, np.ascontiguousarray(dual, dtype=np.float32), temperature)
        return expert, Fitted(ridge.softmax(held_out, temperature), nearest, rows, documents)

    def features(self, text: str) -> list[str]:
        """Return the view's features of `text`."""
        return self._view(text)

    def similarities(self, features: Sequence[str]) -> np.ndarray:
        """Return (n,) the cosine of one sentence to every training sentence."""
        columns, values = self.vectorizer.row(features)
        dense = np.zeros(self._rows.shape[1], dtype=np.float32)
        dense[columns] = values
        return np.asarray(self._rows @ dense)

    def probabilities(self, similarities: np.ndarray) -> np.ndarray:
        """Return (labels,) for one sentence, from its similarities."""
        near = np.flatnonzero(similarities)
        return ridge.softmax(similarities[near] @ self._dual[near], self.temperature)

    def as_arrays(self) -> Arrays:
        """Return what is to be stored; `from_arrays` takes it back."""
        return {
            "vocabulary": np.frombuffer("\n".join(self.vectorizer.vocabulary).encode(), np.uint8),
            "idf": self.vectorizer.idf,
            "data": self._rows.data,
            "indices": self._rows.indices,
            "indptr": self._rows.indptr,
            "dual": self._dual,
            "temperature": np.array(self.temperature),
        }

    @classmethod
    def from_arrays(cls, view: View, arrays: Mapping[str, Any]) -> ViewExpert:
        """Rebuild a stored expert."""
        vectorizer = Vectorizer(arrays["vocabulary"].tobytes().decode().split("\n"), arrays["idf"])
        shape = (len(arrays["indptr"]) - 1, len(vectorizer.vocabulary))
        rows = sparse.csr_matrix((arrays["data"], arrays["indices"], arrays["indptr"]), shape=shape)
        return cls(view, vectorizer, rows, arrays["dual"], float(arrays["temperature"]))


class EmbeddingExpert:
    """Linear classifier over centred sentence vectors."""

    def __init__(self, centre: np.ndarray, weights: np.ndarray, temperature: float) -> None:
        self.centre = centre
        self.weights = weights
        self.temperature = temperature

    @classmethod
    def fit(
        cls, vectors: np.ndarray, targets: np.ndarray, importance: np.ndarray, penalty: float
    ) -> tuple[EmbeddingExpert, Fitted]:
        """Learn from raw `vectors` (n, dimension)."""
        centre = vectors.mean(0)
        rows = _centred(vectors, centre)
        dual, held_out = ridge.solve_features(rows, targets, importance, penalty)
        temperature = ridge.fit_temperature(held_out, targets.argmax(1))
        kernel = rows @ rows.T
        np.fill_diagonal(kernel, -1.0)
        expert = cls(centre, np.asarray(rows.T @ dual, dtype=np.float32), temperature)
        return expert, Fitted(ridge.softmax(held_out, temperature), kernel.max(1), rows)

    def place(self, vector: np.ndarray) -> np.ndarray:
        """Return a raw vector centred and of length 1."""
        return _centred(vector[None, :], self.centre)[0]

    def probabilities(self, placed: np.ndarray) -> np.ndarray:
        """Return (labels,) for one placed vector."""
        return ridge.softmax(placed @ self.weights, self.temperature)

    def as_arrays(self) -> Arrays:
        """Return what is to be stored; `from_arrays` takes it back."""
        return {
            "centre": self.centre,
            "weights": self.weights,
            "temperature": np.array(self.temperature),
        }

    @classmethod
    def from_arrays(cls, arrays: Mapping[str, Any]) -> EmbeddingExpert:
        """Rebuild a stored expert."""
        return cls(arrays["centre"], arrays["weights"], float(arrays["temperature"]))


def _centred(vectors: np.ndarray, centre: np.ndarray) -> np.ndarray:
    """Subtract the mean and bring to length 1: raw cosines of e5 all lie between .85 and .95."""
    moved = vectors - centre
    return np.asarray(moved / np.maximum(np.linalg.norm(moved, axis=1, keepdims=True), 1e-9), np.float32)
