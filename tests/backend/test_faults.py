"""The machine fails under a running backend: the disk fills up, the process is killed. Nothing is half done."""

import asyncio
import resource
import signal
import subprocess
import time
from collections.abc import Awaitable, Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from threading import Event
from typing import Any, TypeVar
from uuid import uuid4

import httpx
import pytest
from sqlalchemy import select

import catalog
from backend.app import prepare
from backend.cases.applications import ApplicationService, Draft
from backend.cases.model import Application, Case, CaseCounter
from backend.items.service import ItemService
from backend.kit.clock import utc_now
from backend.kit.db import Database, migrate
from backend.kit.security import Sealer
from backend.org.service import OrganisationService
from backend.settings import Settings
from tests.backend.support import TOKEN, settings_for, start, wait_until_ready
from tests.contracts.fake_rasa import FakeRasa, fake_rasa

MESSAGES = "/api/v1/chat/messages"
T = TypeVar("T")
SERVICE = {"Authorization": f"Bearer {TOKEN}"}


@pytest.fixture
def scripted() -> Iterator[tuple[FakeRasa, str]]:
    with fake_rasa(TOKEN) as running:
        yield running


@pytest.fixture
def ready(tmp_path: Path, catalogue: catalog.Catalogue) -> Settings:
    """Settings of a backend of its own; its database is made."""
    made = settings_for(tmp_path, f"sqlite+aiosqlite:///{tmp_path / 'cunnengban.sqlite3'}")
    migrate(made.database_url)
    asyncio.run(prepare(made, catalogue))
    return made


@contextmanager
def running(folder: Path, port: str, rasa: str) -> Iterator[subprocess.Popen[str]]:
    process = start(folder, CNB_PORT=port, CNB_RASA_URL=rasa, CNB_SERVICE_TOKEN=TOKEN, CNB_RATE_LIMITS="off")
    try:
        wait_until_ready(process)
        yield process
    finally:
        process.kill()
        process.communicate()


def caller(port: str, **more: Any) -> httpx.Client:
    return httpx.Client(base_url=f"http://127.0.0.1:{port}", trust_env=False, timeout=30, **more)


def within(settings: Settings, work: Callable[[Database], Awaitable[T]]) -> T:
    """Do something with the database of a backend."""

    async def run() -> T:
        database = Database(settings.database_url)
        try:
            return await work(database)
        finally:
            await database.close()

    return asyncio.run(run())


def test_a_full_disk_is_said_and_what_was_sent_can_be_sent_again(
    ready: Settings, free_port: str, scripted: tuple[FakeRasa, str]
) -> None:
    with running(ready.data_dir, free_port, scripted[1]) as process, caller(free_port) as client:
        client.get(MESSAGES)
        body = {"text": "我要修房子", "client_id": uuid4().hex}
        _, most = resource.prlimit(process.pid, resource.RLIMIT_FSIZE)
        resource.prlimit(process.pid, resource.RLIMIT_FSIZE, (0, most))  # no file can grow or change
        refused = client.post(MESSAGES, json=body)
        assert (refused.status_code, refused.json()["error"]["code"]) == (503, "unavailable")
        assert refused.json()["request_id"] == refused.headers["X-Request-ID"]
        assert client.get(MESSAGES).json()["entries"] == []
        resource.prlimit(process.pid, resource.RLIMIT_FSIZE, (most, most))
        assert client.post(MESSAGES, json=body).json()["messages"][0]["type"] == "guide"
        assert [entry["from"] for entry in client.get(MESSAGES).json()["entries"]] == ["resident", "bot"]
        process.send_signal(signal.SIGTERM)
        log = process.communicate(timeout=20)[1]
    assert "OperationalError: disk I/O error" in log or "disk is full" in log
    assert refused.json()["request_id"] in log
    assert "修房子" not in log


def test_a_message_whose_backend_was_killed_is_answered_by_the_next(
    ready: Settings, free_port: str, scripted: tuple[FakeRasa, str]
) -> None:
    rasa, address = scripted
    rasa.hold = Event()
    body = {"text": "我要修房子", "client_id": uuid4().hex}
    with caller(free_port) as client, ThreadPoolExecutor(1) as background:
        with running(ready.data_dir, free_port, address) as process:
            client.get(MESSAGES)
            lost = background.submit(client.post, MESSAGES, json=body)
            while not rasa.heard:
                time.sleep(0.01)
            process.kill()
            assert isinstance(lost.exception(), httpx.TransportError)
        rasa.hold.set()
        with running(ready.data_dir, free_port, address):
            answer = client.post(MESSAGES, json=body)
            assert answer.json()["messages"][0]["type"] == "guide"
            assert client.post(MESSAGES, json=body).json() == answer.json()
            entries = client.get(MESSAGES).json()["entries"]
    assert [entry["from"] for entry in entries] == ["resident", "bot"]


def test_killed_during_two_hundred_openings_no_case_is_half_or_double(
    ready: Settings,
    free_port: str,
    catalogue: catalog.Catalogue,
    draft: Callable[..., Draft],
    scripted: tuple[FakeRasa, str],
) -> None:
    async def file(database: Database) -> list[str]:
        items = ItemService(catalogue)
        await items.start(database)
        service = ApplicationService(
            items, OrganisationService(catalogue.organisation), Sealer(ready.keys), utc_now
        )
        async with database.write() as session:
            return [(await service.create(session, draft())).id for _ in range(200)]

    applications = within(ready, file)
    receipts: dict[str, str] = {}

    def open_case(client: httpx.Client, application: str) -> None:
        answer = client.post(
            "/api/v1/cases",
            json={"application": application},
            headers=SERVICE | {"Idempotency-Key": application},
        )
        receipts.setdefault(application, answer.json()["case"]["number"])
        assert receipts[application] == answer.json()["case"]["number"]

    with (
        running(ready.data_dir, free_port, scripted[1]) as process,
        caller(free_port) as client,
        ThreadPoolExecutor(16) as many,
    ):
        openings = [many.submit(open_case, client, application) for application in applications]
        openings[60].result()
        process.kill()
        failures = [opening.exception() for opening in openings]
    assert any(failures)
    with (
        running(ready.data_dir, free_port, scripted[1]),
        caller(free_port) as client,
        ThreadPoolExecutor(16) as many,
    ):
        for opened in [many.submit(open_case, client, application) for application in applications]:
            opened.result()

    async def look(database: Database) -> tuple[list[Case], list[Application], list[CaseCounter]]:
        async with database.read() as session:
            return (
                list(await session.scalars(select(Case))),
                list(await session.scalars(select(Application))),
                list(await session.scalars(select(CaseCounter))),
            )

    cases, filed, counters = within(ready, look)
    assert {case.application_id: case.number for case in cases} == receipts
    assert sorted(int(case.number[-6:]) for case in cases) == list(range(1, 201))
    assert [counter.last for counter in counters] == [200]
    assert all(len(case.events) == 1 for case in cases)
    assert all(application.name_sealed is None for application in filed)
