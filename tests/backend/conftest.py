"""A real backend for the tests: one server on a free loopback port, a real database, migrated once.

`CNB_DATABASE_URL` naming a PostgreSQL server makes the same tests run there, in a database of their own that is
dropped at the end.
"""

import socket
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from uuid import uuid4

import httpx
import pytest

import catalog
from backend.app import create_app
from backend.cases.applications import ApplicationService, Draft
from backend.cases.service import CaseService
from backend.items.service import ItemService
from backend.kit.clock import utc_now
from backend.kit.db import Database, migrate
from backend.kit.limits import RateLimiter
from backend.kit.security import Sealer
from backend.org.service import OrganisationService
from backend.settings import Settings
from tests.backend.support import TOKEN, FakeClock, own_database, served, settings_for


@pytest.fixture(scope="session")
def catalogue() -> catalog.Catalogue:
    return catalog.load()


@pytest.fixture(scope="session")
def settings(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Settings]:
    folder = tmp_path_factory.mktemp("backend")
    with own_database(folder) as url:
        migrate(url)
        yield settings_for(folder, url, CNB_RATE_LIMITS="off")


@pytest.fixture(scope="session")
def address(settings: Settings, catalogue: catalog.Catalogue) -> Iterator[str]:
    """Where the backend of this run answers; without rate limits."""
    with served(create_app(settings, catalogue)) as url:
        yield url


@pytest.fixture
def client(address: str) -> Iterator[httpx.Client]:
    """A caller without rights."""
    with httpx.Client(base_url=address, trust_env=False) as caller:
        yield caller


@pytest.fixture
def service(address: str) -> Iterator[httpx.Client]:
    """A caller with the service token."""
    headers = {"Authorization": f"Bearer {TOKEN}"}
    with httpx.Client(base_url=address, trust_env=False, headers=headers) as caller:
        yield caller


@pytest.fixture
async def database(settings: Settings, address: str) -> AsyncIterator[Database]:
    """The server's database, opened a second time."""
    opened = Database(settings.database_url)
    yield opened
    await opened.close()


@pytest.fixture
def free_port() -> str:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        return str(listener.getsockname()[1])


@pytest.fixture
def clock() -> FakeClock:
    return FakeClock()


@pytest.fixture
def organisation(catalogue: catalog.Catalogue) -> OrganisationService:
    return OrganisationService(catalogue.organisation)


@pytest.fixture
async def items(catalogue: catalog.Catalogue, database: Database) -> ItemService:
    loaded = ItemService(catalogue)
    await loaded.start(database)
    return loaded


@pytest.fixture
def applications(
    items: ItemService, organisation: OrganisationService, settings: Settings, clock: FakeClock
) -> ApplicationService:
    return ApplicationService(items, organisation, Sealer(settings.keys), clock)


@pytest.fixture
def filed(
    items: ItemService,
    organisation: OrganisationService,
    settings: Settings,
    database: Database,
    draft: Callable[..., Draft],
) -> Callable[..., Awaitable[str]]:
    """Files an application by today's clock, for opening through the server; returns its id."""
    today = ApplicationService(items, organisation, Sealer(settings.keys), utc_now)

    async def file(**changes: object) -> str:
        async with database.write() as session:
            return (await today.create(session, draft(**changes))).id

    return file


@pytest.fixture
def cases(
    items: ItemService, organisation: OrganisationService, settings: Settings, clock: FakeClock
) -> CaseService:
    return CaseService(items, organisation, Sealer(settings.keys), RateLimiter(), clock, settings.region)


@pytest.fixture
def draft() -> Callable[..., Draft]:
    """A right application of an invented person; any field can be replaced."""

    def make(**changes: object) -> Draft:
        fields: dict[str, object] = {
            "conversation": uuid4().hex,
            "item": "homestead",
            "answers": {"build": "rebuild"},
            "for_whom": "self",
            "name": "张三",
            "phone": "13900001234",
            "station": "yuanba-01",
            "consent": True,
        }
        return Draft(**(fields | changes))

    return make
