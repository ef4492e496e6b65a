"""The small trained bot, once for all tests of Rasa's run-time parts."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.bot.small_bot import train


@pytest.fixture(scope="session")
def anyio_backend() -> str:
    """Run tests marked `anyio` on asyncio, as Rasa does."""
    return "asyncio"


@pytest.fixture(scope="session")
def small_model(tmp_path_factory: pytest.TempPathFactory) -> str:
    """Path of the model."""
    return train(tmp_path_factory.mktemp("small"))


@pytest.fixture
def talks(tmp_path: Path) -> Path:
    """Path of a database file for talks."""
    return tmp_path / "talks.sqlite3"
