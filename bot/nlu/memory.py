"""Remembers the training sentences, to show which are nearest to a new one."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np


class Memory:
    """The training sentences with their labels."""

    def __init__(self, texts: Sequence[str], labels: Sequence[str]) -> None:
        self.texts = list(texts)
        self.labels = list(labels)

    def examples(self, similarities: np.ndarray, count: int = 3) -> list[dict[str, Any]]:
        """Return the `count` nearest sentences with label and similarity, best first."""
        near = np.argpartition(-similarities, min(count, len(self.texts) - 1))[:count]
        best = near[np.argsort(-similarities[near])]
        return [
            {"text": self.texts[i], "label": self.labels[i], "similarity": round(float(similarities[i]), 3)}
            for i in best.tolist()
        ]

    def as_arrays(self) -> dict[str, np.ndarray]:
        """Return what is to be stored; `from_arrays` takes it back."""
        return {
            "texts": np.frombuffer("\n".join(self.texts).encode(), np.uint8),
            "labels": np.frombuffer("\n".join(self.labels).encode(), np.uint8),
        }

    @classmethod
    def from_arrays(cls, arrays: Mapping[str, Any]) -> Memory:
        """Rebuild a stored memory."""
        texts, labels = (arrays[name].tobytes().decode().split("\n") for name in ("texts", "labels"))
        return cls(texts, labels)
