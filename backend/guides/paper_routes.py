"""Paper to print: posters, one-page guides, the booklet. All public."""

from typing import Annotated, Literal

from pydantic import AfterValidator, Field
from pydantic_core import PydanticCustomError
from sanic import Blueprint, HTTPResponse, Request
from sanic.response import raw

from backend.guides.paper import Size
from backend.guides.printing import Printing
from backend.guides.service import GuideService
from backend.kit.api import Query, operation
from backend.kit.web import client_address
from backend.org.schemas import Station
from backend.org.service import OrganisationService

_MOST = 200


def _ids(text: str) -> str:
    ids = text.split(",")
    if len(ids) > _MOST:
        raise PydanticCustomError("cnb_too_many", "一次最多印 {most} 件事", {"most": _MOST})
    return text


class StationQuery(Query):
    """The station whose name and phone stand on the paper, and that the codes count for."""

    s: Annotated[str, Field(max_length=64)] = ""


class PosterQuery(StationQuery):
    """Which guides (ids with commas between; all of them when empty), what size, one or twelve codes a sheet."""

    guides: Annotated[str, Field(max_length=8000), AfterValidator(_ids)] = ""
    size: Size = "a4"
    per: Literal["1", "12"] = "12"


def blueprint(guides: GuideService, organisation: OrganisationService, printing: Printing) -> Blueprint:
    """Routes over `printing`."""
    routes = Blueprint("guide_paper", url_prefix="/paper")

    def station_of(query: StationQuery) -> Station | None:
        return organisation.get_station(query.s) if query.s else None

    @routes.get("/posters.pdf")
    @operation("墙上贴的码：一张一件事，或者一张十二件", query=PosterQuery)
    async def get_posters(request: Request, query: PosterQuery) -> HTTPResponse:
        chosen = [guides.get(guide_id) for guide_id in dict.fromkeys(query.guides.split(",")) if guide_id]
        if not chosen:
            chosen = [*guides.list_events(), *guides.list_items()]
        made = await printing.poster(
            chosen, station_of(query), query.size, 1 if query.per == "1" else 12, client_address(request)
        )
        return _pdf(made)

    @routes.get("/guides/<name:str>")
    @operation("一页纸的办事指南，名字是“事项.pdf”", query=StationQuery)
    async def get_sheet(request: Request, name: str, query: StationQuery) -> HTTPResponse:
        guide = guides.get(name.removesuffix(".pdf"))
        return _pdf(await printing.sheet(guide, station_of(query), client_address(request)))

    @routes.get("/booklet.pdf")
    @operation("办事指南小册子：全部事项，有目录和页码", query=StationQuery)
    async def get_booklet(request: Request, query: StationQuery) -> HTTPResponse:
        return _pdf(await printing.booklet(station_of(query), client_address(request)))

    return routes


def _pdf(content: bytes) -> HTTPResponse:
    return raw(content, content_type="application/pdf", headers={"Cache-Control": "no-cache"})
