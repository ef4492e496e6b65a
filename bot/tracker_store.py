"""Where talks are kept: one small row each, in SQLite, safe against a killed process.

Rasa's stores keep every event and read them all at every message. This bot's rules look at the last
sentence only and its actions at the slots, so a row holds just that: when the session began, the slots
that are set, and the last intent with its time. No sentence is stored; the transcript is the backend's.
Event brokers and `/conversations` histories are not supported. See docs/decisions/0004-talk-store.md.
"""

from __future__ import annotations

import json
import logging
import sqlite3
import time
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

from rasa.core.brokers.broker import EventBroker
from rasa.core.tracker_store import TrackerStore
from rasa.shared.core.constants import ACTION_LISTEN_NAME
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import ActionExecuted, Event, SessionStarted, SlotSet, UserUttered
from rasa.shared.core.trackers import DialogueStateTracker

logger = logging.getLogger(__name__)

KEPT_SECONDS = 24 * 3600
"""Talks older than this are deleted; Rasa begins a new session long before (domain.yml)."""
PURGE_EVERY = 1000
"""Messages between two purges."""

SCHEMA = """
CREATE TABLE IF NOT EXISTS talks (
    sender_id TEXT PRIMARY KEY,
    saved_at REAL NOT NULL,
    state TEXT NOT NULL
) WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS talks_saved_at ON talks (saved_at);
"""


class TalkStore(TrackerStore):
    """Tracker store whose cost does not grow with the length of a talk."""

    def __init__(
        self,
        domain: Domain | None = None,
        event_broker: EventBroker | None = None,
        path: str = "var/tracker.sqlite3",
        clock: Callable[[], float] = time.time,
        **kwargs: Any,
    ) -> None:
        super().__init__(domain, event_broker, **kwargs)
        self._clock = clock
        self._saves = 0
        Path(path).parent.mkdir(parents=True, exist_ok=True)
        # Rasa builds the store in one thread and uses it in its event loop: never in two at once.
        self._database = sqlite3.connect(path, timeout=5.0, isolation_level=None, check_same_thread=False)
        self._database.execute("PRAGMA journal_mode = WAL")
        # With WAL this survives a killed process; a power cut may cost the last messages, never the file.
        self._database.execute("PRAGMA synchronous = NORMAL")
        self._database.executescript(SCHEMA)
        self._purge()

    async def save(self, tracker: DialogueStateTracker) -> None:
        """Write the state of a talk in one statement."""
        now = self._clock()
        self._database.execute(
            "INSERT INTO talks (sender_id, saved_at, state) VALUES (?, ?, ?) "
            "ON CONFLICT (sender_id) DO UPDATE SET saved_at = excluded.saved_at, state = excluded.state",
            (tracker.sender_id, now, json.dumps(_state(tracker), ensure_ascii=False)),
        )
        self._saves += 1
        if self._saves % PURGE_EVERY == 0:
            self._purge()

    async def retrieve(self, sender_id: str) -> DialogueStateTracker | None:
        """Return the talk, or None for an unknown one and for a row that cannot be read."""
        row = self._database.execute("SELECT state FROM talks WHERE sender_id = ?", (sender_id,)).fetchone()
        if row is None:
            return None
        try:
            events = _events(json.loads(row[0]))
        except (ValueError, KeyError, TypeError, AttributeError) as error:
            logger.warning("a stored talk cannot be read and begins anew (%s)", type(error).__name__)
            return None
        tracker = self.init_tracker(sender_id)
        for event in events:
            if not isinstance(event, SlotSet) or event.key in tracker.slots:
                tracker.update(event)
        return tracker

    async def keys(self) -> Iterable[str]:
        """Return the ids of all stored talks."""
        return [sender_id for (sender_id,) in self._database.execute("SELECT sender_id FROM talks")]

    def close(self) -> None:
        """Close the database file."""
        self._database.close()

    def _purge(self) -> None:
        self._database.execute("DELETE FROM talks WHERE saved_at < ?", (self._clock() - KEPT_SECONDS,))


def _state(tracker: DialogueStateTracker) -> dict[str, Any]:
    """Return what the next turn needs of a talk, as JSON values."""
    started = next((event for event in reversed(tracker.events) if isinstance(event, SessionStarted)), None)
    last = tracker.get_last_event_for(UserUttered)
    return {
        "started": started.timestamp if started else None,
        "slots": {
            name: slot.value for name, slot in tracker.slots.items() if slot.value != slot.initial_value
        },
        "last": {"intent": last.intent_name, "at": last.timestamp} if last else None,
    }


def _events(state: dict[str, Any]) -> list[Event]:
    """Return the few events from which Rasa rebuilds the talk."""
    at = state["started"]
    events: list[Event] = [SessionStarted(timestamp=at)] if at is not None else []
    events += [SlotSet(name, value, timestamp=at) for name, value in state["slots"].items()]
    if at is not None:
        events.append(ActionExecuted(ACTION_LISTEN_NAME, timestamp=at))
    last = state["last"]
    if last is not None:
        events.append(UserUttered(intent={"name": last["intent"]}, timestamp=last["at"]))
        events.append(ActionExecuted(ACTION_LISTEN_NAME, timestamp=last["at"]))
    return events
