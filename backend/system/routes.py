"""Routes about the backend itself; the API page is drawn here and needs nothing from outside."""

from pathlib import Path

from jinja2 import Environment, FileSystemLoader
from sanic import Blueprint, HTTPResponse, Request
from sanic.response import file, html, raw

from backend.kit import metrics
from backend.kit.api import operation
from backend.kit.openapi import document
from backend.kit.web import respond
from backend.system.service import Health, HealthService

_PAGES = Path(__file__).parent / "pages"
_TEMPLATES = Environment(
    loader=FileSystemLoader(_PAGES), autoescape=True, trim_blocks=True, lstrip_blocks=True
)


def blueprint(health: HealthService, version: str) -> Blueprint:
    """Routes for operators and developers."""
    routes = Blueprint("system")

    @routes.get("/healthz")
    @operation("各部分是否就绪（都就绪是 200，否则 503）", answer=Health)
    async def get_health(request: Request) -> HTTPResponse:
        found = await health.check()
        return respond(
            found.model_dump(), 200 if found.status == "ready" else 503, {"Cache-Control": "no-store"}
        )

    @routes.get("/metrics")
    async def get_metrics(request: Request) -> HTTPResponse:
        return raw(metrics.exposition(), content_type=metrics.CONTENT_TYPE)

    @routes.get("/api/v1/openapi.json")
    async def get_document(request: Request) -> HTTPResponse:
        return respond(document(request.app, version))

    @routes.get("/docs/api")
    async def get_page(request: Request) -> HTTPResponse:
        return html(_TEMPLATES.get_template("api.html").render(api=document(request.app, version)))

    @routes.get("/docs/api.css")
    async def get_style(request: Request) -> HTTPResponse:
        return await file(_PAGES / "api.css", mime_type="text/css")

    return routes
