"""Vectors of training sentences, looked up before they are computed: an embedder takes 20 ms of a core for each."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from pathlib import Path

import numpy as np

from bot.nlu.embedding import Embedder

_LEVELS = 127
"""A byte a dimension: cosines move by less than .0001."""


class CachedEmbedder:
    """An embedder that first looks into files: those that are shipped, and one of this machine.

    Vectors are rounded whether they were looked up or computed, so that every machine makes the same model.
    """

    def __init__(self, embedder: Embedder, own: Path, shipped: Path) -> None:
        self.name = embedder.name
        self._embedder = embedder
        self._own = own / f"{embedder.name}.npz"
        self._known: dict[str, tuple[np.ndarray, np.float32]] = {}
        self._used: dict[str, None] = {}
        for path in (shipped / f"{embedder.name}.npz", self._own):
            self._known.update(_read(path))

    def embed(self, texts: Sequence[str]) -> np.ndarray:
        """Return vectors as the embedder would; those that no file has are computed in one batch."""
        keys = [hashlib.sha256(text.encode("utf-8", "ignore")).hexdigest()[:32] for text in texts]
        missing = {key: text for key, text in zip(keys, texts) if key not in self._known}
        if missing:
            self._known.update(zip(missing, _rounded(self._embedder.embed(list(missing.values())))))
        self._used.update(dict.fromkeys(keys))
        return np.stack([levels * scale for levels, scale in map(self._known.__getitem__, keys)])

    def keep(self) -> None:
        """Write what was asked for into this machine's file; written beside and renamed, so never half a file."""
        self._own.parent.mkdir(parents=True, exist_ok=True)
        temporary = self._own.with_suffix(".tmp.npz")
        keys = sorted(self._used)
        np.savez_compressed(
            temporary,
            keys=np.array(keys, dtype="S32"),
            levels=np.stack([self._known[key][0] for key in keys]),
            scales=np.array([self._known[key][1] for key in keys], dtype=np.float32),
        )
        temporary.replace(self._own)


def _rounded(vectors: np.ndarray) -> list[tuple[np.ndarray, np.float32]]:
    """Return each vector as (bytes, their unit)."""
    scales = np.maximum(np.abs(vectors).max(1), 1e-9).astype(np.float32) / np.float32(_LEVELS)
    return list(zip(np.rint(vectors / scales[:, None]).astype(np.int8), scales))


def _read(path: Path) -> dict[str, tuple[np.ndarray, np.float32]]:
    if not path.is_file():
        return {}
    with np.load(path, allow_pickle=False) as stored:
        return dict(zip(stored["keys"].astype(str).tolist(), zip(stored["levels"], stored["scales"])))
