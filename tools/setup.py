"""Set everything up on a fresh machine: `python3 -m tools.setup` (part of make run and make test).

Needs git, make and any Python from 3.7 on; standard library only. A second run with nothing
changed ends at once: what has been installed is remembered by the hash of what it was made from.
"""

from __future__ import annotations

import hashlib
import json
import os
import sys
from pathlib import Path

from tools import assets, interpreters, uv
from tools.console import Problem, refuse, step
from tools.machine import ROOT, check_disk, check_processor, check_system, check_writable

STAMP = ROOT / ".tools" / "setup.json"
_DISK = 7.0  # gigabytes: both environments (3.1) and uv's cache of what they are made from (3.4)
_SOURCES = (
    "pyproject.toml",
    "uv.lock",
    "bot/pyproject.toml",
    "bot/uv.lock",
    "package.json",
    "package-lock.json",
)
_MADE = (".venv/bin/python", "bot/.venv/bin/python", "web/vendor")


def fingerprint(root: Path = ROOT) -> str:
    """Return the hash of everything that decides what the set-up installs, the checkout's place included."""
    digest = hashlib.sha256(str(root).encode())
    for name in _SOURCES:
        path = root / name
        digest.update(name.encode() + b"\0" + (path.read_bytes() if path.exists() else b"") + b"\0")
    for source in sorted((root / "tools").glob("*.py")):
        if source.stem in ("setup", "uv", "interpreters", "assets"):
            digest.update(source.read_bytes())
    for wanted in (interpreters.BACKEND, interpreters.BOT):
        digest.update(os.environ.get(wanted.variable, "").encode() + b"\0")
    return digest.hexdigest()


def is_current(root: Path = ROOT) -> bool:
    """Tell whether the last complete set-up still stands."""
    try:
        stamp = json.loads((root / STAMP.relative_to(ROOT)).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return False
    return stamp == {"made_from": fingerprint(root)} and all((root / name).exists() for name in _MADE)


def _sync(tool: str, folder: Path, what: str, python: str) -> None:
    """Make the environment of the project in `folder` exactly what its lock file says."""
    with step(f"安装{what}的环境（{python}）"):
        environment = {
            "UV_PYTHON": python,
            "UV_PROJECT_ENVIRONMENT": str(folder / ".venv"),
            # Once here instead of at the first start, and at every start where Python may not write beside its files.
            "UV_COMPILE_BYTECODE": "1",
        }
        uv.command(
            [tool, "sync", "--frozen", "--no-python-downloads", "--project", str(folder)],
            f"{what}的依赖没有装好，请检查网络后再试。",
            environment,
        )


def set_up() -> None:
    """Check the machine, then install both environments and the web assets. Raises Problem."""
    check_system()
    check_processor()
    if is_current():
        return
    check_disk(1.0 if all((ROOT / name).exists() for name in _MADE) else _DISK)
    check_writable(ROOT / ".tools")
    if STAMP.exists():
        STAMP.unlink()
    tool = uv.find_or_get()
    backend, bot = (
        interpreters.find(wanted) or uv.find_python(tool, wanted)
        for wanted in (interpreters.BACKEND, interpreters.BOT)
    )
    _sync(tool, ROOT, "后台", backend)
    _sync(tool, ROOT / "bot", "对话机器人", bot)
    assets.fetch(tool, backend)
    STAMP.write_text(json.dumps({"made_from": fingerprint()}), encoding="utf-8")


def main() -> int:
    """Set up and return the exit code."""
    try:
        set_up()
    except Problem as problem:
        return refuse(problem)
    except KeyboardInterrupt:
        return refuse(Problem("已停下，下次会接着装。"))
    return 0


if __name__ == "__main__":
    sys.exit(main())
