"""Remembers the training sentences: how near a new one is to them, and which are nearest."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
from scipy import sparse


class Memory:
    """Rows of the training sentences in one view, and their vectors where an embedder was there."""

    def __init__(
        self,
        texts: Sequence[str],
        labels: Sequence[str],
        rows: sparse.csr_matrix,
        vectors: np.ndarray | None,
    ) -> None:
        self.texts = list(texts)
        self.labels = list(labels)
        self._rows = rows
        self._vectors = vectors

    def similarities(self, columns: np.ndarray, values: np.ndarray) -> np.ndarray:
        """Return (n,) the cosine of one row of the same view to every training sentence."""
        dense = np.zeros(self._rows.shape[1], dtype=np.float32)
        dense[columns] = values
        return np.asarray(self._rows @ dense)

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
            "texts": np.array("\n".join(self.texts)),
            "labels": np.array("\n".join(self.labels)),
            "data": self._rows.data,
            "indices": self._rows.indices,
            "indptr": self._rows.indptr,
            "shape": np.array(self._rows.shape),
        }
        if self._vectors is not None:
            arrays["vectors"] = self._vectors
        return arrays

    @classmethod
    def from_arrays(cls, arrays: Mapping[str, Any]) -> Memory:
        """Rebuild a stored memory."""
        rows = sparse.csr_matrix(
            (arrays["data"], arrays["indices"], arrays["indptr"]), shape=tuple(arrays["shape"].tolist())
        )
        return cls(
            str(arrays["texts"]).split("\n"), str(arrays["labels"]).split("\n"), rows, arrays.get("vectors")
        )
