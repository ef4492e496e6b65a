"""Keep a few processes alive together: start, log, restart with back-off, stop without orphans.

Knows nothing of what the processes are; that is `tools.run`. Linux only (prctl).
"""

import asyncio
import codecs
import contextlib
import ctypes
import logging
import os
import signal
import time
from collections import deque
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from logging.handlers import RotatingFileHandler
from pathlib import Path

from tools.console import Problem

_LIBC = ctypes.CDLL(None)
_PR_SET_PDEATHSIG = 1


@dataclass(frozen=True)
class Part:
    """One process of the whole."""

    name: str
    """Identifier; the log is `<name>.log`."""
    title: str
    """What people call it."""
    command: Sequence[str]
    environment: Mapping[str, str]


@dataclass(frozen=True)
class Patience:
    """How long a dying part is helped up; times in seconds."""

    restarts: int = 5
    window: float = 120.0
    first_pause: float = 1.0
    grace: float = 8.0
    """From TERM to KILL."""


class Supervisor:
    """Runs all parts until it is cancelled or one of them keeps dying."""

    def __init__(
        self, parts: Sequence[Part], logs: Path, folder: Path, tell: Callable[[str], None], patience: Patience
    ) -> None:
        self._parts = parts
        self._logs = logs
        self._folder = folder
        self._tell = tell
        self._patience = patience
        self.pids: dict[str, int] = {}
        """Process id of each running part by name."""

    async def run(self) -> None:
        """Start every part and keep it running.

        Returns only by cancellation, after every child has gone, or by raising an exception
        group with the `Problem` of the part that died for good.
        """
        self._logs.mkdir(parents=True, exist_ok=True)
        async with asyncio.TaskGroup() as group:
            for part in self._parts:
                group.create_task(self._keep(part), name=part.name)

    async def _keep(self, part: Part) -> None:
        """Run `part` again and again, with growing pauses, until it dies too often."""
        deaths: deque[float] = deque()
        log = self._logs / f"{part.name}.log"
        while True:
            code = await self._live(part, log)
            now = time.monotonic()
            deaths.append(now)
            while deaths[0] < now - self._patience.window:
                deaths.popleft()
            if len(deaths) > self._patience.restarts:
                self._tell(_last_words(log))
                raise Problem(f"{part.title}反复停下（{_why(code)}），不再重启，全部停止。原因请看 {log}。")
            pause = self._patience.first_pause * 2 ** (len(deaths) - 1)
            self._tell(f"  ! {part.title}停了（{_why(code)}），{pause:g} 秒后重启。日志：{log}")
            await asyncio.sleep(pause)

    async def _live(self, part: Part, log: Path) -> int:
        """Run `part` once and return its exit code; cancelled, stop it before going on."""
        process = await asyncio.create_subprocess_exec(
            *part.command,
            cwd=self._folder,
            env=part.environment,
            stdin=asyncio.subprocess.DEVNULL,
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.STDOUT,
            start_new_session=True,
            preexec_fn=die_with_parent(),
        )
        self.pids[part.name] = process.pid
        assert process.stdout is not None  # noqa: S101 - tells the type checker what PIPE means
        writer = asyncio.create_task(_write_log(process.stdout, log))
        try:
            return await process.wait()
        finally:
            await _stop(process, self._patience.grace)
            del self.pids[part.name]
            await asyncio.wait({writer}, timeout=1.0)
            writer.cancel()


def die_with_parent() -> Callable[[], None]:
    """Return the `preexec_fn` of a child that Linux shall end when this process ends, however it ends."""
    parent = os.getpid()

    def prepare() -> None:
        _LIBC.prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)
        if os.getppid() != parent:  # the parent died before the line above
            os._exit(1)

    return prepare


async def _stop(process: asyncio.subprocess.Process, grace: float) -> None:
    """End `process` and everything it started: TERM first, KILL when `grace` seconds are over."""
    if process.returncode is None:
        with contextlib.suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGTERM)
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(process.wait(), grace)
    with contextlib.suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)
    await process.wait()


async def _write_log(stream: asyncio.StreamReader, path: Path) -> None:
    """Copy what a part says to its log, at most 4 files of 5 MB."""
    handler = RotatingFileHandler(path, maxBytes=5_000_000, backupCount=3, encoding="utf-8")
    handler.terminator = ""
    decoder = codecs.getincrementaldecoder("utf-8")("replace")
    try:
        while chunk := await stream.read(65536):
            handler.emit(logging.makeLogRecord({"msg": decoder.decode(chunk)}))
    finally:
        handler.close()


def _last_words(log: Path) -> str:
    """Return the end of a log, short enough to read on a terminal."""
    lines = log.read_text(encoding="utf-8", errors="replace").splitlines()[-5:]
    return "\n".join(f"    {line[:300]}" for line in lines)


def _why(code: int) -> str:
    """Return in words how a process ended."""
    return f"退出码 {code}" if code >= 0 else f"被信号 {signal.Signals(-code).name} 结束"
