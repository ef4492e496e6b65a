"""Opening cases: numbers, promises, snapshots, replays."""

import asyncio
import re
from collections.abc import Callable
from uuid import uuid4

import httpx
import pytest
from sqlalchemy import func, select

from backend.cases.applications import ApplicationExpired, ApplicationNotFound, ApplicationService, Draft
from backend.cases.model import Application, Case, CaseEvent
from backend.cases.service import CaseService
from backend.kit.db import Database
from backend.kit.errors import Invalid
from backend.kit.idempotency import KeyReused
from backend.settings import Settings
from tests.backend.support import TOKEN, FakeClock

MakeDraft = Callable[..., Draft]


@pytest.fixture
async def application(applications: ApplicationService, database: Database, draft: MakeDraft) -> str:
    async with database.write() as session:
        return (await applications.create(session, draft())).id


async def open_case(cases: CaseService, database: Database, application: str, key: str | None = None):
    async with database.write() as session:
        return await cases.open(session, application, key or uuid4().hex)


async def test_receipt_tells_how_it_goes_on(cases, database, application):
    case, created = await open_case(cases, database, application)
    assert created
    assert re.fullmatch(r"510811-20261123-\d{6}", case.number)
    assert case.item.title == "我要修房子"
    assert case.promised.isoformat() == "2026-12-07"
    assert len(case.next) == 3
    assert case.station.phone == "0839-0000401"


async def test_personal_values_are_encrypted_and_kept_once(cases, database, application, settings: Settings):
    case, _ = await open_case(cases, database, application)
    async with database.read() as session:
        stored = await session.scalar(select(Case).where(Case.number == case.number))
        left = await session.get(Application, application)
    assert "张三" not in stored.name_sealed
    assert "13900001234" not in stored.phone_sealed
    assert left.name_sealed is None
    assert left.phone_sealed is None


async def test_materials_are_those_of_the_answers(cases, database, application):
    case, _ = await open_case(cases, database, application)
    async with database.read() as session:
        view = await cases.get(session, case.number)
    ids = {row["id"] for row in view.materials}
    assert "old-certificate" in ids
    assert "return-promise" not in ids
    assert (view.name, view.phone) == ("张*", "139****1234")


async def test_same_key_gives_the_same_receipt(cases, database, application):
    key = uuid4().hex
    first, created = await open_case(cases, database, application, key)
    again, created_again = await open_case(cases, database, application, key)
    assert (first, created, created_again) == (again, True, False)


async def test_an_application_becomes_one_case_under_any_key(cases, database, application):
    first, _ = await open_case(cases, database, application)
    again, created = await open_case(cases, database, application)
    assert first.number == again.number
    assert not created


async def test_key_of_another_application_is_refused(applications, cases, database, application, draft):
    key = uuid4().hex
    await open_case(cases, database, application, key)
    async with database.write() as session:
        other = (await applications.create(session, draft())).id
    with pytest.raises(KeyReused):
        await open_case(cases, database, other, key)


async def test_application_expires_and_is_deleted(
    applications, cases, database, application, draft, clock: FakeClock
):
    clock.forward(hours=24, seconds=1)
    with pytest.raises(ApplicationExpired):
        await open_case(cases, database, application)
    async with database.write() as session:
        await applications.create(session, draft())
    with pytest.raises(ApplicationNotFound):
        await open_case(cases, database, application)


async def test_refused_opening_leaves_nothing(cases, database):
    key = uuid4().hex
    for _ in range(2):
        with pytest.raises(ApplicationNotFound):
            await open_case(cases, database, "no-such-application", key)


async def test_all_wrong_fields_at_once(applications, database, draft):
    wrong = draft(name="<b>张三</b>", phone="12", station="nowhere", consent=False)
    async with database.read() as session:
        with pytest.raises(Invalid) as refused:
            await applications.create(session, wrong)
    assert [field.path for field in refused.value.fields] == ["name", "phone", "station", "consent"]


@pytest.mark.parametrize(
    "phone", ["139 0000 1234", "１３９００００１２３４", "139-0000-1234", "+8613900001234"]
)
async def test_phones_as_people_type_them(applications, database, draft, phone):
    async with database.write() as session:
        view = await applications.create(session, draft(phone=phone))
    assert "139****1234" in [field.value for field in view.fields]


async def test_application_of_another_conversation_is_not_found(applications, database, draft):
    mine = draft()
    async with database.write() as session:
        view = await applications.create(session, mine)
        assert (await applications.get(session, view.id, mine.conversation)) == view
        with pytest.raises(ApplicationNotFound):
            await applications.get(session, view.id, "another")


async def test_200_parallel_openings_give_200_numbers(filed, database, service: httpx.Client):
    ids = [await filed() for _ in range(200)]
    async with database.read() as session:
        before = await session.scalar(select(func.count()).select_from(Case))
    numbers = await _post_all(str(service.base_url), [(one, one) for one in ids])
    assert len(set(numbers)) == 200
    async with database.read() as session:
        assert await session.scalar(select(func.count()).select_from(Case)) == before + 200
        opened = select(func.count()).select_from(CaseEvent).join(Case).where(Case.application_id.in_(ids))
        assert await session.scalar(opened) == 200


async def test_same_key_in_parallel_opens_one_case(filed, service: httpx.Client):
    numbers = await _post_all(str(service.base_url), [(await filed(), uuid4().hex)] * 20)
    assert len(set(numbers)) == 1


async def test_same_application_in_parallel_opens_one_case(filed, service: httpx.Client):
    application = await filed()
    numbers = await _post_all(str(service.base_url), [(application, uuid4().hex) for _ in range(20)])
    assert len(set(numbers)) == 1


async def _post_all(address: str, requests: list[tuple[str, str]]) -> list[str]:
    """Open all at the same time over HTTP; returns the receipt numbers."""
    limits = httpx.Limits(max_connections=200)
    async with httpx.AsyncClient(base_url=address, trust_env=False, limits=limits, timeout=60) as client:
        headers = {"Authorization": f"Bearer {TOKEN}"}
        answers = await asyncio.gather(
            *(
                client.post(
                    "/api/v1/cases", json={"application": one}, headers={**headers, "Idempotency-Key": key}
                )
                for one, key in requests
            )
        )
    assert {answer.status_code for answer in answers} <= {200, 201}
    return [answer.json()["case"]["number"] for answer in answers]
