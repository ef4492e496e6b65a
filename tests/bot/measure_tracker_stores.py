"""Measures messages a second by tracker store: `python -m tests.bot.measure_tracker_stores` (bot environment).

The small bot of `small_bot.py`, no action server, in one process; every store gets the same talks.
Durable stores write to a temporary folder. Figures are in docs/decisions/0004-talk-store.md.
"""

from __future__ import annotations

import asyncio
import tempfile
import time
from pathlib import Path

from rasa.core.agent import Agent
from rasa.core.channels.channel import CollectingOutputChannel, UserMessage
from rasa.core.tracker_store import InMemoryTrackerStore, SQLTrackerStore, TrackerStore

from bot.tracker_store import TalkStore
from tests.bot.small_bot import train

TALKS = ((100, 5), (10, 50), (1, 500))
"""(conversations, messages in each)."""


async def rate(agent: Agent, conversations: int, messages: int) -> float:
    """Return messages a second."""
    started = time.perf_counter()
    for turn in range(messages):
        for conversation in range(conversations):
            sender = f"{conversations}-{messages}-{conversation}"
            text = "你会做啥" if turn % 2 else "你是哪个"
            await agent.handle_message(UserMessage(text, CollectingOutputChannel(), sender))
    return conversations * messages / (time.perf_counter() - started)


async def main() -> None:
    """Print a table."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        agent = Agent.load(train(folder))
        stores: dict[str, TrackerStore] = {
            "InMemoryTrackerStore": InMemoryTrackerStore(agent.domain),
            "SQLTrackerStore (SQLite)": SQLTrackerStore(agent.domain, db=str(folder / "rasa.db")),
            "TalkStore": TalkStore(agent.domain, path=str(folder / "talks.sqlite3")),
        }
        print("| store |" + "".join(f" {c} x {m} |" for c, m in TALKS))
        for title, store in stores.items():
            agent.tracker_store = agent.processor.tracker_store = store
            figures = [f" {await rate(agent, *talk):.0f} |" for talk in TALKS]
            print(f"| {title} |" + "".join(figures), flush=True)


if __name__ == "__main__":
    asyncio.run(main())
