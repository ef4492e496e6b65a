"""The whole system as `make run` starts it, with the trained model, on a free port and in a folder of its own."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.browser import browser as browser
from tests.browser import open_page as open_page
from tests.system.resident import Resident
from tools.system import System, running


@pytest.fixture(scope="session")
def system(tmp_path_factory: pytest.TempPathFactory) -> Iterator[System]:
    with running(tmp_path_factory.mktemp("system")) as started:
        started.wait()
        yield started


@pytest.fixture
def address(system: System) -> str:
    """Where the browser finds the system."""
    return system.url


@pytest.fixture
def folder(system: System) -> Path:
    """Where the system keeps its data and logs."""
    return system.folder


@pytest.fixture
def meet(system: System) -> Iterator[Callable[[], Resident]]:
    """Returns a new resident with a session of her own."""
    met: list[Resident] = []

    def new() -> Resident:
        met.append(Resident(system.url))
        return met[-1]

    yield new
    for resident in met:
        resident.leave()


@pytest.fixture
def resident(meet: Callable[[], Resident]) -> Resident:
    return meet()
