"""A backend whose Rasa is the scripted one."""

import json
from collections.abc import Callable, Iterator
from typing import Any
from uuid import uuid4

import httpx
import pytest

import catalog
from backend.app import create_app
from backend.kit.db import migrate
from backend.settings import Settings
from tests.backend.support import TOKEN, own_database, served, settings_for
from tests.contracts.fake_rasa import FakeRasa, fake_rasa

Send = Callable[..., httpx.Response]


@pytest.fixture(scope="session")
def scripted() -> Iterator[tuple[FakeRasa, str]]:
    with fake_rasa(TOKEN) as running:
        yield running


@pytest.fixture(scope="session")
def settings(tmp_path_factory: pytest.TempPathFactory, scripted: tuple[FakeRasa, str]) -> Iterator[Settings]:
    folder = tmp_path_factory.mktemp("chat")
    with own_database(folder) as url:
        migrate(url)
        yield settings_for(folder, url, CNB_RATE_LIMITS="off", CNB_RASA_URL=scripted[1])


@pytest.fixture(scope="session")
def address(
    settings: Settings, catalogue: catalog.Catalogue, scripted: tuple[FakeRasa, str]
) -> Iterator[str]:
    with served(create_app(settings, catalogue)) as url:
        scripted[0].backend = url
        yield url


@pytest.fixture
def rasa(scripted: tuple[FakeRasa, str]) -> Iterator[FakeRasa]:
    scripted[0].reset()
    yield scripted[0]
    scripted[0].reset()


@pytest.fixture
def say(client: httpx.Client, rasa: FakeRasa) -> Send:
    """Say something in the client's session; keywords go into the body."""

    def send(text: str, **more: Any) -> httpx.Response:
        return client.post("/api/v1/chat/messages", json={"text": text, "client_id": uuid4().hex, **more})

    return send


@pytest.fixture
def choose(say: Send) -> Callable[[httpx.Response, str], httpx.Response]:
    """Press the button with this label in an answer."""

    def press(answer: httpx.Response, label: str) -> httpx.Response:
        choices = [choice for message in answer.json()["messages"] for choice in message.get("choices", [])]
        chosen = next(choice for choice in choices if choice["label"] == label)
        return say(label, choice=chosen["id"])

    return press


@pytest.fixture
def fill(client: httpx.Client) -> Callable[..., httpx.Response]:
    """Hand in a form; keywords replace fields."""

    def hand_in(form: str, **changes: Any) -> httpx.Response:
        body = {
            "form": form,
            "for_whom": "self",
            "name": "张三",
            "phone": "13900001234",
            "station": "yuanba-01",
            "consent": True,
            "client_id": uuid4().hex,
        }
        return client.post("/api/v1/chat/applications", content=json.dumps(body | changes), headers=_JSON)

    return hand_in


_JSON = {"Content-Type": "application/json"}
