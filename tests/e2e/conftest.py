"""Real Chromium against the real backend. Its Rasa is the scripted one, unless `CNB_E2E_URL` names a running system."""

import os
import re
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

import catalog
from backend.app import create_app
from backend.kit.db import migrate
from tests.backend.support import TOKEN, served, settings_for
from tests.contracts.fake_rasa import FakeRasa, fake_rasa

CHROMIUM = "/usr/bin/chromium"
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
PHONE, SMALL_PHONE, DESKTOP = (390, 844), (360, 640), (1366, 768)
OpenPage = Callable[..., Page]


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


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield opened
        opened.close()


@pytest.fixture
def open_page(browser: Browser, address: str, request: pytest.FixtureRequest) -> Iterator[OpenPage]:
    """Opens the page in a browser of its own; fails the test on script errors and on requests to anywhere else.

    `tolerated`: what a test itself provokes, as a pattern of console messages. With `CNB_E2E_PICTURES` naming a
    folder, every test leaves a picture there.
    """
    faults: list[str] = []
    with ExitStack() as stack:

        def open_one(size: tuple[int, int] = PHONE, tolerated: str = "(?!)", **options: object) -> Page:
            context = browser.new_context(
                viewport={"width": size[0], "height": size[1]},
                locale="zh-CN",
                timezone_id="Asia/Shanghai",
                base_url=address,
                **options,
            )
            stack.callback(context.close)
            page = context.new_page()
            page.set_default_timeout(8000)
            page.on("pageerror", lambda error: faults.append(f"script error: {error}"))
            page.on(
                "console",
                lambda message: (
                    faults.append(f"console: {message.text}")
                    if message.type in ("error", "warning") and not re.search(tolerated, message.text)
                    else None
                ),
            )
            page.on(
                "request",
                lambda sent: (
                    faults.append(f"outside request: {sent.url}")
                    if not sent.url.startswith((address, "data:"))
                    else None
                ),
            )
            if folder := os.environ.get("CNB_E2E_PICTURES"):
                picture = Path(folder) / f"{re.sub(r'[^0-9A-Za-z]+', '-', request.node.name)}.png"
                stack.callback(lambda: page.screenshot(path=picture))
            page.goto("/")
            return page

        yield open_one
    assert faults == []
