"""Kernels: how like a sentence is to each training sentence, seen in one way.

A kernel is fitted on n training sentences; for a new one it gives (n,) similarities, 1 for the same sentence.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import numpy as np
from scipy import sparse

from bot.nlu.vectorizer import Vectorizer
from bot.nlu.views import View

Arrays = dict[str, np.ndarray]
_COMMON = 300
"""Features of more sentences than this are multiplied as a dense matrix: a fifth of the time."""
_ROWS = 400
REACH = 3.0
"""How fast the similarity of two meanings falls with their distance (docs/decisions/0010)."""


class ViewKernel:
    """Cosine of the tf-idf features of a view.

    `rows` (n, features) are stored by columns: a sentence needs the few of its own features.
    """

    def __init__(self, view: View, vectorizer: Vectorizer, rows: sparse.csc_matrix) -> None:
        self._view = view
        self._vectorizer = vectorizer
        self._rows = rows

    @classmethod
    def fit(cls, view: View, texts: Sequence[str]) -> ViewKernel:
        """Learn which features there are and how rare each is."""
        documents = [view(text) for text in texts]
        vectorizer = Vectorizer.fit(documents)
        return cls(view, vectorizer, vectorizer.matrix(documents).tocsc())

    def add_to(self, matrix: np.ndarray, share: float) -> None:
        """Add `share` of the similarities (n, n) of the training sentences among themselves to the lower triangle."""
        # Features that many sentences share make a sparse product slow.
        sentences = np.diff(self._rows.indptr)
        common = self._rows[:, np.flatnonzero(sentences > _COMMON)].toarray()
        rare = self._rows[:, np.flatnonzero(sentences <= _COMMON)].tocsr()
        columns = rare.T.tocsr()
        for block in _blocks(len(matrix)):
            alike = common[block] @ common[: block.stop].T
            alike += (rare[block] @ columns[:, : block.stop]).toarray()
            matrix[block, : block.stop] += share * alike

    def similarities(self, text: str) -> np.ndarray:
        """Return (n,) for one sentence."""
        columns, values = self._vectorizer.row(self._view(text))
        return np.asarray(self._rows[:, columns] @ values)

    def as_arrays(self) -> Arrays:
        """Return what is to be stored; `from_arrays` takes it back."""
        return {
            "vocabulary": np.frombuffer("\n".join(self._vectorizer.vocabulary).encode(), np.uint8),
            "idf": self._vectorizer.idf,
            "sentences": np.array(self._rows.shape[0]),
            "data": self._rows.data,
            "indices": self._rows.indices,
            "indptr": self._rows.indptr,
        }

    @classmethod
    def from_arrays(cls, view: View, arrays: Mapping[str, Any]) -> ViewKernel:
        """Rebuild a stored kernel."""
        vectorizer = Vectorizer(arrays["vocabulary"].tobytes().decode().split("\n"), arrays["idf"])
        shape = (int(arrays["sentences"]), len(vectorizer.vocabulary))
        return cls(
            view,
            vectorizer,
            sparse.csc_matrix((arrays["data"], arrays["indices"], arrays["indptr"]), shape=shape),
        )


class MeaningKernel:
    """Gaussian of the distance between centred sentence vectors: only what is near in meaning counts.

    A linear kernel could tell apart no more labels than the vectors have dimensions, and did worse by far.
    """

    def __init__(self, centre: np.ndarray, rows: np.ndarray) -> None:
        self._centre = centre
        self._rows = rows

    @classmethod
    def fit(cls, vectors: np.ndarray) -> MeaningKernel:
        """Learn the centre of the raw `vectors` (n, dimension): raw cosines of e5 all lie between .85 and .95."""
        centre = vectors.mean(0)
        return cls(centre, _centred(vectors, centre))

    def add_to(self, matrix: np.ndarray, share: float) -> None:
        """Add `share` of the similarities (n, n) of the training sentences among themselves to the lower triangle."""
        for block in _blocks(len(matrix)):
            matrix[block, : block.stop] += share * _spread(self._rows[block] @ self._rows[: block.stop].T)

    def similarities(self, vector: np.ndarray) -> np.ndarray:
        """Return (n,) for the raw vector of one sentence."""
        return _spread(self._rows @ _centred(vector[None, :], self._centre)[0])

    def as_arrays(self) -> Arrays:
        """Return what is to be stored; `from_arrays` takes it back."""
        return {"centre": self._centre, "rows": self._rows}

    @classmethod
    def from_arrays(cls, arrays: Mapping[str, Any]) -> MeaningKernel:
        """Rebuild a stored kernel."""
        return cls(arrays["centre"], arrays["rows"])


def _blocks(count: int) -> Iterator[slice]:
    """Yield slices of a few hundred rows: memory for more is new each time, which takes longer than the sums."""
    return (slice(start, min(start + _ROWS, count)) for start in range(0, count, _ROWS))


def _spread(cosines: np.ndarray) -> np.ndarray:
    """Turn cosines into Gaussian similarities, in place."""
    cosines -= 1.0
    cosines *= REACH
    return np.exp(cosines, out=cosines)


def _centred(vectors: np.ndarray, centre: np.ndarray) -> np.ndarray:
    moved = vectors - centre
    return np.asarray(moved / np.maximum(np.linalg.norm(moved, axis=1, keepdims=True), 1e-9), np.float32)
