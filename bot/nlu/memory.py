"""Remembers the training sentences: which are nearest to a new one, and how near its sense is to theirs."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np


class Memory:
    """The training sentences with their labels, and their vectors where an embedder was there."""

    def __init__(self, texts: Sequence[str], labels: Sequence[str], vectors: np.ndarray | None) -> None:
        self.texts = list(texts)
        self.labels = list(labels)
        self._vectors = vectors

    def nearest_meaning(self, placed: np.ndarray) -> float:
        """Return the cosine to the nearest training vector; `placed` as `EmbeddingExpert.place`."""
        return 0.0 if self._vectors is None else float((self._vectors @ placed).max())

    def examples(self, similarities: np.ndarray, count: int = 3) -> list[dict[str, Any]]:
        """Return the `count` nearest sentences with label and similarity, best first."""
        best = np.argsort(-similarities)[:count]
        return [
            {"text": self.texts[i], "label": self.labels[i], "similarity": round(float(similarities[i]), 3)}
            for i in best.tolist()
        ]

    def as_arrays(self) -> dict[str, np.ndarray]:
        """Return what is to be stored; `from_arrays` takes it back."""
        arrays = {
            "texts": np.frombuffer("\n".join(self.texts).encode(), np.uint8),
            "labels": np.frombuffer("\n".join(self.labels).encode(), np.uint8),
        }
        if self._vectors is not None:
            arrays["vectors"] = self._vectors
        return arrays

    @classmethod
    def from_arrays(cls, arrays: Mapping[str, Any]) -> Memory:
        """Rebuild a stored memory."""
        texts, labels = (arrays[name].tobytes().decode().split("\n") for name in ("texts", "labels"))
        return cls(texts, labels, arrays.get("vectors"))
