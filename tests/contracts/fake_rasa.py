"""A stand-in for Rasa and its actions: replays the contract's examples over HTTP, opens real cases with the backend."""

import json
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import httpx

EXAMPLES = Path(__file__).parent / "replies"
Reply = dict[str, Any]


def example(name: str) -> Reply:
    """One of tests/contracts/replies."""
    reply: Reply = json.loads((EXAMPLES / f"{name}.json").read_text("utf-8"))
    return reply


class FakeRasa:
    """Answers the gateway channel. `heard` has every request; `respond` decides, `body` overrides the answer's bytes."""

    def __init__(self, token: str) -> None:
        self.token = token
        self.backend = ""
        self.heard: list[dict[str, Any]] = []
        self.body: bytes | None = None
        self.respond: Callable[[str, str], list[Reply]] = self.talk
        self.hold: threading.Event | None = None
        """While set to an event that is not set, answers wait."""
        self.understanding: dict[str, Any] = {"normalized": "", "decision": "answer", "items": []}

    def reset(self) -> None:
        """As if freshly started."""
        self.heard.clear()
        self.body, self.hold, self.respond = None, None, self.talk

    def answer(self, request: dict[str, Any]) -> bytes:
        self.heard.append(request)
        if self.hold is not None:
            self.hold.wait(20)
        if self.body is not None:
            return self.body
        replies = self.respond(request["sender"], request["message"])
        return json.dumps({"replies": replies, "understanding": self.understanding}).encode()

    def talk(self, sender: str, message: str) -> list[Reply]:
        """The script: what a real conversation about 宅基地 looks like."""
        command, _, entities = message.partition("{")
        given = json.loads("{" + entities) if entities else {}
        scripted = {
            "/choose_item": ["guide"],
            "/none_of_these": ["contact"],
            "/start_situations": ["situation"],
            "/answer_situation": ["guide_personal"],
            "/dont_know": ["guide"],
            "/start_application": ["form"],
            "/change_application": ["form"],
            "/cancel": ["text"],
        }
        if command == "/submit_application":
            return [self._confirm(given["application"])]
        if command == "/confirm_application":
            return [self._open(given["application"])]
        if command in scripted:
            return [example(name) for name in scripted[command]]
        if "办到哪" in message:
            return self._progress(sender)
        if "房子的事" in message:
            return [example("choices")]
        if "好久" in message:
            return [example("guide_personal")]
        return [example("guide")] if "修" in message else [example("text")]

    def _confirm(self, application: str) -> Reply:
        reply = json.dumps(example("application")).replace("app_3f9c2d7a81", application)
        return {**json.loads(reply), "application": application}

    def _open(self, application: str) -> Reply:
        answer = self._post("/api/v1/cases", {"application": application}, application)
        case = answer["case"]
        kept = ("number", "item", "next", "promised", "promised_text", "station")
        return {"type": "receipt", **{key: case[key] for key in kept}}

    def _progress(self, sender: str) -> list[Reply]:
        answer = self._post(f"/api/v1/chat/conversations/{sender}/progress", {}, "")
        return [{"type": "progress", **case} for case in answer["cases"]] or [example("text")]

    def _post(self, path: str, body: dict[str, Any], key: str) -> dict[str, Any]:
        headers = {"Authorization": f"Bearer {self.token}"} | ({"Idempotency-Key": key} if key else {})
        response = httpx.post(f"{self.backend}{path}", json=body, headers=headers, trust_env=False)
        response.raise_for_status()
        answer: dict[str, Any] = response.json()
        return answer


@contextmanager
def fake_rasa(token: str) -> Iterator[tuple[FakeRasa, str]]:
    """Run one on a free loopback port; yields it and its address."""
    fake = FakeRasa(token)

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"
        disable_nagle_algorithm = True  # Else each answer waits 40 ms for an acknowledgement.

        def do_POST(self) -> None:
            content = self.rfile.read(int(self.headers["Content-Length"]))
            allowed = self.headers["Authorization"] == f"Bearer {fake.token}"
            body = fake.answer(json.loads(content)) if allowed else b""
            self.send_response(200 if allowed else 401)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            """Keep the tests' output clean."""

    class Server(ThreadingHTTPServer):
        daemon_threads = True

        def handle_error(self, *_: object) -> None:
            """A caller that went away is part of the tests."""

    server = Server(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield fake, f"http://127.0.0.1:{server.server_address[1]}"
    finally:
        server.shutdown()
        server.server_close()
