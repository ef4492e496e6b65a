"""Counts opened codes by station and day. A scan that cannot be counted still opens the guide."""

from datetime import timedelta

import structlog

from backend.guides import repository
from backend.kit.clock import BEIJING, Clock
from backend.kit.db import FAILURES, Database, cause
from backend.kit.errors import TooManyRequests
from backend.kit.limits import RateLimiter

_PER_ADDRESS = "120/hour"
"""A village behind one address scans less; more is no person with a phone."""

log = structlog.stdlib.get_logger(__name__)


class Scans:
    """The counter and what it has counted."""

    def __init__(self, database: Database, limiter: RateLimiter, clock: Clock) -> None:
        self._database = database
        self._limiter = limiter
        self._clock = clock

    async def count(self, guide_id: str, station: str, address: str) -> None:
        """Count one scan of an existing guide; `station` is empty where none is known."""
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
        """Return the guides scanned most at a station in the last `days` days."""
        since = self._clock().astimezone(BEIJING).date() - timedelta(days=days)
        async with self._database.read() as session:
            return list(await repository.most_scanned(session, station, since, limit))
