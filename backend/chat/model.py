"""The tables of the chat: sessions, turns, transcript, what was offered, and the vault. All carry the time they began."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from backend.kit.db import Base, UtcDateTime


class ChatSession(Base):
    """A browser's access to one conversation. The cookie's token is stored as a keyed hash only."""

    __tablename__ = "chat_sessions"

    id: Mapped[int] = mapped_column(primary_key=True)
    token_digest: Mapped[str] = mapped_column(String(64), unique=True)
    conversation: Mapped[str] = mapped_column(String(64), unique=True)
    """The sender that Rasa sees."""
    station_id: Mapped[str | None] = mapped_column(String(64))
    tail_expected: Mapped[bool]
    """The bot has just asked for the last four digits of a phone."""
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    seen_at: Mapped[datetime] = mapped_column(UtcDateTime, index=True)
    ended_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class ChatTurn(Base):
    """One thing a resident sent, with what happened to it. `client_id` makes it happen once."""

    __tablename__ = "chat_turns"
    __table_args__ = (UniqueConstraint("session_id", "client_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    session_id: Mapped[int] = mapped_column(ForeignKey("chat_sessions.id"))
    client_id: Mapped[str] = mapped_column(String(64))
    request_digest: Mapped[str] = mapped_column(String(64))
    request_id: Mapped[str] = mapped_column(String(64), index=True)
    asked_at: Mapped[datetime] = mapped_column(UtcDateTime, index=True)
    answered_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    trace: Mapped[dict[str, Any] | None] = mapped_column(JSON(none_as_null=True))


class ChatEntry(Base):
    """A line of the transcript: a typed message (docs/conversation.md), numbers of persons masked."""

    __tablename__ = "chat_entries"
    __table_args__ = (Index("ix_chat_entries_session", "session_id", "id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    session_id: Mapped[int] = mapped_column(ForeignKey("chat_sessions.id"))
    turn_id: Mapped[int] = mapped_column(ForeignKey("chat_turns.id"), index=True)
    at: Mapped[datetime] = mapped_column(UtcDateTime, index=True)
    sender: Mapped[str] = mapped_column(String(8))
    message: Mapped[dict[str, Any]] = mapped_column(JSON)


class ChatOffer(Base):
    """A choice that a session may make, with the command behind it."""

    __tablename__ = "chat_offers"

    id: Mapped[str] = mapped_column(String(32), primary_key=True)
    session_id: Mapped[int] = mapped_column(ForeignKey("chat_sessions.id"), index=True)
    label: Mapped[str] = mapped_column(String(24))
    payload: Mapped[str] = mapped_column(Text)
    at: Mapped[datetime] = mapped_column(UtcDateTime, index=True)


class ChatForm(Base):
    """An application form that a session may hand in; item and answers are bound to it here."""

    __tablename__ = "chat_forms"

    id: Mapped[str] = mapped_column(String(32), primary_key=True)
    session_id: Mapped[int] = mapped_column(ForeignKey("chat_sessions.id"), index=True)
    item_id: Mapped[str] = mapped_column(String(80))
    answers: Mapped[dict[str, str]] = mapped_column(JSON)
    at: Mapped[datetime] = mapped_column(UtcDateTime, index=True)


class ChatSecret(Base):
    """The vault: the sealed value behind a placeholder of a session."""

    __tablename__ = "chat_secrets"

    session_id: Mapped[int] = mapped_column(
        ForeignKey("chat_sessions.id"), primary_key=True, autoincrement=False
    )
    placeholder: Mapped[str] = mapped_column(String(16), primary_key=True)
    sealed: Mapped[str] = mapped_column(Text)
    at: Mapped[datetime] = mapped_column(UtcDateTime, index=True)
