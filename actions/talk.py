"""The talk as one action sees it: what was said, the slots, and what this turn changes.

Read from Rasa's tracker at the start of an action, turned into events and replies at its end.
Nothing here calls the backend or chooses words.
"""

from __future__ import annotations

import copy
from dataclasses import dataclass, field
from typing import Any

from rasa_sdk import Tracker
from rasa_sdk.events import EventType, SlotSet

from actions.replies import Reply

Pending = dict[str, Any]
"""What the bot has just asked, `{"kind": ...}`: see docs/conversation.md, section 4."""

SLOTS = ("item", "previous_items", "answers", "pending", "paused", "shown")
PAUSABLE = ("situation", "application", "confirm")
KEPT_ITEMS = 5


@dataclass
class Understanding:
    """What `bot/nlu` knows about the sentence. Empty for a command."""

    normalized: str = ""
    decision: str = "refuse"
    items: list[str] = field(default_factory=list)
    event: str | None = None
    facets: list[str] = field(default_factory=list)
    ordinal: int | None = None
    placeholders: dict[str, list[str]] = field(default_factory=dict)
    topic: str | None = None

    @classmethod
    def read(cls, data: dict[str, Any] | None) -> Understanding:
        """Read `latest_message["understanding"]`; absent keys keep their defaults."""
        data = data or {}
        return cls(
            normalized=data.get("normalized") or "",
            decision=data.get("decision") or "refuse",
            items=[entry["id"] for entry in data.get("items") or []],
            event=data.get("event"),
            facets=list(data.get("facets") or []),
            ordinal=data.get("ordinal"),
            placeholders=dict(data.get("placeholders") or {}),
            topic=data.get("topic"),
        )


@dataclass
class Talk:
    """One turn. Actions change the slots' fields and add replies; `events()` says what changed."""

    conversation: str
    text: str
    intent: str
    confidence: float
    entities: dict[str, str]
    understanding: Understanding
    item: str | None = None
    previous_items: list[str] = field(default_factory=list)
    answers: dict[str, dict[str, str]] = field(default_factory=dict)
    pending: Pending | None = None
    paused: Pending | None = None
    shown: dict[str, Any] | None = None
    replies: list[Reply] = field(default_factory=list)
    _before: dict[str, Any] = field(default_factory=dict)

    @classmethod
    def read(cls, tracker: Tracker) -> Talk:
        """Read a tracker. Slots that are not set keep their defaults."""
        message = tracker.latest_message or {}
        slots = {name: tracker.slots.get(name) for name in SLOTS}
        talk = cls(
            conversation=tracker.sender_id,
            text=message.get("text") or "",
            intent=(message.get("intent") or {}).get("name") or "",
            confidence=(message.get("intent") or {}).get("confidence") or 0.0,
            entities={entity["entity"]: str(entity["value"]) for entity in message.get("entities") or []},
            understanding=Understanding.read(message.get("understanding")),
            item=slots["item"],
            previous_items=copy.deepcopy(slots["previous_items"]) or [],
            answers=copy.deepcopy(slots["answers"]) or {},
            pending=copy.deepcopy(slots["pending"]),
            paused=copy.deepcopy(slots["paused"]),
            shown=copy.deepcopy(slots["shown"]),
        )
        talk._before = copy.deepcopy(talk._slots())
        return talk

    @property
    def spoken(self) -> bool:
        """Whether a person typed this, and not a button or form."""
        return not self.text.startswith("/")

    def _slots(self) -> dict[str, Any]:
        return {name: getattr(self, name) for name in SLOTS}

    def events(self) -> list[EventType]:
        """Return one slot event for each slot that this turn changed."""
        return [SlotSet(name, value) for name, value in self._slots().items() if value != self._before[name]]

    def say(self, *replies: Reply) -> None:
        """Add replies, in the order the resident will read them."""
        self.replies.extend(replies)

    def waits_for(self, kind: str) -> bool:
        """Whether the bot has just asked a question of this kind."""
        return self.pending is not None and self.pending["kind"] == kind

    @property
    def misses(self) -> int:
        """How often in a row the resident was not understood."""
        missed: int = (self.pending or {}).get("misses", 0)
        return missed

    def has_shown(self, item_id: str) -> bool:
        """Whether what was said last is about this item."""
        return item_id == self.item and (self.shown or {}).get("item") == item_id

    @property
    def open_to_item(self) -> bool:
        """Whether a question about the item in the talk may be meant: nothing else has just been asked."""
        asked = self.pending
        return self.item is not None and (
            asked is None or asked["kind"] == "rephrase" or asked.get("item") == self.item
        )

    def interrupt(self) -> None:
        """Put aside what was being asked, if it can be gone back to."""
        if self.pending is not None and self.pending["kind"] in PAUSABLE:
            self.paused = self.pending
        self.pending = None

    def answers_for(self, item_id: str) -> dict[str, str]:
        """Return the resident's answers to the item's situations, `{situation: choice}`."""
        return self.answers.get(item_id, {})

    def answer(self, item_id: str, situation: str, chosen: str) -> None:
        """Remember an answer to a situation."""
        self.answers.setdefault(item_id, {})[situation] = chosen

    def turn_away(self, for_event: str | None = None) -> None:
        """Leave the item in the talk, for something that is no item; it can be gone back to."""
        self._leave(for_event)
        self.item = None

    def turn_to(self, item_id: str) -> None:
        """Make `item_id` the item in the talk; what was being asked about another one is paused."""
        self._leave(item_id)
        if self.paused is not None and self.paused["item"] == item_id:
            self.paused = None
        self.item = item_id

    def _leave(self, for_item: str | None) -> None:
        """Put aside what is asked and keep the item, or the life event just shown, for "back"."""
        left = self.item or (self.pending or {}).get("event")
        self.interrupt()
        if left is not None and left != for_item:
            self.previous_items = [*self.previous_items, left][-KEPT_ITEMS:]
