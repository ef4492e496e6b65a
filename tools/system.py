"""The whole system, started apart by the supervisor: for measurements and for tests of the whole.

A free port, a data folder of its own, no rate limits; stopped at the end.
"""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx
import psutil

from tools.console import Problem
from tools.machine import ROOT, free_port

_START_WITHIN = 300.0  # seconds
_PARTS = {"rasa": "rasa", "backend": "backend", "actions": "actions", "tools.run": "supervisor"}


class System:
    """A running system with its data and logs in `folder`."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.url = f"http://127.0.0.1:{free_port()}"
        environment = {
            **os.environ,
            "CNB_ENV": "development",
            "CNB_HOST": "127.0.0.1",
            "CNB_PORT": self.url.rsplit(":", 1)[1],
            "CNB_DATA_DIR": str(folder),
            "CNB_RATE_LIMITS": "off",
        }
        self.start = time.monotonic()
        with (folder / "supervisor.log").open("ab") as log:
            self.process = subprocess.Popen(
                [sys.executable, "-m", "tools.run"], cwd=ROOT, env=environment, stdout=log, stderr=log
            )

    def wait(self, within: float = _START_WITHIN, ready: bool = True) -> float:
        """Wait until every part is ready (or, with `ready=False`, until one is not), at most `within` seconds.

        Returns the seconds since the start. Raises Problem when it does not come to that.
        """
        until = time.monotonic() + within
        with httpx.Client(base_url=self.url, timeout=5.0, trust_env=False) as client:
            while time.monotonic() < until and self.process.poll() is None:
                try:
                    now_ready = client.get("/healthz").status_code == 200
                except httpx.HTTPError:
                    now_ready = False
                if now_ready == ready:
                    return time.monotonic() - self.start
                time.sleep(0.1)
        raise Problem("系统没有在限定的时间里全部就绪。")

    def processes(self) -> dict[str, psutil.Process]:
        """Return the supervisor and its parts by name."""
        supervisor = psutil.Process(self.process.pid)
        found = {}
        for process in [supervisor, *supervisor.children(recursive=True)]:
            words = process.cmdline()
            found[next((name for word, name in _PARTS.items() if word in words), words[0])] = process
        return found

    def memory(self) -> dict[str, float]:
        """Return each process's proportional share of memory in MB."""
        return {name: process.memory_full_info().pss / 1e6 for name, process in self.processes().items()}

    def kill(self, part: str) -> None:
        """Kill one part with SIGKILL and wait until it is gone."""
        process = self.processes()[part]
        process.kill()
        process.wait()

    def stop(self) -> None:
        """Stop the supervisor and with it everything."""
        self.process.send_signal(signal.SIGTERM)
        self.process.wait()


@contextmanager
def running(folder: Path) -> Iterator[System]:
    """Start a system with its data in `folder` and stop it at the end; show its words when it fails."""
    system = System(folder)
    try:
        yield system
    except Problem:
        print((folder / "supervisor.log").read_text(encoding="utf-8"), file=sys.stderr)
        raise
    finally:
        system.stop()
