"""Routes of the guides for programs. All public."""

from typing import Annotated

from pydantic import Field
from sanic import Blueprint, HTTPResponse, Request

from backend.guides.schemas import Event, EventList, Found, FoundList, RhymeList
from backend.guides.service import GuideService
from backend.kit.api import Query, operation
from backend.kit.web import respond


class SearchQuery(Query):
    """Plain words, and how many guides at most."""

    q: Annotated[str, Field(min_length=1, max_length=100)]
    limit: Annotated[int, Field(ge=1, le=20)] = 8


def blueprint(guides: GuideService) -> Blueprint:
    """Routes over `guides`."""
    routes = Blueprint("guides", url_prefix="/api/v1")

    @routes.get("/guides/search")
    @operation("用大白话、方言或拼音首字母找办事指南和一件事", query=SearchQuery, answer=FoundList)
    async def search_guides(request: Request, query: SearchQuery) -> HTTPResponse:
        found = [guide.found for guide in guides.search(query.q, query.limit)]
        return respond(FoundList(guides=found).model_dump())

    @routes.get("/guides/rhymes")
    @operation("打油诗", answer=RhymeList)
    async def list_rhymes(request: Request) -> HTTPResponse:
        return respond(RhymeList(rhymes=guides.rhymes()).model_dump())

    @routes.get("/guides/<guide_id:str>")
    @operation("一份办事指南叫什么", answer=Found)
    async def get_guide(request: Request, guide_id: str) -> HTTPResponse:
        return respond(guides.get(guide_id).found.model_dump())

    @routes.get("/events")
    @operation("一件事清单", answer=EventList)
    async def list_events(request: Request) -> HTTPResponse:
        return respond(EventList(events=[guide.found for guide in guides.list_events()]).model_dump())

    @routes.get("/events/<event_id:str>")
    @operation("一件事：先后顺序、一张材料单子、省了多少", answer=Event)
    async def get_event(request: Request, event_id: str) -> HTTPResponse:
        return respond(guides.event(event_id).model_dump())

    return routes
