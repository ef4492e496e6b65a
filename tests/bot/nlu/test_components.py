"""The Rasa components, built directly: train, store, load, process."""

from typing import Any

import pytest
from rasa.engine.graph import ExecutionContext
from rasa.engine.storage.local_model_storage import LocalModelStorage
from rasa.engine.storage.resource import Resource
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from bot.nlu.item_classifier import UNDERSTANDING, ItemClassifier
from bot.nlu.normalizer import NORMALIZED, Normalizer
from bot.nlu.tokenizer import ChineseTokenizer
from tests.bot.nlu.test_sentence_model import SAID

RESOURCE = Resource("component")


def training_data() -> TrainingData:
    examples = []
    for label, texts in SAID.items():
        kind, name = label.split(":")
        for text in texts.split("|"):
            data: dict[str, Any] = {"intent": name}
            if kind == "item":
                data = {"intent": "ask_item", "metadata": {"item": name}}
            elif kind == "outside":
                data = {"intent": "out_of_scope", "metadata": {"example": {"topic": "weather"}}}
            examples.append(Message({"text": text, **data}))
    asked = {"修房要啥子手续": ["house"], "身份证过期咋办": ["card"], "明天落雨不": []}
    for text, items in asked.items():
        intent = "ask_item" if items else "out_of_scope"
        examples.append(Message({"text": text, "intent": intent, "metadata": {"held_out": items}}))
    return TrainingData(examples)


@pytest.fixture
def normalizer(model_storage: LocalModelStorage, context: ExecutionContext) -> Normalizer:
    return Normalizer.create({}, model_storage, RESOURCE, context)


@pytest.fixture
def classifier(
    normalizer: Normalizer,
    model_storage: LocalModelStorage,
    context: ExecutionContext,
    monkeypatch: pytest.MonkeyPatch,
) -> ItemClassifier:
    """Trained, stored and loaded again; without the embedder, which has tests of its own."""
    monkeypatch.setenv("CNB_EMBEDDINGS", "off")
    resource = Resource("classifier")
    created = ItemClassifier.create({}, model_storage, resource, context)
    created.train(normalizer.process_training_data(training_data()))
    return ItemClassifier.load({}, model_storage, resource, context)


def heard(normalizer: Normalizer, classifier: ItemClassifier, text: str) -> Message:
    message = Message({"text": text})
    classifier.process(normalizer.process([message]))
    return message


def test_normalizer_answers_the_same_from_storage(
    normalizer: Normalizer, model_storage: LocalModelStorage, context: ExecutionContext
) -> None:
    normalizer.train(TrainingData())
    loaded = Normalizer.load({}, model_storage, RESOURCE, context)
    message = loaded.process([Message({"text": "身份证掉了咋个办"})])[0]
    assert message.get(NORMALIZED) == "身份证丢了怎么办"
    assert message.get("text") == "身份证掉了咋个办"


def test_tokens_stand_over_the_text(model_storage: LocalModelStorage, context: ExecutionContext) -> None:
    ChineseTokenizer.create(ChineseTokenizer.get_default_config(), model_storage, RESOURCE, context).train(
        TrainingData()
    )
    tokenizer = ChineseTokenizer.load(ChineseTokenizer.get_default_config(), model_storage, RESOURCE, context)
    text = "屋头 要修房子!"
    tokens = tokenizer.tokenize(Message({"text": text}), "text")
    assert "屋头" in [token.text for token in tokens]
    assert all(text[token.start : token.end] == token.text for token in tokens)


def test_item_is_named_with_facets_and_trace(normalizer: Normalizer, classifier: ItemClassifier) -> None:
    message = heard(normalizer, classifier, "身份证掉了，补一个要好多钱")
    assert message.get("intent")["name"] == "ask_item"
    understanding = message.get(UNDERSTANDING)
    assert understanding["items"][0]["id"] == "card"
    assert understanding["facets"] == ["fee"]
    assert understanding["normalized"] == "身份证丢了,补一个要多少钱"
    assert "掉了 → 丢了" in understanding["trace"]["changes"]
    assert len(understanding["trace"]["catalogue"]) == 64


def test_topic_of_what_is_outside(normalizer: Normalizer, classifier: ItemClassifier) -> None:
    message = heard(normalizer, classifier, "今天天气怎么样")
    assert message.get("intent")["name"] in {"out_of_scope", "ask_item"}
    assert message.get(UNDERSTANDING)["decision"] != "answer"


@pytest.mark.parametrize(
    ("text", "intent"),
    [
        ("第二个", "choose_ordinal"),
        ("〔办件号1〕〔尾号1〕", "give_number"),
        ("你好", "greet"),
        ("要好久", "ask_facet"),
    ],
)
def test_talk(normalizer: Normalizer, classifier: ItemClassifier, text: str, intent: str) -> None:
    assert heard(normalizer, classifier, text).get("intent")["name"] == intent


@pytest.mark.parametrize("text", ["", "？？？", "\U0001f600\U0001f600", "\x00", "\ud800"])
def test_nothing_said_is_out_of_scope(normalizer: Normalizer, classifier: ItemClassifier, text: str) -> None:
    message = heard(normalizer, classifier, text)
    assert message.get("intent")["name"] == "out_of_scope"
    assert message.get(UNDERSTANDING)["decision"] == "refuse"


def test_command_keeps_its_intent(normalizer: Normalizer, classifier: ItemClassifier) -> None:
    message = Message({"text": "/choose_item", "intent": {"name": "choose_item", "confidence": 1.0}})
    classifier.process(normalizer.process([message]))
    assert message.get("intent")["name"] == "choose_item"
    assert message.get(UNDERSTANDING) is None
