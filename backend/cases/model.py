"""The tables of applications and cases."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from backend.kit.db import Base, UtcDateTime


class Application(Base):
    """What a resident filled in before a case exists. Without a case it is deleted after `expires_at`."""

    __tablename__ = "applications"

    id: Mapped[str] = mapped_column(String(32), primary_key=True)
    conversation: Mapped[str] = mapped_column(String(64), index=True)
    item_id: Mapped[str] = mapped_column(String(64))
    item_version: Mapped[int]
    answers: Mapped[dict[str, str]] = mapped_column(JSON)
    for_whom: Mapped[str] = mapped_column(String(16))
    name_sealed: Mapped[str | None] = mapped_column(Text)
    """Name and phone move into the case when it is opened: kept once, not twice."""
    phone_sealed: Mapped[str | None] = mapped_column(Text)
    station_id: Mapped[str] = mapped_column(String(64))
    consented_at: Mapped[datetime] = mapped_column(UtcDateTime)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    expires_at: Mapped[datetime] = mapped_column(UtcDateTime, index=True)


class CaseCounter(Base):
    """How many cases were opened on a day (Beijing): one row, raised in one statement."""

    __tablename__ = "case_counters"

    day: Mapped[date] = mapped_column(primary_key=True)
    last: Mapped[int]


class Case(Base):
    """An opened application. Item version, materials and steps are those of the moment of opening."""

    __tablename__ = "cases"
    __table_args__ = (Index("ix_cases_station_state", "station_id", "state"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    number: Mapped[str] = mapped_column(String(32), unique=True)
    application_id: Mapped[str] = mapped_column(ForeignKey("applications.id"), unique=True)
    conversation: Mapped[str] = mapped_column(String(64), index=True)
    item_id: Mapped[str] = mapped_column(String(64))
    item_version: Mapped[int]
    item_title: Mapped[str] = mapped_column(String(64))
    item_name: Mapped[str] = mapped_column(String(200))
    answers: Mapped[dict[str, str]] = mapped_column(JSON)
    materials: Mapped[list[dict[str, Any]]] = mapped_column(JSON)
    steps: Mapped[list[dict[str, Any]]] = mapped_column(JSON)
    for_whom: Mapped[str] = mapped_column(String(16))
    name_sealed: Mapped[str] = mapped_column(Text)
    phone_sealed: Mapped[str] = mapped_column(Text)
    phone_tail_digest: Mapped[str] = mapped_column(String(64))
    station_id: Mapped[str] = mapped_column(String(64))
    state: Mapped[str] = mapped_column(String(16))
    promised: Mapped[date | None]
    promised_text: Mapped[str] = mapped_column(String(200))
    opened_at: Mapped[datetime] = mapped_column(UtcDateTime, index=True)
    row_version: Mapped[int] = mapped_column()
    events: Mapped[list["CaseEvent"]] = relationship(
        back_populates="case", order_by="CaseEvent.id", lazy="selectin", cascade="save-update"
    )

    __mapper_args__ = {"version_id_col": row_version}  # noqa: RUF012


class CaseEvent(Base):
    """One step in the history of a case; never changed."""

    __tablename__ = "case_events"

    id: Mapped[int] = mapped_column(primary_key=True)
    case_id: Mapped[int] = mapped_column(ForeignKey("cases.id"), index=True)
    case: Mapped[Case] = relationship(back_populates="events")
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    event: Mapped[str] = mapped_column(String(16))
    state: Mapped[str] = mapped_column(String(16))
    """The state after the event."""
    actor: Mapped[str] = mapped_column(String(16))
    note: Mapped[str] = mapped_column(Text)
