"""The only channel: the backend's gateway asks, and gets all replies at once (docs/conversation.md, section 3).

Importing this module installs `bot.action_validation`: the credentials name it, so Rasa always loads it.
"""

from __future__ import annotations

import hmac
import logging
from collections.abc import Awaitable, Callable
from typing import Any

from rasa.core.agent import Agent
from rasa.core.channels.channel import InputChannel, OutputChannel, UserMessage
from sanic import Blueprint
from sanic.exceptions import InvalidUsage
from sanic.request import Request
from sanic.response import HTTPResponse, json

from bot import action_validation

action_validation.install()

logger = logging.getLogger(__name__)

LONGEST = {"sender": 200, "message": 5000, "request_id": 200}
"""Characters; far above what the gateway sends."""
MIN_TOKEN = 16


class ReplyCollector(OutputChannel):
    """Keeps replies in the order in which they were said; plain words become `text` messages."""

    def __init__(self) -> None:
        self.replies: list[dict[str, Any]] = []

    @classmethod
    def name(cls) -> str:
        """Return the channel's name."""
        return GatewayInput.name()

    async def send_text_message(self, recipient_id: str, text: str, **kwargs: Any) -> None:
        """Keep words as a plain `text` reply."""
        self.replies.append({"type": "text", "text": text, "tone": "plain"})

    async def send_custom_json(self, recipient_id: str, json_message: dict[str, Any], **kwargs: Any) -> None:
        """Keep a reply as the action built it."""
        self.replies.append(json_message)


class GatewayInput(InputChannel):
    """`POST /webhooks/gateway/webhook` with the service token."""

    def __init__(self, token: str) -> None:
        if len(token) < MIN_TOKEN:
            raise ValueError(f"the service token is shorter than {MIN_TOKEN} characters")
        self._expected = f"Bearer {token}".encode()

    @classmethod
    def name(cls) -> str:
        """Return the name in the address."""
        return "gateway"

    @classmethod
    def from_credentials(cls, credentials: dict[str, Any] | None) -> GatewayInput:
        """Read `token` from credentials.yml."""
        if not credentials or not credentials.get("token"):
            cls.raise_missing_credentials_exception()
        return cls(str(credentials["token"]))

    def blueprint(self, on_new_message: Callable[[UserMessage], Awaitable[Any]]) -> Blueprint:
        """Return the two routes: a sign of life and the conversation."""
        routes = Blueprint("gateway", "gateway")

        @routes.get("/")
        async def health(request: Request) -> HTTPResponse:
            if not self._admits(request):
                # Two systems on one machine must not take each other's Rasa for their own.
                return _refuse(401, "unauthorized", "the service token is missing or wrong")
            agent: Agent | None = getattr(request.app.ctx, "agent", None)
            ready = agent is not None and agent.is_ready()
            return json({"status": "ok" if ready else "starting"}, status=200 if ready else 503)

        @routes.post("/webhook")
        async def receive(request: Request) -> HTTPResponse:
            if not self._admits(request):
                return _refuse(401, "unauthorized", "the service token is missing or wrong")
            try:
                body = _read(request)
            except ValueError as error:
                return _refuse(400, "bad_request", str(error))
            agent: Agent | None = getattr(request.app.ctx, "agent", None)
            if agent is None or not agent.is_ready():
                return _refuse(503, "not_ready", "no model is loaded yet")
            # Understood here and not inside handle_message, which does not give it back.
            understood = await agent.parse_message(body["message"])
            collector = ReplyCollector()
            await on_new_message(
                UserMessage(
                    body["message"],
                    collector,
                    body["sender"],
                    parse_data=understood,
                    input_channel=self.name(),
                    metadata={"request_id": body["request_id"]},
                )
            )
            return json({"replies": collector.replies, "understanding": understood.get("understanding")})

        return routes

    def _admits(self, request: Request) -> bool:
        given = request.headers.get("authorization", "").encode("utf-8", "surrogateescape")
        return hmac.compare_digest(given, self._expected)


def _read(request: Request) -> dict[str, str]:
    """Return the three strings of a request. Raises ValueError with a sentence for the caller's log."""
    try:
        body = request.json
    except InvalidUsage as error:
        raise ValueError("the body is not JSON") from error
    if not isinstance(body, dict) or set(body) != set(LONGEST):
        raise ValueError(f"the body must be an object with {', '.join(LONGEST)}")
    for key, longest in LONGEST.items():
        value = body[key]
        if not isinstance(value, str) or not value.strip() or len(value) > longest:
            raise ValueError(f"{key} must be a string of 1 to {longest} characters")
    return body


def _refuse(status: int, code: str, message: str) -> HTTPResponse:
    logger.warning("gateway refused: %s", code)
    return json({"error": {"code": code, "message": message, "fields": []}}, status=status)
