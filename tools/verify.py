"""Check the project: `python -m tools.verify check|test|format` (make check, make test, make format).

`check` is quick and needs no model; `test` adds the training and all tests of both environments
and the browser. Every stage runs even when an earlier one failed, each with its time, and `test`
closes with one plain line of counts.
"""

import os
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from xml.etree import ElementTree

from tools.console import Problem, say, seconds
from tools.machine import ROOT
from tools.model import ensure_model
from tools.punctuation import full_width

REPORTS = ROOT / "var" / "test"
_BIN = ROOT / ".venv" / "bin"
_BOT_PYTHON = ROOT / "bot" / ".venv" / "bin" / "python"
_APART = ("bot", "e2e", "system")
_GUARDS = ("tests/test_docs.py", "tests/test_imports.py", "tests/contracts")
# Where people read Chinese; Markdown in English quotes Chinese with English marks between.
_CHINESE = ("catalog/**/*.yml", "data/**/*.yml", "actions/*.yml", "domain.yml", "web/**/*.html", "*.zh-CN.md")
_PATTERNS = ("catalog/words/facets.yml",)  # regular expressions, where a half-width ? is no question


@dataclass
class Counts:
    """Tests over several pytest runs."""

    passed: int = 0
    failed: int = 0

    def add(self, report: Path) -> None:
        """Add a JUnit report; one that is missing or empty counts as a failure."""
        tests = failed = skipped = 0
        if report.exists():
            suite = ElementTree.parse(report).getroot().find("testsuite")  # noqa: S314 - pytest wrote it
            assert suite is not None, "pytest's report has one suite"  # noqa: S101
            tests, skipped = int(suite.attrib["tests"]), int(suite.attrib["skipped"])
            failed = int(suite.attrib["failures"]) + int(suite.attrib["errors"])
        self.passed += tests - failed - skipped
        self.failed += failed if tests else 1


def run(*command: str | Path, environment: dict[str, str] | None = None) -> None:
    """Run a command of a stage, its words on the terminal. Raises Problem when it fails."""
    words = [str(part) for part in command]
    if subprocess.run(words, cwd=ROOT, env=environment).returncode != 0:
        raise Problem(f"没有通过：{' '.join(words[:4])} …")


def chinese_files() -> list[Path]:
    """Return the files whose Chinese text must have full-width marks."""
    found = {path for pattern in _CHINESE for path in ROOT.glob(pattern)}
    found -= {ROOT / name for name in _PATTERNS}
    return sorted(path for path in found if "vendor" not in path.parts)


def check_punctuation() -> None:
    """Refuse half-width marks inside Chinese text."""
    wrong = [
        path for path in chinese_files() if (text := path.read_text(encoding="utf-8")) != full_width(text)
    ]
    if wrong:
        names = "、".join(str(path.relative_to(ROOT)) for path in wrong)
        raise Problem(f"中文里有半角标点，请运行 make format：{names}")


def pytest(counts: Counts, name: str, python: Path, *arguments: str) -> None:
    """Run pytest in one environment and add its counts. Raises Problem when a test fails."""
    REPORTS.mkdir(parents=True, exist_ok=True)
    report = REPORTS / f"{name}.xml"
    report.unlink(missing_ok=True)
    # Warnings are Rasa's old libraries' and, without pytest-asyncio, about its settings.
    quiet = ["--disable-warnings"] if python == _BOT_PYTHON else []
    command: list[str | Path] = [python, "-m", "pytest", "-q", *quiet]
    try:
        run(*command, f"--junitxml={report}", *arguments)
    finally:
        counts.add(report)


def get_chromium() -> None:
    """Install Debian's Chromium and a Chinese font where that is allowed. Raises Problem where it is not."""
    if shutil.which("chromium"):
        return
    packages = ["chromium", "fonts-noto-cjk"]
    if not shutil.which("apt-get") or os.geteuid() != 0:
        raise Problem(f"浏览器测试需要 Chromium，请先安装：sudo apt-get install {' '.join(packages)}")
    quiet = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    run("apt-get", "update", "-qq", environment=quiet)
    run("apt-get", "install", "-y", "-qq", "--no-install-recommends", *packages, environment=quiet)


def check_stages() -> list[tuple[str, Callable[[], None]]]:
    """Return the quick stages, in order."""
    return [
        ("格式", lambda: run(_BIN / "ruff", "format", "--check", "--output-format", "concise", ".")),
        ("规范", lambda: run(_BIN / "ruff", "check", "--output-format", "concise", ".")),
        ("类型", lambda: run(_BIN / "mypy")),
        ("标点", check_punctuation),
        ("事项目录", lambda: run(sys.executable, "-m", "catalog.check")),
    ]


def test_stages(counts: Counts) -> list[tuple[str, Callable[[], None]]]:
    """Return all stages, in order."""
    python = Path(sys.executable)
    return [
        *check_stages(),
        ("训练", lambda: print(f"    {ensure_model().name}")),
        (
            "后台测试",
            lambda: pytest(counts, "root", python, "tests", *(f"--ignore=tests/{name}" for name in _APART)),
        ),
        ("机器人测试", lambda: pytest(counts, "bot", _BOT_PYTHON, "tests/bot")),
        ("安装浏览器", get_chromium),
        ("浏览器测试", lambda: pytest(counts, "browser", python, "tests/e2e")),
        ("整体测试", lambda: pytest(counts, "system", python, "tests/system")),
    ]


def guards() -> None:
    """Run the tests that guard documents, imports and generated files."""
    pytest(Counts(), "guards", Path(sys.executable), *(path for path in _GUARDS if (ROOT / path).exists()))


def run_stages(stages: Sequence[tuple[str, Callable[[], None]]]) -> list[str]:
    """Run every stage with its time and return the names of those that failed."""
    failed, times = [], []
    for name, work in stages:
        say(f"── {name}")
        start = time.monotonic()
        try:
            work()
        except Problem as problem:
            say(f"  ✗ {problem}")
            failed.append(name)
        times.append((name, time.monotonic() - start))
    say("── 用时")
    for name, duration in times:
        say(f"  {'✗' if name in failed else '✓'} {name}（{seconds(duration)}）")
    return failed


def reformat() -> None:
    """Format the code and mend the marks of Chinese text."""
    run(_BIN / "ruff", "format", "--quiet", ".")
    run(_BIN / "ruff", "check", "--quiet", "--fix", ".")
    run(sys.executable, "tools/punctuation.py", *chinese_files())


def main(arguments: list[str]) -> int:
    """Do what the one argument says and return the exit code."""
    counts = Counts()
    if arguments == ["check"]:
        failed = run_stages([*check_stages(), ("文档和约定", guards)])
    elif arguments == ["test"]:
        failed = run_stages(test_stages(counts))
    elif arguments == ["format"]:
        failed = run_stages([("整理", reformat)])
    else:
        say("用法：python -m tools.verify check|test|format")
        return 2
    if failed:
        say(f"没有通过：{'、'.join(failed)}")
    if arguments == ["test"]:
        say(f"{counts.passed} passed, {counts.failed} failed")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
