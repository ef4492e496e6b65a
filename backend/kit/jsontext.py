"""JSON in and out: written with Chinese as it is, read strictly."""

import json
import re
from typing import Any, NoReturn

_LONE_SURROGATE = re.compile(r"[\ud800-\udfff]")
_UNSTORABLE = re.compile(r"[\0\ud800-\udfff]")
_DEEPEST = 32
"""Levels of lists and objects; what comes to us has ten at most, and no reader of it should run out of stack."""


def dumps(value: Any) -> str:
    """Write `value`; half a surrogate pair, which no UTF-8 can hold, becomes U+FFFD."""
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"), allow_nan=False)
    return _LONE_SURROGATE.sub("\ufffd", text)


def loads(data: bytes) -> Any:
    """Read UTF-8 JSON.

    Raises:
        ValueError: not UTF-8, not JSON, NaN or Infinity, or nested too deep.
    """
    try:
        value = json.loads(data.decode("utf-8"), parse_constant=_refuse_constant)
    except RecursionError as error:
        raise ValueError("nested too deep") from error
    if _deeper(value, _DEEPEST):
        raise ValueError("nested too deep")
    return value


def unstorable(value: Any, path: str = "") -> list[str]:
    """Return the dotted paths of the texts (values or keys) in `value` with NUL or half a surrogate pair.

    No database can store those; a path stops before a bad key.
    """
    if isinstance(value, str):
        return [path] if _UNSTORABLE.search(value) else []
    if isinstance(value, dict):
        found = [path for key in value if _UNSTORABLE.search(key)][:1]
        pairs = [(key, inner) for key, inner in value.items() if not _UNSTORABLE.search(key)]
    elif isinstance(value, list):
        found, pairs = [], [(str(index), inner) for index, inner in enumerate(value)]
    else:
        return []
    for key, inner in pairs:
        found += unstorable(inner, f"{path}.{key}" if path else key)
    return found


def _deeper(value: Any, levels: int) -> bool:
    """Whether `value` has more levels of lists and objects than `levels`."""
    inner = value.values() if isinstance(value, dict) else value if isinstance(value, list) else None
    return inner is not None and (levels == 0 or any(_deeper(part, levels - 1) for part in inner))


def _refuse_constant(name: str) -> NoReturn:
    raise ValueError(f"{name} is not JSON")
