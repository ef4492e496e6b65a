"""What the assistant does not do."""

from __future__ import annotations

import pytest
import yaml

from actions.phrases import say, topics
from tests.actions.conftest import ROOT, Resident, types


@pytest.mark.parametrize("topic", sorted(topics()))
def test_a_known_topic_says_whom_to_ask(resident: Resident, topic: str) -> None:
    (reply,) = resident.say("那个事", "out_of_scope", decision="refuse", topic=topic)
    assert reply["text"] == topics()[topic]["hint"]


def test_what_is_surely_something_else_is_declined_honestly(resident: Resident) -> None:
    (reply,) = resident.say("帮我唱个歌", "out_of_scope", decision="refuse")
    assert reply["text"] == say("declined")


@pytest.mark.parametrize("topic", [None, "telecom"])
def test_what_is_only_guessed_is_not_understood(resident: Resident, topic: str | None) -> None:
    (reply,) = resident.say("嘀嘀咕咕", "out_of_scope", decision="refuse", topic=topic, confidence=0.2)
    assert reply["text"] == say("lost")


def test_an_answer_to_the_question_is_no_emergency(resident: Resident) -> None:
    resident.press('/start_situations{"item":"temp-relief"}')
    resident.say("是火灾", "out_of_scope", decision="refuse", topic="fire")
    assert resident.slots["answers"] == {"temp-relief": {"cause": "accident"}}


def test_an_emergency_comes_before_the_pending_question(resident: Resident) -> None:
    resident.press('/start_situations{"item":"homestead"}')
    (reply,) = resident.say("老房子烧起来了", "out_of_scope", decision="refuse", topic="fire")
    assert reply["phone"] == "119"
    assert types(resident.say("再说一遍", "repeat")) == ["choices"]


@pytest.mark.parametrize(
    ("said", "topic", "confidence", "facet"),
    [
        ("交了好久到账", "bank", 0.6, "time"),
        ("这个要交税不", "tax", 0.71, "fee"),
        ("星期六上班不", "chat", 0.04, "place"),
        ("那边办要啥子条件", None, 0.3, "conditions"),
    ],
)
def test_a_fact_is_asked_of_the_item_in_the_talk(
    resident: Resident, said: str, topic: str | None, confidence: float, facet: str
) -> None:
    resident.ask("我要修房子", "homestead")
    answer, following = resident.say(
        said, "out_of_scope", decision="refuse", topic=topic, confidence=confidence, facets=[facet]
    )
    assert answer["type"] == "text"
    assert following["text"] == say("facet_next", title="我要修房子")


@pytest.mark.parametrize(
    ("said", "topic", "confidence"),
    [("火车票哪里买", "bus", 0.98), ("煤气罐燃了找哪个", "fire", 0.4), ("着火了找哪个", "fire", 0.9)],
)
def test_a_sure_topic_and_every_danger_come_before_the_item(
    resident: Resident, said: str, topic: str, confidence: float
) -> None:
    resident.ask("我要修房子", "homestead")
    (reply,) = resident.say(
        said, "out_of_scope", decision="refuse", topic=topic, confidence=confidence, facets=["place"]
    )
    assert reply["text"] == topics()[topic]["hint"]


def test_a_fact_in_the_middle_of_an_offer_is_not_of_the_item_before(resident: Resident) -> None:
    resident.ask("我要修房子", "homestead")
    resident.ask("那个卡嘛", "social-card", "disability-card")
    (reply,) = resident.say(
        "好久到账", "out_of_scope", decision="refuse", topic="bank", confidence=0.6, facets=["time"]
    )
    assert reply["text"] == topics()["bank"]["hint"]


def test_topics_of_the_examples_and_their_answers_are_the_same() -> None:
    blocks = yaml.safe_load((ROOT / "data/nlu/out_of_scope.yml").read_text("utf-8"))["nlu"]
    named = {block["metadata"]["topic"] for block in blocks if "metadata" in block}
    assert named | {"not-here-yet"} == set(topics())  # the importer's own, bot/importer.py
