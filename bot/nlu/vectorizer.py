"""Lists of features -> sparse tf-idf rows; small enough to store as text and numbers."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

import numpy as np
from scipy import sparse


class Vectorizer:
    """Tf-idf over string features: term frequency 1 + log, smoothed idf, rows of length 1."""

    def __init__(self, vocabulary: Sequence[str], idf: np.ndarray) -> None:
        self.vocabulary = list(vocabulary)
        self.idf = idf.astype(np.float32)
        self._index = {feature: i for i, feature in enumerate(self.vocabulary)}

    @classmethod
    def fit(cls, documents: Sequence[Sequence[str]], minimum: int = 1) -> Vectorizer:
        """Learn vocabulary (features in at least `minimum` documents, sorted) and idf."""
        counts: Counter[str] = Counter()
        for document in documents:
            counts.update(set(document))
        vocabulary = sorted(feature for feature, count in counts.items() if count >= minimum)
        frequency = np.array([counts[feature] for feature in vocabulary], dtype=np.float64)
        return cls(vocabulary, np.log((1 + len(documents)) / (1 + frequency)) + 1)

    def row(self, document: Sequence[str]) -> tuple[np.ndarray, np.ndarray]:
        """Return (column numbers ascending, values) of one document."""
        counts = Counter(index for index in map(self._index.get, document) if index is not None)
        columns = np.array(sorted(counts), dtype=np.int32)
        times = np.array([counts[column] for column in columns.tolist()], dtype=np.float32)
        values = (1.0 + np.log(times)) * self.idf[columns]
        length = float(np.sqrt((values**2).sum()))
        return columns, values / length if length else values

    def matrix(self, documents: Sequence[Sequence[str]]) -> sparse.csr_matrix:
        """Return a CSR matrix of shape (len(documents), len(vocabulary))."""
        rows = [self.row(document) for document in documents]
        pointer = np.cumsum([0] + [len(columns) for columns, _ in rows])
        return sparse.csr_matrix(
            (
                np.concatenate([values for _, values in rows] or [np.zeros(0, np.float32)]),
                np.concatenate([columns for columns, _ in rows] or [np.zeros(0, np.int32)]),
                pointer,
            ),
            shape=(len(rows), len(self.vocabulary)),
        )
