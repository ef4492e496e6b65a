"""What the pages use of other people's packages comes from the lock file and nothing else."""

import json
from pathlib import Path

import pytest

from tools import assets
from tools.machine import ROOT


def test_the_lock_names_every_package_with_its_hash_and_no_host() -> None:
    lock = json.loads((ROOT / "package-lock.json").read_text(encoding="utf-8"))
    packages = {name: entry for name, entry in lock["packages"].items() if name}
    assert packages
    assert all("integrity" in entry and "resolved" not in entry for entry in packages.values())
    assert {f"node_modules/{name}" for name in assets._USED} <= set(packages)


def test_only_what_is_used_is_copied_and_what_was_is_gone(tmp_path: Path) -> None:
    package = tmp_path / "node_modules/@fontsource-variable/noto-sans-sc"
    (package / "files").mkdir(parents=True)
    for name in ("index.css", "LICENSE", "README.md", "files/a-wght-normal.woff2", "files/a.woff"):
        (package / name).write_text(name)
    vendor = tmp_path / "vendor"
    (vendor / "old").mkdir(parents=True)
    assets.copy(tmp_path / "node_modules", vendor)
    made = {path.relative_to(vendor).as_posix() for path in vendor.rglob("*") if path.is_file()}
    folder = "noto-sans-sc"
    assert made == {f"{folder}/index.css", f"{folder}/LICENSE", f"{folder}/files/a-wght-normal.woff2"}


def test_an_npm_that_does_not_run_is_no_npm(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    broken = tmp_path / "npm"
    broken.write_text("#!/bin/sh\nexit 1\n")
    broken.chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setattr(assets, "_NODE", tmp_path / "none")
    assert assets.find_npm() is None
