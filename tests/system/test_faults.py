"""Processes that die in the middle of a talk: the resident gets a sentence, and the talk goes on."""

import time
from collections.abc import Iterator

import pytest

from tests.system.resident import Resident, of_type, words
from tools.system import System, running

WITHIN = 90.0  # seconds until the supervisor has a part up again


@pytest.fixture(scope="module")
def system(tmp_path_factory: pytest.TempPathFactory) -> Iterator[System]:
    """A system of its own: these tests wound it."""
    with running(tmp_path_factory.mktemp("faults")) as started:
        started.wait()
        yield started


def recovered(system: System) -> None:
    """Wait until the death has been noticed and every part is ready again."""
    system.wait(within=WITHIN, ready=False)
    system.wait(within=WITHIN)


def test_rasa_dies(system: System, resident: Resident) -> None:
    assert of_type(resident.says("我要修房子"), "guide")
    system.kill("rasa")
    answer = resident.says("社保卡掉了")
    assert answer, "the gateway answers by itself"
    assert "社保卡" in str(answer)
    assert of_type(answer, "contact"), "and offers a person"
    recovered(system)
    assert "10个工作日" in words(resident.says("修房子要好久"))


def test_the_talk_survives_rasas_death(system: System, resident: Resident) -> None:
    resident.says("我要修房子")
    system.kill("rasa")
    recovered(system)
    assert "10个工作日" in words(resident.says("要好久"))


def test_actions_die(system: System, resident: Resident) -> None:
    resident.says("我要修房子")
    system.kill("actions")
    assert resident.says("要钱不"), "never silence"
    recovered(system)
    assert "不要钱" in words(resident.says("要钱不"))


def test_backend_dies(system: System, resident: Resident) -> None:
    resident.says("我要修房子")
    before = len(resident.history())
    system.kill("backend")
    recovered(system)
    assert len(resident.history()) == before
    assert "10个工作日" in words(resident.says("要好久"))


def test_no_process_is_left_behind(tmp_path_factory: pytest.TempPathFactory) -> None:
    with running(tmp_path_factory.mktemp("orphans")) as started:
        started.wait()
        processes = list(started.processes().values())
        started.process.kill()
        started.process.wait()
        deadline = time.monotonic() + 20
        while any(process.is_running() for process in processes) and time.monotonic() < deadline:
            time.sleep(0.05)
        assert not any(process.is_running() for process in processes)
