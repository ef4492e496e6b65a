"""A backend for the actions' tests: a real HTTP server on loopback that keeps the contract, or breaks it on demand."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable
from functools import cache
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import catalog

STATION = {
    "id": "sample-station",
    "name": "青梅路社区便民服务站",
    "phone": "0839-0000401",
    "hours": "工作日 9:00-12:00，13:30-17:00",
    "town": {"name": "元坝镇便民服务中心", "phone": "0839-0000201"},
}
HALL = {"name": "昭化区政务服务中心", "phone": "0839-0000001", "hours": "工作日 9:00-12:00，13:30-17:00"}
EVENT: dict[str, Any] = {
    "id": "life-house",
    "version": 3,
    "title": "修房子",
    "theme": "housing",
    "plain": {
        "title": "修房子",
        "answer": "先批地基，再动工。",
        "read_aloud": "先批地基，再动工。",
        "difference": "从批地到拿证一起办",
    },
    "stages": [
        {
            "name": "动工以前",
            "when": "想修的时候",
            "visits": 1,
            "items": [
                {"id": "homestead", "title": "我要修房子", "why": "先批后建", "only_if": None},
                {"id": "tree-felling", "title": "我要砍树", "why": "屋边树挡着", "only_if": "要砍树的"},
            ],
        }
    ],
    "papers": [
        {
            "name": name,
            "count": "原件1份",
            "sources": ["自己带"],
            "shared": shared,
            "form": False,
            "maybe": maybe,
            "made": False,
            "carried": True,
            "note": "办：我要修房子",
        }
        for name, shared, maybe in (("申请表", False, False), ("身份证", True, False), ("图纸", False, True))
    ],
    "saving": "一样一样办，一般要跑2回；一起办，跑1回。",
    "questions": [],
    "confirm_locally": [],
    "review": {"status": "reference", "date": "2026-11-23", "by": "村能办编写组", "readings": []},
}
"""A life event as the backend puts it together."""
NUMBER = "510811-20261123-000001"


@cache
def _shipped_json() -> str:
    items = catalog.load().items.values()
    return json.dumps({item.id: {k: v for k, v in item.data.items() if k != "utterances"} for item in items})


def shipped_items() -> dict[str, dict[str, Any]]:
    """Return fresh copies of the shipped items as the backend gives them."""
    copies: dict[str, dict[str, Any]] = json.loads(_shipped_json())
    return copies


class FakeBackend:
    """Serves the shipped items; remembers requests and opened cases. `trouble` answers in place of everything."""

    def __init__(self) -> None:
        self.items = shipped_items()
        self.requests: list[tuple[str, str, dict[str, Any], dict[str, str]]] = []
        self.cases: dict[str, dict[str, Any]] = {}
        self.own_cases: list[dict[str, Any]] = []
        self.station: dict[str, Any] | None = STATION
        self.rhymes = [
            {"item": "homestead", "title": "我要修房子", "lines": ["修房莫要先动土", "先到村上填个表"]}
        ]
        self.trouble: tuple[int, bytes] | None = None
        self.hanging: threading.Event | None = None
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), _handler(self))
        self._server.daemon_threads = True
        threading.Thread(target=self._server.serve_forever, args=(0.01,), daemon=True).start()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self._server.server_address[1]}"

    def close(self) -> None:
        if self.hanging:
            self.hanging.set()
        self._server.shutdown()
        self._server.server_close()

    def paths(self) -> list[str]:
        return [f"{method} {path}" for method, path, _, _ in self.requests]

    def answer(
        self, method: str, path: str, body: dict[str, Any], headers: dict[str, str]
    ) -> tuple[int, Any, str]:
        """Return (status, JSON body, ETag)."""
        parts = path.removeprefix("/api/v1/").split("/")
        match (method, parts):
            case ("GET", ["items", item_id]):
                return self._item(item_id, headers.get("If-None-Match"))
            case ("GET", ["events", event_id]):
                return (200, EVENT, "") if event_id == EVENT["id"] else error(404, "没有这一件事。")
            case ("GET", ["guides", "rhymes"]):
                return 200, {"rhymes": self.rhymes}, ""
            case ("GET", ["chat", "conversations", _]):
                return 200, {"station": self.station, "hall": HALL, "cases": []}, ""
            case ("POST", ["chat", "conversations", _, "progress"]):
                return self._progress(body)
            case ("POST", ["cases"]):
                return self._open(body["application"], headers["Idempotency-Key"])
        return error(404, "没有这个地址。")

    def _item(self, item_id: str, known: str | None) -> tuple[int, Any, str]:
        if item_id not in self.items:
            return error(404, "没有这个事项。")
        etag = f'"{item_id}-{self.items[item_id]["version"]}"'
        return (304, None, etag) if known == etag else (200, self.items[item_id], etag)

    def _progress(self, body: dict[str, Any]) -> tuple[int, Any, str]:
        if not body:
            return 200, {"cases": self.own_cases}, ""
        if body.get("number") == "〔办件号1〕" and body.get("tail") == "〔尾号1〕":
            return 200, {"cases": [progress()]}, ""
        return error(404, "没有查到，请核对受理编号和电话后四位。")

    def _open(self, application: str, key: str) -> tuple[int, Any, str]:
        status = 200 if key in self.cases else 201
        case = self.cases.setdefault(key, receipt(len(self.cases) + 1))
        return status, {"case": case}, ""


def error(status: int, message: str) -> tuple[int, Any, str]:
    shape = {"error": {"code": "refused", "message": message, "fields": []}, "request_id": "r"}
    return status, shape, ""


def reference() -> dict[str, Any]:
    return {
        "id": "homestead",
        "version": 1,
        "title": "我要修房子",
        "name": "农村村民宅基地用地与建房规划许可审批",
    }


def receipt(count: int) -> dict[str, Any]:
    return {
        "number": f"510811-20261123-{count:06d}",
        "item": reference(),
        "state": "submitted",
        "promised": "2026-12-07",
        "promised_text": "12月7日前办完",
        "station": {"name": STATION["name"], "phone": STATION["phone"]},
        "next": ["站上看资料", "缺啥子一次说清", "批好打电话给您"],
    }


def progress(number: str = NUMBER) -> dict[str, Any]:
    return {
        "number": number,
        "item": reference(),
        "state": "正在审查",
        "todo": None,
        "events": [{"at": "2026-11-23T09:00:00+08:00", "text": "村上收下了您的资料", "done": True}],
        "promised": "2026-12-07",
    }


def _handler(backend: FakeBackend) -> Callable[..., BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"
        disable_nagle_algorithm = True

        def do_GET(self) -> None:
            self._serve("GET")

        def do_POST(self) -> None:
            self._serve("POST")

        def _serve(self, method: str) -> None:
            raw = self.rfile.read(int(self.headers.get("Content-Length") or 0))
            body = json.loads(raw) if raw else {}
            backend.requests.append((method, self.path, body, dict(self.headers)))
            if backend.hanging:
                backend.hanging.wait(10)
                self.close_connection = True
                return
            if backend.trouble:
                self._send(*backend.trouble, "")
                return
            status, answer, etag = backend.answer(method, self.path, body, dict(self.headers))
            self._send(status, b"" if answer is None else json.dumps(answer).encode(), etag)

        def _send(self, status: int, content: bytes, etag: str) -> None:
            self.send_response(status)
            self.send_header("Content-Length", str(len(content)))
            if etag:
                self.send_header("ETag", etag)
            self.end_headers()
            self.wfile.write(content)

        def log_message(self, *args: Any) -> None:
            pass

    return Handler
