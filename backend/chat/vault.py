"""The vault: keeps the numbers behind a session's placeholders, sealed, and hands them out again."""

from sqlalchemy.ext.asyncio import AsyncSession

from backend.chat import privacy, repository
from backend.chat.model import ChatSecret
from backend.kit.clock import utc_now
from backend.kit.security import Sealer

_PURPOSE = "chat.secret"


class Vault:
    """Opens and fills the vaults of all sessions."""

    def __init__(self, sealer: Sealer) -> None:
        self._sealer = sealer

    async def mask(self, session: AsyncSession, session_id: int, text: str, *, tail_expected: bool) -> str:
        """Return `text` with placeholders; numbers that are new to this session go into its vault."""
        if not privacy.find(text, tail_expected=tail_expected):
            return text
        known = await self.open(session, session_id)
        masked = privacy.mask(text, known, tail_expected=tail_expected)
        for placeholder, value in masked.values.items():
            if placeholder not in known:
                sealed = self._sealer.seal(value, _PURPOSE)
                session.add(
                    ChatSecret(session_id=session_id, placeholder=placeholder, sealed=sealed, at=utc_now())
                )
        return masked.text

    async def open(self, session: AsyncSession, session_id: int) -> dict[str, str]:
        """Return every value of a session by its placeholder."""
        secrets = await repository.list_secrets(session, session_id)
        return {secret.placeholder: self._sealer.open(secret.sealed, _PURPOSE) for secret in secrets}
