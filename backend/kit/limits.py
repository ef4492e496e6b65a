"""Rate limits: how often one caller may do one thing. Which limits exist is decided by the features."""

import math
import time

from limits import parse
from limits.aio.storage import MemoryStorage
from limits.aio.strategies import MovingWindowRateLimiter

from backend.kit.errors import TooManyRequests


class RateLimiter:
    """Counts calls in moving windows, in the memory of this process."""

    def __init__(self, enabled: bool = True) -> None:
        self._enabled = enabled
        self._storage = MemoryStorage()
        self._window = MovingWindowRateLimiter(self._storage)

    async def hit(self, rule: str, *caller: str, message: str | None = None) -> None:
        """Count one call of `caller` (what is done, by whom) under `rule`, such as "10/hour".

        Raises:
            TooManyRequests: the rule is used up; nothing is counted then. `Retry-After` tells the seconds to wait.
        """
        limit = parse(rule)
        if not self._enabled or await self._window.hit(limit, *caller):
            return
        reset, _ = await self._window.get_window_stats(limit, *caller)
        raise TooManyRequests(message, headers={"Retry-After": str(max(1, math.ceil(reset - time.time())))})

    async def reset(self) -> None:
        """Forget all counts."""
        await self._storage.reset()
