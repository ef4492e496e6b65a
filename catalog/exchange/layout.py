"""Writing the file of an item or life event so that people can go on editing it by hand.

What did not change keeps its text, wrapped lines and comments included; only new and changed parts are written
anew, in the style of the hand-written files: long texts folded, short entries on one line, papers as blocks.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Any

import yaml

Marks = Callable[[str], str]
"""Gives a line its full-width marks (`tools.punctuation.full_width`): the writer asks whether one would be changed."""

_COLUMNS = 124
"""Of a folded line; a Chinese character takes two."""
_FOLDED = {"answer", "read_aloud"}
_BLOCKS = {"materials", "situations", "stages", "items"}
"""Lists whose entries have a line for each key."""
_HEAD = {"id", "version", "level", "department", "name", "title", "theme", "codes"}
"""Keys that stand together on top, with no empty line between."""
_INLINE = {"codes", "kind", "when", "statutory", "promised", "agent", "online", "serves"}
_BREAK = re.compile("(?<=[，。；：？！、])(?=[\u4e00-\u9fff《“（])")
"""Where a line may end: the loader takes the break out again only between Chinese characters."""
_KEEP = "  # half-width"


def write_file(data: Mapping[str, Any], old: str, before: Mapping[str, Any] | None, marks: Marks) -> str:
    """Return the text of the file for `data`; `old` is the file's text now and `before` its content, if there is one."""
    sections = _split(old, r"[a-z_]+:", 0) if before else []
    kept = dict(zip(before or {}, sections)) if before and len(sections) == len(before) else {}
    parts: list[str] = []
    for key, value in data.items():
        if key in kept and before is not None and before[key] == value:
            parts.append(kept[key])
        else:
            parts.append(_section(key, value, kept.get(key, ""), (before or {}).get(key), marks))
    return "".join(parts).rstrip("\n") + "\n"


def _split(text: str, start: str, indent: int) -> list[str]:
    """Return the chunks of `text` that begin with `start` at this indent; each keeps the lines up to the next."""
    return re.split(rf"^(?={' ' * indent}{start})", text, flags=re.MULTILINE)[1:]


def _section(key: str, value: Any, old: str, before: Any, marks: Marks) -> str:
    """Return one top-level key with everything under it and the empty line that follows."""
    if not isinstance(value, (dict, list)) or key in _INLINE or not value:
        alone = key not in _HEAD or old.endswith("\n\n")
        return _marked(f"{key}: {_flow(value)}\n", marks) + ("\n" if alone else "")
    if isinstance(value, list):
        chunks = _split(old, "- ", 2)
        texts = dict(zip(map(repr, before or ()), chunks)) if len(chunks) == len(before or ()) else {}
        body = "".join(texts.get(repr(entry)) or _entry(key, entry, 2, marks) for entry in value)
    else:
        chunks = _split(old, "[a-z_]+:", 2)
        texts = dict(zip(before or {}, chunks)) if len(chunks) == len(before or {}) else {}
        body = "".join(
            texts[name] if name in texts and before[name] == entry else _pair(name, entry, 2, marks)
            for name, entry in value.items()
        )
    lines = [line for line in body.split("\n") if line.strip()]
    return f"{key}:\n" + "\n".join(lines) + "\n\n"


def _pair(key: str, value: Any, indent: int, marks: Marks) -> str:
    """Return `key: value` at `indent`, as a folded text, a list or one line."""
    space = " " * indent
    if key in _FOLDED and marks(value) == value:
        return f"{space}{key}: >-\n" + _fold(value, indent + 2)
    if isinstance(value, list) and value and key not in _INLINE:
        return f"{space}{key}:\n" + "".join(_entry(key, entry, indent + 2, marks) for entry in value)
    return _marked(f"{space}{key}: {_flow(value)}\n", marks)


def _entry(part: str, entry: Any, indent: int, marks: Marks) -> str:
    """Return one entry of the list `part`."""
    if part not in _BLOCKS:
        return _marked(f"{' ' * indent}- {_flow(entry)}\n", marks)
    pairs = "".join(_pair(key, value, indent + 2, marks) for key, value in entry.items())
    return f"{' ' * indent}- {pairs.lstrip()}"


def _marked(lines: str, marks: Marks) -> str:
    """Return the lines, those that must keep their half-width marks with the comment that says so."""
    return "".join(
        line if marks(line) == line else f"{line.rstrip()}{_KEEP}\n"
        for line in lines.splitlines(keepends=True)
    )


def _fold(text: str, indent: int) -> str:
    """Return a long text on lines that break after its marks; the loader joins them without a blank."""
    lines, line = [], ""
    for part in _BREAK.split(text):
        if line and 2 * len(line + part) + indent > _COLUMNS:
            lines.append(line)
            line = ""
        line += part
    return "".join(f"{' ' * indent}{part}\n" for part in [*lines, line] if part)


def _flow(value: Any) -> str:
    """Return `value` on one line; a text outside of brackets needs fewer quotes."""
    node = _node(value, flow=not isinstance(value, str))
    return str(yaml.serialize(node, allow_unicode=True, width=10**6)).removesuffix("...\n").strip()


def _node(value: Any, *, flow: bool = True) -> yaml.Node:
    if isinstance(value, dict):
        pairs = [(_node(key), _node(entry)) for key, entry in value.items()]
        return yaml.MappingNode("tag:yaml.org,2002:map", pairs, flow_style=True)
    if isinstance(value, list):
        return yaml.SequenceNode("tag:yaml.org,2002:seq", [_node(entry) for entry in value], flow_style=True)
    node = yaml.representer.SafeRepresenter().represent_data(value)
    if isinstance(node, yaml.ScalarNode) and isinstance(value, str):
        around = yaml.SequenceNode("tag:yaml.org,2002:seq", [node], flow_style=flow)
        if "'" in str(yaml.serialize(around, allow_unicode=True, width=10**6))[:3]:
            node.style = '"'
    return node


def ordered(value: Any, schema: Mapping[str, Any], defs: Mapping[str, Any]) -> Any:
    """Return `value` with the keys of every mapping in the order in which the schema has them."""
    schema = defs[schema["$ref"].rpartition("/")[2]] if "$ref" in schema else schema
    if isinstance(value, list):
        return [ordered(entry, schema.get("items", {}), defs) for entry in value]
    if not isinstance(value, dict) or "properties" not in schema:
        return value
    known = {key: part for key, part in schema["properties"].items() if key in value}
    return {key: ordered(value[key], part, defs) for key, part in known.items()}
