"""The database's history: one line from empty to now, equal to the models."""

import asyncio

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, inspect
from sqlalchemy.ext.asyncio import create_async_engine

from backend.kit.db import alembic_config, migrate
from backend.models import metadata
from tests.backend.support import own_database


@pytest.fixture
def url(tmp_path):
    with own_database(tmp_path) as url:
        yield url


def look(url: str, question):
    async def run():
        engine = create_async_engine(url)
        async with engine.connect() as connection:
            answer = await connection.run_sync(question)
        await engine.dispose()
        return answer

    return asyncio.run(run())


def test_one_head_and_names_in_order():
    scripts = ScriptDirectory.from_config(alembic_config("sqlite://"))
    revisions = [script.revision for script in scripts.walk_revisions()][::-1]
    assert len(scripts.get_heads()) == 1
    assert [int(revision[:4]) for revision in revisions] == list(range(1, len(revisions) + 1))


def test_migrations_make_what_the_models_say(url):
    def difference(connection: Connection) -> list:
        return compare_metadata(MigrationContext.configure(connection, opts={"compare_type": True}), metadata)

    migrate(url)
    migrate(url)
    assert look(url, difference) == []


def test_back_to_empty(url):
    migrate(url)
    command.downgrade(alembic_config(url), "base")
    assert look(url, lambda connection: inspect(connection).get_table_names()) == ["alembic_version"]
