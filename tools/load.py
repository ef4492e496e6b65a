"""Talk to a running system as several people at once and measure: `python -m tools.load URL USERS MESSAGES`.

Prints one JSON object: `{"p50_ms", "p95_ms", "per_second", "messages", "troubles"}`. A process of
its own, so that measuring costs the measured little. Only this machine is ever talked to.
"""

import asyncio
import ipaddress
import json
import random
import statistics
import sys
import time
import uuid
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import httpx
import yaml

TALK = Path(__file__).with_name("load_talk.yml")
WARM_UP = 16
"""Messages before the clock starts, for each user."""
_SESSION = 24  # messages of one resident before the next one comes
_MOST = 5000  # messages in all
_STEPS = (
    "items",
    "facets",
    "items",
    "situation",
    "choice",
    "choice",
    "facets",
    "small_talk",
    "items",
    "out_of_scope",
)


@dataclass
class Measured:
    """What all users together found."""

    milliseconds: list[float] = field(default_factory=list)
    troubles: int = 0
    """Answers that were an error or said that something is out of order."""

    def summary(self, duration: float) -> dict[str, float]:
        """Return the figures over `duration` seconds."""
        cuts = statistics.quantiles(self.milliseconds, n=100, method="inclusive")
        return {
            "p50_ms": round(cuts[49], 1),
            "p95_ms": round(cuts[94], 1),
            "per_second": round(len(self.milliseconds) / duration, 1),
            "messages": len(self.milliseconds),
            "troubles": self.troubles,
        }


class User:
    """One person: talks in sessions of some minutes, asks, answers, chooses what is offered."""

    def __init__(self, url: str, talk: dict[str, Any], seed: int) -> None:
        self._url = url
        self._talk = talk
        self._random = random.Random(seed)  # noqa: S311 - the same talk at every run
        self._offered: list[dict[str, Any]] = []

    def _bodies(self) -> Iterator[dict[str, str]]:
        """Yield what to send next, without end; choices depend on the last answer."""
        while True:
            for step in _STEPS:
                if step == "choice" and self._offered:
                    chosen = self._offered[0]
                    yield {"text": chosen["label"], "choice": chosen["id"]}
                elif step == "choice":
                    yield {"text": self._talk["dont_know"]}
                elif step == "situation":
                    yield {"text": self._talk["situation"]}
                else:
                    yield {"text": self._random.choice(self._talk[step])}

    async def speak(self, count: int, measured: Measured) -> None:
        """Send `count` messages one after the other and add what was measured."""
        bodies = self._bodies()
        for start in range(0, count, _SESSION):
            async with httpx.AsyncClient(base_url=self._url, timeout=20.0, trust_env=False) as client:
                for _ in range(min(_SESSION, count - start)):
                    await self._send(client, next(bodies), measured)

    async def _send(self, client: httpx.AsyncClient, body: dict[str, str], measured: Measured) -> None:
        start = time.perf_counter()
        answer = await client.post("/api/v1/chat/messages", json={**body, "client_id": uuid.uuid4().hex})
        measured.milliseconds.append((time.perf_counter() - start) * 1000)
        messages = answer.json()["messages"] if answer.status_code == 200 else []
        choices = [choice for message in messages for choice in message.get("choices", [])]
        self._offered = [choice for choice in choices if choice["style"] != "none"]
        if not messages or any(message.get("tone") == "trouble" for message in messages):
            measured.troubles += 1


async def load(url: str, users: int, messages: int) -> dict[str, float]:
    """Let `users` people send `messages` messages each, warm, and return the figures."""
    talk = yaml.safe_load(TALK.read_text(encoding="utf-8"))
    people = [User(url, talk, seed) for seed in range(users)]
    warm_up, measured = Measured(), Measured()
    await asyncio.gather(*(person.speak(WARM_UP, warm_up) for person in people))
    start = time.perf_counter()
    await asyncio.gather(*(person.speak(messages, measured) for person in people))
    return measured.summary(time.perf_counter() - start)


def is_here(url: str) -> bool:
    """Tell whether `url` names this machine's own loopback address."""
    host = urlsplit(url).hostname or ""
    try:
        return host == "localhost" or ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def main(arguments: list[str]) -> int:
    """Measure, print the figures, return the exit code."""
    url, users, messages = arguments[0], int(arguments[1]), int(arguments[2])
    if not is_here(url) or users * messages > _MOST:
        print(f"只对本机施压，最多 {_MOST} 条消息。", file=sys.stderr)
        return 2
    print(json.dumps(asyncio.run(load(url, users, messages))))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
