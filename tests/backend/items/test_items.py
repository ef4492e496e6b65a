"""Items over HTTP: list, search, one item, versions; and how the shipped catalogue comes in."""

import asyncio
from dataclasses import replace
from types import MappingProxyType

import httpx
import pytest

from backend.items.service import ItemService
from backend.kit.db import Database, migrate
from tests.backend.support import own_database


def search(client: httpx.Client, words: str, limit: int = 3) -> list[str]:
    answer = client.get("/api/v1/items/search", params={"q": words, "limit": limit})
    assert answer.status_code == 200
    return [item["id"] for item in answer.json()["items"]]


def test_list_filters_by_level_department_and_theme(client, catalogue):
    everything = client.get("/api/v1/items").json()
    assert everything["total"] == len(catalogue.items)
    query = {"level": "town", "department": "农业农村", "theme": "housing"}
    assert "homestead" in [item["id"] for item in client.get("/api/v1/items", params=query).json()["items"]]
    assert client.get("/api/v1/items", params={"theme": "nothing"}).json() == {"items": [], "total": 0}
    assert client.get("/api/v1/items", params={"level": "moon"}).status_code == 422


@pytest.mark.parametrize("words", ["我要修房子", "宅基地咋个批", "XFZ", "修 房 子！！"])
def test_search_finds_the_homestead(client, words):
    assert search(client, words)[0] == "homestead"


@pytest.mark.parametrize("words", ["想起个房子", "建房规划许可"])
def test_search_finds_the_homestead_beside_its_neighbours(client, words):
    assert "homestead" in search(client, words)


@pytest.mark.parametrize("words", ["qqqq", "😀😀", "<script>", "%", "…"])
def test_search_for_nothing_finds_nothing_and_does_not_fail(client, words):
    assert isinstance(search(client, words), list)


@pytest.mark.parametrize(
    "params",
    [{}, {"q": ""}, {"q": " "}, {"q": "修" * 600}, {"q": "修", "limit": 0}, {"q": "修", "limit": "x"}],
)
def test_search_refuses_what_is_no_question(client, params):
    answer = client.get("/api/v1/items/search", params=params)
    assert (answer.status_code, answer.json()["error"]["code"]) == (422, "invalid")


def test_search_result_is_the_contract(client):
    found = client.get("/api/v1/items/search", params={"q": "修房子", "limit": 1}).json()["items"]
    assert [set(item) for item in found] == [{"id", "title", "name", "difference", "level", "department"}]


def test_item_is_whole_without_utterances(client, catalogue):
    item = client.get("/api/v1/items/homestead").json()
    shipped = dict(catalogue.items["homestead"].data)
    del shipped["utterances"]
    assert item == shipped


def test_etag_saves_the_second_answer(client):
    first = client.get("/api/v1/items/homestead")
    again = client.get("/api/v1/items/homestead", headers={"If-None-Match": f"W/{first.headers['ETag']}"})
    assert (again.status_code, again.content) == (304, b"")
    other = client.get("/api/v1/items/homestead", headers={"If-None-Match": '"other"'})
    assert other.status_code == 200


def test_versions(client):
    versions = client.get("/api/v1/items/homestead/versions").json()["versions"]
    newest = versions[0]["version"]
    one = client.get(f"/api/v1/items/homestead/versions/{newest}").json()
    assert one["version"] == newest


@pytest.mark.parametrize(
    "path", ["no-such", "%00", "%FF", "' OR 1=1", "homestead/versions/999", "no-such/versions", "x" * 2000]
)
def test_unknown_item_or_version(client, path):
    answer = client.get(f"/api/v1/items/{path}")
    assert (answer.status_code, answer.json()["error"]["code"]) == (404, "item_not_found")


def changed(catalogue, **fields):
    """The catalogue with another homestead."""
    item = catalogue.items["homestead"]
    data = {**item.data, **fields}
    other = replace(item, version=data["version"], data=data)
    return replace(catalogue, items=MappingProxyType({"homestead": other}))


def test_newer_shipped_version_is_added_and_older_is_not(tmp_path, catalogue):
    async def run(url: str) -> list[tuple[str, list[int]]]:
        database, seen = Database(url), []
        for version, name in ((1, "first"), (3, "third"), (2, "second"), (3, "mended")):
            items = ItemService(changed(catalogue, version=version, name=name))
            await items.start(database)
            async with database.read() as session:
                versions = [entry.version for entry in await items.list_versions(session, "homestead")]
            seen.append((items.get("homestead").ref.name, versions))
        await database.close()
        return seen

    with own_database(tmp_path) as url:
        migrate(url)
        seen = asyncio.run(run(url))
    assert seen == [("first", [1]), ("third", [3, 1]), ("third", [3, 1]), ("mended", [3, 1])]
