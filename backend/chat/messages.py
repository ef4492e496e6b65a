"""What the assistant says, as typed messages: the contract of docs/conversation.md, section 2.

Two faces of the same list. A *reply* comes from Rasa: its choices carry a `payload` (a command). A *message* goes to
the page: its choices carry an `id` that only the session it was offered to can use. No behaviour lives here.
"""

from datetime import date
from typing import Annotated, Any, Generic, Literal, TypeVar

from pydantic import AfterValidator, Field, TypeAdapter

from backend.chat.parts import (
    CaseNumber,
    Chip,
    Entry,
    Event,
    EventPaper,
    EventStage,
    Facet,
    Fee,
    ForWhom,
    ItemRef,
    Limit,
    Line,
    Material,
    OpaqueId,
    Paragraph,
    Part,
    Personal,
    Place,
    Question,
    Result,
    Review,
    StationRef,
    Step,
    Style,
    Tone,
    Ways,
    Who,
)
from backend.kit.jsontext import loads


def _command(text: str) -> str:
    """Refuse a command whose entities are not JSON: it would only fail when somebody chooses it."""
    entities = text[text.find("{") :] if "{" in text else "{}"
    loads(entities.encode())
    return text


class Choice(Part):
    """A button. Style `none` marks "都不是" and stands last."""

    label: Annotated[str, Field(min_length=1, max_length=24)]
    note: Line | None = None
    style: Style = "plain"


class Offer(Choice):
    """A choice as Rasa sends it: `payload` is the command to run, with its JSON entities."""

    payload: Annotated[str, AfterValidator(_command), Field(pattern=r"^/[a-z_]+(\{.*\})?$", max_length=2000)]


class Option(Choice):
    """A choice as the page gets it: `id` is known to the session only."""

    id: OpaqueId


C = TypeVar("C", bound=Choice)
Buttons = Annotated[list[C], Field(max_length=8)]


class Text(Part):
    """A bubble of text; tone `trouble` when something does not work."""

    type: Literal["text"] = "text"
    text: Paragraph
    tone: Tone = "plain"


class Choices(Part, Generic[C]):
    """A question or an offer with buttons."""

    type: Literal["choices"] = "choices"
    text: Paragraph
    choices: Annotated[list[C], Field(min_length=1, max_length=8)]


class Guide(Part, Generic[C]):
    """The guide card. `focus` names the part that was asked about: its answer stands on top, its section is open.

    `neighbours` are the items it is mixed up with: each a button, its note how it differs.
    """

    type: Literal["guide"] = "guide"
    item: ItemRef
    answer: Paragraph
    read_aloud: Paragraph
    focus: Facet | None = None
    chips: Annotated[list[Chip], Field(max_length=4)]
    materials: list[Material]
    steps: list[Step]
    places: list[Place]
    who: Who
    ways: Ways
    fee: Fee
    time: Limit
    result: Result
    basis: list[Line]
    questions: list[Question] = Field([])
    neighbours: Buttons[C] = Field([])
    personal: list[Personal] = Field([])
    open_questions: Annotated[int, Field(ge=0)] = 0
    review: Review
    choices: Buttons[C] = Field([])


class LifeEvent(Part, Generic[C]):
    """Several items that life asks for together: their order, one list of papers, what is saved."""

    type: Literal["event"] = "event"
    item: ItemRef
    answer: Paragraph
    read_aloud: Paragraph
    saving: str
    stages: list[EventStage]
    papers: list[EventPaper]
    questions: list[Question] = Field([])
    review: Review
    choices: Buttons[C] = Field([])


class AskForm(Part, Generic[C]):
    """What both faces of the application form share."""

    type: Literal["form"] = "form"
    item: ItemRef
    text: Paragraph
    for_whom: ForWhom | None = None
    consent: Paragraph
    choices: Buttons[C] = Field([])


class FormReply(AskForm[Offer]):
    """Rasa hands over the answers to the item's situations; the gateway keeps them behind the form's id."""

    answers: dict[str, str] = Field({})


class FormMessage(AskForm[Option]):
    """The application form; `form` is what the page sends back with it."""

    form: OpaqueId


class AskConfirm(Part, Generic[C]):
    """What both faces of the filled-in application share."""

    type: Literal["application"] = "application"
    application: OpaqueId
    item: ItemRef
    text: Paragraph
    choices: Buttons[C] = Field([])


class ApplicationReply(AskConfirm[Offer]):
    """Rasa knows the application's id only."""


class ApplicationMessage(AskConfirm[Option]):
    """`fields` are filled in by the gateway from the stored application, names and phones masked."""

    fields: list[Entry]


class ReceiptReply(Part):
    """A case was opened."""

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
    """A person to call."""

    type: Literal["contact"] = "contact"
    text: Paragraph
    name: Line
    phone: Line
    hours: str


Reply = Annotated[
    Text
    | Choices[Offer]
    | Guide[Offer]
    | LifeEvent[Offer]
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
    | LifeEvent[Option]
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
