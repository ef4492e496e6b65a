"""What the assistant says, as typed messages: the contract of docs/conversation.md, section 2.

Two faces of the same list. A *reply* comes from Rasa: its choices carry a `payload` (a command). A *message* goes to
the page: its choices carry an `id` that only the session it was offered to can use. No behaviour lives here.
"""

from datetime import date
from typing import Annotated, Any, Generic, Literal, TypeVar

from pydantic import BaseModel, ConfigDict, Field, TypeAdapter

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


class Choice(Part):
    """A button. Style `none` marks "都不是" and stands last."""

    label: Annotated[str, Field(min_length=1, max_length=24)]
    note: Line | None = None
    style: Style = "plain"


class Offer(Choice):
    """A choice as Rasa sends it: `payload` is the command to run, with its JSON entities."""

    payload: Annotated[str, Field(pattern=r"^/[a-z_]+(\{.*\})?$", max_length=2000)]


class Option(Choice):
    """A choice as the page gets it: `id` is known to the session only."""

    id: OpaqueId


C = TypeVar("C", bound=Choice)
Buttons = Annotated[list[C], Field(max_length=8)]


class ItemRef(Part):
    """Which item a card speaks of, in which version; `title` is plain ("我要修房子"), `name` official."""

    id: ItemId
    version: Annotated[int, Field(ge=1)]
    title: Line
    name: Line


class Text(Part):
    type: Literal["text"] = "text"
    text: Paragraph
    tone: Tone = "plain"


class Choices(Part, Generic[C]):
    type: Literal["choices"] = "choices"
    text: Paragraph
    choices: Annotated[list[C], Field(min_length=1, max_length=8)]


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
    name: Line
    level: Level
    actor: Line
    does: Line
    time: str


class Place(Part):
    level: Level
    name: Line
    does: str
    hours: str
    phone: str | None = None


class Fee(Part):
    free: bool
    text: Line
    rows: list[Line] = []


class Limit(Part):
    """How long it takes: `text` in one line; `promised` and `statutory` in words, None where not set."""

    text: Line
    promised: str | None = None
    statutory: str | None = None
    explanation: str = ""


class Question(Part):
    q: Line
    a: Paragraph


class Personal(Part):
    """A situation already answered, in the words the resident saw."""

    question: Line
    answer: Line


class Review(Part):
    status: Literal["reference", "confirmed"]
    version: Annotated[int, Field(ge=1)]
    date: date
    note: Line


class Guide(Part, Generic[C]):
    """The guide card. `focus` names the part that was asked about: its answer stands on top, its section is open."""

    type: Literal["guide"] = "guide"
    item: ItemRef
    answer: Paragraph
    focus: Facet | None = None
    chips: Annotated[list[Chip], Field(max_length=4)]
    materials: list[Material]
    steps: list[Step]
    places: list[Place]
    fee: Fee
    time: Limit
    basis: list[Line]
    questions: list[Question] = []
    personal: list[Personal] = []
    open_questions: Annotated[int, Field(ge=0)] = 0
    review: Review
    choices: Buttons[C] = []


class AskForm(Part, Generic[C]):
    """What both faces of the application form share."""

    type: Literal["form"] = "form"
    item: ItemRef
    text: Paragraph
    for_whom: ForWhom | None = None
    consent: Paragraph
    choices: Buttons[C] = []


class FormReply(AskForm[Offer]):
    """Rasa hands over the answers to the item's situations; the gateway keeps them behind the form's id."""

    answers: dict[str, str] = {}


class FormMessage(AskForm[Option]):
    form: OpaqueId


class Entry(Part):
    label: Line
    value: str


class AskConfirm(Part, Generic[C]):
    """What both faces of the filled-in application share."""

    type: Literal["application"] = "application"
    application: OpaqueId
    item: ItemRef
    text: Paragraph
    choices: Buttons[C] = []


class ApplicationReply(AskConfirm[Offer]):
    pass


class ApplicationMessage(AskConfirm[Option]):
    """`fields` are filled in by the gateway from the stored application, names and phones masked."""

    fields: list[Entry]


class StationRef(Part):
    name: Line
    phone: Line


class ReceiptReply(Part):
    type: Literal["receipt"] = "receipt"
    number: CaseNumber
    item: ItemRef
    next: Annotated[list[Line], Field(min_length=1, max_length=3)]
    promised: date | None = None
    promised_text: str
    station: StationRef


class ReceiptMessage(ReceiptReply):
    """`qr` is the address of a picture that only the receipt's own session may fetch."""

    qr: str


class Event(Part):
    at: Moment | None = None
    text: Line
    done: bool


class Progress(Part):
    """Where a case is. `todo` is what the resident must do now."""

    type: Literal["progress"] = "progress"
    number: CaseNumber
    item: ItemRef
    state: Line
    todo: str | None = None
    events: list[Event]
    promised: date | None = None


class Contact(Part):
    type: Literal["contact"] = "contact"
    text: Paragraph
    name: Line
    phone: Line
    hours: str


Reply = Annotated[
    Text
    | Choices[Offer]
    | Guide[Offer]
    | FormReply
    | ApplicationReply
    | ReceiptReply
    | Progress
    | Contact,
    Field(discriminator="type"),
]
Message = Annotated[
    Text
    | Choices[Option]
    | Guide[Option]
    | FormMessage
    | ApplicationMessage
    | ReceiptMessage
    | Progress
    | Contact,
    Field(discriminator="type"),
]
REPLY: TypeAdapter[Reply] = TypeAdapter(Reply)
MESSAGE: TypeAdapter[Message] = TypeAdapter(Message)


def published() -> dict[str, dict[str, Any]]:
    """The contract's files in tests/contracts, by name: JSON Schema of both faces."""
    return {
        "reply.schema.json": REPLY.json_schema(mode="validation"),
        "message.schema.json": MESSAGE.json_schema(mode="serialization"),
    }
