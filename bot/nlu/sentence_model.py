"""The model of a sentence: kernels, classifiers over them and their gates; no Rasa in it.

Labels are `item:<id>`, `event:<id>` (a life event), `talk:<intent>` and `outside:<topic>/<kind>` (both may be empty). A model is
made by `bot.nlu.fitting.fit` and stored by `bot.nlu.storage`, as arrays and JSON, never as pickles.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from bot.nlu.embedding import Embedder
from bot.nlu.gate import Gate, measure
from bot.nlu.kernel_classifier import KernelClassifier
from bot.nlu.kernels import MeaningKernel, ViewKernel
from bot.nlu.memory import Memory
from bot.nlu.trials import OFFERED

MEMORY_VIEW = "characters"
MEANING = "meaning"
LEADS_FROM = 0.5
"""More than half of the probability: whatever else is meant, this is likelier."""
OFFERED_FROM = 0.1
"""Probability from which a life event stands among what is offered."""
CHEAP, FULL = "cheap", "full"
"""Modes: with the views alone, and with the meaning too."""


@dataclass(frozen=True)
class Judgement:
    """What the model thinks of one sentence."""

    label: str
    """The best label; `outside:` where nothing fits."""
    confidence: float
    decision: str
    """`answer`, `offer` or `refuse`; always `answer` for a `talk:` or an `event:` label."""
    items: tuple[tuple[str, float], ...]
    """The best three items with their probability, best first."""
    event: str | None
    """The life event that is meant, or that is likely enough to be offered beside the items."""
    trace: Mapping[str, Any]


@dataclass(frozen=True)
class Mode:
    """A classifier, with the gate fitted for it."""

    classifier: KernelClassifier
    gate: Gate


@dataclass
class SentenceModel:
    """Everything that judging needs; nothing in it changes after fitting."""

    labels: list[str]
    views: dict[str, ViewKernel]
    meaning: MeaningKernel | None
    modes: dict[str, Mode]
    sure_above: float
    """From this probability of the cheap mode on, the embedder could not change the decision."""
    memory: Memory
    embedder: Embedder | None

    def __post_init__(self) -> None:
        self.groups = label_groups(self.labels)

    def judge(self, text: str) -> Judgement:
        """Judge one normalised sentence."""
        alike = self._look(text)
        name = CHEAP
        probabilities = self.modes[CHEAP].classifier.probabilities(alike)
        if self.embedder and self.meaning and probabilities.max() < self.sure_above:
            alike[MEANING] = self.meaning.similarities(self.embedder.embed([text])[0])
            name = FULL
            probabilities = self.modes[FULL].classifier.probabilities(alike)
        classifier, gate = self.modes[name].classifier, self.modes[name].gate
        score = gate.score(measure(probabilities, self.groups))
        label, decision = decide(probabilities, self.labels, self.groups, gate, score)
        best = np.argsort(-probabilities)[:OFFERED].tolist()
        parts = classifier.parts(alike, best)
        trace = {
            "mode": name,
            "score": round(score, 4),
            "answer_at": round(gate.answer_at, 4),
            "offer_at": round(gate.offer_at, 4),
            "best": [[self.labels[i], round(float(probabilities[i]), 4)] for i in best],
            "parts": {kernel: [round(float(score), 4) for score in part] for kernel, part in parts.items()},
            "nearest": self.memory.examples(alike[MEMORY_VIEW]),
        }
        return Judgement(
            label,
            self._confidence(label, probabilities),
            decision,
            self._items(probabilities),
            self._event(label, decision, probabilities),
            trace,
        )

    def similarities(self, texts: Sequence[str]) -> dict[str, np.ndarray]:
        """Return (texts, n) by kernel for normalised sentences: what `judge` sees of each."""
        looks = [self._look(text) for text in texts]
        alike = {name: np.stack([look[name] for look in looks]) for name in self.views if looks}
        if self.embedder and self.meaning and looks:
            vectors = self.embedder.embed(texts)
            alike[MEANING] = np.stack([self.meaning.similarities(vector) for vector in vectors])
        return alike

    def _look(self, text: str) -> dict[str, np.ndarray]:
        """Return the similarities of a sentence, by view."""
        return {name: kernel.similarities(text) for name, kernel in self.views.items()}

    def _items(self, probabilities: np.ndarray) -> tuple[tuple[str, float], ...]:
        """Sort first, then cut: the best three, not the first three."""
        ranked = np.argsort(-np.where(self.groups["item"], probabilities, -1.0))
        return tuple(
            (self.labels[i].split(":", 1)[1], round(float(probabilities[i]), 4))
            for i in ranked.tolist()[:OFFERED]
            if self.groups["item"][i]
        )

    def _event(self, label: str, decision: str, probabilities: np.ndarray) -> str | None:
        if label.startswith("event:"):
            return label.split(":", 1)[1]
        if decision != "offer" or not self.groups["event"].any():
            return None
        best = int(np.argmax(np.where(self.groups["event"], probabilities, -1.0)))
        return self.labels[best].split(":", 1)[1] if probabilities[best] >= OFFERED_FROM else None

    def _confidence(self, label: str, probabilities: np.ndarray) -> float:
        if label in self.labels:
            return float(probabilities[self.labels.index(label)])
        return float(probabilities[self.groups["outside"]].sum())


def label_groups(labels: Sequence[str]) -> dict[str, np.ndarray]:
    """Return a boolean mask over the labels for each kind: item, event, talk, outside."""
    kinds = np.array([label.split(":", 1)[0] for label in labels])
    return {kind: kinds == kind for kind in ("item", "event", "talk", "outside")}


def leader(probabilities: np.ndarray, groups: Mapping[str, np.ndarray]) -> str | None:
    """Return the kind that needs no gate: small talk and follow-ups, or life events; None for all else."""
    for kind in ("talk", "event"):
        if probabilities[groups[kind]].sum() > LEADS_FROM:
            return kind
    return None


def decide(
    probabilities: np.ndarray,
    labels: Sequence[str],
    groups: Mapping[str, np.ndarray],
    gate: Gate,
    score: float,
) -> tuple[str, str]:
    """Return (label, decision) for one sentence."""

    def best(kind: str) -> str:
        return labels[int(np.argmax(np.where(groups[kind], probabilities, -1.0)))]

    if leading := leader(probabilities, groups):
        return best(leading), "answer"
    decision = gate.decide(score)
    outside = probabilities[groups["outside"]].sum() > probabilities[groups["item"]].max(initial=0.0)
    if decision == "refuse" and outside and groups["outside"].any():
        return best("outside"), decision
    return best("item"), decision
