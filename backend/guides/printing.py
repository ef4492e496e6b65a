"""Paper on request: one sheet is set at a time, off the event loop, and what was just set is kept ready."""

import asyncio
from collections import OrderedDict
from collections.abc import Callable, Hashable, Sequence
from functools import partial
from typing import Literal

from backend.guides.paper import Press, Size
from backend.guides.service import Guide, GuideService
from backend.kit.limits import RateLimiter
from backend.org.schemas import Station

_PER_ADDRESS = "60/hour"
_TOO_OFTEN = "印得太勤了，机器要歇一会儿，请过些时候再来。"
_KEPT = 16
"""Documents kept in memory; the largest, a booklet, has about 4 MB."""


class Printing:
    """Sets paper for whoever asks. Not for a thousand at once: everybody waits for the one before."""

    def __init__(self, press: Press, guides: GuideService, limiter: RateLimiter) -> None:
        self._press = press
        self._guides = guides
        self._limiter = limiter
        self._one = asyncio.Lock()
        self._at_work: set[asyncio.Task[bytes]] = set()
        self._kept: OrderedDict[Hashable, bytes] = OrderedDict()

    async def poster(
        self, chosen: Sequence[Guide], station: Station | None, size: Size, per: Literal[1, 12], address: str
    ) -> bytes:
        """Return the posters of guides.

        Raises:
            TooManyRequests: this address has printed enough for now.
        """
        key = (
            "poster",
            tuple((guide.id, guide.stamp) for guide in chosen),
            station and station.id,
            size,
            per,
        )
        return await self._made(key, partial(self._press.poster, chosen, station, size, per), address)

    async def sheet(self, guide: Guide, station: Station | None, address: str) -> bytes:
        """Return one guide on one page. Raises as `poster`."""
        key = ("sheet", guide.id, guide.stamp, station and station.id)
        return await self._made(key, partial(self._press.sheet, guide, station), address)

    async def booklet(self, station: Station | None, address: str) -> bytes:
        """Return all guides as a booklet. Raises as `poster`."""
        stamps = tuple(guide.stamp for guide in (*self._guides.list_items(), *self._guides.list_events()))
        return await self._made(
            ("booklet", stamps, station and station.id), partial(self._press.booklet, station), address
        )

    async def _made(self, key: Hashable, make: Callable[[], bytes], address: str) -> bytes:
        await self._limiter.hit(_PER_ADDRESS, "guides.print", address, message=_TOO_OFTEN)
        # A thread cannot be stopped: who leaves leaves it at work, and the next still waits for it.
        task = asyncio.create_task(self._set(key, make))
        self._at_work.add(task)
        task.add_done_callback(self._at_work.discard)
        return await asyncio.shield(task)

    async def _set(self, key: Hashable, make: Callable[[], bytes]) -> bytes:
        async with self._one:
            if key not in self._kept:
                self._kept[key] = await asyncio.to_thread(make)
            self._kept.move_to_end(key)
            while len(self._kept) > _KEPT:
                self._kept.popitem(last=False)
            return self._kept[key]
