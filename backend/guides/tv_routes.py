"""The hall's screen: its page, what it shows, and the codes it shows. All public."""

from collections.abc import Mapping, Sequence
from typing import Any

from sanic import Blueprint, HTTPResponse, Request
from sanic.response import html, raw

from backend.guides import codes, tv
from backend.guides.links import WebLinks, code_address
from backend.guides.render import page
from backend.guides.scans import Scans
from backend.guides.schemas import Screen
from backend.guides.service import GuideService
from backend.kit.api import operation
from backend.kit.clock import BEIJING, Clock
from backend.kit.web import respond
from backend.org.service import OrganisationService

SECONDS = 12
"""How long one message stands: long enough to be read twice from five metres."""
_DAYS = 30


def blueprint(
    guides: GuideService,
    organisation: OrganisationService,
    scans: Scans,
    notices: Sequence[Mapping[str, Any]],
    public_url: str,
    clock: Clock,
) -> Blueprint:
    """Routes of the screens; `notices` are the catalogue's."""
    routes = Blueprint("guide_tv")

    @routes.get("/tv/<station_id:str>")
    async def show_screen(request: Request, station_id: str) -> HTTPResponse:
        station = organisation.get_station(station_id)
        text = page("tv.html", WebLinks(station.id), station=station)
        return html(text, headers={"Cache-Control": "no-cache"})

    @routes.get("/api/v1/tv/<station_id:str>")
    @operation("便民服务站电视今天放的内容", answer=Screen)
    async def get_screen(request: Request, station_id: str) -> HTTPResponse:
        station = organisation.get_station(station_id)
        liked = await scans.favourites(station.id, _DAYS, tv.FAVOURITES)
        day = clock().astimezone(BEIJING).date()
        shown = tv.slides(guides, station, notices, liked, day)
        screen = Screen(station=station.id, name=station.name, seconds=SECONDS, slides=shown)
        return respond(screen.model_dump())

    @routes.get("/api/v1/tv/<station_id:str>/codes/<guide_id:str>")
    @operation("便民服务站一件事的二维码（SVG）")
    async def get_code(request: Request, station_id: str, guide_id: str) -> HTTPResponse:
        station, guide = organisation.get_station(station_id), guides.get(guide_id)
        picture = codes.svg(code_address(public_url, guide.id, station.id, guide.stamp))
        return raw(picture.encode(), content_type="image/svg+xml", headers={"Cache-Control": "max-age=3600"})

    return routes
