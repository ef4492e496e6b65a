"""Checks and counts: nothing that failed is lost, whatever way it failed."""

from pathlib import Path

import pytest

from tools import verify
from tools.console import Problem

REPORT = '<testsuites><testsuite tests="{}" failures="{}" errors="{}" skipped="{}"/></testsuites>'


def report(folder: Path, tests: int, failures: int = 0, errors: int = 0, skipped: int = 0) -> Path:
    path = folder / "report.xml"
    path.write_text(REPORT.format(tests, failures, errors, skipped))
    return path


def test_counts_are_added_up(tmp_path: Path) -> None:
    counts = verify.Counts()
    counts.add(report(tmp_path, 10, failures=1, errors=2, skipped=3))
    counts.add(report(tmp_path, 5))
    assert counts == verify.Counts(passed=9, failed=3)


def test_a_run_without_tests_is_a_failure(tmp_path: Path) -> None:
    counts = verify.Counts()
    counts.add(report(tmp_path, 0))
    assert counts == verify.Counts(passed=0, failed=1)


def test_a_run_that_crashed_is_a_failure(tmp_path: Path) -> None:
    counts = verify.Counts()
    counts.add(tmp_path / "missing.xml")
    assert counts == verify.Counts(passed=0, failed=1)


def test_every_stage_runs_and_the_failed_ones_are_named(capsys: pytest.CaptureFixture[str]) -> None:
    done: list[str] = []

    def fail() -> None:
        raise Problem("不行。")

    assert verify.run_stages([("一", fail), ("二", lambda: done.append("二"))]) == ["一"]
    assert done == ["二"]
    words = capsys.readouterr().out
    assert "✗ 不行。" in words
    assert "✗ 一（" in words
    assert "✓ 二（" in words


def test_a_failed_command_is_a_problem() -> None:
    with pytest.raises(Problem, match="没有通过：false"):
        verify.run("false")


def test_a_wrong_word_shows_the_right_ones(capsys: pytest.CaptureFixture[str]) -> None:
    assert verify.main(["chekc"]) == 2
    assert "check|test|format" in capsys.readouterr().out


def test_chromium_that_may_not_be_installed_is_explained(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(
        "tools.verify.shutil.which", lambda name: None if name == "chromium" else f"/usr/bin/{name}"
    )
    monkeypatch.setattr("tools.verify.os.geteuid", lambda: 1000)
    with pytest.raises(Problem, match="sudo apt-get install chromium"):
        verify.get_chromium()


def test_half_width_marks_are_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    wrong = tmp_path / "domain.yml"
    wrong.write_text("text: 您好,请说\n")  # half-width
    monkeypatch.setattr(verify, "ROOT", tmp_path)
    with pytest.raises(Problem, match=r"domain\.yml"):
        verify.check_punctuation()
