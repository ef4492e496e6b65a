"""Writing changed files into the catalogue: every file or none."""

from __future__ import annotations

import fcntl
import os
import shutil
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Change:
    """One item or life event that an import would change. `path` is relative to the catalogue; `before` is None for a new file."""

    id: str
    title: str
    path: Path
    lines: tuple[str, ...]
    remarks: tuple[str, ...]
    before: str | None
    after: str


class NotWritten(Exception):
    """The files could not be written; all are as they were. The text says why."""


def apply(changes: Sequence[Change], root: Path) -> None:
    """Write every changed file under `root`, or none of them. Raises NotWritten.

    All that takes room on the disk, copies of the old files included, is written before the first file is replaced.
    Of two imports at once the second waits, and then finds what the first has changed.
    """
    try:
        with _alone(root):
            _apply([root / change.path for change in changes], changes)
    except OSError as error:
        raise NotWritten(f"写不进去：{error.strerror}，原来的内容没有动") from error


@contextmanager
def _alone(root: Path) -> Iterator[None]:
    """Keep other imports into `root` out."""
    folder = os.open(root, os.O_RDONLY)
    try:
        fcntl.flock(folder, fcntl.LOCK_EX)
        yield
    finally:
        os.close(folder)


def _apply(paths: Sequence[Path], changes: Sequence[Change]) -> None:
    done: list[Path] = []
    try:
        for path, change in zip(paths, changes):
            _lay_beside(path, change)
        for path in paths:
            done.append(path)
            os.replace(_new(path), path)
    except BaseException:  # Ctrl-C too
        for path in done:
            _put_back(path)
        raise
    finally:
        for path in paths:
            for left in (_new(path), _old(path)):
                left.unlink(missing_ok=True)


def _lay_beside(path: Path, change: Change) -> None:
    """Write the new text and a copy of the old one beside the file. Raises NotWritten when somebody else was there."""
    path.parent.mkdir(parents=True, exist_ok=True)
    now = path.read_text(encoding="utf-8") if path.is_file() else None
    if now != change.before:
        raise NotWritten(f"{change.path.name} 刚刚被别人改了，什么都没有写，请再导入一次")
    _new(path).write_text(change.after, encoding="utf-8")
    if now is not None:
        shutil.copyfile(path, _old(path))


def _put_back(path: Path) -> None:
    if _old(path).is_file():
        os.replace(_old(path), path)
    else:
        path.unlink(missing_ok=True)


def _new(path: Path) -> Path:
    """Return where the new text waits: the loader reads only `*.yml`."""
    return path.with_name(f"{path.name}.new")


def _old(path: Path) -> Path:
    return path.with_name(f"{path.name}.old")
