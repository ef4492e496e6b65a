"""Routes of the organisation. All public."""

from typing import Annotated

from pydantic import Field
from sanic import Blueprint, HTTPResponse, Request

from backend.kit.api import Query, operation
from backend.kit.web import respond
from backend.org.schemas import Organisation, Station, StationList, TownList
from backend.org.service import OrganisationService


class StationQuery(Query):
    """Filters of the stations: a town's id, words of the name."""

    town: Annotated[str, Field(max_length=40)] | None = None
    q: Annotated[str, Field(max_length=40)] = ""


def blueprint(organisation: OrganisationService) -> Blueprint:
    """Routes over `organisation`."""
    routes = Blueprint("org", url_prefix="/api/v1")

    @routes.get("/organisation")
    @operation("区、大厅、部门和乡镇", answer=Organisation)
    async def get_organisation(request: Request) -> HTTPResponse:
        return respond(organisation.organisation.model_dump())

    @routes.get("/towns")
    @operation("乡镇", answer=TownList)
    async def list_towns(request: Request) -> HTTPResponse:
        return respond(TownList(towns=organisation.organisation.towns).model_dump())

    @routes.get("/stations")
    @operation("便民服务站，可以按乡镇和名字查", query=StationQuery, answer=StationList)
    async def list_stations(request: Request, query: StationQuery) -> HTTPResponse:
        found = organisation.list_stations(query.town, query.q)
        return respond(StationList(stations=found, total=len(found)).model_dump())

    @routes.get("/stations/<station_id:str>")
    @operation("一个便民服务站", answer=Station)
    async def get_station(request: Request, station_id: str) -> HTTPResponse:
        return respond(organisation.get_station(station_id).model_dump())

    return routes
