"""Fits a sentence model: experts, mixture, gate and the point where the embedder is skipped.

All numbers that combine or decide come from held-out scores of the training sentences. Results
do not depend on the order of the examples.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from bot.nlu import mixture
from bot.nlu.embedding import Embedder
from bot.nlu.experts import EmbeddingExpert, Fitted, ViewExpert
from bot.nlu.gate import Gate, measure
from bot.nlu.memory import Memory
from bot.nlu.sentence_model import (
    CHEAP,
    FULL,
    MEANING,
    MEMORY_VIEW,
    OFFERED,
    Mode,
    SentenceModel,
    decide,
    label_groups,
    talk_leads,
)
from bot.nlu.views import View

PENALTY = 1.0
SURE_AGREEMENT = 0.998
"""The embedder is skipped where, in this share of held-out sentences, it changes no decision."""


@dataclass(frozen=True)
class _Scored:
    """Held-out results of one mode over all training sentences."""

    probabilities: np.ndarray
    mode: Mode
    results: list[tuple[str, str]]
    """(label, decision)"""


def fit(
    texts: Sequence[str], labels: Sequence[str], views: Mapping[str, View], embedder: Embedder | None
) -> SentenceModel:
    """Return the model of normalised `texts` with their labels.

    `views` needs `sentence_model.MEMORY_VIEW`. Raises `ValueError` when there is nothing to tell
    apart (fewer than two items, no example outside).
    """
    pairs = sorted(set(zip(labels, texts)))
    labels, texts = [label for label, _ in pairs], [text for _, text in pairs]
    names = sorted(set(labels))
    groups = label_groups(names)
    if groups["item"].sum() < 2 or not groups["outside"].any():
        raise ValueError("training needs at least two items and examples of what is out of scope")
    truth = np.array([names.index(label) for label in labels])
    targets = np.eye(len(names))[truth]
    importance = _importance(truth)

    experts: dict[str, ViewExpert] = {}
    fitted: dict[str, Fitted] = {}
    for name, view in views.items():
        experts[name], fitted[name] = ViewExpert.fit(view, texts, targets, importance, PENALTY)
    meaning = vectors = None
    if embedder:
        raw = embedder.embed(texts)
        meaning, fitted[MEANING] = EmbeddingExpert.fit(raw, targets, importance, PENALTY)
        vectors = np.stack([meaning.place(vector) for vector in raw])

    remembered = experts[MEMORY_VIEW]
    documents = [remembered.features(text) for text in texts]
    memory = Memory(texts, labels, remembered.vectorizer.matrix(documents), vectors)
    coverage = _held_out_coverage(documents)
    scored = {CHEAP: _score({n: fitted[n] for n in views}, truth, names, coverage)}
    if embedder:
        scored[FULL] = _score(fitted, truth, names, coverage)
    return SentenceModel(
        labels=names,
        views=experts,
        meaning=meaning,
        modes={name: result.mode for name, result in scored.items()},
        sure_above=_sure_above(scored),
        memory=memory,
        embedder=embedder,
    )


def _importance(truth: np.ndarray) -> np.ndarray:
    """Weigh sentences so that large classes lead by the root of their size, not by their size."""
    counts = Counter(truth.tolist())
    mean = len(truth) / len(counts)
    return np.array([(mean / counts[label]) ** 0.5 for label in truth.tolist()])


def _held_out_coverage(documents: Sequence[Sequence[str]]) -> np.ndarray:
    """Return for each document the share of its features that some other document has."""
    counts: Counter[str] = Counter()
    for document in documents:
        counts.update(set(document))
    return np.array(
        [sum(counts[f] > 1 for f in set(document)) / max(1, len(set(document))) for document in documents]
    )


def _score(
    fitted: Mapping[str, Fitted], truth: np.ndarray, names: Sequence[str], coverage: np.ndarray
) -> _Scored:
    """Fit mixture and gate of one mode on held-out opinions."""
    groups = label_groups(names)
    opinions = {name: result.probabilities for name, result in fitted.items()}
    weights = mixture.fit_weights(opinions, truth)
    probabilities = mixture.combine(opinions, weights)
    sense = fitted[MEANING].nearest if MEANING in fitted else np.zeros(len(truth))
    evidence = [
        measure(probabilities[i], groups, coverage[i], fitted[MEMORY_VIEW].nearest[i], sense[i])
        for i in range(len(truth))
    ]
    items = np.where(groups["item"], probabilities, -1.0)
    right = items.argmax(1) == truth
    listed = (np.argsort(-items, axis=1)[:, :OFFERED] == truth[:, None]).any(1)
    needed = groups["item"][truth]
    reaches = np.array([not talk_leads(row, groups) for row in probabilities])
    kept = [entry for entry, use in zip(evidence, reaches) if use]
    gate = Gate.fit(kept, right[reaches], listed[reaches], needed[reaches])
    results = [
        decide(probabilities[i], names, groups, gate, gate.score(evidence[i])) for i in range(len(truth))
    ]
    return _Scored(probabilities, Mode(weights, gate), results)


def _sure_above(scored: Mapping[str, _Scored]) -> float:
    """Return the cheap probability from which on cheap and full decide alike (2.0: never)."""
    if FULL not in scored:
        return 0.0
    top = scored[CHEAP].probabilities.max(1)
    same = np.array([a == b for a, b in zip(scored[CHEAP].results, scored[FULL].results)])
    order = np.argsort(-top)
    agreement = np.cumsum(same[order]) / np.arange(1, len(order) + 1)
    good = np.nonzero(agreement >= SURE_AGREEMENT)[0]
    return float(top[order][good[-1]]) if len(good) else 2.0
