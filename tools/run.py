"""Start everything and watch over it: `python -m tools.run` (make run).

Everything that could stop the start is checked before the first process begins; then backend,
actions and Rasa start together, and the links are printed when `/healthz` says that every part
is ready. What keeping processes alive means is in `tools.processes`.
"""

import asyncio
import fcntl
import os
import signal
import sys
import time
from pathlib import Path
from typing import IO

import httpx

from backend.guides.links import code_note
from backend.settings import Settings, SettingsError
from tools.console import Problem, refuse, say, seconds
from tools.machine import (
    ROOT,
    check_disk,
    check_port,
    check_processor,
    check_system,
    check_writable,
    free_port,
)
from tools.model import ensure_model, rasa_environment
from tools.processes import Part, Patience, Supervisor

_DISK = 0.3  # gigabytes for the database, the logs and the tracker of a day
_READY_WITHIN = 300.0  # seconds; Rasa on a slow disk has taken 90
_TITLES = {"database": "数据库", "catalogue": "事项目录", "actions": "动作服务", "rasa": "对话机器人"}


def read_settings() -> Settings:
    """Return the backend's settings. Raises Problem with all of what is wrong with them."""
    try:
        return Settings.load(os.environ)
    except SettingsError as error:
        raise Problem("；".join(error.problems) + "。") from error


def logs(settings: Settings) -> Path:
    """Return the folder of the parts' logs."""
    return settings.data_dir / "log"


def hold_data(folder: Path) -> IO[str]:
    """Take the data folder for this run, until the returned file is closed.

    Raises Problem when another running system uses it: two would write into each other's talks.
    """
    check_writable(folder)
    file = (folder / "run.lock").open("w")
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError as error:
        file.close()
        raise Problem(
            f"已经有一个村能办在用数据文件夹 {folder}，先停掉它，或者用 CNB_DATA_DIR 换一个。"
        ) from error
    return file


def address(settings: Settings) -> str:
    """Return the address under which this machine itself reaches the backend."""
    local = {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(settings.host, settings.host)  # noqa: S104
    return f"http://[{local}]:{settings.port}" if ":" in local else f"http://{local}:{settings.port}"


def parts(settings: Settings, model: Path) -> list[Part]:
    """Return the three processes; Rasa, the slowest, first. Only the backend listens to the outside."""
    rasa, actions = free_port(), free_port()  # two systems on one machine keep out of each other's way
    shared = {
        **os.environ,
        "CNB_DATA_DIR": str(settings.data_dir),
        "CNB_SERVICE_TOKEN": settings.service_token,
        "CNB_BACKEND_URL": address(settings),
        "CNB_RASA_URL": f"http://127.0.0.1:{rasa}",
        "CNB_ACTIONS_URL": f"http://127.0.0.1:{actions}",
        "CNB_TRACKER_DB": str(settings.data_dir / "tracker.sqlite3"),
        "SANIC_HOST": "127.0.0.1",
    }
    rasa_command = [str(ROOT / "bot/.venv/bin/python"), "-m", "rasa", "run", "--model", str(model)]
    rasa_command += ["--interface", "127.0.0.1", "--port", str(rasa)]
    rasa_command += ["--endpoints", "endpoints.yml", "--credentials", "credentials.yml"]
    return [
        Part("rasa", _TITLES["rasa"], rasa_command, {**rasa_environment(threads=1), **shared}),
        Part("backend", "后台", [sys.executable, "-m", "backend"], shared),
        Part("actions", _TITLES["actions"], [sys.executable, "-m", "actions"], shared),
    ]


class Watch:
    """Asks `/healthz` again and again and tells what has become ready, or ready again."""

    def __init__(self, url: str, logs: Path) -> None:
        self._url = url
        self._logs = logs
        self._start = time.monotonic()
        self._known: set[str] = set()
        self._was_ready = False

    async def run(self) -> None:
        """Watch until cancelled. Raises Problem when the whole is not ready in time."""
        async with httpx.AsyncClient(base_url=self._url, timeout=5.0, trust_env=False) as client:
            ready = False
            while True:
                ready = await self._look(client, ready)
                if not self._was_ready and time.monotonic() - self._start > _READY_WITHIN:
                    raise Problem(
                        f"等了 {seconds(_READY_WITHIN)}还没有全部就绪，已停下。原因请看 {self._logs} 里的日志。"
                    )
                await asyncio.sleep(1.0 if ready else 0.25)

    async def _look(self, client: httpx.AsyncClient, was_ready: bool) -> bool:
        """Ask once, tell what has changed, return whether every part is ready."""
        try:
            answer = await client.get("/healthz")
            health = answer.json()
        except (httpx.HTTPError, ValueError):
            return False
        if not self._was_ready:
            for name, part in health.get("parts", {}).items():
                if part.get("status") == "ready" and name not in self._known:
                    self._known.add(name)
                    say(f"  ✓ {_TITLES.get(name, name)}就绪（{seconds(time.monotonic() - self._start)}）")
        ready = answer.status_code == 200
        if ready and not was_ready:
            say("  ✓ 全部恢复。" if self._was_ready else self._links())
            self._was_ready = True
        return ready

    def _links(self) -> str:
        return (
            f"\n村能办已经就绪（{seconds(time.monotonic() - self._start)}）\n"
            f"  聊天页面  {self._url}/\n"
            f"  接口文档  {self._url}/docs/api\n"
            f"  运行状况  {self._url}/healthz\n"
            "按 Ctrl-C 停止。"
        )


async def serve(settings: Settings, model: Path) -> None:
    """Run all parts until a signal comes (returns) or one dies for good (raises a group with Problem)."""
    task = asyncio.current_task()
    assert task is not None  # noqa: S101 - we are inside one
    loop = asyncio.get_running_loop()
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        loop.add_signal_handler(number, task.cancel)
    supervisor = Supervisor(parts(settings, model), logs(settings), ROOT, say, Patience())
    say("  … 启动后台、动作服务和对话机器人（机器人约需半分钟）")
    try:
        async with asyncio.TaskGroup() as group:
            group.create_task(supervisor.run())
            group.create_task(Watch(address(settings), logs(settings)).run())
    except asyncio.CancelledError:
        say("\n  ✓ 已全部停止。")


def first_problem(group: BaseExceptionGroup[Problem]) -> Problem:
    """Return the first sentence in nested groups of problems."""
    first = group.exceptions[0]
    return first_problem(first) if isinstance(first, BaseExceptionGroup) else first


def main() -> int:
    """Check, train if needed, start, watch; return the exit code."""
    code = 0
    os.umask(0o077)  # logs and talks are nobody else's
    try:
        check_system()
        check_processor()
        settings = read_settings()
        check_disk(_DISK, settings.data_dir)
        check_writable(logs(settings))
        check_port(settings.host, settings.port)
        if note := code_note(settings.public_url):
            say(f"  ! {note}")
        with hold_data(settings.data_dir):
            model = ensure_model()
            asyncio.run(serve(settings, model))
    except* Problem as problems:
        code = refuse(first_problem(problems))
    except* KeyboardInterrupt:
        code = refuse(Problem("已停下，什么也没有启动。"))
    return code


if __name__ == "__main__":
    sys.exit(main())
