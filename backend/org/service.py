"""Answers about the organisation from memory."""

import catalog
from backend.kit.errors import NotFound
from backend.org.schemas import (
    Contact,
    Department,
    District,
    Hall,
    Office,
    Organisation,
    Station,
    Town,
    TownContact,
)


class StationNotFound(NotFound):
    """No station has this id."""

    code, text = "station_not_found", "没有找到这个便民服务站，请重新选一个。"


class OrganisationService:
    """The organisation of one district, made ready once."""

    def __init__(self, source: catalog.Organisation) -> None:
        hall = source.district["hall"]
        hours = f"工作日 {hall['hours']['morning']}，{hall['hours']['afternoon']}"
        counts = dict.fromkeys(source.towns, 0)
        for row in source.stations.values():
            counts[row["town"]] += 1
        towns = {
            town_id: Town(
                id=town_id,
                name=row["name"],
                centre=Hall(**row["centre"], hours=hours),
                sub_centres=[Office(**office) for office in row["sub_centres"]],
                stations=counts[town_id],
                sample=row["sample"],
            )
            for town_id, row in source.towns.items()
        }
        self._stations = {
            station_id: Station(
                id=station_id,
                name=row["name"],
                phone=row["phone"],
                hours=hours,
                kind=row["kind"],
                address=row["address"],
                sample=row["sample"],
                town=TownContact(
                    id=row["town"], name=towns[row["town"]].name, phone=towns[row["town"]].centre.phone
                ),
                sub_centre=next(
                    (one for one in towns[row["town"]].sub_centres if one.name == row.get("sub_centre")), None
                ),
            )
            for station_id, row in source.stations.items()
        }
        self.organisation = Organisation(
            district=District(**{key: source.district[key] for key in District.model_fields}),
            hall=Hall(name=hall["name"], phone=hall["phone"], address=hall["address"], hours=hours),
            departments=[Department(**row) for row in source.departments.values()],
            towns=list(towns.values()),
        )

    def find_station(self, station_id: str) -> Station | None:
        """Return the station, or None."""
        return self._stations.get(station_id)

    def get_station(self, station_id: str) -> Station:
        """Return the station.

        Raises:
            StationNotFound: no station has this id.
        """
        station = self.find_station(station_id)
        if station is None:
            raise StationNotFound()
        return station

    def contact(self, station_id: str | None) -> Contact:
        """Return whom to call: the station, or the hall where there is none or the catalogue no longer has it."""
        station = self.find_station(station_id) if station_id else None
        return station or self.organisation.hall

    def list_stations(self, town: str | None = None, words: str = "") -> list[Station]:
        """Return the stations of a town (of all without one) whose name, town or id contains every word."""
        wanted = words.lower().split()
        return [
            station
            for station in self._stations.values()
            if town in (None, station.town.id)
            and all(word in f"{station.name} {station.town.name} {station.id}" for word in wanted)
        ]
