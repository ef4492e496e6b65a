"""Serves the resident's page and its assets as they lie in web/: no build step, nothing from outside."""

from pathlib import Path

from sanic import Blueprint, HTTPResponse, Request
from sanic.response import file, html

_WEB = Path(__file__).parents[2] / "web"


def blueprint() -> Blueprint:
    """The page at `/`."""
    routes = Blueprint("chat_pages")
    page = (_WEB / "chat" / "index.html").read_text(encoding="utf-8")

    @routes.get("/")
    async def get_page(request: Request) -> HTTPResponse:
        return html(page, headers={"Cache-Control": "no-cache"})

    @routes.get("/favicon.ico")
    async def get_icon(request: Request) -> HTTPResponse:
        return await file(_WEB / "chat" / "icon.svg", mime_type="image/svg+xml")

    routes.static("/assets/chat", _WEB / "chat", name="chat_assets")
    routes.static("/assets/shared", _WEB / "shared", name="shared_assets")
    return routes
