"""The backend as a process: it starts, says what is wrong, and stops when told."""

import asyncio
import signal
import socket
import sqlite3

import httpx
import pytest

from backend.app import prepare
from backend.kit.db import migrate
from backend.kit.security import KeyRing
from tests.backend.support import settings_for, start, wait_until_ready


def test_serves_until_told_to_stop(tmp_path, free_port):
    process = start(tmp_path, CNB_PORT=free_port)
    wait_until_ready(process)
    answer = httpx.get(f"http://127.0.0.1:{free_port}/api/v1/cases/13900001234?name=张三", trust_env=False)
    assert answer.status_code == 401
    process.send_signal(signal.SIGTERM)
    _, said = process.communicate(timeout=20)
    assert process.returncode == 0
    assert "13900001234" not in said
    assert "Traceback" not in said
    assert {path.stat().st_mode & 0o077 for path in tmp_path.rglob("*")} == {0}


@pytest.mark.parametrize(
    ("environ", "sentence"),
    [
        ({"CNB_PORT": "many"}, "CNB_PORT 应当是"),
        ({"CNB_REGION": "510812"}, "两边要一致"),
        ({"CNB_DATABASE_URL": "sqlite:////proc/no/such.sqlite3"}, "数据库用不了"),
        ({"CNB_DATABASE_URL": "postgresql://a:hush@127.0.0.1:9/b"}, "数据库用不了"),
    ],
)
def test_what_is_wrong_is_one_sentence(tmp_path, free_port, environ, sentence):
    process = start(tmp_path, **({"CNB_PORT": free_port} | environ))
    _, said = process.communicate(timeout=20)
    assert process.returncode == 1
    assert sentence in said.splitlines()[-1]
    assert "Traceback" not in said
    assert "hush" not in said


def test_port_taken_is_one_sentence(tmp_path):
    with socket.create_server(("127.0.0.1", 0)) as taken:
        process = start(tmp_path, CNB_PORT=str(taken.getsockname()[1]))
        _, said = process.communicate(timeout=20)
    assert process.returncode == 1
    assert "端口被占了" in said
    assert len(said.splitlines()) == 1


@pytest.fixture
def prepared(tmp_path, catalogue):
    """A folder with the database of a backend that has run before."""
    settings = settings_for(tmp_path, f"sqlite+aiosqlite:///{tmp_path / 'cunnengban.sqlite3'}")
    migrate(settings.database_url)
    asyncio.run(prepare(settings, catalogue))
    return tmp_path


def refused(folder, port) -> str:
    process = start(folder, CNB_PORT=port)
    _, said = process.communicate(timeout=20)
    assert process.returncode == 1
    assert "Traceback" not in said
    return said.splitlines()[-1]


def test_another_key_is_refused_and_the_old_one_is_welcome_again(prepared, free_port, catalogue):
    key = prepared / "keys" / "data.key"
    old = key.read_text()
    key.unlink()  # a new one is made
    assert "另一把密钥" in refused(prepared, free_port)
    key.write_text(f"{KeyRing.make()}\n{old}")
    url = f"sqlite+aiosqlite:///{prepared / 'cunnengban.sqlite3'}"
    asyncio.run(prepare(settings_for(prepared, url), catalogue))


def test_a_damaged_database_is_refused(prepared, free_port):
    (prepared / "cunnengban.sqlite3").write_bytes(b"no database " * 1000)
    assert "file is not a database" in refused(prepared, free_port)


def test_a_database_of_a_later_version_is_refused(prepared, free_port):
    with sqlite3.connect(prepared / "cunnengban.sqlite3") as database:
        database.execute("UPDATE alembic_version SET version_num = '9999_later'")
    assert "更新版本" in refused(prepared, free_port)
