"""The same request twice has the effect of one: the first answer is stored under its key and given again."""

import hashlib
from collections.abc import Awaitable, Callable
from datetime import datetime
from typing import Any

from sqlalchemy import JSON, String
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Mapped, mapped_column

from backend.kit.clock import utc_now
from backend.kit.db import Base, UtcDateTime
from backend.kit.errors import Conflict
from backend.kit.jsontext import dumps


class KeyReused(Conflict):
    """The key was used before for something else."""

    code, text = "key_reused", "这个请求编号已经用过，内容却不一样。请重新来一次。"


class StoredAnswer(Base):
    """The answer that was given under a key of a scope ("cases.open")."""

    __tablename__ = "stored_answers"

    scope: Mapped[str] = mapped_column(String(64), primary_key=True)
    key: Mapped[str] = mapped_column(String(128), primary_key=True)
    request_hash: Mapped[str] = mapped_column(String(64))
    answer: Mapped[Any] = mapped_column(JSON(none_as_null=True), nullable=True)
    at: Mapped[datetime] = mapped_column(UtcDateTime, index=True)


async def once(
    session: AsyncSession, scope: str, key: str, request: Any, work: Callable[[], Awaitable[Any]]
) -> tuple[Any, bool]:
    """Do `work` in this transaction unless `key` was used in `scope`; return its JSON answer and whether it is old.

    Two at the same time: the second waits at the key until the first has committed, then gets the first one's answer.

    Raises:
        KeyReused: the key was used with another `request` (any JSON).
    """
    request_hash = hashlib.sha256(dumps(request).encode()).hexdigest()
    row = StoredAnswer(scope=scope, key=key, request_hash=request_hash, answer=None, at=utc_now())
    try:
        async with session.begin_nested():
            session.add(row)
    except IntegrityError:
        old = await session.get_one(StoredAnswer, (scope, key))
        if old.request_hash != request_hash:
            raise KeyReused() from None
        return old.answer, True
    row.answer = await work()
    return row.answer, False
