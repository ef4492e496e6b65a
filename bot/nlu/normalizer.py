"""Rasa component: puts the normal form of a message beside its text, for the components after it."""

from __future__ import annotations

import json
from typing import Any

from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.shared.nlu.constants import TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

import catalog
from bot.nlu.text_normalizer import TextNormalizer

NORMALIZED = "normalized"
CHANGES = "normalizer_changes"


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.MESSAGE_FEATURIZER, is_trainable=True)
class Normalizer(GraphComponent):
    """Sets `normalized` and `normalizer_changes`; the word lists are stored with the model."""

    def __init__(self, normalizer: TextNormalizer, storage: ModelStorage, resource: Resource) -> None:
        self._normalizer = normalizer
        self._storage = storage
        self._resource = resource

    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> Normalizer:
        """Start from the catalogue's word lists."""
        return cls(TextNormalizer.from_words(catalog.shipped().words), model_storage, resource)

    def train(self, training_data: TrainingData) -> Resource:
        """Nothing to learn: keep the lists with the model."""
        with self._storage.write_to(self._resource) as folder:
            lists = json.dumps(self._normalizer.as_dict(), ensure_ascii=False)
            (folder / "words.json").write_text(lists, encoding="utf-8")
        return self._resource

    @classmethod
    def load(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
        **kwargs: Any,
    ) -> Normalizer:
        """Use the lists of the training, whatever the catalogue says today."""
        with model_storage.read_from(resource) as folder:
            lists = json.loads((folder / "words.json").read_text(encoding="utf-8"))
        return cls(TextNormalizer.from_words(lists), model_storage, resource)

    def process_training_data(self, training_data: TrainingData) -> TrainingData:
        """Normalise the training examples."""
        self.process(training_data.training_examples)
        return training_data

    def process(self, messages: list[Message]) -> list[Message]:
        """Normalise messages in place."""
        for message in messages:
            normalized = self._normalizer.normalize(message.get(TEXT) or "")
            message.set(NORMALIZED, normalized.text)
            message.set(CHANGES, list(normalized.changes))
        return messages
