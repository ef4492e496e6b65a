"""Measure speed, start, training and memory: `python -m tools.bench` (make bench).

Starts the whole system through the supervisor on free ports with a data folder of its own, and
prints a Markdown table. With CNB_BENCH_URL only the speed of the system at that (local) address
is measured.
"""

import json
import os
import platform
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import psutil

from tools import bench_guides
from tools.console import Problem, refuse, say, step
from tools.machine import ROOT
from tools.model import MODELS, ensure_model, train
from tools.system import running

_RUNS = ((1, 200), (8, 60))  # users, messages of each


def speed(url: str) -> list[tuple[str, str]]:
    """Return the rows of the table about answers."""
    rows = []
    for users, messages in _RUNS:
        command = [sys.executable, "-m", "tools.load", url, str(users), str(messages)]
        with step(f"{users} 人，每人 {messages} 条消息"):
            done = subprocess.run(command, cwd=ROOT, stdout=subprocess.PIPE, timeout=600)
        if done.returncode != 0:
            raise Problem(f"测不了 {url} 的速度。")
        figures = json.loads(done.stdout)
        who = "one user" if users == 1 else f"{users} users"
        rows.append((f"{who}: p50 / p95", f"{figures['p50_ms']:.0f} / {figures['p95_ms']:.0f} ms"))
        rows.append((f"{who}: messages per second", f"{figures['per_second']:.1f}"))
        if figures["troubles"]:
            rows.append((f"{who}: answers in trouble", f"{figures['troubles']} of {figures['messages']}"))
    return rows


def training() -> list[tuple[str, str]]:
    """Train beside the current model, first without and then with the stored embeddings."""
    model = MODELS / "bench.tar.gz"
    MODELS.mkdir(exist_ok=True)
    rows = []
    with tempfile.TemporaryDirectory(prefix="cunnengban-bench-") as cache:
        for which in ("training, nothing computed before", "training after a change"):
            start = time.monotonic()
            try:
                with step("训练"):
                    train(model, {"CNB_CACHE_DIR": cache})
            finally:
                model.unlink(missing_ok=True)
            rows.append((which, f"{time.monotonic() - start:.0f} s"))
    return rows


def measure() -> list[tuple[str, str]]:
    """Measure everything and return the rows of the table."""
    rows = training()
    ensure_model()
    with tempfile.TemporaryDirectory(prefix="cunnengban-bench-") as name:
        folder = Path(name)
        with step("冷启动"):
            forget_files()
            with running(folder) as system:
                rows.append(("first start, nothing in the disk's cache", f"{system.wait():.0f} s"))
        with step("第二次启动"), running(folder) as system:
            rows.append(("second start", f"{system.wait():.0f} s"))
        with running(folder) as system:
            system.wait()
            rows += speed(system.url)
            with step("搜索和打印"):
                rows += bench_guides.measure(system.url)
            rows += [(f"memory of {part} (PSS)", f"{size:.0f} MB") for part, size in system.memory().items()]
    return rows


def forget_files() -> None:
    """Ask the system to drop both environments and the models from its cache of the disk."""
    for name in (".venv", "bot/.venv", "models"):
        for path in (ROOT / name).rglob("*"):
            if path.is_file() and not path.is_symlink():
                descriptor = os.open(path, os.O_RDONLY)
                os.posix_fadvise(descriptor, 0, 0, os.POSIX_FADV_DONTNEED)
                os.close(descriptor)


def processor() -> str:
    """Return what the figures were measured on."""
    for line in Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines():
        if line.startswith("model name"):
            return line.split(":", 1)[1].strip()
    return platform.machine()


def main() -> int:
    """Measure, print the table, return the exit code."""
    url = os.environ.get("CNB_BENCH_URL")
    try:
        rows = speed(url) if url else measure()
    except Problem as problem:
        return refuse(problem)
    gigabytes = psutil.virtual_memory().total / 2**30
    say(f"\n`make bench`, {os.cpu_count()} cores ({processor()}), {gigabytes:.0f} GB:\n")
    say("| measure | figure |\n| --- | --- |")
    for what, figure in rows:
        say(f"| {what} | {figure} |")
    return 0


if __name__ == "__main__":
    sys.exit(main())
