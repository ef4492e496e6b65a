"""What the guides API answers."""

from typing import Any, Literal

from pydantic import BaseModel


class Found(BaseModel):
    """A guide in a list: `difference` tells it from its neighbours; a life event has no level and department."""

    id: str
    kind: Literal["item", "event"]
    title: str
    name: str
    difference: str
    theme: str
    level: str | None
    department: str | None


class FoundList(BaseModel):
    """Guides, best first."""

    guides: list[Found]


class EventItem(BaseModel):
    """An item of a life event; `only_if` says who needs it, when not everybody does."""

    id: str
    title: str
    why: str
    only_if: str | None


class Stage(BaseModel):
    """What is handed in together."""

    name: str
    when: str
    visits: int
    items: list[EventItem]


class EventPaper(BaseModel):
    """A paper of the merged list; `note` says which items want it.

    `made`: an earlier item of the event gives it. `form`: it is filled in at the window. `shared`: nobody hands it in;
    who has it brings it to show where it is `carried`, otherwise the window looks it up. Only what is brought and
    handed in has a `count`.
    """

    name: str
    count: str
    sources: list[str]
    shared: bool
    form: bool
    maybe: bool
    made: bool
    carried: bool
    note: str


class Event(BaseModel):
    """A life event with its items in order, one list of papers and what is saved."""

    id: str
    version: int
    title: str
    theme: str
    plain: dict[str, Any]
    stages: list[Stage]
    papers: list[EventPaper]
    saving: str
    questions: list[dict[str, str]]
    confirm_locally: list[str]
    review: dict[str, Any]


class EventList(BaseModel):
    """All life events."""

    events: list[Found]


class Rhyme(BaseModel):
    """The rhyme of an item."""

    item: str
    title: str
    lines: list[str]


class RhymeList(BaseModel):
    """All rhymes."""

    rhymes: list[Rhyme]


class Slide(BaseModel):
    """One message of the hall's screen; `guide` is the one whose code is shown, if any."""

    kind: Literal["hours", "notice", "item", "rhyme", "event"]
    title: str
    lines: list[str]
    facts: list[str]
    guide: str | None


class Screen(BaseModel):
    """What a screen shows today, and how long each message stands."""

    station: str
    name: str
    seconds: int
    slides: list[Slide]
