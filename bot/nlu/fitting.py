"""Fits a sentence model: experts, mixture, gate and the point where the embedder is skipped.

Every number that combines or decides comes from sentences that the experts have not learnt from
(`trials.py`). Results do not depend on the order of the examples.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from bot.nlu import mixture, trials
from bot.nlu.embedding import Embedder
from bot.nlu.experts import EmbeddingExpert, Fitted, ViewExpert
from bot.nlu.gate import Gate
from bot.nlu.memory import Memory
from bot.nlu.sentence_model import (
    CHEAP,
    FULL,
    MEANING,
    MEMORY_VIEW,
    Mode,
    SentenceModel,
    decide,
    label_groups,
    leader,
)
from bot.nlu.trials import Opinions
from bot.nlu.views import View

PENALTY = 1.0
SURE_AGREEMENT = 0.998
"""The embedder is skipped where, in this share of trials, it changes no decision."""
OUTSIDE_SHARE = 0.15
"""Share of sentences in service that no item answers. The examples have far more, on purpose."""
HELD_OUT_SHARE = 0.5
"""Weight of the held-out queries against the training sentences, where both are there."""

HeldOut = tuple[str, frozenset[str]]
"""A normalised query and its right labels."""


@dataclass(frozen=True)
class _Trial:
    """Opinions on sentences and the label numbers that are right for each."""

    opinions: Opinions
    accepted: list[frozenset[int]]


@dataclass(frozen=True)
class _Fit:
    """A fitted mode and what it does with the training sentences."""

    mode: Mode
    top: np.ndarray
    results: list[tuple[str, str]]


def fit(
    texts: Sequence[str],
    labels: Sequence[str],
    views: Mapping[str, View],
    embedder: Embedder | None,
    held_out: Sequence[HeldOut] = (),
) -> SentenceModel:
    """Return the model of normalised `texts` with their labels.

    `views` needs `sentence_model.MEMORY_VIEW`. Held-out queries teach the experts nothing; they
    set the thresholds. Raises `ValueError` when there is nothing to tell apart.
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
        meaning, fitted[MEANING] = EmbeddingExpert.fit(embedder.embed(texts), targets, importance, PENALTY)
        vectors = fitted[MEANING].rows
    memory = Memory(texts, labels, vectors)

    model = SentenceModel(names, experts, meaning, {}, 2.0, memory, embedder)
    found = [_left_out(fitted, truth)]
    usable = [(text, good & set(names)) for text, good in sorted(held_out, key=lambda pair: pair[0])]
    if usable := [(text, good) for text, good in usable if good]:
        accepted = [frozenset(names.index(label) for label in good) for _, good in usable]
        found.append(_Trial(model.opinions([text for text, _ in usable]), accepted))
    modes = {CHEAP: _fit_mode(found, list(views), names)}
    if embedder:
        modes[FULL] = _fit_mode(found, list(fitted), names)
    model.modes = {name: result.mode for name, result in modes.items()}
    model.sure_above = _sure_above(modes)
    return model


def _importance(truth: np.ndarray) -> np.ndarray:
    """Weigh sentences so that large classes lead by the root of their size, not by their size."""
    counts = Counter(truth.tolist())
    mean = len(truth) / len(counts)
    return np.array([(mean / counts[label]) ** 0.5 for label in truth.tolist()])


def _left_out(fitted: Mapping[str, Fitted], truth: np.ndarray) -> _Trial:
    """Return the training sentences as trials, each judged as if it had not been there."""
    documents = fitted[MEMORY_VIEW].documents
    counts: Counter[str] = Counter()
    for document in documents:
        counts.update(set(document))
    coverage = [sum(counts[f] > 1 for f in set(d)) / max(1, len(set(d))) for d in documents]
    sense = fitted[MEANING].nearest if MEANING in fitted else np.zeros(len(truth))
    by_expert = {name: result.probabilities for name, result in fitted.items()}
    opinions = Opinions(by_expert, np.array(coverage), fitted[MEMORY_VIEW].nearest, sense)
    return _Trial(opinions, [frozenset([label]) for label in truth.tolist()])


def _fit_mode(found: Sequence[_Trial], experts: Sequence[str], names: Sequence[str]) -> _Fit:
    """Fit mixture and gate of the named experts; the first of `found` are the training sentences."""
    groups = label_groups(names)
    opinions = [trial.opinions.only(experts, MEANING in experts) for trial in found]
    truth = np.array([next(iter(good)) for good in found[0].accepted])
    weights = mixture.fit_weights(opinions[0].by_expert, truth)
    combined = [mixture.combine(entry.by_expert, weights) for entry in opinions]
    judged = [
        trials.judge(probabilities, entry, groups, trial.accepted)
        for probabilities, entry, trial in zip(combined, opinions, found)
    ]
    # Sentences of a life event have no right item: they teach the gate nothing.
    reaching = [
        entry.where(
            np.array(
                [
                    leader(row, groups) is None and not any(groups["event"][label] for label in good)
                    for row, good in zip(probabilities, trial.accepted)
                ]
            )
        )
        for entry, probabilities, trial in zip(judged, combined, found)
    ]
    gate = Gate.fit(
        [evidence for entry in reaching for evidence in entry.evidence],
        np.concatenate([entry.right for entry in reaching]),
        np.concatenate([entry.listed for entry in reaching]),
        np.concatenate([entry.needed for entry in reaching]),
        _weigh([entry.needed for entry in reaching]),
    )
    results = [
        decide(row, names, groups, gate, gate.score(evidence))
        for row, evidence in zip(combined[0], judged[0].evidence)
    ]
    return _Fit(Mode(weights, gate), combined[0].max(1), results)


def _weigh(needed: Sequence[np.ndarray]) -> np.ndarray:
    """Return weights by source and by whether an item is needed; their mean is 1."""
    sources = [1.0] if len(needed) == 1 else [1 - HELD_OUT_SHARE, HELD_OUT_SHARE]
    weights = [
        source
        * np.where(mask, (1 - OUTSIDE_SHARE) / max(1, mask.sum()), OUTSIDE_SHARE / max(1, (~mask).sum()))
        for source, mask in zip(sources, needed)
    ]
    return np.concatenate(weights) * sum(len(mask) for mask in needed)


def _sure_above(modes: Mapping[str, _Fit]) -> float:
    """Return the cheap probability from which on cheap and full decide alike (2.0: never)."""
    if FULL not in modes:
        return 0.0
    top = modes[CHEAP].top
    same = np.array([a == b for a, b in zip(modes[CHEAP].results, modes[FULL].results)])
    order = np.argsort(-top)
    agreement = np.cumsum(same[order]) / np.arange(1, len(order) + 1)
    good = np.nonzero(agreement >= SURE_AGREEMENT)[0]
    return float(top[order][good[-1]]) if len(good) else 2.0
