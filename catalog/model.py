"""What a loaded catalogue is: plain frozen values, no reading and no checking."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any


class CatalogueError(Exception):
    """The catalogue cannot be used. `problems` has one `file: key: problem` for each fault."""

    def __init__(self, problems: list[str]) -> None:
        super().__init__(f"{len(problems)} problems in the catalogue")
        self.problems = problems


@dataclass(frozen=True)
class Item:
    """One service item. `data` is the whole file as in `docs/items.md`."""

    id: str
    version: int
    level: str
    department: str
    name: str
    title: str
    utterances: tuple[str, ...]
    data: Mapping[str, Any]


@dataclass(frozen=True)
class LifeEvent:
    """Items that life asks for together, in the order they are needed. `data` is the whole file."""

    id: str
    version: int
    title: str
    items: tuple[str, ...]
    utterances: tuple[str, ...]
    data: Mapping[str, Any]


@dataclass(frozen=True)
class Organisation:
    """The district with its departments, towns and stations, keyed by id, and its notices."""

    district: Mapping[str, Any]
    departments: Mapping[str, Mapping[str, Any]]
    towns: Mapping[str, Mapping[str, Any]]
    stations: Mapping[str, Mapping[str, Any]]
    notices: tuple[Mapping[str, Any], ...]


@dataclass(frozen=True)
class Catalogue:
    """Everything under `catalog/`. `fingerprint` changes whenever any of its files does."""

    items: Mapping[str, Item]
    events: Mapping[str, LifeEvent]
    """Life events by id; every id begins with `life-`, so that it is never an item's."""
    papers: Mapping[str, Mapping[str, Any]]
    """Papers that several items ask for, by id: `name` and the `names` plain texts call them."""
    listed: Mapping[str, Mapping[str, str]]
    """The district's whole list by id: id, level, department, name, plain."""
    organisation: Organisation
    words: Mapping[str, Any]
    """Word lists by file stem: `dialect`, `fillers`, `facets` ..."""
    fingerprint: str
    """SHA-256 over every file's name and content, 64 hexadecimal digits."""
