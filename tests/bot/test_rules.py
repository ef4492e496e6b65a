"""The talk's plan holds together: one rule and one action for every intent, every response used, enough examples."""

from __future__ import annotations

import json
from collections import Counter
from typing import Any

import pytest
import yaml
from jsonschema import Draft202012Validator
from rasa.core.agent import Agent
from rasa.core.channels.channel import CollectingOutputChannel, UserMessage
from rasa.shared.nlu.training_data.loading import load_data

from tests.bot.small_bot import ROOT

DOMAIN: dict[str, Any] = yaml.safe_load((ROOT / "domain.yml").read_text("utf-8"))
RULES = [
    rule
    for path in sorted((ROOT / "data/rules").glob("*.yml"))
    for rule in yaml.safe_load(path.read_text("utf-8"))["rules"]
]
FALLBACK = "utter_lost"
SMALL_TALK = "action_small_talk"
MANY = (
    "ask_facet", "ask_progress", "open_case", "cancel", "affirm", "deny", "choose_ordinal", "tell_situation",
    "ask_person", "dont_know", "go_back", "repeat", "none_of_these", "complain", "distress",
)  # fmt: skip
SOME = ("greet", "thank", "goodbye", "ask_identity", "ask_ability", "give_number")


def examples() -> Counter[str]:
    return Counter(message.get("intent") for message in load_data(str(ROOT / "data/nlu")).intent_examples)


def test_every_intent_has_exactly_one_rule_of_one_action() -> None:
    assert sorted(rule["steps"][0]["intent"] for rule in RULES) == sorted(DOMAIN["intents"])
    assert all(len(rule["steps"]) == 2 for rule in RULES)


def test_rules_use_every_action_and_response_of_the_domain() -> None:
    used = {rule["steps"][1]["action"] for rule in RULES} | {FALLBACK}
    steps = [rule["steps"] for rule in RULES]
    used |= {f"utter_{asked['intent']}" for asked, done in steps if done["action"] == SMALL_TALK}
    assert used == set(DOMAIN["actions"]) | set(DOMAIN["responses"])


def test_the_fallback_is_the_honest_one() -> None:
    config = yaml.safe_load((ROOT / "config.yml").read_text("utf-8"))
    (policy,) = config["policies"]
    assert (policy["name"], policy["core_fallback_action_name"]) == ("RulePolicy", FALLBACK)


def test_there_are_enough_examples() -> None:
    counts = examples()
    assert {intent: counts[intent] for intent in MANY if counts[intent] < 40} == {}
    assert {intent: counts[intent] for intent in SOME if counts[intent] < 15} == {}
    assert counts["out_of_scope"] >= 350
    assert set(counts) <= set(DOMAIN["intents"])


def test_topics_travel_in_the_metadata_of_their_block() -> None:
    found = [
        message.get("metadata")
        for message in load_data(str(ROOT / "data/nlu/out_of_scope.yml")).intent_examples
        if message.get("text") == "我要报警"
    ]
    assert found == [{"intent": {"topic": "police"}}]


@pytest.mark.parametrize("name", sorted(DOMAIN["responses"]))
def test_every_response_keeps_the_contract(name: str) -> None:
    schema = json.loads((ROOT / "tests/contracts/reply.schema.json").read_text("utf-8"))
    for variation in DOMAIN["responses"][name]:
        reply = variation.get("custom") or {"type": "text", "text": variation["text"], "tone": "plain"}
        choices = [
            {**choice, "payload": choice["payload"].replace("{{", "{").replace("}}", "}")}
            for choice in reply.get("choices", [])
        ]
        Draft202012Validator(schema).validate({**reply, "choices": choices} if choices else reply)


@pytest.mark.parametrize(
    ("command", "start"),
    [("/ask_ability", "修房子"), ("/complain", "让您受气了"), ("/distress", "听您这么说")],
)
@pytest.mark.anyio
async def test_what_may_be_urgent_needs_no_action_server(small_model: str, command: str, start: str) -> None:
    agent = Agent.load(small_model)
    output = CollectingOutputChannel()
    await agent.handle_message(UserMessage(command, output, "a"))
    (message,) = output.messages
    assert message["custom"]["text"].startswith(start)
