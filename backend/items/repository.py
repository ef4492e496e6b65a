"""SQL of item versions."""

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from backend.items.model import ItemVersion


async def list_all(session: AsyncSession) -> Sequence[ItemVersion]:
    """Return every version of every item, oldest first."""
    return (
        await session.scalars(select(ItemVersion).order_by(ItemVersion.item_id, ItemVersion.version))
    ).all()


async def list_versions(session: AsyncSession, item_id: str) -> Sequence[ItemVersion]:
    """Return the versions of one item, newest first; empty for an unknown item."""
    query = select(ItemVersion).where(ItemVersion.item_id == item_id).order_by(ItemVersion.version.desc())
    return (await session.scalars(query)).all()


async def find_version(session: AsyncSession, item_id: str, version: int) -> ItemVersion | None:
    """Return one version, or None."""
    return await session.get(ItemVersion, (item_id, version))
