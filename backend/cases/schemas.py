"""What the cases API takes and answers, and what other features get from the services."""

from datetime import date, datetime
from typing import Annotated, Any, Literal

from pydantic import BaseModel, Field

from backend.cases.states import State
from backend.items.schemas import ItemRef
from backend.kit.api import Body, Line, Query

Day = Annotated[date, Field(ge=date(2000, 1, 1), le=date(2999, 12, 31))]
ForWhom = Literal["self", "family", "other"]


class OpenCase(Body):
    """The application that becomes a case."""

    application: Annotated[Line, Field(min_length=1, max_length=64)]


class AskProgress(Body):
    """A receipt number and the last four digits of the phone left with it."""

    number: Annotated[Line, Field(min_length=1, max_length=40)]
    phone_tail: Annotated[Line, Field(min_length=1, max_length=12)]


class CaseQuery(Query):
    """Filters of the staff's list; `date` is the day of opening in Beijing."""

    station: Annotated[Line, Field(max_length=64)] | None = None
    state: State | None = None
    day: Annotated[Day | None, Field(alias="date")] = None
    page: Annotated[int, Field(ge=1, le=100_000)] = 1
    size: Annotated[int, Field(ge=1, le=100)] = 20


class StationContact(BaseModel):
    name: str
    phone: str


class OpenedCase(BaseModel):
    """The receipt; `next` says in three lines how it goes on."""

    number: str
    item: ItemRef
    state: str
    promised: date | None
    promised_text: str
    station: StationContact
    next: list[str]


class OpenedAnswer(BaseModel):
    case: OpenedCase


class ProgressEvent(BaseModel):
    """What has happened (`done`, with its moment in Beijing time), or what is still to come."""

    at: datetime | None
    text: str
    done: bool


class Progress(BaseModel):
    """Where a case is, in plain sentences; `todo` is what the resident must do now."""

    number: str
    item: ItemRef
    state: str
    todo: str | None
    events: list[ProgressEvent]
    promised: date | None


class CaseSummary(BaseModel):
    """A case in the staff's list; name and phone masked."""

    number: str
    item: ItemRef
    state: State
    state_label: str
    station: str
    name: str
    phone: str
    opened_at: datetime
    promised: date | None


class CaseList(BaseModel):
    cases: list[CaseSummary]
    page: int
    size: int
    total: int


class CaseEventView(BaseModel):
    at: datetime
    event: str
    state: State
    actor: str
    note: str


class CaseView(CaseSummary):
    """One case for staff; `materials` and `steps` as they were at opening. `row_version` guards against two at once."""

    for_whom: ForWhom
    answers: dict[str, str]
    materials: list[dict[str, Any]]
    steps: list[dict[str, Any]]
    events: list[CaseEventView]
    promised_text: str
    row_version: int


class CaseAnswer(BaseModel):
    case: CaseView


class Labelled(BaseModel):
    label: str
    value: str


class ApplicationView(BaseModel):
    """An application as its own conversation sees it; `fields` are masked lines for people."""

    id: str
    item: ItemRef
    for_whom: ForWhom
    station: str
    fields: list[Labelled]
