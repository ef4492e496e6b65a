"""A backend that has a life event of our own, and everything it puts onto paper, made once."""

import asyncio
from collections.abc import Iterator
from pathlib import Path

import pytest

import catalog
from backend.app import create_app
from backend.guides.pack import Packer
from backend.guides.paper import Press
from backend.guides.service import Guide, GuideService
from backend.items.service import ItemService
from backend.kit.db import Database, migrate
from backend.org.schemas import Station
from backend.org.service import OrganisationService
from backend.settings import Settings
from tests.backend.guides.samples import PUBLIC, STATION, with_event
from tests.backend.support import own_database, served, settings_for


@pytest.fixture(scope="session")
def catalogue() -> catalog.Catalogue:
    return with_event(catalog.load())


@pytest.fixture(scope="session")
def settings(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Settings]:
    folder = tmp_path_factory.mktemp("guides")
    with own_database(folder) as url:
        migrate(url)
        yield settings_for(folder, url, CNB_RATE_LIMITS="off", CNB_PUBLIC_URL=PUBLIC)


@pytest.fixture(scope="session")
def address(settings: Settings, catalogue: catalog.Catalogue) -> Iterator[str]:
    with served(create_app(settings, catalogue)) as url:
        yield url


@pytest.fixture(scope="session")
def guides(settings: Settings, catalogue: catalog.Catalogue) -> GuideService:
    """The guides, without a server."""
    return asyncio.run(load(catalogue, settings.database_url))


async def load(catalogue: catalog.Catalogue, database_url: str) -> GuideService:
    """The guides of a catalogue, kept in a migrated database."""
    database, items = Database(database_url), ItemService(catalogue)
    await items.start(database)
    await database.close()
    guides = GuideService(items, catalogue)
    guides.start()
    return guides


@pytest.fixture(scope="session")
def every(guides: GuideService) -> list[Guide]:
    """All guides in the order in which posters show them."""
    return [*guides.list_events(), *guides.list_items()]


@pytest.fixture(scope="session")
def organisation(catalogue: catalog.Catalogue) -> OrganisationService:
    return OrganisationService(catalogue.organisation)


@pytest.fixture(scope="session")
def station(organisation: OrganisationService) -> Station:
    return organisation.get_station(STATION)


@pytest.fixture(scope="session")
def press(guides: GuideService, organisation: OrganisationService) -> Press:
    return Press(guides, organisation.organisation, PUBLIC)


@pytest.fixture(scope="session")
def pack(
    tmp_path_factory: pytest.TempPathFactory,
    guides: GuideService,
    organisation: OrganisationService,
    press: Press,
    station: Station,
) -> Path:
    """A whole pack as it goes onto a stick: with every page and every paper there is."""
    folder = tmp_path_factory.mktemp("stick") / "pack"
    Packer(guides, organisation, press, PUBLIC).write(station, folder, "2026-11-23")
    return folder
