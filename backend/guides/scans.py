"""Counts opened codes by station and day. A database in trouble sends nobody away and lets nobody wait."""

import asyncio
from datetime import timedelta

import structlog

from backend.guides import repository
from backend.kit.clock import BEIJING, Clock
from backend.kit.db import FAILURES, Database, cause
from backend.kit.errors import TooManyRequests
from backend.kit.limits import RateLimiter

_PER_ADDRESS = "120/hour"
"""A village behind one address scans less; more is no person with a phone."""
_PATIENCE = 1.0
"""Seconds for which a reader waits for the count; a database that is slower counts behind their back."""

log = structlog.stdlib.get_logger(__name__)


class Scans:
    """The counter and what it has counted."""

    def __init__(self, database: Database, limiter: RateLimiter, clock: Clock) -> None:
        self._database = database
        self._limiter = limiter
        self._clock = clock
        self._counting: set[asyncio.Task[None]] = set()

    async def count(self, guide_id: str, station: str, address: str) -> None:
        """Count one scan of an existing guide; `station` is empty where none is known."""
        task = asyncio.create_task(self._count(guide_id, station, address))
        self._counting.add(task)  # else nobody holds a task that takes longer
        task.add_done_callback(self._counting.discard)
        await asyncio.wait({task}, timeout=_PATIENCE)

    async def finish(self) -> None:
        """Wait for what is still being counted; a database gives up by itself."""
        await asyncio.gather(*self._counting)

    async def _count(self, guide_id: str, station: str, address: str) -> None:
        day = self._clock().astimezone(BEIJING).date()
        try:
            await self._limiter.hit(_PER_ADDRESS, "guides.scan", address)
            async with self._database.write() as session:
                await repository.count_scan(session, day, guide_id, station)
        except TooManyRequests:
            log.info("scan_not_counted", reason="too many of one address")
        except FAILURES as error:
            log.warning("scan_not_counted", reason=cause(error))

    async def favourites(self, station: str, days: int, limit: int) -> list[str]:
        """Return the guides scanned most at a station in the last `days` days; none if the database cannot say."""
        since = self._clock().astimezone(BEIJING).date() - timedelta(days=days)
        try:
            async with self._database.read() as session:
                return list(await repository.most_scanned(session, station, since, limit))
        except FAILURES as error:
            log.warning("favourites_unknown", reason=cause(error))
            return []
