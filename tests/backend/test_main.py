"""The backend as a process: it starts, says what is wrong, and stops when told."""

import os
import signal
import socket
import subprocess
import sys
from pathlib import Path

import httpx
import pytest

ROOT = Path(__file__).resolve().parents[2]


def start(folder: Path, **environ: str) -> subprocess.Popen[str]:
    given = {name: value for name, value in os.environ.items() if not name.startswith("CNB_")}
    return subprocess.Popen(
        [sys.executable, "-m", "backend"],
        cwd=ROOT,
        env=given | {"CNB_DATA_DIR": str(folder)} | environ,
        stderr=subprocess.PIPE,
        text=True,
    )


@pytest.fixture
def free_port() -> str:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        return str(listener.getsockname()[1])


def test_serves_until_told_to_stop(tmp_path, free_port):
    process = start(tmp_path, CNB_PORT=free_port)
    for line in process.stderr:
        if "Worker ready" in line:
            break
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
        ({"CNB_DATABASE_URL": "sqlite:////proc/no/such.sqlite3"}, "数据库打不开"),
        ({"CNB_DATABASE_URL": "postgresql://a:hush@127.0.0.1:9/b"}, "数据库打不开"),
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
