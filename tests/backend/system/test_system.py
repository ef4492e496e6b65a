"""Health, figures, and the description of the API."""

import json
import re
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import httpx
import pytest
from jsonschema import Draft202012Validator

from backend.app import create_app
from tests.backend.support import served, settings_for


class Part(BaseHTTPRequestHandler):
    """Stands in for Rasa and the action server: every address answers `status`."""

    status = 200

    def do_GET(self) -> None:
        self.send_response(self.status)
        self.end_headers()

    def log_message(self, *args: object) -> None:
        pass


@pytest.fixture
def part() -> Iterator[str]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), Part)
    thread = threading.Thread(target=server.serve_forever, args=(0.01,))
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join()
    server.server_close()


def test_not_ready_while_rasa_and_actions_are_down(client):
    answer = client.get("/healthz")
    assert answer.status_code == 503
    parts = answer.json()["parts"]
    assert {name: part["status"] for name, part in parts.items()} == {
        "database": "ready",
        "catalogue": "ready",
        "rasa": "not_ready",
        "actions": "not_ready",
    }


@pytest.mark.parametrize(("status", "ready"), [(200, 200), (503, 503)])
def test_ready_when_every_part_answers(tmp_path, settings, catalogue, part, monkeypatch, status, ready):
    monkeypatch.setattr(Part, "status", status)
    urls = {"CNB_RASA_URL": part, "CNB_ACTIONS_URL": part}
    app = create_app(settings_for(tmp_path, settings.database_url, **urls), catalogue)
    with served(app) as address:
        answer = httpx.get(f"{address}/healthz", trust_env=False)
    assert answer.status_code == ready
    assert answer.json()["status"] == ("ready" if ready == 200 else "not_ready")


def test_figures_name_routes_not_people(client):
    client.get("/api/v1/items/homestead")
    client.get("/api/v1/items/13900001234")
    figures = client.get("/metrics").text
    assert re.search(
        r'cnb_http_requests_total\{method="GET",route="/api/v1/items/<item_id:str>",status="200"\}', figures
    )
    assert "13900001234" not in figures


def test_document_describes_bodies_and_every_reference_exists(client):
    document = client.get("/api/v1/openapi.json").json()
    assert document["openapi"] == "3.1.0"
    open_case = document["paths"]["/api/v1/cases"]["post"]
    assert open_case["requestBody"]["required"] is True
    assert open_case["security"] == [{"service": []}]
    assert "Idempotency-Key" in [parameter["name"] for parameter in open_case["parameters"]]
    assert document["paths"]["/api/v1/items/{item_id}"]["get"]["parameters"][0]["in"] == "path"
    schemas = document["components"]["schemas"]
    assert "#/$defs/" not in json.dumps(document)
    used = set(re.findall(r'"#/components/schemas/([^"]+)"', json.dumps(document)))
    assert used <= set(schemas)
    for schema in schemas.values():
        Draft202012Validator.check_schema(schema)


def test_every_api_route_is_described(settings, catalogue, client):
    document = client.get("/api/v1/openapi.json").json()
    app = create_app(settings, catalogue)
    paths = {"/" + re.sub(r"<([a-z_]+)[^>]*>", r"{\1}", route.path) for route in app.router.routes}
    api = {path for path in paths if path.startswith("/api/")} - {"/api/v1/openapi.json"}
    assert api <= set(document["paths"])


def test_page_needs_nothing_from_outside(client):
    page = client.get("/docs/api").text
    assert "/api/v1/cases/progress" in page
    assert not re.findall(r'(?:src|href)="(?:https?:)?//', page)
    assert "<script" not in page
    assert client.get("/docs/api.css").headers["Content-Type"].startswith("text/css")
