"""The supervisor with small real processes: start, restart, give up, stop, leave nobody behind."""

import asyncio
import os
import signal
import subprocess
import sys
import time
from collections.abc import Awaitable, Callable
from pathlib import Path

import pytest

from tools.console import Problem
from tools.machine import ROOT
from tools.processes import Part, Patience, Supervisor

QUICK = Patience(restarts=3, window=60.0, first_pause=0.01, grace=0.5)

WAITS = "import sys, time; print('起来了', flush=True); time.sleep(60)"
DIES = "import sys; print('不行'); sys.exit(3)"
SAYS_GOODBYE = """
import pathlib, signal, sys, time
def stop(*_):
    pathlib.Path(sys.argv[1]).write_text("再见")
    sys.exit(0)
signal.signal(signal.SIGTERM, stop)
print("起来了", flush=True)
time.sleep(60)
"""
IS_DEAF = """
import signal, time
signal.signal(signal.SIGTERM, signal.SIG_IGN)
print("起来了", flush=True)
time.sleep(60)
"""
HAS_A_CHILD = """
import pathlib, subprocess, sys, time
child = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(60)"])
pathlib.Path(sys.argv[1]).write_text(str(child.pid))
print("起来了", flush=True)
time.sleep(60)
"""


def part(name: str, code: str, *arguments: str) -> Part:
    return Part(name, f"零件{name}", [sys.executable, "-c", code, *arguments], dict(os.environ))


def alive(pid: int) -> bool:
    """A zombie counts as gone: whoever must wait for it will."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[0] != "Z"
    except FileNotFoundError:
        return False


async def until(holds: Callable[[], bool]) -> None:
    async with asyncio.timeout(10):
        while not holds():
            await asyncio.sleep(0.01)


def has_started(logs: Path, *names: str) -> Callable[[], bool]:
    def check() -> bool:
        return all(
            (logs / f"{n}.log").exists() and "起来了" in (logs / f"{n}.log").read_text() for n in names
        )

    return check


async def stopped_after(supervisor: Supervisor, work: Callable[[], Awaitable[None]]) -> None:
    running = asyncio.create_task(supervisor.run())
    await work()
    running.cancel()
    with pytest.raises(asyncio.CancelledError):
        await running


def supervise(tmp_path: Path, *parts: Part) -> tuple[Supervisor, list[str]]:
    told: list[str] = []
    return Supervisor(parts, tmp_path / "log", tmp_path, told.append, QUICK), told


async def test_stopping_lets_each_part_say_goodbye(tmp_path: Path) -> None:
    words = tmp_path / "words"
    supervisor, told = supervise(tmp_path, part("a", WAITS), part("b", SAYS_GOODBYE, str(words)))
    pids: list[int] = []

    async def work() -> None:
        await until(has_started(tmp_path / "log", "a", "b"))
        pids.extend(supervisor.pids.values())

    await stopped_after(supervisor, work)
    assert words.read_text() == "再见"
    assert len(pids) == 2
    assert not any(alive(pid) for pid in pids)
    assert told == []


async def test_a_part_that_ignores_the_signal_is_killed(tmp_path: Path) -> None:
    supervisor, _ = supervise(tmp_path, part("deaf", IS_DEAF))
    pids: list[int] = []

    async def work() -> None:
        await until(has_started(tmp_path / "log", "deaf"))
        pids.extend(supervisor.pids.values())

    await stopped_after(supervisor, work)
    assert not alive(pids[0])


async def test_what_a_part_started_ends_with_it(tmp_path: Path) -> None:
    grandchild = tmp_path / "pid"
    supervisor, _ = supervise(tmp_path, part("parent", HAS_A_CHILD, str(grandchild)))
    await stopped_after(supervisor, lambda: until(has_started(tmp_path / "log", "parent")))
    await until(lambda: not alive(int(grandchild.read_text())))


async def test_a_part_that_was_killed_is_started_again_and_reported(tmp_path: Path) -> None:
    supervisor, told = supervise(tmp_path, part("a", WAITS))

    async def work() -> None:
        await until(has_started(tmp_path / "log", "a"))
        first = supervisor.pids["a"]
        os.kill(first, signal.SIGKILL)
        await until(lambda: supervisor.pids.get("a", first) != first)

    await stopped_after(supervisor, work)
    assert len(told) == 1
    assert "零件a停了（被信号 SIGKILL 结束），0.01 秒后重启" in told[0]


async def test_a_part_that_keeps_dying_stops_everything(tmp_path: Path) -> None:
    supervisor, told = supervise(tmp_path, part("good", WAITS), part("bad", DIES))
    with pytest.raises(ExceptionGroup) as caught:
        await supervisor.run()
    (problem,) = caught.value.exceptions
    assert isinstance(problem, Problem)
    assert "零件bad反复停下（退出码 3）" in str(problem)
    assert told.pop() == "\n".join(["    不行"] * (QUICK.restarts + 1))
    assert len(told) == QUICK.restarts
    assert (tmp_path / "log" / "bad.log").read_text() == "不行\n" * (QUICK.restarts + 1)
    assert supervisor.pids == {}


async def test_pauses_double(tmp_path: Path) -> None:
    supervisor, told = supervise(tmp_path, part("bad", DIES))
    with pytest.raises(ExceptionGroup):
        await supervisor.run()
    assert [line.split("，")[1].split(" ")[0] for line in told[:-1]] == ["0.01", "0.02", "0.04"]


def test_nobody_is_left_when_the_supervisor_itself_is_killed(tmp_path: Path) -> None:
    code = f"""
import asyncio, os, pathlib, sys
from tools.processes import Part, Patience, Supervisor
part = Part("a", "甲", [sys.executable, "-c", {IS_DEAF!r}], dict(os.environ))
folder = pathlib.Path({str(tmp_path)!r})
async def main():
    supervisor = Supervisor([part], folder / "log", folder, print, Patience())
    running = asyncio.create_task(supervisor.run())
    while not supervisor.pids:
        await asyncio.sleep(0.01)
    print(supervisor.pids["a"], flush=True)
    await running
asyncio.run(main())
"""
    supervisor = subprocess.Popen([sys.executable, "-c", code], cwd=ROOT, stdout=subprocess.PIPE, text=True)
    assert supervisor.stdout is not None
    child = int(supervisor.stdout.readline())
    assert alive(child)
    supervisor.kill()
    supervisor.wait()
    supervisor.stdout.close()
    end = time.monotonic() + 10
    while alive(child) and time.monotonic() < end:
        time.sleep(0.01)
    assert not alive(child)
