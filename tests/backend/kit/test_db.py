"""Transactions, moments, stored answers."""

from datetime import UTC, datetime, timedelta, timezone
from uuid import uuid4

import pytest
from sqlalchemy import select, text
from sqlalchemy.exc import StatementError

from backend.kit.idempotency import KeyReused, StoredAnswer, once

SCOPE = "tests"


def row(key: str, at: datetime) -> StoredAnswer:
    return StoredAnswer(scope=SCOPE, key=key, request_hash="", answer={"a": "好"}, at=at)


async def test_an_error_rolls_everything_back(database):
    key = uuid4().hex

    async def fail() -> None:
        async with database.write() as session:
            session.add(row(key, datetime.now(UTC)))
            await session.flush()
            raise RuntimeError

    with pytest.raises(RuntimeError):
        await fail()
    async with database.read() as session:
        assert await session.get(StoredAnswer, (SCOPE, key)) is None


async def test_reading_writes_nothing(database):
    key = uuid4().hex
    async with database.read() as session:
        session.add(row(key, datetime.now(UTC)))
    async with database.read() as session:
        assert await session.get(StoredAnswer, (SCOPE, key)) is None


async def test_moments_come_back_in_utc_and_need_a_zone(database):
    key, noon = uuid4().hex, datetime(2026, 11, 23, 12, tzinfo=timezone(timedelta(hours=8)))
    async with database.write() as session:
        session.add(row(key, noon))
    async with database.read() as session:
        found = await session.scalar(select(StoredAnswer).where(StoredAnswer.key == key))
    assert found.at == noon
    assert found.at.tzinfo is UTC
    with pytest.raises(StatementError, match="time zone"):
        async with database.write() as session:
            session.add(row(uuid4().hex, datetime(2026, 11, 23, 12)))  # noqa: DTZ001 - the point of the test


async def test_sqlite_is_tuned_for_safety(database, settings):
    if not settings.database_url.startswith("sqlite"):
        pytest.skip("pragmas are SQLite's")
    async with database.write() as session:
        found = [
            await session.scalar(text(f"PRAGMA {name}"))
            for name in ("journal_mode", "synchronous", "foreign_keys", "busy_timeout")
        ]
    assert found == ["wal", 2, 1, 10_000]


async def test_work_is_done_once_for_a_key(database):
    key, done = uuid4().hex, []

    async def work() -> dict[str, int]:
        done.append(1)
        return {"count": len(done)}

    answers = []
    for _ in range(2):
        async with database.write() as session:
            answers.append(await once(session, SCOPE, key, {"a": 1}, work))
    assert answers == [({"count": 1}, False), ({"count": 1}, True)]
    async with database.write() as session:
        with pytest.raises(KeyReused):
            await once(session, SCOPE, key, {"a": 2}, work)
    assert len(done) == 1
