"""When a model is current, and what happens when it is not."""

import os
import subprocess
from pathlib import Path
from typing import Any

import pytest

import catalog
from tools import model
from tools.console import Problem


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(model, "MODELS", tmp_path / "models")
    monkeypatch.setattr(model, "fingerprint", lambda: "0123456789abcdef")
    return tmp_path / "models"


class Training:
    """Stands for `rasa train`: writes the named model, or fails."""

    def __init__(self, code: int = 0) -> None:
        self.code = code
        self.calls = 0

    def __call__(self, command: list[str], **_: Any) -> subprocess.CompletedProcess[bytes]:
        self.calls += 1
        if self.code == 0:
            out, name = (command[command.index(f"--{key}") + 1] for key in ("out", "fixed-model-name"))
            (Path(out) / f"{name}.tar.gz").write_text("model")
        return subprocess.CompletedProcess(command, self.code)


def train_with(monkeypatch: pytest.MonkeyPatch, training: Training) -> Training:
    monkeypatch.setattr("tools.model.subprocess.run", training)
    return training


def project(root: Path) -> Path:
    for name in ("catalog/items/a.yml", "data/nlu/a.yml", "config.yml", "bot/nlu/a.py"):
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text("a")
    return root


@pytest.mark.parametrize(
    "name", ["catalog/items/b.yml", "data/nlu/a.yml", "config.yml", "bot/nlu/a.py", "domain.yml"]
)
def test_a_change_of_what_a_model_is_made_from_changes_its_name(tmp_path: Path, name: str) -> None:
    before = model.fingerprint(project(tmp_path))
    (tmp_path / name).write_text("b")
    assert model.fingerprint(tmp_path) != before


def test_other_files_do_not_change_its_name(tmp_path: Path) -> None:
    before = model.fingerprint(project(tmp_path))
    (tmp_path / "README.md").write_text("b")
    (tmp_path / "bot/nlu/__pycache__").mkdir()
    (tmp_path / "bot/nlu/__pycache__/a.pyc").write_text("b")
    assert model.fingerprint(tmp_path) == before


def test_trains_once_and_then_uses_the_model(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    training = train_with(monkeypatch, Training())
    assert model.ensure_model() == model.ensure_model() == folder / "0123456789abcdef.tar.gz"
    assert training.calls == 1


def test_a_failed_training_is_refused_and_leaves_nothing(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    train_with(monkeypatch, Training(code=1))
    monkeypatch.setattr(model, "LOG", folder.parent / "train.log")
    monkeypatch.setattr(model, "ROOT", folder.parent)
    with pytest.raises(Problem, match="训练没有成功"):
        model.ensure_model()
    assert [path.name for path in folder.iterdir()] == [".lock"]


def test_keeps_the_last_three_models(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    train_with(monkeypatch, Training())
    folder.mkdir()
    for age in range(4):
        old = folder / f"old-{age}.tar.gz"
        old.write_text("model")
        os.utime(old, (1000 - age, 1000 - age))
    current = model.ensure_model()
    assert {path.name for path in folder.glob("*.gz")} == {current.name, "old-0.tar.gz", "old-1.tar.gz"}


def test_a_broken_catalogue_is_refused_with_every_problem(
    folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def broken() -> catalog.Catalogue:
        raise catalog.CatalogueError(["items/a.yml: name: missing", "items/b.yml: id: unknown"])

    training = train_with(monkeypatch, Training())
    monkeypatch.setattr(catalog, "load", broken)
    with pytest.raises(Problem, match="2 处问题"):
        model.ensure_model()
    assert "items/a.yml: name: missing" in capsys.readouterr().err
    assert training.calls == 0
