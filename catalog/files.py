"""Reading YAML files strictly: a key that stands twice is a problem, not a choice."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import yaml

from catalog.text import unfold

_Base: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


class _StrictLoader(_Base):  # type: ignore[misc]
    """SafeLoader that refuses duplicate keys."""


def _mapping(loader: Any, node: yaml.MappingNode) -> dict[Any, Any]:
    seen: set[Any] = set()
    for key_node, _ in node.value:
        key = loader.construct_object(key_node, deep=True)
        if not isinstance(key, (str, int)):
            raise yaml.constructor.ConstructorError(None, None, "a key must be a word", key_node.start_mark)
        if key in seen:
            raise yaml.constructor.ConstructorError(
                None, None, f"the key {key!r} stands twice", key_node.start_mark
            )
        seen.add(key)
    return dict(loader.construct_mapping(node, deep=True))


_StrictLoader.add_constructor(yaml.resolver.BaseResolver.DEFAULT_MAPPING_TAG, _mapping)


def read_yaml(path: Path, problems: list[str], name: str) -> Any:
    """Return the file's content, or None after adding one problem that names line and fault."""
    try:
        return unfold(yaml.load(path.read_bytes(), _StrictLoader))  # noqa: S506 - a safe loader
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark
        where = f"line {mark.line + 1}" if mark else "file"
        problems.append(f"{name}: {where}: {error.problem or 'not YAML'}")
    except FileNotFoundError:
        problems.append(f"{name}: file: is missing")
    except (yaml.YAMLError, UnicodeDecodeError, OSError) as error:
        problems.append(f"{name}: file: cannot be read ({type(error).__name__})")
    return None


def fingerprint(root: Path, paths: Iterable[Path]) -> str:
    """Return the SHA-256 over the relative name and the content of every path, sorted."""
    digest = hashlib.sha256()
    for path in sorted(paths):
        content = path.read_bytes()
        digest.update(f"{path.relative_to(root).as_posix()}\0{len(content)}\0".encode())
        digest.update(content)
    return digest.hexdigest()
