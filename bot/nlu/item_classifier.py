"""Rasa component: which intent, and for `ask_item` which items, with the decision and its trace.

The mathematics is in `sentence_model.py`; this file carries examples in and results out. Example
metadata: `{"item": id}` or `{"event": id}` for `ask_item`, `{"topic": word}` for `out_of_scope` where a hint exists
(`"kind"` tells apart things of one topic that have nothing in common),
`{"held_out": [id, ...]}` for queries that only set the thresholds (no id: out of scope).
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.nlu.classifiers.classifier import IntentClassifier
from rasa.shared.exceptions import RasaException
from rasa.shared.nlu.constants import INTENT, INTENT_NAME_KEY, METADATA, TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

import catalog
from bot.nlu import fitting, storage
from bot.nlu.embedding import load_embedder
from bot.nlu.facets import FacetFinder, find_ordinal
from bot.nlu.normalizer import CHANGES, NORMALIZED
from bot.nlu.placeholders import find_placeholders, is_only_numbers
from bot.nlu.sentence_model import Judgement, SentenceModel
from bot.nlu.text_normalizer import bare
from bot.nlu.vectors import CachedEmbedder
from bot.nlu.views import View, characters, fuzzy_pinyin

ASK_ITEM = "ask_item"
OUT_OF_SCOPE = "out_of_scope"
UNDERSTANDING = "understanding"

VIEWS: dict[str, View] = {"characters": characters, "pinyin": fuzzy_pinyin}
CACHE = Path(os.environ.get("CNB_CACHE_DIR", ".cache")) / "vectors"
SHIPPED = Path(__file__).resolve().parents[2] / "data" / "vectors"
"""Vectors of the shipped sentences (make vectors): without them the first training takes minutes."""


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER, is_trainable=True)
class ItemClassifier(GraphComponent, IntentClassifier):
    """Sets `intent` and `understanding` (docs/conversation.md, section 4)."""

    def __init__(
        self,
        storage_: ModelStorage,
        resource: Resource,
        facets: FacetFinder,
        fingerprint: str,
        model: SentenceModel | None = None,
    ) -> None:
        self._storage = storage_
        self._resource = resource
        self._facets = facets
        self._fingerprint = fingerprint
        self._model = model

    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> ItemClassifier:
        """Start untrained, with the patterns of the catalogue."""
        shipped = catalog.shipped()
        return cls(model_storage, resource, FacetFinder(shipped.words["facets"]), shipped.fingerprint)

    def train(self, training_data: TrainingData) -> Resource:
        """Fit the model on all examples and store it."""
        texts, labels, held_out = _examples(training_data)
        embedder = load_embedder()
        cached = CachedEmbedder(embedder, CACHE, SHIPPED) if embedder else None
        try:
            self._model = fitting.fit(texts, labels, VIEWS, cached, held_out)
        except ValueError as error:
            raise RasaException(str(error)) from error
        if cached:
            cached.keep()
        with self._storage.write_to(self._resource) as folder:
            extra = {"facets": self._facets.patterns, "catalogue": self._fingerprint}
            storage.save(self._model, Path(folder), extra)
        return self._resource

    @classmethod
    def load(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
        **kwargs: Any,
    ) -> ItemClassifier:
        """Read the stored model; without its embedder it judges by the other views alone."""
        with model_storage.read_from(resource) as folder:
            extra = storage.read_extra(Path(folder))
            model = storage.load(Path(folder), VIEWS, load_embedder())
        return cls(model_storage, resource, FacetFinder(extra["facets"]), extra["catalogue"], model)

    def process(self, messages: list[Message]) -> list[Message]:
        """Judge messages in place. A command (`/name{...}`) keeps the intent it names."""
        for message in messages:
            if not (message.get(INTENT) or {}).get(INTENT_NAME_KEY):
                self._judge(message)
        return messages

    def _judge(self, message: Message) -> None:
        text = message.get(TEXT) or ""
        normalized = message.get(NORMALIZED) or ""
        ordinal = find_ordinal(normalized)
        understanding: dict[str, Any] = {
            "normalized": normalized,
            "decision": "answer",
            "items": [],
            "event": None,
            "facets": self._facets.find(normalized),
            "ordinal": ordinal,
            "placeholders": find_placeholders(text),
            "topic": None,
            "trace": {"changes": message.get(CHANGES) or [], "catalogue": self._fingerprint},
        }
        if is_only_numbers(text):
            intent, confidence = "give_number", 1.0
        elif ordinal is not None:
            intent, confidence = "choose_ordinal", 1.0
        elif not bare(normalized) or self._model is None:
            intent, confidence = OUT_OF_SCOPE, 1.0
            understanding["decision"] = "refuse"
        else:
            intent, confidence = _report(self._model.judge(normalized), understanding)
        message.set(INTENT, {INTENT_NAME_KEY: intent, "confidence": confidence}, add_to_output=True)
        message.set(UNDERSTANDING, understanding, add_to_output=True)


def _examples(training_data: TrainingData) -> tuple[list[str], list[str], list[fitting.HeldOut]]:
    """Return texts and labels to learn from, and the held-out queries."""
    texts, labels, held_out = [], [], []
    for message in training_data.intent_examples:
        text = message.get(NORMALIZED)
        if not bare(text):
            continue
        metadata = _metadata(message)
        if "held_out" in metadata:
            good = frozenset(f"item:{item}" for item in metadata["held_out"]) or frozenset(["outside:/"])
            held_out.append((text, good))
        else:
            texts.append(text)
            labels.append(_label(message.get(INTENT), metadata))
    return texts, labels, held_out


def _metadata(message: Message) -> Mapping[str, Any]:
    metadata: Mapping[str, Any] = message.get(METADATA) or {}
    # Rasa's own reader of data files puts an intent's or example's metadata one level down.
    nested: Mapping[str, Any] = {**(metadata.get("intent") or {}), **(metadata.get("example") or {})}
    return nested or metadata


def _label(intent: str, metadata: Mapping[str, Any]) -> str:
    """Return the label of a training example."""
    if intent == ASK_ITEM:
        return f"event:{metadata['event']}" if "event" in metadata else f"item:{metadata['item']}"
    if intent == OUT_OF_SCOPE:
        return f"outside:{metadata.get('topic', '')}/{metadata.get('kind', '')}"
    return f"talk:{intent}"


def _report(judgement: Judgement, understanding: dict[str, Any]) -> tuple[str, float]:
    """Write a judgement into `understanding`; return (intent, confidence)."""
    understanding["decision"] = judgement.decision
    understanding["items"] = [{"id": item, "score": score} for item, score in judgement.items]
    understanding["event"] = judgement.event
    understanding["trace"].update(judgement.trace)
    kind, name = judgement.label.split(":", 1)
    if kind in ("item", "event"):
        return ASK_ITEM, judgement.confidence
    if kind == "outside":
        understanding["topic"] = name.split("/")[0] or None
        return OUT_OF_SCOPE, judgement.confidence
    return name, judgement.confidence
