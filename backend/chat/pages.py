"""Serves the resident's page and its assets as they lie in web/: no build step, nothing from outside."""

from collections.abc import Iterator
from pathlib import Path

from sanic import Blueprint, HTTPResponse, Request
from sanic.response import file, html

from backend.kit.errors import NotFound

_WEB = Path(__file__).parents[2] / "web"


def blueprint() -> Blueprint:
    """The page at `/`."""
    routes = Blueprint("chat_pages")
    assets = dict(_assets())
    page = (_WEB / "chat" / "index.html").read_text(encoding="utf-8")

    @routes.get("/")
    async def get_page(request: Request) -> HTTPResponse:
        return html(page, headers={"Cache-Control": "no-cache"})

    @routes.get("/favicon.ico")
    async def get_icon(request: Request) -> HTTPResponse:
        return await file(_WEB / "chat" / "icon.svg", mime_type="image/svg+xml")

    @routes.get("/assets/<name:path>")
    async def get_asset(request: Request, name: str) -> HTTPResponse:
        # Only what was there at the start: no name that comes from outside ever reaches the file system.
        if name not in assets:
            raise NotFound()
        return await file(assets[name], request_headers=request.headers)

    return routes


def _assets() -> Iterator[tuple[str, Path]]:
    """The files of web/ by their name under `/assets`, as "chat/app.js"."""
    for folder in ("chat", "guide", "shared", "vendor"):
        for path in (_WEB / folder).rglob("*"):
            if path.is_file() and path.suffix != ".html":
                yield path.relative_to(_WEB).as_posix(), path
