"""SQL of the scans."""

from collections.abc import Sequence
from datetime import date

from sqlalchemy import Date, bindparam, func, select, text
from sqlalchemy.ext.asyncio import AsyncSession

from backend.guides.model import GuideScan

# One statement that both databases know: two scans at once are two scans.
_COUNT = text(
    "INSERT INTO guide_scans (day, guide, station, count) VALUES (:day, :guide, :station, 1) "
    "ON CONFLICT (day, guide, station) DO UPDATE SET count = guide_scans.count + 1"
).bindparams(bindparam("day", type_=Date))


async def count_scan(session: AsyncSession, day: date, guide: str, station: str) -> None:
    """Count one scan."""
    await session.execute(_COUNT, {"day": day, "guide": guide, "station": station})


async def most_scanned(session: AsyncSession, station: str, since: date, limit: int) -> Sequence[str]:
    """Return the guides scanned most at a station since a day, most first."""
    total = func.sum(GuideScan.count)
    rows = await session.scalars(
        select(GuideScan.guide)
        .where(GuideScan.station == station, GuideScan.day >= since)
        .group_by(GuideScan.guide)
        .order_by(total.desc(), GuideScan.guide)
        .limit(limit)
    )
    return rows.all()
