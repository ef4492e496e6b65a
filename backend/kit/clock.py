"""Time: stored in UTC, said in Beijing time."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta, timezone

BEIJING = timezone(timedelta(hours=8), "CST")
"""China has one zone and no summer time, so no time zone data is needed on the machine."""

Clock = Callable[[], datetime]
"""Returns the present moment with its zone; services take one so that tests can move time."""


def utc_now() -> datetime:
    """The present moment in UTC."""
    return datetime.now(UTC)
