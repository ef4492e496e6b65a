"""What the organisation API answers."""

from pydantic import BaseModel


class Contact(BaseModel):
    """A window with its phone; `hours` in words."""

    name: str
    phone: str
    hours: str


class Hall(Contact):
    """The district's service hall."""

    address: str


class Office(BaseModel):
    """A sub-centre of a town."""

    name: str
    phone: str


class TownContact(BaseModel):
    """The town a station belongs to, with the phone of its centre."""

    id: str
    name: str
    phone: str


class Station(Contact):
    """A village or community station; `sample` marks an invented name.

    `sub_centre` is the one that serves it, where the district has said which.
    """

    id: str
    kind: str
    address: str
    sample: bool
    town: TownContact
    sub_centre: Office | None


class Town(BaseModel):
    """A town with its centre and sub-centres; `stations` is how many stations it has."""

    id: str
    name: str
    centre: Hall
    sub_centres: list[Office]
    stations: int
    sample: bool


class Department(BaseModel):
    """An office that owns items."""

    id: str
    name: str
    full_name: str
    window: str
    phone: str


class District(BaseModel):
    """The district itself; `code` is its six-digit administrative code."""

    code: str
    name: str
    city: str
    province: str


class Organisation(BaseModel):
    """Everything but the stations, which are many."""

    district: District
    hall: Hall
    departments: list[Department]
    towns: list[Town]


class TownList(BaseModel):
    """All towns."""

    towns: list[Town]


class StationList(BaseModel):
    """Stations that match; `total` counts all of them."""

    stations: list[Station]
    total: int
