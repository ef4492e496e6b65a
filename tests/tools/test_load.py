"""The load generator against a small chat of its own: it talks like people and counts honestly."""

import http.server
import json
import threading
from collections.abc import Iterator
from typing import Any

import pytest

from tools import load

CHOICES = [
    {"id": "c1", "label": "一层楼", "note": None, "style": "main"},
    {"id": "c2", "label": "都不是", "note": None, "style": "none"},
]


class Chat(http.server.BaseHTTPRequestHandler):
    """Offers a choice with every answer; every tenth answer is in trouble."""

    protocol_version = "HTTP/1.1"
    received: list[dict[str, Any]] = []  # noqa: RUF012 - emptied by the fixture

    def do_POST(self) -> None:
        body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        self.received.append(body)
        tone = "trouble" if len(self.received) % 10 == 0 else "plain"
        messages = [{"type": "text", "text": "好", "tone": tone}, {"type": "choices", "choices": CHOICES}]
        answer = json.dumps({"messages": messages, "trace_id": "t"}).encode()
        self.send_response(200)
        self.send_header("Content-Length", str(len(answer)))
        self.end_headers()
        self.wfile.write(answer)

    def log_message(self, format: str, *arguments: Any) -> None:
        """Say nothing."""


@pytest.fixture
def chat() -> Iterator[str]:
    Chat.received.clear()
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), Chat) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()


async def test_measures_after_the_warm_up_and_counts_troubles(chat: str) -> None:
    figures = await load.load(chat, users=2, messages=12)
    assert figures["messages"] == 24
    assert len(Chat.received) == 2 * (load.WARM_UP + 12)
    assert figures["troubles"] == len([n for n in range(33, 57) if n % 10 == 0])
    assert 0 < figures["p50_ms"] <= figures["p95_ms"]


async def test_talks_and_chooses_what_is_offered(chat: str) -> None:
    await load.load(chat, users=1, messages=12)
    assert {"c1"} == {body["choice"] for body in Chat.received if "choice" in body}
    assert len({body["client_id"] for body in Chat.received}) == len(Chat.received)
    assert all(1 <= len(body["text"]) <= 500 for body in Chat.received)


@pytest.mark.parametrize("url", ["http://192.0.2.1:8000", "http://example.com", "http://0.0.0.0:80", "x"])
def test_talks_to_this_machine_only(url: str) -> None:
    assert load.main([url, "1", "1"]) == 2


def test_is_bounded() -> None:
    assert load.main(["http://127.0.0.1:1", "8", "100000"]) == 2
