"""From the form to the receipt and the progress, through the chat."""

from collections.abc import Callable
from uuid import uuid4

import httpx
import pytest

from tests.contracts.fake_rasa import FakeRasa

Send = Callable[..., httpx.Response]


@pytest.fixture
def form(say: Send, choose: Send) -> str:
    """The id of a form this session was given."""
    message = choose(say("我要修房子"), "我要办").json()["messages"][0]
    assert "answers" not in message
    return str(message["form"])


@pytest.fixture
def receipt(form: str, fill: Send, choose: Send) -> dict[str, str]:
    answer: dict[str, str] = choose(fill(form), "对，报上去").json()["messages"][0]
    return answer


def test_the_filled_form_is_shown_masked(form: str, fill: Send, rasa: FakeRasa) -> None:
    answer = fill(form)
    message = answer.json()["messages"][0]
    assert {"label": "姓名", "value": "张*"} in message["fields"]
    assert "13900001234" not in answer.text
    assert "张三" not in str(rasa.heard)


def test_confirming_gives_a_receipt(client: httpx.Client, receipt: dict[str, str]) -> None:
    picture = client.get(receipt["qr"])
    assert picture.status_code == 200
    assert picture.headers["content-type"] == "image/svg+xml"


def test_a_receipt_is_only_for_its_session(address: str, receipt: dict[str, str]) -> None:
    with httpx.Client(base_url=address, trust_env=False) as other:
        assert other.get(receipt["qr"]).status_code == 404


def test_confirming_twice_opens_one_case(form: str, fill: Send, choose: Send) -> None:
    asked = fill(form)
    first, second = (choose(asked, "对，报上去").json()["messages"][0] for _ in range(2))
    assert first["number"] == second["number"]


def test_the_progress_of_ones_own_case_needs_no_number(say: Send, receipt: dict[str, str]) -> None:
    assert say("我的事办到哪了").json()["messages"][0]["number"] == receipt["number"]


def test_all_wrong_fields_are_named_at_once(form: str, fill: Send) -> None:
    answer = fill(form, name="1", phone="123", station="nowhere", consent=False)
    assert answer.status_code == 422
    assert {field["path"] for field in answer.json()["error"]["fields"]} == {
        "name",
        "phone",
        "station",
        "consent",
    }


def test_a_refused_form_can_be_mended(form: str, fill: Send) -> None:
    fill(form, phone="123")
    assert fill(form).json()["messages"][0]["type"] == "application"


def test_a_replayed_form_is_one_application(form: str, fill: Send, rasa: FakeRasa) -> None:
    first, second = (fill(form, client_id="same-form").json() for _ in range(2))
    assert first == second
    assert sum("/submit_application" in request["message"] for request in rasa.heard) == 1


def test_a_form_of_another_session_is_gone(form: str, address: str) -> None:
    body = {"form": form, "for_whom": "self", "name": "李四", "phone": "13900000000", "station": "yuanba-01"}
    with httpx.Client(base_url=address, trust_env=False) as other:
        answer = other.post(
            "/api/v1/chat/applications", json={**body, "consent": True, "client_id": uuid4().hex}
        )
    assert (answer.status_code, answer.json()["error"]["code"]) == (410, "form_gone")


def test_the_station_of_the_form_becomes_ones_own(client: httpx.Client, form: str, fill: Send) -> None:
    fill(form, station="yuanba-02")
    assert client.get("/api/v1/chat/messages").json()["station"]["id"] == "yuanba-02"


def test_actions_see_station_hall_and_cases(
    service: httpx.Client, receipt: dict[str, str], rasa: FakeRasa
) -> None:
    seen = service.get(f"/api/v1/chat/conversations/{rasa.heard[-1]['sender']}").json()
    assert seen["station"]["town"]["name"] == "元坝镇"
    assert seen["hall"]["phone"]
    assert seen["cases"] == [receipt["number"]]


def test_conversations_need_the_service_token(client: httpx.Client, say: Send, rasa: FakeRasa) -> None:
    say("你好")
    assert client.get(f"/api/v1/chat/conversations/{rasa.heard[-1]['sender']}").status_code == 401


def test_an_unknown_conversation_is_not_found(service: httpx.Client) -> None:
    assert service.get("/api/v1/chat/conversations/nobody").status_code == 404


def test_a_case_of_someone_else_needs_the_digits(
    service: httpx.Client, address: str, receipt: dict[str, str], rasa: FakeRasa
) -> None:
    with httpx.Client(base_url=address, trust_env=False) as other:
        text = f"{receipt['number']}办到哪了，尾号1234"
        other.post("/api/v1/chat/messages", json={"text": text, "client_id": uuid4().hex})
    heard = rasa.heard[-1]
    assert heard["message"] == "〔办件号1〕办到哪了，尾号〔尾号1〕"
    path = f"/api/v1/chat/conversations/{heard['sender']}/progress"
    right = service.post(path, json={"number": "〔办件号1〕", "tail": "〔尾号1〕"})
    assert right.json()["cases"][0]["number"] == receipt["number"]
    for body in (
        {"number": "〔办件号1〕"},
        {"number": "〔办件号1〕", "tail": "9999"},
        {"number": "〔办件号9〕", "tail": "1"},
    ):
        refused = service.post(path, json=body)
        assert (refused.status_code, refused.json()["error"]["code"]) == (404, "case_not_found")
