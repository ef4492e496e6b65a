"""What holds for every route: the error shape, bad input, request ids, headers."""

import asyncio
import json
import re
import socket
import sqlite3
import threading
import time
from types import SimpleNamespace
from urllib.parse import urlsplit

import httpx
import pytest
from sanic import Sanic
from sanic.compat import Header
from sqlalchemy.exc import DatabaseError, IntegrityError, OperationalError, ProgrammingError
from structlog.testing import capture_logs

from backend.app import create_app
from backend.kit.db import cause, is_out_of_order, migrate
from backend.kit.jsontext import dumps
from backend.kit.web import client_address
from tests.backend.support import served, settings_for

PROGRESS = "/api/v1/cases/progress"
NUMBER = "510811-20261123-000001"


def check_error(answer: httpx.Response, status: int, code: str) -> dict:
    assert answer.status_code == status
    assert answer.headers["Content-Type"].startswith("application/json")
    body = answer.json()
    assert set(body) == {"error", "request_id"}
    assert set(body["error"]) == {"code", "message", "fields"}
    assert body["error"]["code"] == code
    assert body["request_id"] == answer.headers["X-Request-ID"]
    return body["error"]


def post(client: httpx.Client, content: bytes, media_type: str = "application/json") -> httpx.Response:
    return client.post(PROGRESS, content=content, headers={"Content-Type": media_type})


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"{",
        b"\xff\xfe{}",
        b'{"number": NaN}',
        b"[" * 30_000,
        *(b"[" * depth + b"]" * depth for depth in (40, 990, 1_000, 30_000)),
        b'{"number": ' * 990 + b"1" + b"}" * 990,
        b'{"number": ' + b"9" * 5_000 + b"}",
        b"\x00",
        "是文字".encode(),
        b'{"number": "a\x00b"}',
    ],
)
def test_what_is_not_json_is_malformed(client, content):
    check_error(post(client, content), 400, "malformed")


@pytest.mark.parametrize(
    ("body", "paths"),
    [
        ({}, ["number", "phone_tail"]),
        ([], [""]),
        ("text", [""]),
        (None, [""]),
        (3, [""]),
        ({"number": 1, "phone_tail": []}, ["number", "phone_tail"]),
        ({"number": None, "phone_tail": {"a": 1}}, ["number", "phone_tail"]),
        ({"number": "", "phone_tail": " "}, ["number", "phone_tail"]),
        ({"number": "1" * 10_000, "phone_tail": "1" * 10_000}, ["number", "phone_tail"]),
        ({"number": NUMBER, "phone_tail": "1234", "admin": True}, ["admin"]),
        ({"number": "a\0b", "phone_tail": "\ud800"}, ["number", "phone_tail"]),
        ({"number": "a\x1bb", "phone_tail": "12\u202834"}, ["number", "phone_tail"]),
        ({"nu\0mber": "a", "phone_tail": "1234"}, [""]),
        ({"\ud83d": "a"}, [""]),
    ],
)
def test_wrong_fields_are_named_all_at_once(client, body, paths):
    error = check_error(post(client, json.dumps(body).encode()), 422, "invalid")
    assert [field["path"] for field in error["fields"]] == paths
    assert all(re.search("[一-鿿]", field["message"]) for field in error["fields"])


@pytest.mark.parametrize(
    "text", ["😀😀😀", "<script>alert(1)</script>", "'; DROP TABLE cases;--", "{{7*7}}", "../../etc"]
)
def test_strange_but_readable_text_is_only_not_found(client, text):
    error = check_error(
        post(client, json.dumps({"number": text, "phone_tail": "1234"}).encode()), 404, "case_not_found"
    )
    assert text not in error["message"]


def test_body_must_be_declared_as_json(client):
    check_error(post(client, b"{}", "text/plain"), 415, "wrong_media_type")
    check_error(post(client, b"number=1", "application/x-www-form-urlencoded"), 415, "wrong_media_type")


def test_too_large_body(client):
    check_error(post(client, b" " * 100_000), 413, "too_large")


def test_unknown_address_and_wrong_method(client):
    check_error(client.get("/api/v1/nothing"), 404, "not_found")
    check_error(client.delete("/api/v1/towns"), 405, "wrong_method")
    check_error(client.request("BREW", "/api/v1/towns"), 405, "wrong_method")


@pytest.mark.parametrize(
    "head", [b"GARBAGE\r\n\r\n", b"GET /\xff HTTP/1.1\r\nHost: a\r\n\r\n", b"\x00\x01\x02\r\n\r\n"]
)
def test_what_is_not_http_is_malformed(address, head):
    parts = urlsplit(address)
    with socket.create_connection((parts.hostname, parts.port), timeout=5) as connection:
        connection.sendall(head)
        answer = connection.recv(65536)
    assert answer.startswith(b"HTTP/1.1 400")
    assert json.loads(answer.partition(b"\r\n\r\n")[2])["error"]["code"] == "malformed"


def test_a_client_that_has_gone_is_no_fault_of_ours(tmp_path, settings, catalogue):
    app = create_app(settings_for(tmp_path, settings.database_url), catalogue)
    began = threading.Event()

    @app.get("/slow")
    async def slow(request):
        began.set()
        await asyncio.Event().wait()

    with capture_logs() as logs, served(app) as address:
        parts = urlsplit(address)
        with socket.create_connection((parts.hostname, parts.port)) as connection:
            connection.sendall(b"GET /slow HTTP/1.1\r\nHost: here\r\n\r\n")
            assert began.wait(5)
        deadline = time.monotonic() + 5
        while not any(entry["event"] == "client_gone" for entry in logs) and time.monotonic() < deadline:
            time.sleep(0.01)
    events = [entry["event"] for entry in logs]
    assert "client_gone" in events
    assert "unknown_error" not in events


@pytest.mark.parametrize("given", ["abc-12345678", "0123456789abcdef"])
def test_well_formed_request_id_is_kept(client, given):
    assert client.get("/api/v1/towns", headers={"X-Request-ID": given}).headers["X-Request-ID"] == given


@pytest.mark.parametrize(
    "given", ["short", "x" * 65, "with blank and more", '"><script>', "-leading-dash", "é" * 10]
)
def test_other_request_ids_are_replaced(client, given):
    made = client.get("/api/v1/towns", headers={"X-Request-ID": given.encode()}).headers["X-Request-ID"]
    assert re.fullmatch("[0-9a-f]{32}", made)


@pytest.mark.parametrize("path", ["/api/v1/towns", "/api/v1/nothing", "/docs/api", "/healthz"])
def test_security_headers_are_everywhere(client, path):
    headers = client.get(path).headers
    assert "default-src 'self'" in headers["Content-Security-Policy"]
    assert "unsafe" not in headers["Content-Security-Policy"]
    assert headers["X-Content-Type-Options"] == "nosniff"


def test_chinese_stays_readable_and_broken_text_cannot_break_json(client):
    assert "昭化区" in client.get("/api/v1/organisation").content.decode()
    assert dumps({"a": "\ud800好"}).encode() == '{"a":"\ufffd好"}'.encode()


def test_unknown_fault_shows_nothing(tmp_path, settings, catalogue):
    app = create_app(settings_for(tmp_path, settings.database_url), catalogue)

    @app.get("/fault")
    async def fault(request):
        raise RuntimeError("secret of 张三")

    with served(app) as address, httpx.Client(base_url=address, trust_env=False) as client:
        answer = client.get("/fault")
    error = check_error(answer, 500, "unknown")
    assert "secret" not in answer.text
    assert "RuntimeError" not in error["message"]


def test_database_gone_is_said_plainly(tmp_path, catalogue):
    settings = settings_for(tmp_path, f"sqlite+aiosqlite:///{tmp_path / 'gone.sqlite3'}")
    migrate(settings.database_url)
    app: Sanic = create_app(settings, catalogue)
    with served(app) as address, httpx.Client(base_url=address, trust_env=False) as client:
        for path in tmp_path.glob("gone.sqlite3*"):
            path.unlink()
        (tmp_path / "gone.sqlite3").mkdir()
        check_error(client.get("/api/v1/items/homestead/versions"), 503, "unavailable")
        assert client.get("/healthz").json()["parts"]["database"]["status"] == "not_ready"


@pytest.mark.parametrize(
    ("peer", "headers", "address"),
    [
        ("203.0.113.9", [], "203.0.113.9"),
        ("203.0.113.9", ["198.51.100.1"], "203.0.113.9"),
        ("127.0.0.1", ["198.51.100.1"], "198.51.100.1"),
        ("127.0.0.1", ["1.2.3.4, 198.51.100.1"], "198.51.100.1"),
        ("127.0.0.1", ["1.2.3.4", "198.51.100.1"], "198.51.100.1"),
        ("127.0.0.1", ["nonsense"], "127.0.0.1"),
        ("127.0.0.1", [""], "127.0.0.1"),
        ("::1", ["2001:db8:1:2:3::4"], "2001:db8:1:2::/64"),
        ("::ffff:127.0.0.1", ["198.51.100.1"], "198.51.100.1"),
        ("::ffff:203.0.113.9", ["198.51.100.1"], "203.0.113.9"),
        ("2001:db8:1:2:3::4", [], "2001:db8:1:2::/64"),
        ("::1", [], "::1"),
    ],
)
def test_only_a_proxy_on_this_machine_may_name_the_caller(peer, headers, address):
    named = Header([("x-forwarded-for", header) for header in headers])
    assert client_address(SimpleNamespace(ip=peer, headers=named)) == address


def test_a_damaged_or_full_database_is_out_of_order_and_a_wrong_query_is_our_fault():
    def from_driver(kind, said):
        return kind("SELECT 1", {}, sqlite3.DatabaseError(said))

    assert is_out_of_order(from_driver(DatabaseError, "database disk image is malformed"))
    assert is_out_of_order(from_driver(OperationalError, "database or disk is full"))
    assert not is_out_of_order(from_driver(IntegrityError, "UNIQUE constraint failed"))
    assert not is_out_of_order(from_driver(ProgrammingError, "no such column"))
    assert cause(from_driver(OperationalError, "database or disk is full")) == (
        "OperationalError: database or disk is full"
    )
