"""A resident who talks to the running system over HTTP, as the page does."""

from __future__ import annotations

import uuid
from typing import Any

import httpx

Message = dict[str, Any]


class Resident:
    """One session. Remembers what was offered, so that a choice can be pressed by its label."""

    def __init__(self, url: str) -> None:
        self.client = httpx.Client(base_url=url, timeout=30.0, trust_env=False)
        self.offered: dict[str, str] = {}
        self.heard: list[Message] = []

    def leave(self) -> None:
        """Close the connection."""
        self.client.close()

    def says(self, text: str) -> list[Message]:
        """Type a sentence and return the messages that come back."""
        return self._post("messages", {"text": text, "client_id": str(uuid.uuid4())})

    def presses(self, label: str) -> list[Message]:
        """Press the newest button with this label."""
        body = {"text": label, "choice": self.offered[label], "client_id": str(uuid.uuid4())}
        return self._post("messages", body)

    def fills_in(self, form: str, **fields: object) -> list[Message]:
        """Send the form; invented person unless the test says otherwise."""
        person = {"for_whom": "self", "name": "张三", "phone": "13900000000", "consent": True}
        body = {"form": form, "client_id": str(uuid.uuid4()), **person, **fields}
        return self._post("applications", body)

    def history(self) -> list[dict[str, Any]]:
        """Return the transcript as the page restores it."""
        entries: list[dict[str, Any]] = self.client.get("/api/v1/chat/messages").json()["entries"]
        return entries

    def _post(self, path: str, body: dict[str, Any]) -> list[Message]:
        answer = self.client.post(f"/api/v1/chat/{path}", json=body)
        assert answer.status_code == 200, answer.text
        self.heard = answer.json()["messages"]
        for message in self.heard:
            for option in message.get("choices") or []:
                self.offered[option["label"]] = option["id"]
        return self.heard


def of_type(messages: list[Message], kind: str) -> Message:
    """Return the one message of a type."""
    found = [message for message in messages if message["type"] == kind]
    assert len(found) == 1, [message["type"] for message in messages]
    return found[0]


def words(messages: list[Message]) -> str:
    """Return everything that was said in sentences."""
    return " ".join(message.get("text") or "" for message in messages)
