"""Progress over HTTP and in the words of each state."""

from uuid import uuid4

import httpx
import pytest

from backend.app import create_app
from backend.cases.service import CaseChanged, CaseNotFound
from backend.cases.states import Actor, Event
from backend.kit.db import Database
from backend.kit.errors import TooManyRequests
from backend.settings import Settings
from tests.backend.support import TOKEN, served, settings_for


@pytest.fixture
async def application(filed) -> str:
    return await filed()


@pytest.fixture
def number(application: str, service: httpx.Client) -> str:
    """The receipt number of a case of 13900001234."""
    body, headers = {"application": application}, {"Idempotency-Key": uuid4().hex}
    answer = service.post("/api/v1/cases", json=body, headers=headers)
    assert answer.status_code == 201
    return answer.json()["case"]["number"]


def ask(client: httpx.Client, number: str, tail: str) -> httpx.Response:
    return client.post("/api/v1/cases/progress", json={"number": number, "phone_tail": tail})


async def move(cases, database: Database, number: str, event: Event, actor: Actor, note: str = "") -> None:
    async with database.write() as session:
        version = (await cases.get(session, number)).row_version
        await cases.move(session, number, event, actor, note, version)


def test_number_and_tail_tell_where_it_is(client, number):
    answer = ask(client, number, "1234")
    assert answer.status_code == 200
    told = answer.json()
    assert told["number"] == number
    assert told["events"][0]["text"] == "您报上来了，青梅路社区便民服务站收到了"
    assert told["events"][0]["at"].endswith("+08:00")
    assert [event["done"] for event in told["events"]].count(True) == 1
    assert told["todo"] is None


def test_typed_with_blanks_and_wide_digits(client, number):
    wide = number.replace("-", " ").translate(str.maketrans("0123456789", "０１２３４５６７８９"))
    assert ask(client, wide, " １２３４ ").status_code == 200


@pytest.mark.parametrize(
    ("asked", "tail"),
    [
        ("theirs", "9999"),
        ("510811-20200101-000001", "1234"),
        ("张三的那个", "1234"),
        ("theirs", "' OR 1=1"),
        ("theirs", "💥"),
    ],
)
def test_wrong_number_and_wrong_digits_get_the_same_answer(client, number, asked, tail):
    answer = ask(client, number if asked == "theirs" else asked, tail)
    assert answer.status_code == 404
    assert answer.json()["error"] == {
        "code": "case_not_found",
        "message": "没有查到。请看看受理编号和手机后四位写对没有，或者打电话问村便民服务站。",
        "fields": [],
    }


async def test_guesses_run_out_for_each_number(cases, database, number):
    async with database.read() as session:
        for guess in range(10):
            with pytest.raises(CaseNotFound):
                await cases.progress(session, number, f"{guess:04d}", askers=[f"asker {guess}"])
        with pytest.raises(TooManyRequests):
            await cases.progress(session, number, "1234", askers=["another"])


def test_guesses_run_out_over_http(tmp_path, settings: Settings, catalogue):
    app = create_app(settings_for(tmp_path, settings.database_url), catalogue)
    with served(app) as address, httpx.Client(base_url=address, trust_env=False) as client:
        answers = [ask(client, "510811-20200101-000002", f"{guess:04d}") for guess in range(11)]
    assert [answer.status_code for answer in answers] == [404] * 10 + [429]
    assert 1 <= int(answers[-1].headers["Retry-After"]) <= 3600


async def test_supplement_says_what_is_missing(cases, database, client, number):
    await move(cases, database, number, Event.SUPPLEMENT, Actor.STATION, "房屋设计图一份")
    told = ask(client, number, "1234").json()
    assert told["state"] == "等您补材料"
    assert told["todo"].startswith("请补：房屋设计图一份。送到青梅路社区便民服务站")


async def test_refusal_gives_the_reason_and_nothing_to_come(cases, database, client, number):
    await move(cases, database, number, Event.REFUSE, Actor.STATION, "地块在永久基本农田上")
    told = ask(client, number, "1234").json()
    assert "地块在永久基本农田上" in told["events"][-1]["text"]
    assert all(event["done"] for event in told["events"])
    assert told["promised"] is None


async def test_two_clerks_at_once_do_not_overwrite(cases, database, number):
    async with database.read() as session:
        seen = (await cases.get(session, number)).row_version
    await move(cases, database, number, Event.ACCEPT, Actor.STATION)
    async with database.write() as session:
        with pytest.raises(CaseChanged):
            await cases.move(session, number, Event.WITHDRAW, Actor.RESIDENT, "", seen)


async def test_conversation_sees_its_own_cases_only(applications, cases, database, draft):
    mine = draft()
    async with database.write() as session:
        opened, _ = await cases.open(session, (await applications.create(session, mine)).id, uuid4().hex)
        assert [told.number for told in await cases.for_conversation(session, mine.conversation)] == [
            opened.number
        ]
        assert await cases.for_conversation(session, "another") == []


def test_staff_list_filters_pages_and_masks(service, number):
    day = f"{number[7:11]}-{number[11:13]}-{number[13:15]}"
    query = {"station": "yuanba-01", "state": "opened", "date": day, "size": 1}
    answer = service.get("/api/v1/cases", params=query).json()
    assert len(answer["cases"]) == 1
    assert answer["total"] >= 1
    assert answer["cases"][0]["name"] == "张*"
    assert answer["cases"][0]["phone"] == "139****1234"
    assert service.get("/api/v1/cases", params={"station": "weizi-01", "date": day}).json()["total"] == 0
    assert service.get("/api/v1/cases", params={"date": "2020-01-01"}).json()["cases"] == []
    for never in ("0001-01-01", "9999-12-31", "0", "2026-02-30"):
        assert service.get("/api/v1/cases", params={"date": never}).status_code == 422


def test_one_case_for_staff(service, number):
    case = service.get(f"/api/v1/cases/{number}").json()["case"]
    assert (case["number"], case["state"], case["events"][0]["event"]) == (number, "opened", "open")
    assert "13900001234" not in str(case)


@pytest.mark.parametrize("wrong", ["510811-20200101-000009", "%00", "%FF", "' OR 1=1", "x" * 3000])
def test_unknown_case_for_staff(service, wrong):
    assert service.get(f"/api/v1/cases/{wrong}").json()["error"]["code"] == "case_not_found"


@pytest.mark.parametrize("header", [{}, {"Authorization": "Bearer wrong"}, {"Authorization": TOKEN + "x"}])
@pytest.mark.parametrize(
    ("method", "path"), [("POST", "/api/v1/cases"), ("GET", "/api/v1/cases"), ("GET", "/api/v1/cases/1")]
)
def test_staff_routes_need_the_service_token(client, header, method, path):
    answer = client.request(method, path, headers=header)
    assert (answer.status_code, answer.json()["error"]["code"]) == (401, "not_allowed")


@pytest.mark.parametrize("key", ["", "short", "有汉字的钥匙编号", "x" * 129])
def test_opening_needs_a_key(service, key):
    headers = {"Idempotency-Key": key.encode()}
    answer = service.post("/api/v1/cases", json={"application": "a" * 32}, headers=headers)
    assert answer.status_code == 422
    assert answer.json()["error"]["fields"][0]["path"] == "Idempotency-Key"
