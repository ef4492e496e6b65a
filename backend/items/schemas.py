"""What the items API answers. A whole item is the catalogue's own format (docs/items.md), without `utterances`."""

from datetime import datetime
from typing import Any

from pydantic import BaseModel


class Found(BaseModel):
    """An item in a search result; `difference` tells it from its neighbours in half a line."""

    id: str
    title: str
    name: str
    difference: str
    level: str
    department: str


class Summary(Found):
    """An item in a list."""

    version: int
    theme: str


class SearchResult(BaseModel):
    """Items that match, best first."""

    items: list[Found]


class ItemList(BaseModel):
    """Items by id; `total` counts them."""

    items: list[Summary]
    total: int


class Version(BaseModel):
    """When a version of an item was published."""

    version: int
    published_at: datetime


class VersionList(BaseModel):
    """The versions of an item, newest first."""

    versions: list[Version]


class ItemRef(BaseModel):
    """An item as cases and messages name it."""

    id: str
    version: int
    title: str
    name: str


ItemData = dict[str, Any]
"""A whole item."""
