"""The life of a case as one table: (state, event) -> (state, who may, what it needs). Nothing else decides it."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from backend.kit.errors import Conflict


class State(StrEnum):
    """Where a case is."""

    OPENED = "opened"
    SUPPLEMENT = "supplement"
    ACCEPTED = "accepted"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"


class Event(StrEnum):
    """What can happen to a case."""

    OPEN = "open"
    SUPPLEMENT = "supplement"
    ACCEPT = "accept"
    REFUSE = "refuse"
    WITHDRAW = "withdraw"


class Actor(StrEnum):
    """Who can make something happen."""

    RESIDENT = "resident"
    STATION = "station"


class NotPossible(Conflict):
    """The table has no such step, or not for this actor, or something it needs is missing."""

    code, text = "not_possible", "这件事现在不能这样办，请刷新后再看。"


@dataclass(frozen=True, slots=True)
class Transition:
    """One step: the state it leads to, who may take it, whether it needs a note to the resident."""

    to: State
    by: Actor
    needs_note: bool = False


TRANSITIONS: Mapping[tuple[State | None, Event], Transition] = {
    (None, Event.OPEN): Transition(State.OPENED, Actor.RESIDENT),
    (State.OPENED, Event.ACCEPT): Transition(State.ACCEPTED, Actor.STATION),
    (State.OPENED, Event.SUPPLEMENT): Transition(State.SUPPLEMENT, Actor.STATION, needs_note=True),
    (State.OPENED, Event.REFUSE): Transition(State.REFUSED, Actor.STATION, needs_note=True),
    (State.OPENED, Event.WITHDRAW): Transition(State.WITHDRAWN, Actor.RESIDENT),
    (State.SUPPLEMENT, Event.ACCEPT): Transition(State.ACCEPTED, Actor.STATION),
    (State.SUPPLEMENT, Event.SUPPLEMENT): Transition(State.SUPPLEMENT, Actor.STATION, needs_note=True),
    (State.SUPPLEMENT, Event.REFUSE): Transition(State.REFUSED, Actor.STATION, needs_note=True),
    (State.SUPPLEMENT, Event.WITHDRAW): Transition(State.WITHDRAWN, Actor.RESIDENT),
    (State.ACCEPTED, Event.WITHDRAW): Transition(State.WITHDRAWN, Actor.RESIDENT),
}
FINAL = frozenset({State.REFUSED, State.WITHDRAWN})
"""States with no way on."""


def step(state: State | None, event: Event, actor: Actor, note: str) -> State:
    """Return the state after `event`; `state` is None for a case that does not exist yet.

    Raises:
        NotPossible: the table says no.
    """
    transition = TRANSITIONS.get((state, event))
    if transition is None or transition.by is not actor:
        raise NotPossible()
    if transition.needs_note and not note.strip():
        raise NotPossible("请写清楚原因或者要补哪些材料，群众看得到。")
    return transition.to
