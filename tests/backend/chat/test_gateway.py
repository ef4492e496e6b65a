"""The way of a message through the gateway."""

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any
from uuid import uuid4

import httpx
import pytest
from sqlalchemy import select

from backend.chat.messages import MESSAGE
from backend.chat.model import ChatEntry, ChatSecret, ChatTurn
from backend.kit.db import Database
from tests.contracts.fake_rasa import EXAMPLES, FakeRasa, example

Send = Callable[..., httpx.Response]


def test_every_reply_reaches_the_page_as_a_message(say: Send, rasa: FakeRasa) -> None:
    names = sorted(path.stem for path in EXAMPLES.glob("*.json"))
    rasa.respond = lambda *_: [example(name) for name in names]
    messages = say("你好").json()["messages"]
    assert len(messages) == len(names)
    for message in messages:
        MESSAGE.validate_python(message)


def test_commands_and_answers_stay_in_the_backend(say: Send, rasa: FakeRasa) -> None:
    answer = say("我要修房子").text + say("我要办").text
    assert "payload" not in answer
    assert "/start_application" not in answer


def test_text_alone_is_enough(client: httpx.Client, rasa: FakeRasa) -> None:
    answer = client.post("/api/v1/chat/messages", json={"text": "我要修房子"})
    assert answer.status_code == 200
    assert set(answer.json()) == {"messages", "trace_id"}


def test_the_session_is_a_cookie_no_script_can_read(client: httpx.Client, rasa: FakeRasa) -> None:
    header = client.get("/api/v1/chat/messages").headers["set-cookie"]
    assert "HttpOnly" in header
    assert "SameSite=Lax" in header
    assert "Secure" not in header
    answer = client.post(
        "/api/v1/chat/messages",
        json={"text": "你好", "client_id": uuid4().hex},
        headers={"X-Forwarded-Proto": "https"},
    )
    assert "Secure" in answer.headers["set-cookie"]


@pytest.mark.parametrize(
    "name",
    [
        "",
        "chat",
        "chat/",
        "chat/%00",
        "chat/" + "x" * 300,
        "chat/..%2f..%2fbackend%2fapp.py",
        "chat/%ff",
        "x",
    ],
)
def test_only_the_files_of_the_page_are_served(client: httpx.Client, name: str) -> None:
    missing = client.get(f"/assets/{name}")
    assert (missing.status_code, missing.json()["error"]["code"]) == (404, "not_found")


def test_an_asset_is_asked_for_again_only_when_it_changed(client: httpx.Client) -> None:
    script = client.get("/assets/chat/app.js")
    assert script.headers["Content-Type"].startswith("text/javascript")
    known = {"If-Modified-Since": script.headers["Last-Modified"]}
    assert client.get("/assets/chat/app.js", headers=known).status_code == 304


def test_the_talk_comes_back_after_a_reload(client: httpx.Client, say: Send) -> None:
    said = say("我要修房子").json()["messages"]
    entries = client.get("/api/v1/chat/messages").json()["entries"]
    assert [entry["from"] for entry in entries] == ["resident", "bot"]
    assert entries[0]["message"]["text"] == "我要修房子"
    assert entries[1]["message"] == said[0]


def test_another_session_sees_nothing(client: httpx.Client, address: str, say: Send) -> None:
    say("我要修房子")
    with httpx.Client(base_url=address, trust_env=False) as other:
        assert other.get("/api/v1/chat/messages").json()["entries"] == []


def test_an_unknown_cookie_is_not_adopted(address: str, rasa: FakeRasa) -> None:
    with httpx.Client(
        base_url=address, trust_env=False, cookies={"cnb_chat": "chosen-by-somebody"}
    ) as visitor:
        assert "chosen-by-somebody" not in visitor.get("/api/v1/chat/messages").headers["set-cookie"]


def test_ending_the_session_begins_a_new_talk(client: httpx.Client, say: Send) -> None:
    say("我要修房子")
    ended = client.delete("/api/v1/chat/session")
    assert ended.status_code == 204
    assert "Max-Age=0" in ended.headers["set-cookie"]
    assert client.get("/api/v1/chat/messages").json()["entries"] == []


def test_a_choice_runs_the_command_behind_it(say: Send, choose: Send, rasa: FakeRasa) -> None:
    choose(say("房子的事"), "我要修房子")
    assert rasa.heard[-1]["message"] == '/choose_item{"item":"homestead"}'


def test_a_neighbour_on_the_card_leads_to_it(say: Send, rasa: FakeRasa) -> None:
    rasa.respond = lambda sender, message: [example("guide")]
    (near,) = say("我要修房子").json()["messages"][0]["neighbours"]
    assert "payload" not in near
    say(near["label"], choice=near["id"])
    assert rasa.heard[-1]["message"] == '/choose_item{"item":"dilapidated-house"}'


def test_a_choice_of_another_session_is_only_its_text(say: Send, address: str, rasa: FakeRasa) -> None:
    choice = say("房子的事").json()["messages"][0]["choices"][0]
    with httpx.Client(base_url=address, trust_env=False) as other:
        body = {"text": choice["label"], "choice": choice["id"], "client_id": uuid4().hex}
        other.post("/api/v1/chat/messages", json=body)
    assert rasa.heard[-1]["message"] == choice["label"]


@pytest.mark.parametrize("typed", ["/restart", "  /restart", "\u200b/restart", "\x07/restart", "//restart"])
def test_a_typed_command_never_reaches_rasa(say: Send, rasa: FakeRasa, typed: str) -> None:
    assert say(typed).status_code == 200
    assert rasa.heard[-1]["message"].startswith("／")


async def test_numbers_reach_neither_rasa_nor_the_transcript(
    say: Send, rasa: FakeRasa, database: Database
) -> None:
    say("我叫张三，电话13900005678，身份证51081119900307001X")
    assert rasa.heard[-1]["message"] == "我叫张三，电话〔手机号1〕，身份证〔身份证号1〕"
    async with database.read() as session:
        stored = [str(row.message) for row in await session.scalars(select(ChatEntry))]
        sealed = [row.sealed for row in await session.scalars(select(ChatSecret))]
    assert not any("13900005678" in text for text in [*stored, *sealed])
    assert len(sealed) >= 2


def test_four_digits_are_masked_when_the_bot_asked_for_them(say: Send, rasa: FakeRasa) -> None:
    say("5678")
    assert rasa.heard[-1]["message"] == "5678"
    rasa.respond = lambda *_: [{"text": "请说一下手机的后四位。"}]
    say("我的事办好没有")
    say("5678")
    assert rasa.heard[-1]["message"] == "〔尾号1〕"


def test_the_same_message_twice_is_answered_once(say: Send, rasa: FakeRasa) -> None:
    first, second = (say("我要修房子", client_id="same-message") for _ in range(2))
    assert second.json() == first.json()
    assert len(rasa.heard) == 1


def test_the_same_message_while_the_first_is_running_is_answered_once(
    client: httpx.Client, say: Send, rasa: FakeRasa
) -> None:
    client.get("/api/v1/chat/messages")
    rasa.hold = threading.Event()
    with ThreadPoolExecutor(4) as people:
        running = [people.submit(say, "我要修房子", client_id="same-message") for _ in range(4)]
        rasa.hold.set()
        answers = [each.result().json() for each in running]
    assert all(answer == answers[0] for answer in answers)
    assert len(rasa.heard) == 1


def test_another_message_under_the_same_id_is_refused(say: Send) -> None:
    say("我要修房子", client_id="same-message")
    refused = say("我要开店", client_id="same-message")
    assert (refused.status_code, refused.json()["error"]["code"]) == (409, "client_id_reused")


async def test_the_trace_is_stored_with_the_answer(say: Send, rasa: FakeRasa, database: Database) -> None:
    trace_id = say("我要修房子").json()["trace_id"]
    async with database.read() as session:
        turn = (await session.scalars(select(ChatTurn).where(ChatTurn.request_id == trace_id))).one()
    assert turn.trace is not None
    assert turn.trace["understanding"]["decision"] == "answer"
    assert turn.trace["items"] == [{"id": "homestead", "version": 1}]
    assert turn.trace["failure"] is None
    assert rasa.heard[-1]["request_id"] == trace_id


BAD: list[tuple[Any, int]] = [
    ("", 422),
    ("   ", 422),
    ("\u200b\u200d", 422),
    ("好" * 501, 422),
    ("字" * 10_000, 422),
    (None, 422),
    (5, 422),
    (["我要修房子"], 422),
    ("我\0要", 422),
    ("ﷺ" * 100, 422),
]


@pytest.mark.parametrize(("text", "status"), BAD)
def test_bad_texts_are_refused_clearly(say: Send, rasa: FakeRasa, text: Any, status: int) -> None:
    answer = say(text)
    assert answer.status_code == status
    assert answer.json()["error"]["message"]
    assert rasa.heard == []


@pytest.mark.parametrize(
    "text",
    ["😀😀😀", "<script>alert(1)</script>", "'; DROP TABLE chat_turns; --", "\x1b[31m红\x07", "好" * 500],
)
def test_odd_texts_are_answered(say: Send, text: str) -> None:
    assert say(text).status_code == 200


def test_half_a_surrogate_pair_is_refused(client: httpx.Client) -> None:
    answer = client.post(
        "/api/v1/chat/messages",
        content=b'{"text":"\\ud83d","client_id":"12345678"}',
        headers={"Content-Type": "application/json"},
    )
    assert answer.status_code == 422


def test_the_station_is_remembered(client: httpx.Client, rasa: FakeRasa) -> None:
    assert (
        client.put("/api/v1/chat/station", json={"station": "yuanba-01"}).json()["station"]["id"]
        == "yuanba-01"
    )
    assert client.get("/api/v1/chat/messages").json()["station"]["id"] == "yuanba-01"
    assert client.put("/api/v1/chat/station", json={"station": "nowhere"}).status_code == 404
