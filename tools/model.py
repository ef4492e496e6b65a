"""Train a model when there is no current one: `python -m tools.model`, or `ensure_model()`.

A model is `models/<fingerprint>.tar.gz`; the fingerprint is the hash of everything it was made
from, so a model is current exactly when its name says so. Training runs `rasa train` in a
process of its own with low priority.
"""

import fcntl
import hashlib
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping
from pathlib import Path

import catalog
from tools.console import Problem, refuse, step
from tools.machine import ROOT, check_disk
from tools.processes import die_with_parent

MODELS = ROOT / "models"
LOG = ROOT / "var" / "log" / "train.log"
_MADE_FROM = (
    "catalog",
    "data/nlu",
    "data/rules",
    "data/held_out.tsv",
    "config.yml",
    "domain.yml",
    "bot/nlu",
    "bot/importer.py",
    "bot/uv.lock",
)
_KEPT = 3
_DISK = 1.0  # gigabytes


def sources(root: Path = ROOT) -> Iterator[Path]:
    """Yield every file that goes into a model, in a fixed order."""
    for name in _MADE_FROM:
        path = root / name
        if path.is_file():
            yield path
        for file in sorted(path.rglob("*")):
            if file.is_file() and "__pycache__" not in file.parts:
                yield file


def fingerprint(root: Path = ROOT) -> str:
    """Return the name (16 hexadecimal digits) of the model that the files under `root` make."""
    digest = hashlib.sha256()
    for path in sources(root):
        digest.update(path.relative_to(root).as_posix().encode() + b"\0")
        digest.update(hashlib.sha256(path.read_bytes()).digest())
    return digest.hexdigest()[:16]


def rasa_environment(threads: int) -> dict[str, str]:
    """Return the environment for a process of Rasa: no telemetry, `threads` for its arithmetic.

    Threads that wait sleep: while they spin, training takes half as long again, and in service the embedder's
    idle threads would spin against the backend and the actions.
    """
    return {
        **os.environ,
        "OMP_WAIT_POLICY": "PASSIVE",
        "RASA_TELEMETRY_ENABLED": "false",
        "RASA_MAX_CACHE_SIZE": "0",  # our own fingerprint decides; Rasa's cache would only fill the disk
        "TF_CPP_MIN_LOG_LEVEL": "2",
        "TF_INTRA_OP_PARALLELISM_THREADS": str(threads),
        "TF_INTER_OP_PARALLELISM_THREADS": "1",
        "OMP_NUM_THREADS": str(threads),
        "SQLALCHEMY_SILENCE_UBER_WARNING": "1",
        "PYTHONWARNINGS": "ignore",
    }


def check_catalogue() -> None:
    """Refuse a broken catalogue, every problem printed as `file: key: problem`."""
    try:
        catalog.load()
    except catalog.CatalogueError as error:
        print("\n".join(f"    {problem}" for problem in error.problems), file=sys.stderr)
        raise Problem(f"事项目录有 {len(error.problems)} 处问题（见上），改好后再试。") from error


def ensure_model() -> Path:
    """Return the current model, training it first when there is none.

    Raises Problem for a broken catalogue, a full disk or a training that fails. Two callers at
    once train once: the second waits for the first.
    """
    check_catalogue()
    MODELS.mkdir(exist_ok=True)
    LOG.parent.mkdir(parents=True, exist_ok=True)
    with (MODELS / ".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        model = MODELS / f"{fingerprint()}.tar.gz"
        if not model.exists():
            check_disk(_DISK)
            with step("训练机器人（事项目录、说法或设置有改动，约一分钟）"):
                train(model)
            _forget_old(model)
    return model


def train(model: Path, environment: Mapping[str, str] | None = None) -> None:
    """Train `model` in a folder of its own and move it into place when it is finished.

    `environment` is added to what Rasa is given. Raises Problem when the training fails; its last words are printed.
    """
    with tempfile.TemporaryDirectory(dir=MODELS, prefix=".training-") as folder:
        command = ["nice", "-n", "10", "bot/.venv/bin/python", "-m", "rasa", "train", "--force"]
        # tests/bot/test_rules.py checks the domain and the rules more closely than this would
        command += ["--skip-validation"]
        command += [
            "--data",
            "data",
            "--out",
            folder,
            "--fixed-model-name",
            model.name.removesuffix(".tar.gz"),
        ]
        with LOG.open("wb") as log:
            done = subprocess.run(
                command,
                cwd=ROOT,
                env={**rasa_environment(os.cpu_count() or 1), **(environment or {})},
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                preexec_fn=die_with_parent(),
            )
        made = Path(folder) / model.name
        if done.returncode != 0 or not made.exists():
            words = LOG.read_text(encoding="utf-8", errors="replace").strip().splitlines()
            print("\n".join(f"    {line}" for line in words[-12:]), file=sys.stderr)
            raise Problem(f"训练没有成功，原因在 {LOG.relative_to(ROOT)}（最后几行见上）。")
        shutil.move(made, model)


def _forget_old(current: Path) -> None:
    """Keep `current` and the newest others, `_KEPT` in all."""
    others = sorted(MODELS.glob("*.tar.gz"), key=lambda path: path.stat().st_mtime, reverse=True)
    for path in [path for path in others if path != current][_KEPT - 1 :]:
        path.unlink()


def main() -> int:
    """Train if needed, name the model, return the exit code."""
    try:
        model = ensure_model()
    except Problem as problem:
        return refuse(problem)
    print(f"  ✓ 模型可用：{model.relative_to(ROOT)}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
