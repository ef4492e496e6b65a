"""SQL of the chat."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import select, update
from sqlalchemy.ext.asyncio import AsyncSession

from backend.chat.model import ChatEntry, ChatForm, ChatOffer, ChatSecret, ChatSession, ChatTurn


async def find_session(session: AsyncSession, token_digest: str) -> ChatSession | None:
    """Return the session of a cookie, or None."""
    return (
        await session.scalars(select(ChatSession).where(ChatSession.token_digest == token_digest))
    ).one_or_none()


async def find_conversation(session: AsyncSession, conversation: str) -> ChatSession | None:
    """Return the session of a conversation, or None."""
    return (
        await session.scalars(select(ChatSession).where(ChatSession.conversation == conversation))
    ).one_or_none()


async def update_session(session: AsyncSession, session_id: int, **values: object) -> None:
    """Change columns of a session."""
    await session.execute(update(ChatSession).where(ChatSession.id == session_id).values(**values))


async def find_turn(session: AsyncSession, session_id: int, client_id: str) -> ChatTurn | None:
    """Return what was sent before under this id, or None."""
    query = select(ChatTurn).where(ChatTurn.session_id == session_id, ChatTurn.client_id == client_id)
    return (await session.scalars(query)).one_or_none()


async def finish_turn(
    session: AsyncSession, turn_id: int, request_id: str, at: datetime, trace: dict[str, Any]
) -> None:
    """Mark a turn as answered by the request that did it."""
    values = {"request_id": request_id, "answered_at": at, "trace": trace}
    await session.execute(update(ChatTurn).where(ChatTurn.id == turn_id).values(**values))


async def list_answer(session: AsyncSession, turn_id: int) -> Sequence[ChatEntry]:
    """Return what the bot said in a turn."""
    query = (
        select(ChatEntry)
        .where(ChatEntry.turn_id == turn_id, ChatEntry.sender == "bot")
        .order_by(ChatEntry.id)
    )
    return (await session.scalars(query)).all()


async def list_entries(session: AsyncSession, session_id: int, limit: int) -> Sequence[ChatEntry]:
    """Return the last `limit` lines of a talk, oldest first."""
    query = (
        select(ChatEntry).where(ChatEntry.session_id == session_id).order_by(ChatEntry.id.desc()).limit(limit)
    )
    return (await session.scalars(query)).all()[::-1]


async def find_offer(session: AsyncSession, session_id: int, offer_id: str) -> ChatOffer | None:
    """Return a choice if this session was offered it, or None."""
    offer = await session.get(ChatOffer, offer_id)
    return offer if offer is not None and offer.session_id == session_id else None


async def find_form(session: AsyncSession, session_id: int, form_id: str) -> ChatForm | None:
    """Return a form if this session was given it, or None."""
    form = await session.get(ChatForm, form_id)
    return form if form is not None and form.session_id == session_id else None


async def list_secrets(session: AsyncSession, session_id: int) -> Sequence[ChatSecret]:
    """Return the vault of a session."""
    return (await session.scalars(select(ChatSecret).where(ChatSecret.session_id == session_id))).all()
