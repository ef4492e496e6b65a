"""Tells at the start whether the key file is the one this database was written with."""

from sqlalchemy import String, Text
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Mapped, mapped_column

from backend.kit.db import Base
from backend.kit.security import Sealer, same_secret

_ONLY, _PURPOSE = 1, "kit.key_check"


class WrongKeysError(Exception):
    """What is stored was sealed or hashed with a key that the key file does not have."""


class KeyCheck(Base):
    """One row: a known value, sealed and hashed when the database was new."""

    __tablename__ = "key_check"

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    sealed: Mapped[str] = mapped_column(Text)
    digest: Mapped[str] = mapped_column(String(64))


async def check_keys(session: AsyncSession, sealer: Sealer) -> None:
    """Compare the keys with the row, or write the row into a database that has none.

    Raises:
        WrongKeysError: the keys are others: stored names could not be read, and new ones would be lost with the old
            key file's return.
    """
    row = await session.get(KeyCheck, _ONLY)
    digest = sealer.digest(_PURPOSE, _PURPOSE)
    if row is None:
        session.add(KeyCheck(id=_ONLY, sealed=sealer.seal(_PURPOSE, _PURPOSE), digest=digest))
        return
    try:
        sealer.open(row.sealed, _PURPOSE)
    except ValueError as error:
        raise WrongKeysError() from error
    if not same_secret(digest, row.digest):
        raise WrongKeysError()
