"""What the backend's tests share: a server in a thread, a database of its own, a clock that stands still."""

import asyncio
import os
import socket
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from uuid import uuid4

import asyncpg
from sanic import Sanic
from sqlalchemy.engine import make_url

from backend.settings import Settings

Sanic.test_mode = True  # several servers of one name in one process

ROOT = Path(__file__).resolve().parents[2]
TOKEN = "token-of-the-tests"
NOBODY = "http://127.0.0.1:9"  # the discard port: nothing answers there


class FakeClock:
    """A clock that only moves when told."""

    def __init__(self) -> None:
        self.now = datetime(2026, 11, 23, 7, 20, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.now

    def forward(self, **span: float) -> None:
        self.now += timedelta(**span)


def settings_for(folder: Path, database_url: str, **more: str) -> Settings:
    environ = {
        "CNB_DATA_DIR": str(folder),
        "CNB_DATABASE_URL": database_url,
        "CNB_SERVICE_TOKEN": TOKEN,
        "CNB_RASA_URL": NOBODY,
        "CNB_ACTIONS_URL": NOBODY,
    }
    return Settings.load(environ | more)


def start(folder: Path, **environ: str) -> subprocess.Popen[str]:
    """Start a backend as a process of its own, its data in `folder`."""
    given = {name: value for name, value in os.environ.items() if not name.startswith("CNB_")}
    return subprocess.Popen(
        [sys.executable, "-m", "backend"],
        cwd=ROOT,
        env=given | {"CNB_DATA_DIR": str(folder)} | environ,
        stderr=subprocess.PIPE,
        text=True,
    )


def wait_until_ready(process: subprocess.Popen[str]) -> None:
    """Read the log of a started backend until it serves."""
    for line in process.stderr or ():
        if "Worker ready" in line:
            return
    raise AssertionError(f"the backend ended with {process.wait()}")


@contextmanager
def served(app: Sanic) -> Iterator[str]:
    """Serve `app` in a thread on a free port; yields its address."""
    loop = asyncio.new_event_loop()
    listener = socket.create_server(("127.0.0.1", 0))

    async def start() -> object:
        server = await app.create_server(sock=listener, return_asyncio_server=True, access_log=False)
        await server.startup()
        await server.before_start()
        await server.after_start()
        return server

    async def stop(server: object) -> None:
        server.close()
        await server.wait_closed()
        await server.before_stop()
        await server.after_stop()

    thread = threading.Thread(target=loop.run_forever)
    thread.start()
    server = asyncio.run_coroutine_threadsafe(start(), loop).result(30)
    try:
        yield f"http://127.0.0.1:{listener.getsockname()[1]}"
    finally:
        asyncio.run_coroutine_threadsafe(stop(server), loop).result(30)
        loop.call_soon_threadsafe(loop.stop)
        thread.join()
        loop.close()


@contextmanager
def own_database(folder: Path) -> Iterator[str]:
    """An empty database for one run; yields its address."""
    named = os.environ.get("CNB_DATABASE_URL", "")
    if not named.startswith("postgresql"):
        yield f"sqlite+aiosqlite:///{folder / 'test.sqlite3'}"
        return
    server = make_url(named).set(drivername="postgresql")
    name = f"cnb_test_{uuid4().hex[:12]}"

    async def command(sql: str) -> None:
        connection = await asyncpg.connect(server.render_as_string(hide_password=False))
        await connection.execute(sql)
        await connection.close()

    asyncio.run(command(f"CREATE DATABASE {name}"))
    try:
        yield server.set(drivername="postgresql+asyncpg", database=name).render_as_string(hide_password=False)
    finally:
        asyncio.run(command(f"DROP DATABASE {name} WITH (FORCE)"))
