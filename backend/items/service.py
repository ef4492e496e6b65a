"""Items: brings the catalogue into the database and answers from memory."""

import hashlib
import json
from collections.abc import Iterable
from dataclasses import dataclass

import structlog
from sqlalchemy.ext.asyncio import AsyncSession

from backend.items import repository
from backend.items.model import ItemVersion
from backend.items.schemas import Found, ItemData, ItemRef, Summary, Version
from backend.items.search import Document, Index
from backend.kit.clock import utc_now
from backend.kit.db import Database
from backend.kit.errors import NotFound
from catalog import Catalogue

log = structlog.stdlib.get_logger(__name__)


class ItemNotFound(NotFound):
    """No item has this id, or not this version."""

    code, text = "item_not_found", "没有找到这个事项。"


@dataclass(frozen=True, slots=True)
class PublishedItem:
    """One version of an item. `data` is the catalogue's format without `utterances`; `etag` changes with it."""

    ref: ItemRef
    data: ItemData
    etag: str


class ItemService:
    """The items in force are kept in memory; older versions are read from the database."""

    def __init__(self, catalogue: Catalogue) -> None:
        self._catalogue = catalogue
        self._current: dict[str, PublishedItem] = {}
        self._dialect = {entry["say"]: entry["means"] for entry in catalogue.words["dialect"]}
        self._documents: list[Document] = []
        self._index = Index(())

    @property
    def fingerprint(self) -> str:
        """Fingerprint of the shipped catalogue."""
        return self._catalogue.fingerprint

    def count(self) -> int:
        """How many items are in force; 0 before `start`."""
        return len(self._current)

    async def start(self, database: Database) -> None:
        """Load what the shipped catalogue has newer than the database, then take everything into memory.

        A version that is published stays as it is, with one exception: a shipped file that was changed without a
        new version number. Guide and understanding come from the same file, so its contents win, and the log says so.
        """
        async with database.write() as session:
            latest = {row.item_id: row for row in await repository.list_all(session)}
            for shipped in self._catalogue.items.values():
                data = json.loads(json.dumps(dict(shipped.data)))
                digest, old = _digest(data), latest.get(shipped.id)
                if old is None or shipped.version > old.version:
                    latest[shipped.id] = ItemVersion(
                        item_id=shipped.id,
                        version=shipped.version,
                        data=data,
                        digest=digest,
                        published_at=utc_now(),
                    )
                    session.add(latest[shipped.id])
                elif shipped.version == old.version and digest != old.digest:
                    log.warning("item_changed_without_new_version", item=shipped.id, version=old.version)
                    old.data, old.digest = data, digest
        self._current = {row.item_id: _published(row) for row in latest.values()}
        self._documents = [Document.of(row.data) for row in latest.values()]
        self._index = self.index_with(())

    def index_with(self, others: Iterable[Document]) -> Index:
        """Return an index over the items in force and `others`."""
        return Index([*self._documents, *others], self._dialect)

    def find(self, item_id: str) -> PublishedItem | None:
        """Return the version in force, or None."""
        return self._current.get(item_id)

    def get(self, item_id: str) -> PublishedItem:
        """Return the version in force.

        Raises:
            ItemNotFound: no item has this id.
        """
        item = self.find(item_id)
        if item is None:
            raise ItemNotFound()
        return item

    def list_items(
        self, level: str | None = None, department: str | None = None, theme: str | None = None
    ) -> list[Summary]:
        """Return the items that match every filter given."""
        wanted = {"level": level, "department": department, "theme": theme}
        return [
            Summary(**_found(item.data).model_dump(), version=item.ref.version, theme=item.data["theme"])
            for item in self._current.values()
            if all(value is None or item.data[key] == value for key, value in wanted.items())
        ]

    def search(self, words: str, limit: int) -> list[Found]:
        """Return up to `limit` items that are about plain words, best first."""
        return [_found(self._current[item_id].data) for item_id, _ in self._index.search(words, limit)]

    def list_similar(self, words: str, limit: int, *, floor: float) -> list[Found]:
        """Return up to `limit` items that are most similar to a sentence and score more than `floor`, best first."""
        ranked = self._index.rank(words, limit)
        return [_found(self._current[item_id].data) for item_id, score in ranked if score > floor]

    async def list_versions(self, session: AsyncSession, item_id: str) -> list[Version]:
        """Return when each version was published, newest first.

        Raises:
            ItemNotFound: no item has this id.
        """
        self.get(item_id)
        rows = await repository.list_versions(session, item_id)
        return [Version(version=row.version, published_at=row.published_at) for row in rows]

    async def get_version(self, session: AsyncSession, item_id: str, version: int) -> PublishedItem:
        """Return one version.

        Raises:
            ItemNotFound: there is no such item or version.
        """
        self.get(item_id)
        row = await repository.find_version(session, item_id, version)
        if row is None:
            raise ItemNotFound("没有找到这个版本。")
        return _published(row)


def _digest(data: ItemData) -> str:
    return hashlib.sha256(json.dumps(data, sort_keys=True).encode()).hexdigest()


def _published(row: ItemVersion) -> PublishedItem:
    data = {key: value for key, value in row.data.items() if key != "utterances"}
    ref = ItemRef(id=row.item_id, version=row.version, title=data["plain"]["title"], name=data["name"])
    return PublishedItem(ref, data, etag=f'"{row.version}-{row.digest[:16]}"')


def _found(data: ItemData) -> Found:
    plain = data["plain"]
    return Found(
        id=data["id"],
        title=plain["title"],
        name=data["name"],
        difference=plain["difference"],
        level=data["level"],
        department=data["department"],
    )
