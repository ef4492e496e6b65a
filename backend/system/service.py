"""Asks every part whether it is ready: database, catalogue, Rasa, action server."""

import asyncio
import time
from collections.abc import Awaitable, Mapping
from typing import Literal

import httpx
from pydantic import BaseModel
from sqlalchemy import text

from backend.items.service import ItemService
from backend.kit.db import FAILURES, Database

_TIMEOUT_SECONDS = 1.5
_CACHE_SECONDS = 1.0

Name = Literal["database", "catalogue", "rasa", "actions"]


class Part(BaseModel):
    """One part: `detail` is a Chinese sentence for the operator."""

    status: Literal["ready", "not_ready"]
    detail: str


class Health(BaseModel):
    """All parts; `ready` only if every part is."""

    status: Literal["ready", "not_ready"]
    parts: dict[Name, Part]


class HealthService:
    """Knows how to ask each part; answers are kept for a second so that many askers cost little."""

    def __init__(
        self, database: Database, items: ItemService, addresses: Mapping[Name, str], service_token: str
    ) -> None:
        """Take what can be asked; `addresses` gives the URL of each part that answers over HTTP.

        They are asked with the service token, so that another system's part is not taken for ours.
        """
        self._database = database
        self._items = items
        self._addresses = addresses
        headers = {"Authorization": f"Bearer {service_token}"}
        self._client = httpx.AsyncClient(timeout=_TIMEOUT_SECONDS, trust_env=False, headers=headers)
        self._lock = asyncio.Lock()
        self._known: tuple[float, Health] | None = None

    async def check(self) -> Health:
        """Ask all parts at once."""
        async with self._lock:
            if self._known is None or time.monotonic() - self._known[0] > _CACHE_SECONDS:
                self._known = (time.monotonic(), await self._ask_all())
            return self._known[1]

    async def close(self) -> None:
        """Close the connections to the parts."""
        await self._client.aclose()

    async def _ask_all(self) -> Health:
        asked: dict[Name, Awaitable[Part]] = {
            "database": self._ask_database(),
            "catalogue": self._ask_catalogue(),
        }
        asked |= {name: self._ask_http(address) for name, address in self._addresses.items()}
        parts = dict(zip(asked, await asyncio.gather(*asked.values()), strict=True))
        ready = all(part.status == "ready" for part in parts.values())
        return Health(status="ready" if ready else "not_ready", parts=parts)

    async def _ask_database(self) -> Part:
        try:
            async with self._database.read() as session:
                await session.execute(text("SELECT 1"))
        except FAILURES as error:
            return Part(status="not_ready", detail=f"数据库没有回答（{type(error).__name__}）")
        return Part(status="ready", detail="正常")

    async def _ask_catalogue(self) -> Part:
        count = self._items.count()
        if count == 0:
            return Part(status="not_ready", detail="事项还没有装入")
        return Part(status="ready", detail=f"{count} 个事项，版本 {self._items.fingerprint[:12]}")

    async def _ask_http(self, address: str) -> Part:
        try:
            response = await self._client.get(address)
        except httpx.HTTPError as error:
            return Part(status="not_ready", detail=f"没有回答（{type(error).__name__}）")
        if response.status_code != 200:
            return Part(status="not_ready", detail=f"回答了 {response.status_code}")
        return Part(status="ready", detail="正常")
