"""Too fast is refused kindly, for a session and for an address."""

from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from uuid import uuid4

import httpx
import pytest

import catalog
from backend.app import create_app
from backend.kit.db import migrate
from tests.backend.support import TOKEN, own_database, served, settings_for
from tests.contracts.fake_rasa import FakeRasa, Reply, example


@pytest.fixture
def limited(tmp_path: Path, catalogue: catalog.Catalogue, scripted: tuple[FakeRasa, str]) -> Iterator[str]:
    """Where a backend with rate limits answers."""
    with own_database(tmp_path) as url:
        migrate(url)
        settings = settings_for(tmp_path, url, CNB_RASA_URL=scripted[1])
        with served(create_app(settings, catalogue)) as address:
            scripted[0].backend, before = address, scripted[0].backend
            yield address
            scripted[0].backend = before


@contextmanager
def resident(address: str, home: str = "198.51.100.1") -> Iterator[Callable[[str], httpx.Response]]:
    """A browser that comes through the proxy from the address `home`; yields what says something."""
    with httpx.Client(base_url=address, trust_env=False, headers={"X-Forwarded-For": home}) as client:
        client.get("/api/v1/chat/messages")
        yield lambda text: client.post("/api/v1/chat/messages", json={"text": text, "client_id": uuid4().hex})


def test_the_twenty_first_message_of_a_minute_is_refused(limited: str, rasa: FakeRasa) -> None:
    with resident(limited) as say:
        answers = [say("你好") for _ in range(21)]
    assert [answer.status_code for answer in answers[:20]] == [200] * 20
    assert answers[20].status_code == 429
    assert answers[20].json()["error"]["message"].startswith("您说得太快了")
    assert int(answers[20].headers["Retry-After"]) > 0
    with resident(limited) as say:
        assert say("你好").status_code == 200


def test_an_address_cannot_have_sessions_without_end(limited: str, rasa: FakeRasa) -> None:
    with httpx.Client(base_url=limited, trust_env=False) as client:

        def new(home: str) -> int:
            client.cookies.clear()
            headers = {"X-Forwarded-For": home}
            return client.put(
                "/api/v1/chat/station", json={"station": "yuanba-01"}, headers=headers
            ).status_code

        assert Counter(new("198.51.100.2") for _ in range(602)) == {200: 600, 429: 2}
        assert new("198.51.100.3") == 200


def test_guesses_count_for_the_address_whatever_session_they_come_from(limited: str, rasa: FakeRasa) -> None:
    found: list[int] = []
    actions = httpx.Client(base_url=limited, trust_env=False, headers={"Authorization": f"Bearer {TOKEN}"})

    def guess(sender: str, message: str) -> list[Reply]:
        number = f"510811-20261123-{len(found):06d}"
        body = {"number": number, "tail": "0000"}
        answer = actions.post(f"/api/v1/chat/conversations/{sender}/progress", json=body)
        found.append(answer.status_code)
        return [example("text")]

    rasa.respond = guess
    for _ in range(4):
        with resident(limited) as say:
            for _ in range(16):
                say("猜一个")
    assert found == [404] * 60 + [429] * 4
    with resident(limited, home="203.0.113.7") as say:
        say("猜一个")
    assert found[-1] == 404
    actions.close()
