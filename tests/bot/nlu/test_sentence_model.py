"""The model on a small world of its own, with an embedder that needs no weights."""

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.nlu import fitting, storage
from bot.nlu.sentence_model import CHEAP, FULL, SentenceModel
from bot.nlu.views import characters, fuzzy_pinyin

VIEWS = {"characters": characters, "pinyin": fuzzy_pinyin}
SAID = {
    "item:house": "我要修房子|想在老家建房|老屋翻修|宅基地怎么批|申请宅基地|修个房子要批吗|建房手续|起一栋新房|房子拆了重修|分家要地基",
    "item:card": "身份证丢了|补办身份证|身份证过期了|换身份证|身份证消磁|身份证到期换领|证件被偷了要补|补身份证多久|重新办身份证|身份证坏了",
    "item:baby": "孩子上户口|新生儿入户|出生登记|婴儿落户|娃刚满月要登记户口|给孩子报户口|孩子户口怎么上|新生儿户口|刚出生上户口|报出生",
    "talk:greet": "你好|您好|早上好|在吗|有人吗|下午好|你好呀|嗨",
    "talk:ask_facet": "要多久|要钱吗|带什么|在哪里办|多少钱|几天能好|要什么材料|找谁",
    "outside:": "今天天气怎么样|白菜多少钱一斤|班车几点|网断了|彩票中奖|猪不吃食|快递丢了|讲个笑话|手机没话费了|股票怎么买",
}


class LetterEmbedder:
    """Vectors by counting characters: deterministic, and like sentences lie near each other."""

    name = "letters"

    def embed(self, texts: Sequence[str]) -> np.ndarray:
        vectors = np.full((len(texts), 64), 0.1, np.float32)
        for row, text in enumerate(texts):
            for character in text:
                vectors[row, ord(character) % 64] += 1
        return vectors / np.linalg.norm(vectors, axis=1, keepdims=True)


def examples() -> tuple[list[str], list[str]]:
    pairs = [(text, label) for label, texts in SAID.items() for text in texts.split("|")]
    return [text for text, _ in pairs], [label for _, label in pairs]


@pytest.fixture(scope="module")
def model() -> SentenceModel:
    return fitting.fit(*examples(), VIEWS, LetterEmbedder())


def test_finds_the_item(model: SentenceModel) -> None:
    judged = model.judge("老家建房要宅基地")
    assert judged.label == "item:house"
    assert judged.items[0][0] == "house"


def test_slips_of_sound_do_not_hide_it(model: SentenceModel) -> None:
    assert model.judge("身分政丢了").items[0][0] == "card"


def test_talk_is_no_item(model: SentenceModel) -> None:
    judged = model.judge("你好")
    assert (judged.label, judged.decision) == ("talk:greet", "answer")


def test_three_items_best_first(model: SentenceModel) -> None:
    items = model.judge("户口").items
    assert len(items) == 3
    assert [score for _, score in items] == sorted((score for _, score in items), reverse=True)


def test_nothing_known_is_not_answered(model: SentenceModel) -> None:
    assert model.judge("zxqw").decision != "answer"


def test_trace_shows_every_view_and_the_nearest_sentences(model: SentenceModel) -> None:
    trace = model.judge("补办身份证").trace
    assert trace["nearest"][0] == {"text": "补办身份证", "label": "item:card", "similarity": 1.0}
    assert set(trace["parts"]) >= set(VIEWS)
    assert {"score", "answer_at", "offer_at", "mode"} <= set(trace)


def test_order_of_the_examples_does_not_matter() -> None:
    texts, labels = examples()
    one = fitting.fit(texts, labels, VIEWS, LetterEmbedder())
    other = fitting.fit(texts[::-1], labels[::-1], VIEWS, LetterEmbedder())
    assert one.judge("新房子要多久").items == other.judge("新房子要多久").items


def test_answers_the_same_after_storing(model: SentenceModel, tmp_path: Path) -> None:
    storage.save(model, tmp_path, {"catalogue": "abc"})
    again = storage.load(tmp_path, VIEWS, LetterEmbedder())
    assert storage.read_extra(tmp_path) == {"catalogue": "abc"}
    for text in ("身份证丢了", "要多久", "天气", "宅基地"):
        assert again.judge(text) == model.judge(text)


def test_works_without_the_embedder(model: SentenceModel, tmp_path: Path) -> None:
    storage.save(model, tmp_path, {})
    again = storage.load(tmp_path, VIEWS, None)
    judged = again.judge("身份证丢了")
    assert judged.items[0][0] == "card"
    assert judged.trace["mode"] == CHEAP


def test_another_embedder_than_that_of_the_training_is_not_used(model: SentenceModel, tmp_path: Path) -> None:
    storage.save(model, tmp_path, {})
    other = LetterEmbedder()
    other.name = "other"
    assert storage.load(tmp_path, VIEWS, other).embedder is None


def test_only_unsure_sentences_ask_the_embedder(model: SentenceModel) -> None:
    assert replace(model, sure_above=2.0).judge("登记户口").trace["mode"] == FULL
    assert replace(model, sure_above=0.0).judge("登记户口").trace["mode"] == CHEAP


def test_too_little_to_learn_is_refused() -> None:
    with pytest.raises(ValueError, match="two items"):
        fitting.fit(["修房"], ["item:house"], VIEWS, None)


@settings(max_examples=100, deadline=None)
@given(st.text(max_size=200))
def test_no_text_breaks_it(model: SentenceModel, text: str) -> None:
    judged = model.judge(text)
    assert judged.decision in {"answer", "offer", "refuse"}
