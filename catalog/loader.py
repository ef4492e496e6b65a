"""Reads the catalogue's folder, checks all of it and returns it, or names every problem."""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any

import jsonschema

from catalog.checks import check_items, check_organisation
from catalog.files import fingerprint, read_yaml
from catalog.model import Catalogue, CatalogueError, Item, Organisation

ROOT = Path(__file__).resolve().parent
LEVELS = ("village", "town", "district")
ORGANISATION_FILES = ("district", "departments", "towns", "stations")


def load(root: Path = ROOT) -> Catalogue:
    """Return the checked catalogue in `root`.

    Raises `CatalogueError` with every problem found, as `file: key: problem`.
    """
    problems: list[str] = []
    schema_root = root / "schema" if (root / "schema").is_dir() else ROOT / "schema"
    paths = sorted((root / "items").glob("*/*.yml"))
    items = _load_items(root, paths, schema_root, problems)
    organisation = _load_organisation(root, schema_root, problems)
    words = {
        path.stem: read_yaml(path, problems, _name(root, path))
        for path in sorted((root / "words").glob("*.yml"))
    }
    if not paths:
        problems.append("items: file: there is not one item")
    listed = _read_list(root, problems)
    problems += check_items(items, listed)
    if not problems:
        problems += check_organisation(organisation, items)
    if problems:
        raise CatalogueError(sorted(problems))
    sources = [path for path in root.rglob("*") if path.suffix in {".yml", ".tsv", ".json"}]
    return Catalogue(
        items={item_id: _item(data) for item_id, (_, data) in sorted(items.items())},
        listed=listed,
        organisation=_organisation(organisation),
        words=words,
        fingerprint=fingerprint(root, sources),
    )


@lru_cache(maxsize=1)
def shipped() -> Catalogue:
    """Return the catalogue of this checkout, read and checked once in a process."""
    return load()


def _name(root: Path, path: Path) -> str:
    return path.relative_to(root).as_posix()


def _schema_problems(data: Any, validator: Any, name: str) -> list[str]:
    """Return `file: key: problem` for each violation; messages are short, not a whole file."""
    found = []
    for error in validator.iter_errors(data):
        key = ".".join(str(part) for part in error.absolute_path) or "file"
        found.append(f"{name}: {key}: {error.message[:160]}")
    return found


def _load_items(
    root: Path, paths: list[Path], schema_root: Path, problems: list[str]
) -> dict[str, tuple[str, dict[str, Any]]]:
    schema = json.loads((schema_root / "item.json").read_text(encoding="utf-8"))
    validator = jsonschema.Draft202012Validator(schema)
    items: dict[str, tuple[str, dict[str, Any]]] = {}
    for path in paths:
        name = _name(root, path)
        data = read_yaml(path, problems, name)
        if data is None:
            if not any(problem.startswith(f"{name}:") for problem in problems):
                problems.append(f"{name}: file: is empty")
            continue
        found = _schema_problems(data, validator, name)
        problems += found
        if found:
            continue
        if path.stem != data["id"]:
            problems.append(f"{name}: id: is {data['id']}, the file's name says {path.stem}")
        if path.parent.name != data["level"]:
            problems.append(f"{name}: level: is {data['level']}, the folder says {path.parent.name}")
        if data["id"] in items:
            problems.append(f"{name}: id: stands in {items[data['id']][0]} too")
            continue
        items[data["id"]] = (name, data)
    return items


def _load_organisation(root: Path, schema_root: Path, problems: list[str]) -> dict[str, Any]:
    schema = json.loads((schema_root / "organisation.json").read_text(encoding="utf-8"))
    loaded: dict[str, Any] = {}
    for stem in ORGANISATION_FILES:
        name = f"organisation/{stem}.yml"
        data = read_yaml(root / name, problems, name)
        if data is None:
            continue
        validator = jsonschema.Draft202012Validator({"$ref": f"#/$defs/{stem}", "$defs": schema["$defs"]})
        found = _schema_problems(data, validator, name)
        problems += found
        if not found:
            loaded[stem] = data
    return loaded


def _read_list(root: Path, problems: list[str]) -> dict[str, dict[str, str]]:
    """Return the district's list of items: id -> level, department, name, plain."""
    path = root / "items.tsv"
    if not path.is_file():
        problems.append("items.tsv: file: is missing")
        return {}
    head, *rows = [line.split("\t") for line in path.read_text(encoding="utf-8").splitlines() if line]
    return {row[0]: dict(zip(head, row)) for row in rows}


def _item(data: Mapping[str, Any]) -> Item:
    return Item(
        id=data["id"],
        version=data["version"],
        level=data["level"],
        department=data["department"],
        name=data["name"],
        title=data["plain"]["title"],
        utterances=tuple(data["utterances"]),
        data=data,
    )


def _organisation(loaded: Mapping[str, Any]) -> Organisation:
    def by_id(stem: str) -> dict[str, Mapping[str, Any]]:
        return {entry["id"]: entry for entry in loaded[stem]}

    return Organisation(
        district=loaded["district"],
        departments=by_id("departments"),
        towns=by_id("towns"),
        stations=by_id("stations"),
    )
