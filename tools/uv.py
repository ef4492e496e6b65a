"""Get uv into the project's own folder and run it undisturbed by the caller's environment.

Standard library only and Python 3.7.
"""

from __future__ import annotations

import importlib.util
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Mapping, Sequence

from tools.console import Problem, step
from tools.interpreters import Wanted, probe
from tools.machine import ROOT

FOLDER = ROOT / ".tools" / "uv"
LOG = ROOT / "var" / "log" / "setup.log"
_OWN = FOLDER / "bin" / "uv"
_OLDEST = (0, 8)
_NAME = "uv>=0.8,<1"

# Settings about where packages come from are the person's; everything else would change what we do.
_KEEP_PIP = ("INDEX_URL", "EXTRA_INDEX_URL", "FIND_LINKS", "CERT", "PROXY", "TRUSTED_HOST", "CACHE_DIR")
_KEEP_UV = ("CACHE_DIR", "PYTHON_INSTALL_MIRROR", "HTTP_TIMEOUT", "OFFLINE", "SYSTEM_CERTS")


def clean_environment(environment: Mapping[str, str]) -> dict[str, str]:
    """Return `environment` without what would steer Python, pip or uv away from this project."""
    kept = {}
    for key, value in environment.items():
        if key.startswith("PIP_") and key[4:] not in _KEEP_PIP:
            continue
        if key.startswith("UV_") and key[3:] not in _KEEP_UV:
            continue
        if key.startswith(("PYTHON", "CONDA_", "VIRTUAL_ENV")):
            continue
        kept[key] = value
    kept.setdefault("UV_HTTP_TIMEOUT", "180")
    kept.setdefault("UV_SYSTEM_CERTS", "1")
    kept["UV_LINK_MODE"] = "copy"
    kept["PIP_DISABLE_PIP_VERSION_CHECK"] = "1"
    return kept


def command(arguments: Sequence[str], failure: str, environment: Mapping[str, str] | None = None) -> None:
    """Run a command of the set-up; its words go to the terminal, or to the log where there is none.

    Raises Problem with `failure` and the last words of the command.
    """
    env = {**clean_environment(os.environ), **(environment or {})}
    LOG.parent.mkdir(parents=True, exist_ok=True)
    if sys.stderr.isatty():
        if subprocess.run(arguments, cwd=str(ROOT), env=env).returncode != 0:
            raise Problem(failure)
        return
    with LOG.open("ab") as log:
        start = log.tell()
        done = subprocess.run(
            arguments, cwd=str(ROOT), env=env, stdout=log, stderr=log, stdin=subprocess.DEVNULL
        )
    if done.returncode != 0:
        with LOG.open("rb") as log:
            log.seek(start)
            words = log.read().decode("utf-8", "replace").strip().split("\n")
        sys.stderr.write("\n".join(words[-15:]) + "\n")
        raise Problem(f"{failure}（全文在 {LOG.relative_to(ROOT)}）")


def _good(path: str | Path) -> bool:
    """Tell whether `path` is a uv that runs and is new enough."""
    try:
        done = subprocess.run([str(path), "--version"], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
    except OSError:
        return False
    version = re.match(rb"uv (\d+)\.(\d+)", done.stdout)
    return version is not None and tuple(int(n) for n in version.groups()) >= _OLDEST


def _has_module(name: str) -> bool:
    return importlib.util.find_spec(name) is not None


def find_or_get() -> str:
    """Return a working uv: our own, the one on the PATH, or one fetched from PyPI.

    Raises Problem when this machine offers no way to fetch it.
    """
    if _good(_OWN):
        return str(_OWN)
    on_path = shutil.which("uv")
    if on_path and _good(on_path):
        return on_path
    with step("安装 uv（Python 包管理工具，只装在项目文件夹里）"):
        shutil.rmtree(str(FOLDER), ignore_errors=True)
        failure = "没能从 PyPI 下载 uv，请检查网络后再试。"
        if _has_module("pip"):
            command(
                [sys.executable, "-m", "pip", "install", "--quiet", "--target", str(FOLDER), _NAME], failure
            )
        else:
            if not _has_module("ensurepip"):
                _install_venv_package()
            command([sys.executable, "-m", "venv", str(FOLDER)], "没能建立 Python 虚拟环境。")
            command([str(FOLDER / "bin" / "python"), "-m", "pip", "install", "--quiet", _NAME], failure)
    if not _good(_OWN):
        raise Problem("装好的 uv 在这台机器上运行不了，请自己安装 uv 0.8 以上的版本再试。")
    return str(_OWN)


def _install_venv_package() -> None:
    """Bring what Debian splits off its Python; only root may."""
    if not shutil.which("apt-get") or os.geteuid() != 0:
        raise Problem(
            "这台机器的 python3 没有 pip 也没有 venv，请先安装其中之一（Debian、Ubuntu：sudo apt-get install python3-venv）。"
        )
    quiet = {"DEBIAN_FRONTEND": "noninteractive"}
    failure = "用 apt-get 安装 python3-venv 没有成功。"
    command(["apt-get", "update", "-qq"], failure, quiet)
    command(["apt-get", "install", "-y", "-qq", "python3-venv"], failure, quiet)


def find_python(uv: str, wanted: Wanted) -> str:
    """Return an interpreter that only uv knows of, or have uv fetch one.

    Raises Problem when none can be had.
    """
    for version in wanted.versions:
        known = _ask(uv, version)
        if known:
            return known
    version = wanted.versions[0]
    sentence = (
        f"这台机器上没有能用的 Python {version}，也没能下载到。请安装 Python {version}，"
        f"再用变量告诉我们它在哪里，例如 {wanted.variable}=/usr/local/bin/python{version} make run。"
    )
    with step(f"下载 Python {version}"):
        command([uv, "python", "install", version], sentence)
    fetched = _ask(uv, version)
    if not fetched:
        raise Problem(sentence)
    return fetched


def _ask(uv: str, version: str) -> str | None:
    """Return the path of a working interpreter of `version` that uv finds without downloading."""
    done = subprocess.run(
        [uv, "python", "find", "--no-project", "--system", "--no-python-downloads", version],
        env=clean_environment(os.environ),
        cwd=str(ROOT),
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
    )
    found = probe(done.stdout.decode("utf-8", "replace").strip()) if done.returncode == 0 else None
    return found[1] if found and found[0] == version else None
