"""What the chat API takes and answers (docs/conversation.md, sections 1 and 5)."""

from typing import Annotated, Any
from uuid import uuid4

from pydantic import BaseModel, Field

from backend.cases.schemas import Progress
from backend.chat.parts import ForWhom
from backend.chat.text import LONGEST
from backend.kit.api import Body, Line
from backend.org.schemas import Contact, Station

ClientId = Annotated[str, Field(pattern=r"^[A-Za-z0-9_-]{8,64}$")]
Id = Annotated[Line, Field(min_length=1, max_length=64)]


class Say(Body):
    """Something said, a choice (its label as `text`, its id as `choice`), or a guide that was opened (`guide`).

    Whoever may send it again gives a `client_id`.
    """

    text: Annotated[str, Field(min_length=1, max_length=LONGEST)]
    choice: Id | None = None
    guide: Id | None = None
    client_id: ClientId = Field(default_factory=lambda: uuid4().hex)


class Apply(Body):
    """A filled-in form. Name, phone, station and consent are checked where applications are kept."""

    form: Id
    for_whom: ForWhom
    name: Annotated[Line, Field(max_length=60)]
    phone: Annotated[Line, Field(max_length=40)]
    station: Annotated[Line, Field(max_length=64)]
    consent: bool
    client_id: ClientId


class ChooseStation(Body):
    """The resident's own station."""

    station: Annotated[Line, Field(min_length=1, max_length=64)]


class AskOwnProgress(Body):
    """Which case: placeholders of the conversation, or a plain number that came from the backend itself."""

    number: Id | None = None
    tail: Id | None = None


class Messages(BaseModel):
    """The bot's answer: typed messages, and the id under which its trace is stored."""

    messages: list[dict[str, Any]]
    trace_id: str


class Entry(BaseModel):
    """A line of the talk; `from` is resident or bot."""

    id: int
    at: str
    sender: Annotated[str, Field(serialization_alias="from")]
    message: dict[str, Any]


class Talk(BaseModel):
    """The talk so far and the chosen station."""

    entries: list[Entry]
    station: Station | None


class StationAnswer(BaseModel):
    """The chosen station."""

    station: Station


class Conversation(BaseModel):
    """What the actions may know about a conversation: whom to call, and its cases."""

    station: Station | None
    hall: Contact
    cases: list[str]


class ProgressList(BaseModel):
    """Where cases are."""

    cases: list[Progress]
