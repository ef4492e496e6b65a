"""The organisation over HTTP."""

import pytest


def test_organisation_is_that_of_the_catalogue(client, catalogue):
    found = client.get("/api/v1/organisation").json()
    assert found["district"] == {"code": "510811", "name": "昭化区", "city": "广元市", "province": "四川省"}
    assert found["hall"]["hours"].startswith("工作日 ")
    assert len(found["departments"]) == len(catalogue.organisation.departments)
    assert found["towns"] == client.get("/api/v1/towns").json()["towns"]


def test_stations_by_town_and_words(client, catalogue):
    everything = client.get("/api/v1/stations").json()
    assert everything["total"] == len(catalogue.organisation.stations)
    found = client.get("/api/v1/stations", params={"town": "yuanba", "q": "青梅"}).json()["stations"]
    assert [station["id"] for station in found] == ["yuanba-01"]
    assert client.get("/api/v1/stations", params={"town": "nowhere"}).json() == {"stations": [], "total": 0}


def test_towns_count_their_stations(client):
    towns = client.get("/api/v1/towns").json()["towns"]
    assert sum(town["stations"] for town in towns) == client.get("/api/v1/stations").json()["total"]


def test_one_station(client):
    station = client.get("/api/v1/stations/yuanba-01").json()
    assert station["name"] == "青梅路社区便民服务站"
    assert station["town"]["name"] == "元坝镇"


@pytest.mark.parametrize("wrong", ["nowhere", "%00", "💥"])
def test_unknown_station(client, wrong):
    assert client.get(f"/api/v1/stations/{wrong}").json()["error"]["code"] == "station_not_found"
