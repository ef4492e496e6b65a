"""Rasa is down, slow, silent, or talks nonsense: the resident gets an honest answer and nothing is lost."""

import json
import threading
from collections.abc import Callable

import httpx
import pytest
from sqlalchemy import select

from backend.chat.model import ChatTurn
from backend.chat.rasa import Rasa, RasaFailed
from backend.kit.db import Database
from tests.backend.support import NOBODY, TOKEN
from tests.contracts.fake_rasa import FakeRasa, example

Send = Callable[..., httpx.Response]

NONSENSE = {
    "not JSON": b"{oops",
    "HTML": b"<html><h1>502 Bad Gateway</h1></html>",
    "empty": b"",
    "a list": b"[]",
    "a number": b"5",
    "replies of a wrong type": b'{"replies": "hello"}',
    "an unknown type": b'{"replies": [{"type": "video"}]}',
    "a missing field": b'{"replies": [{"type": "choices", "text": "?"}]}',
    "a reply that is text": b'{"replies": ["hello"]}',
    "one bad among good": json.dumps({"replies": [example("text"), {"type": "guide"}]}).encode(),
    "a command that is not JSON": json.dumps(
        {
            "replies": [
                {"type": "choices", "text": "?", "choices": [{"label": "a", "payload": "/choose_item{item}"}]}
            ]
        }
    ).encode(),
    "a NUL": b'{"replies": [{"text": "a\\u0000b"}]}',
    "not UTF-8": b'{"replies": [{"text": "\xff\xfe"}]}',
}


@pytest.mark.parametrize("body", NONSENSE.values(), ids=NONSENSE)
async def test_nonsense_is_answered_by_search(
    say: Send, rasa: FakeRasa, database: Database, body: bytes
) -> None:
    rasa.body = body
    answer = say("我要修房子").json()
    choices, contact = answer["messages"]
    assert choices["choices"][0]["label"] == "我要修房子"
    assert choices["choices"][-1]["label"] == "都不是"
    assert contact["phone"]
    async with database.read() as session:
        turn = (
            await session.scalars(select(ChatTurn).where(ChatTurn.request_id == answer["trace_id"]))
        ).one()
    assert turn.trace is not None
    assert turn.trace["failure"] == "nonsense"


def test_silence_is_answered(say: Send, rasa: FakeRasa) -> None:
    rasa.body = b'{"replies": []}'
    assert say("我要修房子").json()["messages"][-1]["type"] == "contact"


def test_a_found_item_can_be_read_without_rasa(say: Send, choose: Send, rasa: FakeRasa) -> None:
    rasa.body = b"down"
    shown = choose(say("我要修房子"), "我要修房子").json()["messages"][0]
    assert shown["tone"] == "trouble"
    assert "先批宅基地再动工" in shown["text"]


def test_a_command_can_be_tried_again(say: Send, choose: Send, rasa: FakeRasa) -> None:
    guide = say("我要修房子")
    rasa.body = b"down"
    failed = choose(guide, "我要办")
    rasa.body = None
    assert choose(failed, "再试一次").json()["messages"][0]["type"] == "form"


def test_none_of_these_leads_to_a_person(say: Send, choose: Send, rasa: FakeRasa) -> None:
    rasa.body = b"down"
    assert choose(say("我要修房子"), "都不是").json()["messages"][-1]["type"] == "contact"


def test_the_station_of_the_resident_is_named(client: httpx.Client, say: Send, rasa: FakeRasa) -> None:
    client.put("/api/v1/chat/station", json={"station": "yuanba-01"})
    rasa.body = b"down"
    assert say("？").json()["messages"][-1]["name"].startswith("青梅路社区")


async def test_a_closed_port_is_down() -> None:
    rasa = Rasa(NOBODY, TOKEN)
    with pytest.raises(RasaFailed, match="down"):
        await rasa.ask("conversation", "你好", "request-1")
    await rasa.close()


async def test_a_wrong_token_is_down(scripted: tuple[FakeRasa, str]) -> None:
    rasa = Rasa(scripted[1], "not-the-token-of-the-tests")
    with pytest.raises(RasaFailed, match="down"):
        await rasa.ask("conversation", "你好", "request-1")
    await rasa.close()


async def test_waiting_too_long_is_slow(rasa: FakeRasa, scripted: tuple[FakeRasa, str]) -> None:
    rasa.hold = threading.Event()
    impatient = Rasa(scripted[1], TOKEN, patience=0.05)
    with pytest.raises(RasaFailed, match="slow"):
        await impatient.ask("conversation", "你好", "request-1")
    rasa.hold.set()
    await impatient.close()


@pytest.mark.parametrize("words", ["要钱不", "好的", "不晓得", "谢谢", "😀"])
def test_words_that_name_nothing_lead_to_a_person_and_to_no_item(
    say: Send, rasa: FakeRasa, words: str
) -> None:
    rasa.body = b"down"
    assert [message["type"] for message in say(words).json()["messages"]] == ["text", "contact"]
