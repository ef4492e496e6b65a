"""Too fast is refused kindly, for a session and for an address."""

from pathlib import Path
from uuid import uuid4

import httpx

import catalog
from backend.app import create_app
from backend.kit.db import migrate
from tests.backend.support import own_database, served, settings_for
from tests.contracts.fake_rasa import FakeRasa


def test_the_twenty_first_message_of_a_minute_is_refused(
    tmp_path: Path, catalogue: catalog.Catalogue, scripted: tuple[FakeRasa, str]
) -> None:
    with own_database(tmp_path) as url:
        migrate(url)
        settings = settings_for(tmp_path, url, CNB_RASA_URL=scripted[1])
        with (
            served(create_app(settings, catalogue)) as address,
            httpx.Client(base_url=address, trust_env=False) as one,
        ):
            one.get("/api/v1/chat/messages")
            answers = [
                one.post("/api/v1/chat/messages", json={"text": "你好", "client_id": uuid4().hex})
                for _ in range(21)
            ]
            assert [answer.status_code for answer in answers[:20]] == [200] * 20
            assert answers[20].status_code == 429
            assert answers[20].json()["error"]["message"].startswith("您说得太快了")
            assert int(answers[20].headers["Retry-After"]) > 0
            with httpx.Client(base_url=address, trust_env=False) as other:
                other.get("/api/v1/chat/messages")
                body = {"text": "你好", "client_id": uuid4().hex}
                assert other.post("/api/v1/chat/messages", json=body).status_code == 200
