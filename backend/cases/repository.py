"""SQL of applications and cases."""

from collections.abc import Sequence
from datetime import date, datetime

from sqlalchemy import Date, bindparam, delete, func, select, text
from sqlalchemy.ext.asyncio import AsyncSession

from backend.cases.model import Application, Case

# One statement that both databases know: the row is locked until commit, so numbers have neither doubles nor gaps.
_COUNT_UP = text(
    "INSERT INTO case_counters (day, last) VALUES (:day, 1) "
    "ON CONFLICT (day) DO UPDATE SET last = case_counters.last + 1 RETURNING last"
).bindparams(bindparam("day", type_=Date))


async def find_application(session: AsyncSession, application_id: str) -> Application | None:
    """Return the application, or None."""
    return await session.get(Application, application_id)


async def lock_application(session: AsyncSession, application_id: str) -> Application | None:
    """Return the application, held against other transactions until this one ends, or None."""
    return await session.get(Application, application_id, with_for_update=True)


async def delete_expired_applications(session: AsyncSession, now: datetime) -> None:
    """Delete what was never opened as a case and has expired."""
    opened = select(Case.application_id).where(Case.application_id == Application.id)
    await session.execute(delete(Application).where(Application.expires_at < now, ~opened.exists()))


async def next_count(session: AsyncSession, day: date) -> int:
    """Return the count of the next case of `day`, from 1."""
    return int((await session.execute(_COUNT_UP, {"day": day})).scalar_one())


async def find_case(session: AsyncSession, number: str) -> Case | None:
    """Return the case with its events, or None."""
    return await session.scalar(select(Case).where(Case.number == number))


async def find_case_of_application(session: AsyncSession, application_id: str) -> Case | None:
    """Return the case that the application became, or None."""
    return await session.scalar(select(Case).where(Case.application_id == application_id))


async def list_cases_of_conversation(session: AsyncSession, conversation: str) -> Sequence[Case]:
    """Return the cases opened in a conversation, newest first."""
    return (
        await session.scalars(select(Case).where(Case.conversation == conversation).order_by(Case.id.desc()))
    ).all()


async def list_cases(
    session: AsyncSession,
    *,
    station: str | None,
    state: str | None,
    since: datetime | None,
    until: datetime | None,
    offset: int,
    limit: int,
) -> tuple[Sequence[Case], int]:
    """Return one page of the cases that match every filter, newest first, and how many match in all."""
    conditions = []
    if station is not None:
        conditions.append(Case.station_id == station)
    if state is not None:
        conditions.append(Case.state == state)
    if since is not None:
        conditions.append(Case.opened_at >= since)
    if until is not None:
        conditions.append(Case.opened_at < until)
    total = await session.scalar(select(func.count()).select_from(Case).where(*conditions))
    page = select(Case).where(*conditions).order_by(Case.id.desc()).offset(offset).limit(limit)
    return (await session.scalars(page)).all(), total or 0
