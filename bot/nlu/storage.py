"""Writes a sentence model into a folder and reads it back: .npz without pickles, and JSON."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np

from bot.nlu.embedding import Embedder
from bot.nlu.gate import Gate
from bot.nlu.kernel_classifier import KernelClassifier
from bot.nlu.kernels import MeaningKernel, ViewKernel
from bot.nlu.memory import Memory
from bot.nlu.sentence_model import MEANING, Mode, SentenceModel
from bot.nlu.views import View

_SETTINGS = "model.json"


def save(model: SentenceModel, folder: Path, extra: Mapping[str, Any]) -> None:
    """Write `model`; `extra` is kept beside it (word lists, catalogue's fingerprint)."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, kernel in model.views.items():
        np.savez(folder / f"view-{name}.npz", **kernel.as_arrays())
    if model.meaning:
        np.savez(folder / f"{MEANING}.npz", **model.meaning.as_arrays())
    for name, mode in model.modes.items():
        np.savez(folder / f"classifier-{name}.npz", **mode.classifier.as_arrays())
        np.savez(folder / f"gate-{name}.npz", **mode.gate.as_arrays())
    np.savez(folder / "memory.npz", **model.memory.as_arrays())
    settings = {
        "labels": model.labels,
        "views": list(model.views),
        "modes": list(model.modes),
        "sure_above": model.sure_above,
        "embedder": model.embedder.name if model.embedder else None,
        "extra": dict(extra),
    }
    (folder / _SETTINGS).write_text(json.dumps(settings, ensure_ascii=False), encoding="utf-8")


def read_extra(folder: Path) -> dict[str, Any]:
    """Return what `save` kept beside the model."""
    return dict(_settings(folder)["extra"])


def load(folder: Path, views: Mapping[str, View], embedder: Embedder | None) -> SentenceModel:
    """Read a model. An embedder other than the one of the training is not used."""
    settings = _settings(folder)
    usable = embedder if embedder and embedder.name == settings["embedder"] else None
    return SentenceModel(
        labels=settings["labels"],
        views={
            name: ViewKernel.from_arrays(views[name], _arrays(folder / f"view-{name}.npz"))
            for name in settings["views"]
        },
        meaning=MeaningKernel.from_arrays(_arrays(folder / f"{MEANING}.npz")) if usable else None,
        modes={
            name: Mode(
                KernelClassifier.from_arrays(_arrays(folder / f"classifier-{name}.npz")),
                Gate.from_arrays(_arrays(folder / f"gate-{name}.npz")),
            )
            for name in settings["modes"]
        },
        sure_above=settings["sure_above"],
        memory=Memory.from_arrays(_arrays(folder / "memory.npz")),
        embedder=usable,
    )


def _settings(folder: Path) -> dict[str, Any]:
    return dict(json.loads((folder / _SETTINGS).read_text(encoding="utf-8")))


def _arrays(path: Path) -> dict[str, np.ndarray]:
    with np.load(path, allow_pickle=False) as stored:
        return {name: stored[name] for name in stored.files}
