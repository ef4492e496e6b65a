"""Sessions: who may see and continue which talk. The cookie's token is random, and only its keyed hash is stored."""

import secrets
from datetime import timedelta

from sqlalchemy.ext.asyncio import AsyncSession

from backend.chat import repository
from backend.chat.model import ChatSession
from backend.kit.clock import Clock
from backend.kit.errors import NotFound
from backend.kit.limits import RateLimiter
from backend.kit.security import Sealer

IDLE = timedelta(days=7)
"""A talk that nobody continued for this long is closed: phones are lent and sold."""
_PURPOSE = "chat.token"
_NEW_PER_ADDRESS = "600/hour"


class ConversationNotFound(NotFound):
    """No session has this conversation."""

    code, text = "conversation_not_found", "没有这次对话。"


class Sessions:
    """Begins, finds and ends sessions, in the transaction of its caller."""

    def __init__(self, sealer: Sealer, limiter: RateLimiter, clock: Clock) -> None:
        self._sealer = sealer
        self._limiter = limiter
        self._clock = clock

    def digest(self, token: str) -> str:
        """Return the hash under which a token is known."""
        return self._sealer.digest(token, _PURPOSE)

    async def find(self, session: AsyncSession, token: str | None) -> ChatSession | None:
        """Return the open session of a token, or None."""
        if not token:
            return None
        chat = await repository.find_session(session, self.digest(token))
        if chat is None or chat.ended_at is not None or chat.seen_at + IDLE < self._clock():
            return None
        return chat

    async def enter(self, session: AsyncSession, token: str | None, address: str) -> tuple[ChatSession, str]:
        """Return the session of a token, or a new one for this network address; with the token to keep.

        An unknown token is never adopted: nobody can choose the token that somebody else will use.

        Raises:
            TooManyRequests: too many new sessions from this address.
        """
        now = self._clock()
        if token and (chat := await self.find(session, token)):
            chat.seen_at = now
            return chat, token
        await self._limiter.hit(_NEW_PER_ADDRESS, "chat.new", address)
        token = secrets.token_urlsafe(32)
        chat = ChatSession(
            token_digest=self.digest(token),
            conversation=secrets.token_urlsafe(18),
            station_id=None,
            tail_expected=False,
            created_at=now,
            seen_at=now,
            ended_at=None,
        )
        session.add(chat)
        await session.flush()
        return chat, token

    async def end(self, session: AsyncSession, token: str | None) -> None:
        """Close the session of a token, if there is one: its talk can no longer be seen with it."""
        if chat := await self.find(session, token):
            chat.ended_at = self._clock()

    async def get_conversation(self, session: AsyncSession, conversation: str) -> ChatSession:
        """Return the session of a conversation.

        Raises:
            ConversationNotFound: there is none.
        """
        chat = await repository.find_conversation(session, conversation)
        if chat is None:
            raise ConversationNotFound()
        return chat
