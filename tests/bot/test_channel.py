"""The gateway's channel: who may ask, what is refused, what comes back."""

from __future__ import annotations

from collections.abc import AsyncIterator
from typing import Any

import aiohttp
import pytest
from rasa.core.agent import Agent
from rasa.core.channels.channel import register
from rasa.shared.exceptions import RasaException
from rasa.utils.endpoints import EndpointConfig
from sanic import Sanic

from bot.channel import GatewayInput
from bot.tracker_store import TalkStore

pytestmark = pytest.mark.anyio

TOKEN = "a-token-for-tests-only"
GOOD = {"sender": "conversation-1", "message": "你会做啥", "request_id": "request-1"}
AUTHORIZED = {"Authorization": f"Bearer {TOKEN}"}


@pytest.fixture(scope="module")
async def app(small_model: str, tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Sanic]:
    """A server on loopback with the channel, one for all tests: this Sanic starts once in a process."""
    talks = tmp_path_factory.mktemp("channel") / "talks.sqlite3"
    agent = Agent.load(small_model)
    agent.tracker_store = agent.processor.tracker_store = TalkStore(agent.domain, path=str(talks))
    app = Sanic("gateway", configure_logging=False)
    app.ctx.agent = agent
    register([GatewayInput.from_credentials({"token": TOKEN})], app, "/webhooks/")
    server = await app.create_server("127.0.0.1", 0, return_asyncio_server=True, access_log=False)
    await server.startup()
    app.ctx.url = f"http://127.0.0.1:{server.server.sockets[0].getsockname()[1]}/webhooks/gateway/"
    async with aiohttp.ClientSession() as session:
        app.ctx.session = session
        yield app
    server.close()


async def post(app: Sanic, body: Any, headers: dict[str, str] = AUTHORIZED) -> tuple[int, Any]:
    """Return status and JSON of one request."""
    sent = {"data": body} if isinstance(body, bytes) else {"json": body}
    async with app.ctx.session.post(f"{app.ctx.url}webhook", headers=headers, **sent) as response:
        return response.status, await response.json()


async def test_all_replies_come_back_in_order(app: Sanic) -> None:
    status, answer = await post(app, GOOD)
    assert status == 200
    assert answer["understanding"] is None
    (abilities,) = answer["replies"]
    assert abilities["type"] == "choices"
    assert abilities["choices"][0]["payload"] == '/choose_theme{"theme":"housing"}'


async def test_plain_words_become_a_text_message(app: Sanic) -> None:
    _, answer = await post(app, {**GOOD, "message": "你是哪个"})
    (reply,) = answer["replies"]
    assert (reply["type"], reply["tone"]) == ("text", "plain")


async def test_a_command_is_understood_by_its_name(app: Sanic) -> None:
    _, answer = await post(app, {**GOOD, "message": "/ask_identity"})
    assert answer["replies"][0]["type"] == "text"


async def test_the_action_server_learns_request_id_and_understanding(app: Sanic, monkeypatch: Any) -> None:
    calls = []

    async def request(self: Any, json: dict[str, Any], **kwargs: Any) -> dict[str, Any]:
        calls.append(json)
        reply = {"custom": {"type": "text", "text": "您好", "tone": "plain"}}
        slot = {"event": "slot", "timestamp": None, "name": "item", "value": "homestead"}
        return {"events": [slot], "responses": [reply, reply]}

    monkeypatch.setattr(EndpointConfig, "request", request)
    monkeypatch.setattr(
        app.ctx.agent.processor, "action_endpoint", EndpointConfig("http://127.0.0.1:9/webhook")
    )
    _, answer = await post(app, {**GOOD, "message": '/choose_item{"item":"homestead"}'})
    assert len(answer["replies"]) == 2
    await post(app, {**GOOD, "message": "/repeat"})
    first, second = (call["tracker"] for call in calls)
    assert first["latest_message"]["entities"][0]["value"] == "homestead"
    *_, user = (event for event in first["events"] if event["event"] == "user")
    assert user["metadata"]["request_id"] == "request-1"
    assert second["slots"]["item"] == "homestead"


async def test_a_dead_action_server_leaves_no_reply_and_no_error(app: Sanic) -> None:
    status, answer = await post(app, {**GOOD, "message": "/repeat"})
    assert (status, answer["replies"]) == (200, [])


@pytest.mark.parametrize(
    "headers",
    [{}, {"Authorization": ""}, {"Authorization": f"Bearer {TOKEN}x"}, {"Authorization": TOKEN}],
)
async def test_without_the_token_nothing_is_said(app: Sanic, headers: dict[str, str]) -> None:
    status, answer = await post(app, GOOD, headers)
    assert (status, answer["error"]["code"]) == (401, "unauthorized")


@pytest.mark.parametrize(
    "body",
    [
        b"", b"{", b"\xff", [], "text", None, {}, {**GOOD, "more": 1}, {**GOOD, "message": 1}, {**GOOD, "message": " "},
        {**GOOD, "sender": ""}, {**GOOD, "message": "好" * 5001}, {**GOOD, "request_id": None},
    ],
)  # fmt: skip
async def test_malformed_bodies_are_refused(app: Sanic, body: Any) -> None:
    status, answer = await post(app, body)
    assert (status, answer["error"]["code"]) == (400, "bad_request")


async def test_before_a_model_is_loaded_it_says_so(app: Sanic, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(app.ctx, "agent", Agent())
    status, answer = await post(app, GOOD)
    assert (status, answer["error"]["code"]) == (503, "not_ready")
    async with app.ctx.session.get(app.ctx.url, headers=AUTHORIZED) as health:
        assert health.status == 503


async def test_another_systems_backend_does_not_take_it_for_its_own(app: Sanic) -> None:
    async with app.ctx.session.get(app.ctx.url) as health:
        assert health.status == 401
    async with app.ctx.session.get(app.ctx.url, headers=AUTHORIZED) as health:
        assert health.status == 200


def test_a_missing_or_short_token_stops_the_start() -> None:
    with pytest.raises(RasaException):
        GatewayInput.from_credentials({})
    with pytest.raises(ValueError, match="shorter"):
        GatewayInput.from_credentials({"token": "short"})
