"""Find real Python interpreters of a wanted version on this machine.

A name on the PATH proves nothing (pyenv's shims exist and then fail), so every candidate is run
once. Standard library only and Python 3.7. Getting a missing interpreter is `tools.uv`'s work.
"""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path
from typing import Iterator, NamedTuple, Sequence

from tools.console import Problem

# The modules that distributions leave out of half-built Pythons and that we need.
_PROBE = (
    "import ctypes, sqlite3, ssl, sys;"
    "print('%d.%d' % sys.version_info[:2]);"
    "print(sys.executable);"
    "print('.'.join('%03d' % n for n in sqlite3.sqlite_version_info))"
)
_SQLITE = (3, 35, 0)  # RETURNING and the upsert that the backend's counter uses


class Wanted(NamedTuple):
    """Which interpreter an environment needs."""

    variable: str
    """The variable with which the person may name one."""
    versions: Sequence[str]
    """Accepted `major.minor` versions, best first."""


BACKEND = Wanted("CNB_PYTHON", ("3.12", "3.13", "3.11"))
BOT = Wanted("CNB_PYTHON310", ("3.10",))


def probe(executable: str) -> tuple[str, str] | None:
    """Run `executable` and return (version, its real path), or None when it is no use to us."""
    try:
        done = subprocess.run(
            [executable, "-I", "-c", _PROBE], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, timeout=20
        )
    except (OSError, subprocess.TimeoutExpired):
        return None
    lines = done.stdout.decode("utf-8", "replace").split("\n")
    if done.returncode != 0 or len(lines) < 3:
        return None
    if tuple(int(part) for part in lines[2].split(".")) < _SQLITE:
        return None
    return lines[0], lines[1]


def _places(version: str) -> Iterator[str]:
    """Yield the paths where an interpreter of `version` may stand, likely ones first."""
    name = f"python{version}"
    on_path = shutil.which(name)
    if on_path:
        yield on_path
    roots = [Path(os.environ[key]) for key in ("PYENV_ROOT",) if os.environ.get(key)]
    roots.append(Path.home() / ".pyenv")
    for root in roots:
        for folder in sorted(root.glob(f"versions/{version}.*"), reverse=True):
            yield str(folder / "bin" / name)
    for pattern in ("usr/bin", "usr/local/bin", "usr/local/*/bin", "opt/*/bin", "opt/*/*/bin"):
        for path in sorted(Path("/").glob(f"{pattern}/{name}"), reverse=True):
            yield str(path)


def find(wanted: Wanted) -> str | None:
    """Return the path of an interpreter that fits `wanted`, or None.

    Raises Problem when the person's own choice (the variable) does not work: falling back
    silently would hide the mistake.
    """
    chosen = os.environ.get(wanted.variable)
    if chosen:
        found = probe(shutil.which(chosen) or chosen)
        if found is None or found[0] not in wanted.versions:
            versions = " 或 ".join(wanted.versions)
            raise Problem(f"{wanted.variable}={chosen} 不是能用的 Python {versions}，请改正或去掉这个变量。")
        return found[1]
    for version in wanted.versions:
        for place in _places(version):
            found = probe(place)
            if found is not None and found[0] == version:
                return found[1]
    return None
