"""Fits a sentence model: kernels, classifiers, gates and the point where the embedder is skipped.

Every number that decides comes from sentences that the classifiers have not learnt from
(`trials.py`). Results do not depend on the order of the examples.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256

import numpy as np

from bot.nlu import trials
from bot.nlu.embedding import Embedder
from bot.nlu.gate import Gate
from bot.nlu.kernel_classifier import KernelClassifier
from bot.nlu.kernels import MeaningKernel, ViewKernel
from bot.nlu.memory import Memory
from bot.nlu.sentence_model import (
    CHEAP,
    FULL,
    MEANING,
    Mode,
    SentenceModel,
    decide,
    label_groups,
    leader,
)
from bot.nlu.trials import Trials
from bot.nlu.views import View

PENALTY = 0.15
MEANING_SHARE = 0.6
"""How much the meaning counts; the views share the rest evenly (docs/decisions/0010)."""
TRIALS = 6000
"""Training sentences, drawn by their hash, that are scored as if they had not been there."""
SURE_AGREEMENT = 0.998
"""The embedder is skipped where, in this share of trials, it changes no decision."""
OUTSIDE_SHARE = 0.15
"""Share of sentences in service that no item answers. The examples have far more, on purpose."""
HELD_OUT_SHARE = 0.5
"""Weight of the held-out queries against the training sentences, where both are there."""

HeldOut = tuple[str, frozenset[str]]
"""A normalised query and its right labels."""


@dataclass(frozen=True)
class _Lesson:
    """What every mode learns from: n training sentences and held-out queries."""

    names: list[str]
    truth: np.ndarray
    """(n,) label numbers."""
    importance: np.ndarray
    """(n,)."""
    seen: Mapping[str, np.ndarray]
    """(queries, n) what each kernel sees of the held-out queries."""
    accepted: list[frozenset[int]]
    """The label numbers that are right for each query."""


@dataclass(frozen=True)
class _Trial:
    """Sentences that the classifier has not learnt from."""

    probabilities: np.ndarray
    """(n, labels)."""
    accepted: list[frozenset[int]]
    """The label numbers that are right for each."""


@dataclass(frozen=True)
class _Fit:
    """A fitted mode and what it does with the training sentences that were tried."""

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

    `views` needs `sentence_model.MEMORY_VIEW`. Held-out queries teach the classifiers nothing; they
    set the thresholds. Raises `ValueError` when there is nothing to tell apart.
    """
    # By hash: the same order on every machine, and the last ones are a fair sample.
    pairs = sorted(set(zip(labels, texts)), key=lambda pair: sha256("\n".join(pair).encode()).digest())
    labels, texts = [label for label, _ in pairs], [text for _, text in pairs]
    names = sorted(set(labels))
    groups = label_groups(names)
    if groups["item"].sum() < 2 or not groups["outside"].any():
        raise ValueError("training needs at least two items and examples of what is out of scope")
    model = SentenceModel(
        names,
        {name: ViewKernel.fit(view, texts) for name, view in views.items()},
        MeaningKernel.fit(embedder.embed(texts)) if embedder else None,
        {},
        2.0,
        Memory(texts, labels),
        embedder,
    )
    lesson = _lesson(model, labels, held_out)
    # One matrix for both modes: sums stand in its lower triangle, each mode is solved in the upper one.
    shares = dict.fromkeys(views, 1 / len(views))
    matrix = np.zeros((len(texts), len(texts)), dtype=np.float32)
    for name, kernel in model.views.items():
        kernel.add_to(matrix, shares[name])
    fits = {CHEAP: _fit_mode(lesson, shares, matrix)}
    if model.meaning:
        matrix *= 1 - MEANING_SHARE
        model.meaning.add_to(matrix, MEANING_SHARE)
        shares = {name: share * (1 - MEANING_SHARE) for name, share in shares.items()}
        fits[FULL] = _fit_mode(lesson, {**shares, MEANING: MEANING_SHARE}, matrix)
    model.modes = {name: result.mode for name, result in fits.items()}
    model.sure_above = _sure_above(fits)
    return model


def _lesson(model: SentenceModel, labels: Sequence[str], held_out: Sequence[HeldOut]) -> _Lesson:
    names = model.labels
    truth = np.array([names.index(label) for label in labels])
    usable = [(text, good & set(names)) for text, good in sorted(held_out, key=lambda pair: pair[0])]
    queries = [(text, frozenset(names.index(label) for label in good)) for text, good in usable if good]
    seen = model.similarities([text for text, _ in queries])
    return _Lesson(names, truth, _importance(truth), seen, [good for _, good in queries])


def _importance(truth: np.ndarray) -> np.ndarray:
    """Weigh sentences so that large classes lead by the root of their size, not by their size."""
    counts = Counter(truth.tolist())
    mean = len(truth) / len(counts)
    return np.array([(mean / counts[label]) ** 0.5 for label in truth.tolist()])


def _fit_mode(
    lesson: _Lesson,
    shares: Mapping[str, float],
    matrix: np.ndarray,
) -> _Fit:
    """Fit a classifier on the sum of its kernels' matrices, in the lower triangle, and its gate."""
    targets = np.eye(len(lesson.names))[lesson.truth]
    count = min(TRIALS, len(lesson.truth))
    classifier, left_out = KernelClassifier.fit(shares, matrix, targets, lesson.importance, PENALTY, count)
    found = [_Trial(left_out, [frozenset([label]) for label in lesson.truth[-count:].tolist()])]
    if lesson.accepted:
        found.append(_Trial(classifier.probabilities(lesson.seen), lesson.accepted))
    groups = label_groups(lesson.names)
    judged = [trials.judge(trial.probabilities, groups, trial.accepted) for trial in found]
    gate = _fit_gate(found, judged, groups)
    results = [
        decide(row, lesson.names, groups, gate, gate.score(evidence))
        for row, evidence in zip(left_out, judged[0].evidence)
    ]
    return _Fit(Mode(classifier, gate), left_out.max(1), results)


def _fit_gate(found: Sequence[_Trial], judged: Sequence[Trials], groups: Mapping[str, np.ndarray]) -> Gate:
    # Sentences of a life event have no right item: they teach the gate nothing.
    reaching = [
        entry.where(
            np.array(
                [
                    leader(row, groups) is None and not any(groups["event"][label] for label in good)
                    for row, good in zip(trial.probabilities, trial.accepted)
                ]
            )
        )
        for entry, trial in zip(judged, found)
    ]
    return Gate.fit(
        [evidence for entry in reaching for evidence in entry.evidence],
        np.concatenate([entry.right for entry in reaching]),
        np.concatenate([entry.listed for entry in reaching]),
        np.concatenate([entry.needed for entry in reaching]),
        _weigh([entry.needed for entry in reaching]),
    )


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
