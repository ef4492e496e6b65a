"""Real Chromium against the real backend. Its Rasa is the scripted one, unless `CNB_E2E_URL` names a running system."""

import os
from collections.abc import Iterator

import pytest

import catalog
from backend.app import create_app
from backend.kit.db import migrate
from tests.backend.support import TOKEN, served, settings_for
from tests.browser import browser as browser
from tests.browser import open_page as open_page
from tests.contracts.fake_rasa import FakeRasa, fake_rasa


@pytest.fixture(scope="session")
def scripted() -> Iterator[tuple[FakeRasa, str]]:
    with fake_rasa(TOKEN) as running:
        yield running


@pytest.fixture(scope="session")
def address(tmp_path_factory: pytest.TempPathFactory, scripted: tuple[FakeRasa, str]) -> Iterator[str]:
    """Where the system under test answers."""
    if url := os.environ.get("CNB_E2E_URL"):
        yield url.rstrip("/")
        return
    folder = tmp_path_factory.mktemp("e2e")
    database = f"sqlite+aiosqlite:///{folder / 'e2e.sqlite3'}"
    migrate(database)
    settings = settings_for(folder, database, CNB_RATE_LIMITS="off", CNB_RASA_URL=scripted[1])
    with served(create_app(settings, catalog.load())) as url:
        scripted[0].backend = url
        yield url


@pytest.fixture
def rasa(scripted: tuple[FakeRasa, str]) -> Iterator[FakeRasa]:
    """The scripted Rasa; tests that use it cannot run on `CNB_E2E_URL`."""
    if os.environ.get("CNB_E2E_URL"):
        pytest.skip("needs the scripted Rasa")
    scripted[0].reset()
    yield scripted[0]
    scripted[0].reset()
