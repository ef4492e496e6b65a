"""Routes of the items. All public."""

from typing import Annotated, Literal

from pydantic import Field
from sanic import Blueprint, HTTPResponse, Request
from sanic.response import empty

from backend.items.schemas import ItemList, SearchResult, VersionList
from backend.items.service import ItemService, PublishedItem
from backend.kit.api import Query, operation
from backend.kit.db import Database
from backend.kit.web import respond

_HIGHEST_VERSION = 2**31 - 1


class ListQuery(Query):
    """Filters of the list."""

    level: Literal["village", "town", "district"] | None = None
    department: Annotated[str, Field(max_length=40)] | None = None
    theme: Annotated[str, Field(max_length=40)] | None = None


class SearchQuery(Query):
    """Plain words, and how many items at most."""

    q: Annotated[str, Field(min_length=1, max_length=500)]
    limit: Annotated[int, Field(ge=1, le=20)] = 5


def blueprint(items: ItemService, database: Database) -> Blueprint:
    """Routes over `items`."""
    routes = Blueprint("items", url_prefix="/api/v1/items")

    @routes.get("/")
    @operation("事项清单，可以按层级、部门和主题筛选", query=ListQuery, answer=ItemList)
    async def list_items(request: Request, query: ListQuery) -> HTTPResponse:
        found = items.list_items(query.level, query.department, query.theme)
        return respond(ItemList(items=found, total=len(found)).model_dump())

    @routes.get("/search")
    @operation("用大白话找事项，也认拼音首字母", query=SearchQuery, answer=SearchResult)
    async def search_items(request: Request, query: SearchQuery) -> HTTPResponse:
        return respond(SearchResult(items=items.search(query.q, query.limit)).model_dump())

    @routes.get("/<item_id:str>")
    @operation("一个事项（现行版本）")
    async def get_item(request: Request, item_id: str) -> HTTPResponse:
        return _item(request, items.get(item_id))

    @routes.get("/<item_id:str>/versions")
    @operation("一个事项的各个版本", answer=VersionList)
    async def list_versions(request: Request, item_id: str) -> HTTPResponse:
        async with database.read() as session:
            versions = await items.list_versions(session, item_id)
        return respond(VersionList(versions=versions).model_dump(mode="json"))

    @routes.get("/<item_id:str>/versions/<version:int>")
    @operation("一个事项的某个版本")
    async def get_version(request: Request, item_id: str, version: int) -> HTTPResponse:
        async with database.read() as session:
            item = await items.get_version(session, item_id, min(version, _HIGHEST_VERSION))
        return _item(request, item)

    return routes


def _item(request: Request, item: PublishedItem) -> HTTPResponse:
    headers = {"ETag": item.etag, "Cache-Control": "no-cache"}
    known = [tag.strip().removeprefix("W/") for tag in request.headers.get("if-none-match", "").split(",")]
    if item.etag in known or "*" in known:
        return empty(304, headers=headers)
    return respond(item.data, headers=headers)
