"""The database: engines, transactions, column types, migrations. SQL of a feature stays in its repository."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import asyncpg  # type: ignore[import-untyped]
from alembic import command
from alembic.config import Config
from alembic.util import CommandError
from sqlalchemy import DateTime, Dialect, Engine, MetaData, event
from sqlalchemy.exc import DatabaseError, InterfaceError, OperationalError, SQLAlchemyError
from sqlalchemy.exc import TimeoutError as PoolTimeoutError
from sqlalchemy.ext.asyncio import AsyncEngine, AsyncSession, create_async_engine
from sqlalchemy.orm import DeclarativeBase
from sqlalchemy.pool import ConnectionPoolEntry
from sqlalchemy.types import TypeDecorator

from backend.kit.jsontext import dumps

_MIGRATIONS = Path(__file__).resolve().parents[1] / "migrations"
_BUSY_SECONDS = 10
# Values stay out of error messages, and so out of the log.
_COMMON: dict[str, Any] = {"json_serializer": dumps, "hide_parameters": True}

FAILURES = (SQLAlchemyError, OSError, asyncpg.PostgresError)
"""Whatever can go wrong with a database; asyncpg's own errors come when it refuses the connection."""


class Base(DeclarativeBase):
    """Parent of every table; the names of constraints are fixed so that migrations can speak of them."""

    metadata = MetaData(
        naming_convention={
            "ix": "ix_%(table_name)s_%(column_0_N_name)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "ck": "ck_%(table_name)s_%(constraint_name)s",
            "fk": "fk_%(table_name)s_%(column_0_N_name)s",
            "pk": "pk_%(table_name)s",
        }
    )


class UtcDateTime(TypeDecorator[datetime]):
    """A moment: goes in with any zone, is stored in UTC and comes out in UTC (SQLite forgets zones)."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Refuse moments without a zone: nobody could say later what they meant."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a moment needs a time zone")
        return value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Give SQLite's naive values their zone back."""
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


class Database:
    """Two doors to one database: `read()` and `write()`, one transaction each.

    Open `write()` only for the moment of writing and never while waiting for another process: on SQLite writers queue
    up for one connection, and a part we wait for may itself need to write.
    """

    def __init__(self, url: str) -> None:
        if url.startswith("sqlite"):
            self._reader = _sqlite(url, begin="BEGIN", pool_size=8)
            # A pool of one is a fair queue of writers; SQLite's own waiting polls and can starve one of them.
            self._writer = _sqlite(url, begin="BEGIN IMMEDIATE", pool_size=1)
        else:
            self._reader = self._writer = create_async_engine(
                url,
                **_COMMON,
                pool_size=10,
                max_overflow=10,
                pool_timeout=_BUSY_SECONDS,
                pool_pre_ping=True,
            )

    @asynccontextmanager
    async def read(self) -> AsyncIterator[AsyncSession]:
        """A session on one consistent state; whatever it changes is thrown away."""
        async with AsyncSession(self._reader, expire_on_commit=False) as session:
            yield session

    @asynccontextmanager
    async def write(self) -> AsyncIterator[AsyncSession]:
        """A session that commits at the end and rolls everything back on an error."""
        async with AsyncSession(self._writer, expire_on_commit=False) as session, session.begin():
            yield session

    async def close(self) -> None:
        """Close all connections."""
        await self._reader.dispose()
        await self._writer.dispose()


def is_out_of_order(error: BaseException) -> bool:
    """Whether the database itself fails (gone, locked, full, read-only, damaged) and not our use of it."""
    failing = (OperationalError, InterfaceError, PoolTimeoutError, asyncpg.PostgresError)
    return (
        isinstance(error, failing) or type(error) is DatabaseError
    )  # SQLite's "malformed"; its children are ours


def cause(error: BaseException) -> str:
    """An error for the log: its kind and the database's own words, which hold no values."""
    return ": ".join(filter(None, (type(error).__name__, str(getattr(error, "orig", "") or ""))))


class TooNewError(Exception):
    """A later version of this program has changed the tables."""


def migrate(database_url: str) -> None:
    """Bring the database to the newest schema. Call it before the server starts, outside of any event loop.

    Raises:
        TooNewError: it is newer than this program.
    """
    try:
        command.upgrade(alembic_config(database_url), "head")
    except CommandError as error:
        raise TooNewError() from error


def alembic_config(database_url: str) -> Config:
    """Alembic's configuration for the migrations of this backend."""
    config = Config()
    config.set_main_option("script_location", str(_MIGRATIONS).replace("%", "%%"))
    config.set_main_option("path_separator", "os")
    config.attributes["database_url"] = database_url
    return config


def migration_engine(url: str) -> AsyncEngine:
    """An engine on which a migration is one transaction, on SQLite too, whose tables are changed by copying them."""
    engine = create_async_engine(url)
    if url.startswith("sqlite"):
        _tune_sqlite(engine.sync_engine, begin="BEGIN IMMEDIATE", foreign_keys="OFF")
    return engine


def _sqlite(url: str, begin: str, pool_size: int) -> AsyncEngine:
    engine = create_async_engine(
        url, **_COMMON, pool_size=pool_size, max_overflow=0, pool_timeout=_BUSY_SECONDS
    )
    _tune_sqlite(engine.sync_engine, begin)
    return engine


def _tune_sqlite(engine: Engine, begin: str, foreign_keys: str = "ON") -> None:
    @event.listens_for(engine, "connect")
    def connect(connection: Any, entry: ConnectionPoolEntry) -> None:
        # The driver would begin transactions late and by itself: off, so that the listener below says how.
        connection.isolation_level = None
        cursor = connection.cursor()
        # busy_timeout first: switching to WAL itself needs a lock. synchronous=FULL: a receipt survives a power cut.
        cursor.execute(f"PRAGMA busy_timeout={_BUSY_SECONDS * 1000}")
        cursor.execute("PRAGMA journal_mode=WAL")
        cursor.execute("PRAGMA synchronous=FULL")
        cursor.execute(f"PRAGMA foreign_keys={foreign_keys}")
        cursor.close()

    @event.listens_for(engine, "begin")
    def start(connection: Any) -> None:
        connection.exec_driver_sql(begin)
