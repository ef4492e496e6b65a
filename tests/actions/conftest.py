"""A resident who talks to the actions: text and understanding in, replies and slots out."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator
from rasa_sdk import Tracker
from rasa_sdk.executor import ActionExecutor, CollectingDispatcher

from actions.backend_client import Backend
from tests.actions.fake_backend import FakeBackend

ROOT = Path(__file__).parents[2]
TOKEN = "a-token-for-tests-only"
REPLY = Draft202012Validator(json.loads((ROOT / "tests/contracts/reply.schema.json").read_text("utf-8")))


@pytest.fixture(scope="session")
def rules() -> dict[str, str]:
    """Action by intent, from the rules themselves."""
    import yaml

    found = {}
    for path in (ROOT / "data/rules").glob("*.yml"):
        for rule in yaml.safe_load(path.read_text("utf-8"))["rules"]:
            found[rule["steps"][0]["intent"]] = rule["steps"][1]["action"]
    return found


@pytest.fixture
def fake() -> Iterator[FakeBackend]:
    backend = FakeBackend()
    yield backend
    backend.close()


@pytest.fixture
def backend(fake: FakeBackend) -> Backend:
    return Backend(fake.url, TOKEN, timeout=1.0)


class Resident:
    """Keeps the slots between turns as Rasa would. `say` and `press` return the replies, checked by the contract."""

    def __init__(self, rules: dict[str, str], backend: Backend) -> None:
        from rasa_sdk import Action, utils

        executor = ActionExecutor()
        executor.register_package("actions")
        self._actions = {
            kind.action: kind(backend)
            for kind in utils.all_subclasses(Action)
            if kind.__module__.startswith("actions.") and hasattr(kind, "action")
        }
        self._rules = rules
        self.slots: dict[str, Any] = {}
        self.events: list[dict[str, Any]] = []

    def say(self, text: str, intent: str, **understanding: Any) -> list[dict[str, Any]]:
        """Type a sentence that is understood as `intent`."""
        items = [{"id": item, "score": 0.9} for item in understanding.pop("items", [])]
        confidence = understanding.pop("confidence", 0.9)
        return self._turn(text, intent, [], {"normalized": text, "items": items, **understanding}, confidence)

    def ask(self, text: str, *items: str, facets: tuple[str, ...] = ()) -> list[dict[str, Any]]:
        """Type a sentence about items: one is an answer, more are an offer, none a refusal."""
        decision = {0: "refuse", 1: "answer"}.get(len(items), "offer")
        event = next((item for item in items if item.startswith("life-")), None)
        only = [item for item in items if item != event]
        return self.say(text, "ask_item", decision=decision, items=only, event=event, facets=list(facets))

    def press(self, payload: str) -> list[dict[str, Any]]:
        """Press a button."""
        intent, _, raw = payload[1:].partition("{")
        values = json.loads("{" + raw) if raw else {}
        entities = [{"entity": key, "value": value} for key, value in values.items()]
        return self._turn(payload, intent, entities, None)

    def _turn(
        self,
        text: str,
        intent: str,
        entities: list[dict[str, Any]],
        understanding: dict[str, Any] | None,
        confidence: float = 1.0,
    ) -> list[dict[str, Any]]:
        message = {
            "text": text,
            "intent": {"name": intent, "confidence": confidence},
            "entities": entities,
            "understanding": understanding,
        }
        metadata = {"metadata": {"request_id": "request-1"}}
        tracker = Tracker(
            "conversation-1",
            dict(self.slots),
            message,
            [{"event": "user", **metadata}],
            False,
            None,
            {},
            None,
        )
        dispatcher = CollectingDispatcher()
        action = self._actions[self._rules[intent]]
        self.events = asyncio.run(action.run(dispatcher, tracker, {}))
        for event in self.events:
            assert event["event"] == "slot"
            self.slots[event["name"]] = event["value"]
        replies = [self._said(message) for message in dispatcher.messages]
        assert replies, "the resident got no answer"
        for reply in replies:
            REPLY.validate(reply)
        return replies

    def _said(self, message: dict[str, Any]) -> dict[str, Any]:
        """Return a reply; in place of a response of domain.yml the first of its wordings, as Rasa would say it."""
        said: dict[str, Any] = message["custom"]
        if message.get("response"):
            import yaml

            domain = yaml.safe_load((ROOT / "domain.yml").read_text("utf-8"))
            wording = domain["responses"][message["response"]][0]
            said = wording.get("custom") or {"type": "text", "text": wording["text"], "tone": "plain"}
        return said


@pytest.fixture
def resident(rules: dict[str, str], backend: Backend) -> Resident:
    return Resident(rules, backend)


def labels(reply: dict[str, Any]) -> list[str]:
    """Return the labels of a reply's buttons."""
    return [choice["label"] for choice in reply["choices"]]


def payload(reply: dict[str, Any], label: str) -> str:
    """Return the command behind a button."""
    found: str = next(choice["payload"] for choice in reply["choices"] if choice["label"] == label)
    return found


def types(replies: list[dict[str, Any]]) -> list[str]:
    """Return the types of replies in order."""
    return [reply["type"] for reply in replies]
