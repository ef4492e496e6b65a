"""The pages: a guide, all guides, the network, and the address that codes on paper lead to. All public."""

from sanic import Blueprint, HTTPResponse, Request
from sanic.response import html, redirect

from backend.guides import codes, views
from backend.guides.links import WebLinks, code_address, code_note
from backend.guides.render import page
from backend.guides.scans import Scans
from backend.guides.service import Guide, GuideService
from backend.kit.errors import BackendError
from backend.kit.web import client_address
from backend.org.schemas import Station
from backend.org.service import OrganisationService

_FRESH = {"Cache-Control": "no-cache"}


def blueprint(
    guides: GuideService, organisation: OrganisationService, scans: Scans, public_url: str
) -> Blueprint:
    """Pages over `guides`; `public_url` is what codes on paper begin with."""
    routes = Blueprint("guide_pages")

    def station_of(request: Request) -> Station | None:
        # An unknown station is no reason to send anybody away: the guide is the same everywhere.
        return organisation.find_station(request.args.get("s", ""))

    def links_of(station: Station | None) -> WebLinks:
        return WebLinks(station.id if station else None)

    def draw(guide: Guide, station: Station | None, stamp: str | None) -> HTTPResponse:
        address = code_address(public_url, guide.id, station.id if station else None, guide.stamp)
        text = page(
            f"{guide.kind}.html",
            links_of(station),
            **views.guide_page(guide, guides, station, organisation.organisation.hall),
            code=codes.svg(address),
            code_note=code_note(public_url),
            renewed=stamp is not None and stamp != str(guide.stamp),
        )
        return html(text, headers=_FRESH)

    @routes.get("/g/<guide_id:str>")
    async def get_guide(request: Request, guide_id: str) -> HTTPResponse:
        return draw(guides.get(guide_id), station_of(request), request.args.get("v"))

    @routes.get("/i/<guide_id:str>")
    async def open_code(request: Request, guide_id: str) -> HTTPResponse:
        guide, station, stamp = guides.get(guide_id), station_of(request), request.args.get("v")
        await scans.count(guide.id, station.id if station else "", client_address(request))
        address = links_of(station).guide(guide.id)
        if stamp is not None and stamp != str(guide.stamp):
            address += ("&" if "?" in address else "?") + "v=old"
        return redirect(address, headers={"Cache-Control": "no-store"})

    @routes.before_server_stop
    async def finish_counting(_: object) -> None:
        await scans.finish()

    @routes.get("/g")
    async def list_guides(request: Request) -> HTTPResponse:
        values = {**views.list_page(guides), "scripts": [], "code_note": code_note(public_url)}
        text = page("list.html", links_of(station_of(request)), **values)
        return html(text, headers=_FRESH)

    @routes.get("/network")
    async def show_network(request: Request) -> HTTPResponse:
        station = station_of(request)
        values = views.network_page(organisation.organisation, organisation.list_stations(), station)
        return html(page("network.html", links_of(station), **values), headers=_FRESH)

    return routes


def error_page(error: BackendError, request_id: str) -> str:
    """Return the page for somebody whose page cannot be shown."""
    return page("error.html", WebLinks(), message=error.message, request_id=request_id)
