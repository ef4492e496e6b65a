"""Reads the catalogue's folder, checks all of it and returns it, or names every problem."""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any

import jsonschema

from catalog.checks import (
    Files,
    check_events,
    check_items,
    check_organisation,
    check_papers,
    check_utterances,
)
from catalog.files import fingerprint, read_yaml
from catalog.model import Catalogue, CatalogueError, Item, LifeEvent, Organisation
from catalog.text import sayings

ROOT = Path(__file__).resolve().parent
LEVELS = ("village", "town", "district")
_LONGEST_MESSAGE = 180
ORGANISATION_FILES = ("district", "departments", "towns", "stations", "notices")


def load(root: Path = ROOT) -> Catalogue:
    """Return the checked catalogue in `root`.

    Raises `CatalogueError` with every problem found, as `file: key: problem`.
    """
    problems: list[str] = []
    schemas = read_schemas(root)
    paths = sorted((root / "items").glob("*/*.yml"))
    items = _load_files(root, paths, schemas["item"], problems)
    for name, data in items.values():
        folder = name.split("/")[-2]
        if folder != data["level"]:
            problems.append(f"{name}: level: is {data['level']}, the folder says {folder}")
    events = _load_files(root, sorted((root / "events").glob("*.yml")), schemas["event"], problems)
    organisation = _load_organisation(root, schemas["organisation"], problems)
    papers = _load_papers(root, schemas["papers"], problems)
    words = {
        path.stem: read_yaml(path, problems, _name(root, path))
        for path in sorted((root / "words").glob("*.yml"))
    }
    if not paths:
        problems.append("items: file: there is not one item")
    listed = _read_list(root, problems)
    problems += check_items(items, listed, papers)
    problems += check_papers(papers, listed)
    problems += check_events(events, items, listed)
    problems += check_utterances({**items, **events}, listed.keys())
    if not problems:
        problems += check_organisation(organisation, items, {*listed, *events})
    if problems:
        raise CatalogueError(sorted(problems))
    sources = [path for path in root.rglob("*") if path.suffix in {".yml", ".tsv", ".json"}]
    return Catalogue(
        items={item_id: _item(data) for item_id, (_, data) in sorted(items.items())},
        events={event_id: _event(data) for event_id, (_, data) in sorted(events.items())},
        papers=papers,
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


def read_schemas(root: Path) -> dict[str, Any]:
    """Return the schemas by name; what an item's parts look like is known to the others too."""
    folder = root / "schema" if (root / "schema").is_dir() else ROOT / "schema"
    schemas = {path.stem: json.loads(path.read_text(encoding="utf-8")) for path in folder.glob("*.json")}
    schemas["event"]["$defs"] = {**schemas["item"]["$defs"], **schemas["event"]["$defs"]}
    return schemas


def _schema_problems(data: Any, validator: Any, name: str) -> list[str]:
    """Return `file: key: problem` for each violation; messages are short, not a whole file."""
    found = []
    for error in validator.iter_errors(data):
        key = ".".join(str(part) for part in error.absolute_path) or "file"
        found.append(f"{name}: {key}: {_short(error.message)}")
    return found


def _short(message: str) -> str:
    """Return the message without the middle of what it quotes: it says at its end what is wrong."""
    return message if len(message) <= _LONGEST_MESSAGE else f"{message[:80]} … {message[-80:]}"


def _content(path: Path, problems: list[str], name: str) -> Any:
    """Return what the file holds, or None after adding what is wrong with it: here nothing may be empty."""
    before = len(problems)
    data = read_yaml(path, problems, name)
    if data is None and len(problems) == before:
        problems.append(f"{name}: file: is empty")
    return data


def _load_files(root: Path, paths: list[Path], schema: Any, problems: list[str]) -> Files:
    """Return the contents that fit `schema`, by id; everything else becomes a problem."""
    validator = jsonschema.Draft202012Validator(schema)
    loaded: dict[str, tuple[str, dict[str, Any]]] = {}
    for path in paths:
        name = _name(root, path)
        data = _content(path, problems, name)
        if data is None:
            continue
        found = _schema_problems(data, validator, name)
        problems += found
        if found:
            continue
        if path.stem != data["id"]:
            problems.append(f"{name}: id: is {data['id']}, the file's name says {path.stem}")
        if data["id"] in loaded:
            problems.append(f"{name}: id: stands in {loaded[data['id']][0]} too")
            continue
        loaded[data["id"]] = (name, data)
    return loaded


def _load_organisation(root: Path, schema: Any, problems: list[str]) -> dict[str, Any]:
    loaded: dict[str, Any] = {}
    for stem in ORGANISATION_FILES:
        name = f"organisation/{stem}.yml"
        data = _content(root / name, problems, name)
        if data is None:
            continue
        validator = jsonschema.Draft202012Validator({"$ref": f"#/$defs/{stem}", "$defs": schema["$defs"]})
        found = _schema_problems(data, validator, name)
        problems += found
        if not found:
            loaded[stem] = data
    return loaded


def _load_papers(root: Path, schema: Any, problems: list[str]) -> dict[str, Any]:
    data = _content(root / "papers.yml", problems, "papers.yml")
    found = _schema_problems(data, jsonschema.Draft202012Validator(schema), "papers.yml") if data else []
    problems += found
    return {} if found or not data else dict(data)


def _read_list(root: Path, problems: list[str]) -> dict[str, dict[str, str]]:
    """Return the district's list of items: id -> level, department, name, plain."""
    path = root / "items.tsv"
    if not path.is_file():
        problems.append("items.tsv: file: is missing")
        return {}
    lines = [line.split("\t") for line in path.read_text(encoding="utf-8").splitlines() if line]
    if not lines:
        problems.append("items.tsv: file: is empty")
        return {}
    head, *rows = lines
    return {row[0]: dict(zip(head, row)) for row in rows}


def _item(data: Mapping[str, Any]) -> Item:
    return Item(
        id=data["id"],
        version=data["version"],
        level=data["level"],
        department=data["department"],
        name=data["name"],
        title=data["plain"]["title"],
        utterances=tuple(sayings(data)),
        data=data,
    )


def _event(data: Mapping[str, Any]) -> LifeEvent:
    return LifeEvent(
        id=data["id"],
        version=data["version"],
        title=data["title"],
        items=tuple(entry["item"] for stage in data["stages"] for entry in stage["items"]),
        utterances=tuple(sayings(data)),
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
        notices=tuple(loaded["notices"]),
    )
