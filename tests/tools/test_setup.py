"""The set-up's decisions: which interpreter, whose settings, when there is nothing to do."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tools import interpreters, machine, setup, uv
from tools.console import Problem
from tools.interpreters import Wanted

HERE = f"{sys.version_info.major}.{sys.version_info.minor}"
BACKEND = Wanted("CNB_PYTHON", (HERE,))


def script(path: Path, text: str) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(f"#!/bin/sh\n{text}\n")
    path.chmod(0o755)
    return path


def test_the_persons_own_choice_is_taken(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CNB_PYTHON", sys.executable)
    assert interpreters.find(BACKEND) == sys.executable


def test_a_wrong_choice_is_refused_with_its_name(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CNB_PYTHON310", sys.executable)
    with pytest.raises(Problem, match=r"CNB_PYTHON310=.* 不是能用的 Python 3\.10"):
        interpreters.find(interpreters.BOT)


def test_a_shim_that_fails_is_passed_over(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    shim = script(tmp_path / "shims" / f"python{HERE}", "echo 'pyenv: command not found' >&2; exit 127")
    real = script(tmp_path / f"versions/{HERE}.1/bin/python{HERE}", f'exec {sys.executable} "$@"')
    monkeypatch.setenv("PATH", str(shim.parent))
    monkeypatch.setenv("PYENV_ROOT", str(tmp_path))
    assert interpreters.probe(str(shim)) is None
    assert interpreters.probe(str(real)) is not None
    assert interpreters.find(BACKEND) is not None


def test_a_missing_version_is_not_found(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    assert interpreters.find(Wanted("CNB_PYTHON", ("3.0",))) is None


def test_the_callers_environment_does_not_reach_uv() -> None:
    theirs = {
        "PATH": "/bin",
        "VIRTUAL_ENV": "/elsewhere",
        "PYTHONPATH": "/elsewhere",
        "PIP_REQUIRE_VIRTUALENV": "1",
        "PIP_PROXY": "http://127.0.0.1:9",
        "UV_PYTHON": "2.7",
        "UV_CACHE_DIR": "/cache",
    }
    ours = uv.clean_environment(theirs)
    assert theirs.items() & ours.items() == {
        ("PATH", "/bin"),
        ("PIP_PROXY", "http://127.0.0.1:9"),
        ("UV_CACHE_DIR", "/cache"),
    }


def test_a_failed_command_is_one_sentence_and_its_last_words(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(uv, "LOG", machine.ROOT / "var" / "test" / "setup.log")
    with pytest.raises(Problem, match=r"没装好。（全文在 var/test/setup\.log）"):
        uv.command([sys.executable, "-c", "print('磁盘坏了'); raise SystemExit(1)"], "没装好。")
    assert "磁盘坏了" in capfd.readouterr().err


def checkout(tmp_path: Path) -> Path:
    """Make a folder that looks like a checkout that has been set up."""
    for name in (*setup._MADE, "uv.lock", "tools/uv.py"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text("")
    (tmp_path / ".tools").mkdir()
    (tmp_path / ".tools/setup.json").write_text(json.dumps({"made_from": setup.fingerprint(tmp_path)}))
    return tmp_path


def test_a_finished_set_up_is_current(tmp_path: Path) -> None:
    assert setup.is_current(checkout(tmp_path))


@pytest.mark.parametrize("name", ["uv.lock", "bot/uv.lock", "tools/uv.py"])
def test_a_changed_lock_file_is_installed_again(tmp_path: Path, name: str) -> None:
    root = checkout(tmp_path)
    (root / name).write_text("changed")
    assert not setup.is_current(root)


def test_a_removed_environment_is_installed_again(tmp_path: Path) -> None:
    root = checkout(tmp_path)
    (root / "bot/.venv/bin/python").unlink()
    assert not setup.is_current(root)


def test_a_broken_stamp_is_no_stamp(tmp_path: Path) -> None:
    root = checkout(tmp_path)
    (root / ".tools/setup.json").write_text("{")
    assert not setup.is_current(root)


def test_a_second_run_does_nothing_and_says_nothing() -> None:
    """Only where this checkout is set up: then the real command must be quick and silent."""
    if not setup.is_current():
        pytest.skip("this checkout has been set up by hand")
    done = subprocess.run(
        [sys.executable, "-m", "tools.setup"], cwd=machine.ROOT, env=dict(os.environ), capture_output=True
    )
    assert (done.returncode, done.stdout, done.stderr) == (0, b"", b"")
