"""Asks Rasa, and tells apart every way in which it can fail to answer."""

import asyncio
from dataclasses import dataclass
from typing import Any, Literal

import httpx
import structlog
from pydantic import ValidationError

from backend.chat.messages import REPLY, Reply
from backend.kit.jsontext import loads, unstorable

log = structlog.stdlib.get_logger(__name__)

Reason = Literal["down", "slow", "silent", "nonsense"]
_PATIENCE_SECONDS = 12.0
_POOL = httpx.Limits(max_connections=64, max_keepalive_connections=16)


class RasaFailed(Exception):
    """Rasa gave no usable answer: unreachable or refusing, too slow, without a reply, or not what was agreed."""

    def __init__(self, reason: Reason) -> None:
        super().__init__(reason)
        self.reason: Reason = reason


@dataclass(frozen=True, slots=True)
class RasaAnswer:
    """What Rasa said, and what it understood (docs/conversation.md, section 4)."""

    replies: list[Reply]
    understanding: dict[str, Any] | None


class Rasa:
    """The gateway channel of one Rasa server."""

    def __init__(self, url: str, service_token: str, patience: float = _PATIENCE_SECONDS) -> None:
        self._url = f"{url}/webhooks/gateway/webhook"
        self._patience = patience
        self._client = httpx.AsyncClient(
            headers={"Authorization": f"Bearer {service_token}"},
            timeout=patience,
            limits=_POOL,
            trust_env=False,
        )

    async def ask(self, conversation: str, message: str, request_id: str) -> RasaAnswer:
        """Send a text or a command.

        Raises:
            RasaFailed: no usable answer within the patience (seconds, for the whole exchange).
        """
        body = {"sender": conversation, "message": message, "request_id": request_id}
        try:
            async with asyncio.timeout(self._patience):
                response = await self._client.post(self._url, json=body, headers={"X-Request-ID": request_id})
        except (TimeoutError, httpx.TimeoutException) as error:
            raise RasaFailed("slow") from error
        except httpx.HTTPError as error:
            raise RasaFailed("down") from error
        if response.status_code != 200:
            raise RasaFailed("down")
        answer = _read(response.content)
        if not answer.replies:
            raise RasaFailed("silent")
        return answer

    async def close(self) -> None:
        """Close the connections."""
        await self._client.aclose()


def _read(content: bytes) -> RasaAnswer:
    """Check the answer's shape.

    Raises:
        RasaFailed: it is not what was agreed. One bad reply spoils the whole answer: half of it could mislead.
    """
    try:
        data = loads(content)
        if not isinstance(data, dict) or not isinstance(data.get("replies"), list) or unstorable(data):
            raise RasaFailed("nonsense")
        replies = [REPLY.validate_python(_typed(reply)) for reply in data["replies"]]
    except ValidationError as error:
        problems = [(".".join(map(str, detail["loc"])), detail["type"]) for detail in error.errors()]
        log.warning("rasa_reply_refused", problems=problems)
        raise RasaFailed("nonsense") from error
    except ValueError as error:
        raise RasaFailed("nonsense") from error
    understanding = data.get("understanding")
    return RasaAnswer(replies, understanding if isinstance(understanding, dict) else None)


def _typed(reply: Any) -> Any:
    """Rasa's own responses are plain `{"text"}`."""
    if isinstance(reply, dict) and "type" not in reply and isinstance(reply.get("text"), str):
        return {"type": "text", "text": reply["text"]}
    return reply
