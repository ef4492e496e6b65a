"""The table of scans: how often a code was opened, by station and day. Nothing about who did it."""

from datetime import date

from sqlalchemy import Date, String
from sqlalchemy.orm import Mapped, mapped_column

from backend.kit.db import Base


class GuideScan(Base):
    """`count` scans of one guide's code on one day; `station` is empty where the code names none."""

    __tablename__ = "guide_scans"

    day: Mapped[date] = mapped_column(Date, primary_key=True)
    guide: Mapped[str] = mapped_column(String(64), primary_key=True)
    station: Mapped[str] = mapped_column(String(64), primary_key=True)
    count: Mapped[int] = mapped_column(default=0)
