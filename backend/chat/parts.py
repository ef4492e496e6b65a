"""What messages are made of: the pieces inside a card, and the shapes of single values. No message type lives here."""

from datetime import date
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

Tone = Literal["plain", "trouble"]
Style = Literal["main", "plain", "none"]
ForWhom = Literal["self", "family", "other"]
Level = Literal["village", "town", "district"]
Facet = Literal[
    "materials",
    "steps",
    "time",
    "fee",
    "place",
    "agent",
    "conditions",
    "online",
    "result",
]
Line = Annotated[str, Field(min_length=1, max_length=300)]
Paragraph = Annotated[str, Field(min_length=1, max_length=4000)]
ItemId = Annotated[str, Field(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$", max_length=80)]
OpaqueId = Annotated[str, Field(pattern=r"^[A-Za-z0-9_-]{8,64}$")]
CaseNumber = Annotated[str, Field(pattern=r"^[0-9]{6}-[0-9]{8}-[0-9]{6}$")]
Moment = Annotated[
    str,
    Field(
        pattern=r"^\d{4}-\d{2}-\d{2}(T\d{2}:\d{2}(:\d{2}(\.\d+)?)?(Z|[+-]\d{2}:\d{2})?)?$",
        description="ISO 8601 date, or date and time",
    ),
]


class Part(BaseModel):
    """Anything inside a message. Unknown keys are refused, so that a slip in a contract is seen at once."""

    model_config = ConfigDict(extra="forbid")


class ItemRef(Part):
    """Which item a card speaks of, in which version; `title` is plain ("我要修房子"), `name` official."""

    id: ItemId
    version: Annotated[int, Field(ge=1)]
    title: Line
    name: Line


class EventItem(Part):
    """An item of a life event: why it is needed, and who needs it when not everybody does."""

    id: ItemId
    title: Line
    why: Line
    only_if: Line | None = None


class EventStage(Part):
    """What is handed in together, on how many visits."""

    name: Line
    when: Line
    visits: Annotated[int, Field(ge=0)]
    items: list[EventItem]


class EventPaper(Part):
    """A paper of a life event, once for all items; `note` says which want it.

    `made`: an earlier item gives it. `shared`: nobody hands it in; it is shown where it is `carried`.
    """

    name: Line
    count: str
    sources: list[str]
    shared: bool
    form: bool
    maybe: bool = False
    made: bool = False
    carried: bool = True
    note: Line


class Chip(Part):
    """One of the four facts on top of a guide: who decides, how long, what it costs, how often to come."""

    label: Annotated[str, Field(min_length=1, max_length=12)]
    value: Annotated[str, Field(min_length=1, max_length=60)]


class Material(Part):
    """A paper to bring. `shared`: need not be handed in; `deferrable`: may follow; `maybe`: depends on open answers."""

    id: ItemId
    name: Line
    count: str
    source: str
    standard: str
    shared: bool
    deferrable: bool
    maybe: bool = False


class Step(Part):
    """One step of the way, who does what."""

    name: Line
    level: Level
    actor: Line
    does: Line
    time: str


class Place(Part):
    """A window where it can be done."""

    level: Level
    name: Line
    does: str
    hours: str
    phone: str | None = None


class Fee(Part):
    """What it costs; `rows` one line per amount."""

    free: bool
    text: Line
    rows: list[Line] = Field([])


class Limit(Part):
    """How long it takes: `text` in one line; `promised` and `statutory` in words, None where not set."""

    text: Line
    promised: str | None = None
    statutory: str | None = None
    explanation: str = ""


class Who(Part):
    """Whom it is for, and who cannot have it."""

    conditions: list[Paragraph]
    excluded: list[Paragraph] = Field([])


class Ways(Part):
    """Whether and how another can come instead, and whether it can be done from home."""

    agent: Line
    online: Line


class Result(Part):
    """What one gets in the end, how long it holds, how it reaches the person."""

    name: Line
    validity: Line
    delivery: Line


class Question(Part):
    """A question people ask, with its answer."""

    q: Line
    a: Paragraph


class Personal(Part):
    """A situation already answered, in the words the resident saw."""

    question: Line
    answer: Line


class Review(Part):
    """How far the contents are checked: shown as the card's last line."""

    status: Literal["reference", "confirmed"]
    version: Annotated[int, Field(ge=1)]
    date: date
    note: Line


class Entry(Part):
    """A filled-in line of an application."""

    label: Line
    value: str


class StationRef(Part):
    """The village station a case went to."""

    name: Line
    phone: Line


class Event(Part):
    """A line of a case's history, or of what is still to come (`done` false)."""

    at: Moment | None = None
    text: Line
    done: bool
