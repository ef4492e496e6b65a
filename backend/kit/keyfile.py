"""Secrets in files: read one, or make it at the first start. What a secret means is not decided here."""

import os
import secrets
import stat
from collections.abc import Callable
from pathlib import Path


class KeyFileError(Exception):
    """A secret cannot be read or made; the message is one sentence for the operator."""


def read_or_create(path: Path, make: Callable[[], str]) -> str:
    """Return the text of the secret at `path` without surrounding space; make it (mode 600) if it is missing.

    Making is atomic: of several processes that start together, one writes and all read the same secret.

    Raises:
        KeyFileError: the file cannot be read or written, is empty, or others than its owner may read it.
    """
    try:
        if not path.exists():
            _create(path, make() + "\n")
        if stat.S_IMODE(path.stat().st_mode) & 0o077:
            raise KeyFileError(f"密钥文件 {path} 别人也能读，请先执行 chmod 600 {path}")
        text = path.read_text(encoding="utf-8").strip()
    except (OSError, UnicodeDecodeError) as error:
        raise KeyFileError(f"密钥文件 {path} 读不了或者写不了：{error}") from error
    if not text:
        raise KeyFileError(f"密钥文件 {path} 是空的，请从备份恢复；确实没有旧数据时删掉它，会重新生成")
    return text


def _create(path: Path, text: str) -> None:
    """Write `text` to `path` unless another process was first: only a complete file ever appears under the name."""
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    draft = path.with_name(f".{path.name}.{secrets.token_hex(8)}")
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        with os.fdopen(descriptor, "w", encoding="utf-8") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        try:
            os.link(draft, path)
        except FileExistsError:
            return
    finally:
        draft.unlink()
