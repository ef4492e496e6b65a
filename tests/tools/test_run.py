"""The start: refusals before anything runs, the ready line, the stop."""

import asyncio
import fcntl
import http.server
import json
import os
import signal
import socket
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tools import machine, run
from tools.console import Problem


@pytest.fixture
def environment(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Settings of a fresh installation on a free port; returns its data folder."""
    for name in [name for name in os.environ if name.startswith("CNB_")]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("CNB_DATA_DIR", str(tmp_path / "var"))
    monkeypatch.setenv("CNB_PORT", str(machine.free_port()))
    return tmp_path / "var"


@pytest.fixture
def started(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What a refused start must not reach."""
    reached: list[str] = []

    def ensure_model() -> Path:
        reached.append("training")
        return Path("model.tar.gz")

    async def serve(*_: Any) -> None:
        reached.append("processes")

    monkeypatch.setattr(run, "ensure_model", ensure_model)
    monkeypatch.setattr(run, "serve", serve)
    return reached


def test_good_settings_reach_the_processes(environment: Path, started: list[str]) -> None:
    assert run.main() == 0
    assert started == ["training", "processes"]


@pytest.mark.parametrize(("address", "warned"), [("", True), ("https://bsd.example.cn", False)])
def test_codes_that_no_phone_opens_are_said(
    environment: Path,
    started: list[str],
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    address: str,
    warned: bool,
) -> None:
    monkeypatch.setenv("CNB_PUBLIC_URL", address)
    assert run.main() == 0
    assert (f"二维码会指向 http://127.0.0.1:{os.environ['CNB_PORT']}" in capsys.readouterr().out) == warned


def test_a_bad_setting_is_refused(
    environment: Path, started: list[str], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("CNB_PORT", "八千")
    assert run.main() == 1
    assert "CNB_PORT" in capsys.readouterr().err
    assert started == []


def test_a_taken_port_is_refused(
    environment: Path, started: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    with socket.create_server(("127.0.0.1", int(os.environ["CNB_PORT"]))):
        assert run.main() == 1
    assert capsys.readouterr().err.count("\n") == 1
    assert started == []


def test_a_data_folder_in_use_is_refused(
    environment: Path, started: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    environment.mkdir()
    with (environment / "run.lock").open("w") as other:
        fcntl.flock(other, fcntl.LOCK_EX)
        assert run.main() == 1
    assert "已经有一个村能办" in capsys.readouterr().err
    assert started == []


def test_a_problem_from_any_depth_is_one_sentence(
    environment: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    async def serve(*_: Any) -> None:
        raise ExceptionGroup("outer", [ExceptionGroup("inner", [Problem("机器人反复停下。")])])

    monkeypatch.setattr(run, "ensure_model", lambda: Path("model.tar.gz"))
    monkeypatch.setattr(run, "serve", serve)
    assert run.main() == 1
    assert capsys.readouterr().err == "  ✗ 机器人反复停下。\n"


def test_only_the_backend_leaves_the_machine(environment: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CNB_HOST", "0.0.0.0")
    settings = run.read_settings()
    rasa, backend, actions = run.parts(settings, Path("model.tar.gz"))
    assert [rasa.name, backend.name, actions.name] == ["rasa", "backend", "actions"]
    assert rasa.command[rasa.command.index("--interface") + 1] == "127.0.0.1"
    assert "--enable-api" not in rasa.command
    assert rasa.environment["RASA_TELEMETRY_ENABLED"] == "false"
    for part in (rasa, backend, actions):
        assert part.environment["SANIC_HOST"] == "127.0.0.1"
        assert part.environment["CNB_SERVICE_TOKEN"] == settings.service_token
    assert actions.environment["CNB_BACKEND_URL"] == f"http://127.0.0.1:{settings.port}"


def test_two_systems_do_not_share_inner_ports(environment: Path) -> None:
    settings = run.read_settings()
    one, other = (run.parts(settings, Path("model.tar.gz"))[0].environment for _ in range(2))
    assert one["CNB_RASA_URL"] != other["CNB_RASA_URL"]
    assert one["CNB_RASA_URL"] != one["CNB_ACTIONS_URL"]


class Health(http.server.BaseHTTPRequestHandler):
    """Answers as the backend does: first without Rasa, from the third time on with it."""

    asked = 0

    def do_GET(self) -> None:
        type(self).asked += 1
        ready = type(self).asked > 2
        parts = {"database": {"status": "ready"}, "rasa": {"status": "ready" if ready else "not_ready"}}
        self.send_response(200 if ready else 503)
        self.end_headers()
        self.wfile.write(json.dumps({"parts": parts}).encode())

    def log_message(self, format: str, *arguments: Any) -> None:
        """Say nothing."""


@pytest.fixture
def health() -> Iterator[str]:
    Health.asked = 0
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), Health) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()


async def test_prints_the_links_when_every_part_is_ready(
    health: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    watch = asyncio.create_task(run.Watch(health, tmp_path).run())
    words = ""
    async with asyncio.timeout(10):
        while "已经就绪" not in words:
            await asyncio.sleep(0.01)
            words += capsys.readouterr().out
    watch.cancel()
    assert words.index("数据库就绪") < words.index("对话机器人就绪") < words.index(f"{health}/")


async def test_gives_up_when_not_ready_in_time(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(run, "_READY_WITHIN", 0.0)
    with pytest.raises(Problem, match="还没有全部就绪"):
        await run.Watch("http://127.0.0.1:9", tmp_path).run()


def test_a_signal_stops_every_part_and_ends_well(environment: Path) -> None:
    """The real start and stop with a stand-in for the three processes."""
    code = """
import os, sys
from pathlib import Path
from tools import run
from tools.processes import Part
waits = [sys.executable, "-c", "import time; time.sleep(60)"]
run.ensure_model = lambda: Path("model.tar.gz")
run.parts = lambda *_: [Part("a", "甲", waits, dict(os.environ))]
sys.exit(run.main())
"""
    process = subprocess.Popen(
        [sys.executable, "-c", code], cwd=machine.ROOT, stdout=subprocess.PIPE, text=True, encoding="utf-8"
    )
    assert process.stdout is not None
    assert "扫不开" in process.stdout.readline()
    assert "启动后台" in process.stdout.readline()
    process.send_signal(signal.SIGTERM)
    words = process.stdout.read()
    process.stdout.close()
    assert process.wait(10) == 0
    assert "已全部停止" in words
