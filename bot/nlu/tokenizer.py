"""Rasa component: Chinese words by a jieba of its own, with the catalogue's words added.

Rasa's JiebaTokenizer changes the one dictionary of the process; this one keeps its words with the
model. Tokens stand over the message's own text, so that entity positions stay right.
"""

from __future__ import annotations

import json
import logging
from typing import Any

import jieba
from rasa.engine.graph import ExecutionContext
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.nlu.tokenizers.tokenizer import Token, Tokenizer
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

import catalog
from bot.nlu.views import Words

jieba.setLogLevel(logging.WARNING)


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.MESSAGE_TOKENIZER, is_trainable=True)
class ChineseTokenizer(Tokenizer):
    """Cuts messages into words."""

    def __init__(
        self, config: dict[str, Any], words: Words, storage: ModelStorage, resource: Resource
    ) -> None:
        super().__init__(config)
        self._words = words
        self._storage = storage
        self._resource = resource

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        """Return the settings that Rasa's base class reads; none is ours to change."""
        return {"intent_tokenization_flag": False, "intent_split_symbol": "_", "token_pattern": None}

    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> ChineseTokenizer:
        """Start with the dialect words of the catalogue."""
        vocabulary = sorted({str(entry["say"]) for entry in catalog.shipped().words["dialect"]})
        return cls(config, Words(vocabulary), model_storage, resource)

    @classmethod
    def load(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
        **kwargs: Any,
    ) -> ChineseTokenizer:
        """Use the words of the training."""
        with model_storage.read_from(resource) as folder:
            vocabulary = json.loads((folder / "vocabulary.json").read_text(encoding="utf-8"))
        return cls(config, Words(vocabulary), model_storage, resource)

    def train(self, training_data: TrainingData) -> Resource:
        """Nothing to learn: keep the words with the model."""
        with self._storage.write_to(self._resource) as folder:
            words = json.dumps(self._words.vocabulary, ensure_ascii=False)
            (folder / "vocabulary.json").write_text(words, encoding="utf-8")
        return self._resource

    def tokenize(self, message: Message, attribute: str) -> list[Token]:
        """Return the tokens of one attribute with their places in it."""
        tokens, start = [], 0
        text = message.get(attribute)
        for word in self._words.cut(text):
            start = text.index(word, start)
            tokens.append(Token(word, start))
            start += len(word)
        return tokens
