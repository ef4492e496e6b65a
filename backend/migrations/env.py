"""Runs migrations with the async drivers; `backend.kit.db.migrate` gives the address."""

import asyncio
import os
from typing import Any, Literal

from alembic import context
from alembic.autogenerate.api import AutogenContext
from sqlalchemy import Connection

from backend.kit.db import UtcDateTime, migration_engine
from backend.models import metadata
from backend.settings import Settings


def _write_type(kind: str, value: Any, autogen: AutogenContext) -> str | Literal[False]:
    """Write our own types as plain ones: an old migration must not change with the code."""
    return "sa.DateTime(timezone=True)" if kind == "type" and isinstance(value, UtcDateTime) else False


def _run(connection: Connection) -> None:
    context.configure(
        connection=connection,
        target_metadata=metadata,
        render_as_batch=True,
        render_item=_write_type,
        transactional_ddl=True,
    )
    with context.begin_transaction():
        context.run_migrations()


async def _connect() -> None:
    url = context.config.attributes.get("database_url") or Settings.load(os.environ).database_url
    engine = migration_engine(url)
    try:
        async with engine.begin() as connection:
            await connection.run_sync(_run)
    finally:
        await engine.dispose()


asyncio.run(_connect())
