"""A poster's code, put into the chat as text or opened as a guide, is the first message about that guide."""

from collections.abc import Callable
from io import BytesIO
from pathlib import Path

import httpx
import pytest
import typst
import zxingcpp
from PIL import Image

from backend.chat.codes import Code, read_code
from tests.backend.chat.conftest import Send
from tests.contracts.fake_rasa import FakeRasa


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("https://guide.example.org/i/homestead?s=yuanba-01&v=3", Code("homestead", "yuanba-01")),
        ("  http://10.0.0.7:8000/i/homestead \n", Code("homestead", None)),
        ("HTTPS://GUIDE.EXAMPLE.ORG/g/life-birth/?s=weizi-10", Code("life-birth", "weizi-10")),
        ("https://guide.example.org/i/no-such-thing?v=1", Code("no-such-thing", None)),
        ("https://guide.example.org/g/dibao?s=a&s=b#top", Code("dibao", "a")),
        ("https://guide.example.org/i/dibao?s=", Code("dibao", None)),
    ],
)
def test_a_code_is_read(text: str, code: Code) -> None:
    assert read_code(text) == code


@pytest.mark.parametrize(
    "text",
    [
        "",
        "我要修房子",
        "/i/homestead",
        "看看这个 https://guide.example.org/i/homestead",
        "https://guide.example.org/i/homestead 这个咋办",
        "https://guide.example.org/",
        "https://guide.example.org/x/homestead",
        "https://guide.example.org/i/homestead/more",
        "https://guide.example.org/i/Homestead",
        "https://guide.example.org/i/宅基地",
        "https://guide.example.org/i/" + "a" * 65,
        "https://guide.example.org/i/homestead?s=" + "a" * 300,
        "https://[::1/i/homestead",
        "ftp://guide.example.org/i/homestead",
        "javascript:alert(1)//i/homestead",
    ],
)
def test_what_is_no_code_is_a_sentence(text: str) -> None:
    assert read_code(text) is None


def test_a_scanned_code_is_taken_as_its_guide_and_station(
    say: Send, client: httpx.Client, rasa: FakeRasa
) -> None:
    answer = say("https://guide.example.org/i/homestead?s=yuanba-01&v=1")
    assert answer.status_code == 200
    assert rasa.heard[-1]["message"] == '/choose_item{"item":"homestead"}'
    assert client.get("/api/v1/chat/messages").json()["station"]["id"] == "yuanba-01"


def test_the_station_of_a_code_does_not_replace_the_own_one(
    say: Send, client: httpx.Client, rasa: FakeRasa
) -> None:
    client.put("/api/v1/chat/station", json={"station": "weizi-10"})
    say("https://guide.example.org/i/homestead?s=yuanba-01&v=1")
    assert client.get("/api/v1/chat/messages").json()["station"]["id"] == "weizi-10"


def test_a_code_of_an_unknown_station_still_opens_its_guide(
    say: Send, client: httpx.Client, rasa: FakeRasa
) -> None:
    say("https://guide.example.org/i/homestead?s=atlantis&v=1")
    assert rasa.heard[-1]["message"] == '/choose_item{"item":"homestead"}'
    assert client.get("/api/v1/chat/messages").json()["station"] is None


@pytest.mark.parametrize(
    ("text", "more"),
    [
        ("https://guide.example.org/i/castle?v=1", {}),
        ("https://guide.example.org/g/life-castle", {}),
        ("我要修城堡", {"guide": "castle"}),
    ],
)
def test_a_code_of_a_guide_that_is_no_more_says_what_to_do(
    say: Send, client: httpx.Client, rasa: FakeRasa, text: str, more: dict[str, str]
) -> None:
    answer = say(text, **more)
    assert answer.status_code == 200
    (message,) = answer.json()["messages"]
    assert (message["type"], message["name"]) == ("contact", "昭化区政务服务中心")
    assert "用不成了" in message["text"]
    assert not rasa.heard
    assert [entry["message"]["type"] for entry in client.get("/api/v1/chat/messages").json()["entries"]] == [
        "text",
        "contact",
    ]


def test_the_poster_of_a_guide_that_is_no_more_still_tells_the_station(
    say: Send, client: httpx.Client, rasa: FakeRasa
) -> None:
    (message,) = say("https://guide.example.org/i/castle?s=yuanba-01&v=1").json()["messages"]
    station = client.get("/api/v1/chat/messages").json()["station"]
    assert (station["id"], message["name"]) == ("yuanba-01", station["name"])


def test_after_a_code_that_is_gone_the_talk_goes_on(say: Send, rasa: FakeRasa) -> None:
    say("https://guide.example.org/i/castle?v=1")
    say("我要修房子")
    assert [request["message"] for request in rasa.heard] == ["我要修房子"]


def test_a_guide_that_was_opened_is_the_first_thing_said(say: Send, rasa: FakeRasa) -> None:
    assert say("我要修房子", guide="homestead").status_code == 200
    assert rasa.heard[-1]["message"] == '/choose_item{"item":"homestead"}'


@pytest.mark.parametrize("guide", ["", "x" * 65, 7, "a\nb", "\x00"])
def test_a_guide_that_cannot_be_one_is_refused(say: Send, rasa: FakeRasa, guide: object) -> None:
    answer = say("我要修房子", guide=guide)
    assert (answer.status_code, answer.json()["error"]["fields"][0]["path"]) == (422, "guide")


def test_the_code_of_a_receipt_says_its_number(
    client: httpx.Client, say: Send, choose: Callable[..., httpx.Response], fill: Send, tmp_path: Path
) -> None:
    form = choose(say("我要修房子"), "我要办").json()["messages"][0]["form"]
    receipt = choose(fill(form), "对，报上去").json()["messages"][0]
    (tmp_path / "qr.svg").write_bytes(client.get(receipt["qr"]).content)
    (tmp_path / "page.typ").write_text('#set page(width: auto, height: auto)\n#image("qr.svg", width: 30mm)')
    drawn = Image.open(BytesIO(typst.compile(str(tmp_path / "page.typ"), format="png", ppi=144)))
    assert [code.text for code in zxingcpp.read_barcodes(drawn)] == [receipt["number"]]
