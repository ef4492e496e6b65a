"""Talks survive: between turns, a killed process, a spoilt row; and never cost more for being long."""

from __future__ import annotations

import os
import signal
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest
from rasa.core.agent import Agent
from rasa.core.channels.channel import CollectingOutputChannel, UserMessage
from rasa.core.tracker_store import TrackerStore, check_if_tracker_store_async
from rasa.shared.core.constants import ACTION_LISTEN_NAME
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import ActionExecuted, SessionStarted, SlotSet, UserUttered
from rasa.shared.core.trackers import DialogueStateTracker
from rasa.utils.endpoints import EndpointConfig

from bot.tracker_store import KEPT_SECONDS, TalkStore
from tests.bot.small_bot import ROOT

pytestmark = pytest.mark.anyio

DOMAIN = Domain.load(str(ROOT / "domain.yml"))


async def write(store: TalkStore, sender: str, **slots: object) -> DialogueStateTracker:
    """Store a talk of one turn with these slots."""
    tracker = await store.get_or_create_tracker(sender, append_action_listen=False)
    tracker.update_with_events(
        [
            SessionStarted(),
            ActionExecuted(ACTION_LISTEN_NAME),
            UserUttered("我要修房子", {"name": "ask_item"}, parse_data={"understanding": {}}),
            *(SlotSet(name, value) for name, value in slots.items()),
        ],
        DOMAIN,
    )
    await store.save(tracker)
    return tracker


async def read_slots(store: TalkStore, sender: str) -> dict[str, object]:
    tracker = await store.retrieve(sender)
    assert tracker
    return {name: value for name, value in tracker.current_slot_values().items() if value is not None}


async def test_slots_and_the_last_intent_come_back(talks: Path) -> None:
    answers = {"homestead": {"build": "rebuild"}}
    written = await write(TalkStore(DOMAIN, path=str(talks)), "a", item="homestead", answers=answers)
    store = TalkStore(DOMAIN, path=str(talks))
    assert await read_slots(store, "a") == {"item": "homestead", "answers": answers}
    tracker = await store.retrieve("a")
    assert tracker
    last = tracker.get_last_event_for(UserUttered)
    assert (last.intent_name, last.timestamp, last.text) == (
        "ask_item",
        written.latest_message.timestamp,
        None,
    )
    assert tracker.latest_action_name == ACTION_LISTEN_NAME
    assert tracker.applied_events()


async def test_conversations_do_not_mix(talks: Path) -> None:
    store = TalkStore(DOMAIN, path=str(talks))
    await write(store, "a", item="homestead")
    await write(store, "b", item="marriage")
    assert await read_slots(store, "a") == {"item": "homestead"}
    assert await read_slots(store, "b") == {"item": "marriage"}
    assert sorted(await store.keys()) == ["a", "b"]
    assert await store.retrieve("c") is None


async def test_no_sentence_is_stored(talks: Path) -> None:
    store = TalkStore(DOMAIN, path=str(talks))
    await write(store, "a", item="homestead")
    store.close()
    with sqlite3.connect(talks) as database:
        assert "我要修房子" not in "".join(str(row) for row in database.execute("SELECT * FROM talks"))


async def test_a_new_session_forgets_the_slots(talks: Path) -> None:
    store = TalkStore(DOMAIN, path=str(talks))
    tracker = await write(store, "a", item="homestead")
    tracker.update(SessionStarted())
    await store.save(tracker)
    assert await read_slots(store, "a") == {}


@pytest.mark.parametrize(
    "state", ["{", "[]", "null", '{"started": 1}', '{"started": 1, "slots": [], "last": null}']
)
async def test_a_spoilt_row_begins_a_new_talk(
    talks: Path, state: str, caplog: pytest.LogCaptureFixture
) -> None:
    store = TalkStore(DOMAIN, path=str(talks))
    await write(store, "a", item="homestead")
    with sqlite3.connect(talks) as database:
        database.execute("UPDATE talks SET state = ?", (state,))
    assert await store.retrieve("a") is None
    assert "begins anew" in caplog.text
    await write(store, "a", item="marriage")
    assert await read_slots(store, "a") == {"item": "marriage"}


async def test_a_slot_the_domain_no_longer_has_is_dropped(talks: Path) -> None:
    await write(TalkStore(DOMAIN, path=str(talks)), "a", item="homestead", shown={"kind": "guide"})
    store = TalkStore(
        Domain.from_yaml("slots: {item: {type: any, mappings: [{type: custom}]}}"), path=str(talks)
    )
    assert await read_slots(store, "a") == {"item": "homestead"}


async def test_old_talks_are_deleted_at_start(talks: Path) -> None:
    await write(TalkStore(DOMAIN, path=str(talks), clock=lambda: 1000.0), "old")
    store = TalkStore(DOMAIN, path=str(talks), clock=lambda: 1000.0 + KEPT_SECONDS + 1)
    assert list(await store.keys()) == []


async def test_a_row_stays_small_however_long_the_talk(talks: Path, small_model: str) -> None:
    agent = Agent.load(small_model)
    store = TalkStore(agent.domain, path=str(talks))
    agent.tracker_store = agent.processor.tracker_store = store
    sizes = []
    for turn in range(40):
        output = CollectingOutputChannel()
        await agent.handle_message(UserMessage("你会做啥" if turn % 2 else "你是哪个", output, "a"))
        assert len(output.messages) == 1
        with sqlite3.connect(talks) as database:
            sizes.append(database.execute("SELECT length(state) FROM talks").fetchone()[0])
    assert max(sizes) - min(sizes) < 20
    tracker = await store.retrieve("a")
    assert tracker
    assert len(tracker.events) < 8


KILLED = """
import asyncio, os, sys
from tests.bot.test_tracker_store import DOMAIN, TalkStore, write
async def main():
    store = TalkStore(DOMAIN, path=sys.argv[1])
    for count in range(50):
        await write(store, f"sender-{count}", item="homestead")
    print("written", flush=True)
    sys.stdin.read()
asyncio.run(main())
"""


@pytest.fixture
def killed(talks: Path) -> Path:
    """The file of a process that was killed right after writing fifty talks."""
    process = subprocess.Popen(
        [sys.executable, "-c", KILLED, str(talks)],
        cwd=ROOT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert process.stdout
    assert process.stdout.readline() == "written\n"
    os.kill(process.pid, signal.SIGKILL)
    process.wait(timeout=10)
    return talks


async def test_talks_survive_kill_9(killed: Path) -> None:
    store = TalkStore(DOMAIN, path=str(killed))
    assert len(list(await store.keys())) == 50
    assert await read_slots(store, "sender-49") == {"item": "homestead"}


def test_rasa_builds_it_from_the_endpoints_file(talks: Path) -> None:
    endpoint = EndpointConfig(type="bot.tracker_store.TalkStore", path=str(talks))
    store = TrackerStore.create(endpoint, DOMAIN)
    assert isinstance(store, TalkStore)
    assert check_if_tracker_store_async(store)
    assert talks.exists()
