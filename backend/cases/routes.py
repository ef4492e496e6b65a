"""Routes of cases. Progress is public; everything else needs the service token."""

from prometheus_client import Counter
from sanic import Blueprint, HTTPResponse, Request

from backend.cases.schemas import (
    AskProgress,
    CaseAnswer,
    CaseList,
    CaseQuery,
    OpenCase,
    OpenedAnswer,
    Progress,
)
from backend.cases.service import CaseService
from backend.kit.api import operation
from backend.kit.db import Database
from backend.kit.web import client_address, respond

CASES_OPENED = Counter("cnb_cases_opened", "Cases opened (replays not counted)")


def blueprint(cases: CaseService, database: Database) -> Blueprint:
    """Routes over `cases`."""
    routes = Blueprint("cases", url_prefix="/api/v1/cases")

    @routes.post("/")
    @operation(
        "把申请变成办件", body=OpenCase, answer=OpenedAnswer, status=201, guard="service", idempotent=True
    )
    async def open_case(request: Request, body: OpenCase, key: str) -> HTTPResponse:
        async with database.write() as session:
            case, created = await cases.open(session, body.application, key)
        if created:
            CASES_OPENED.inc()
        return respond(OpenedAnswer(case=case).model_dump(mode="json"), 201 if created else 200)

    @routes.get("/")
    @operation("办件清单，姓名和电话已打码", query=CaseQuery, answer=CaseList, guard="service")
    async def list_cases(request: Request, query: CaseQuery) -> HTTPResponse:
        async with database.read() as session:
            found = await cases.list_page(
                session,
                station=query.station,
                state=query.state,
                day=query.day,
                page=query.page,
                size=query.size,
            )
        return respond(found.model_dump(mode="json"))

    @routes.get("/<number:str>")
    @operation("一个办件和它的经过", answer=CaseAnswer, guard="service")
    async def get_case(request: Request, number: str) -> HTTPResponse:
        async with database.read() as session:
            case = await cases.get(session, number)
        return respond(CaseAnswer(case=case).model_dump(mode="json"))

    @routes.post("/progress")
    @operation("凭受理编号和手机后四位查进度", body=AskProgress, answer=Progress)
    async def ask_progress(request: Request, body: AskProgress) -> HTTPResponse:
        async with database.read() as session:
            found = await cases.progress(
                session, body.number, body.phone_tail, askers=[client_address(request)]
            )
        return respond(found.model_dump(mode="json"))

    return routes
