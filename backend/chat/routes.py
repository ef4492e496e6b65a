"""Routes of the chat: for the page (cookie) and for the actions (service token)."""

import io
from datetime import timedelta

import qrcode
from qrcode.image.svg import SvgPathImage
from sanic import Blueprint, HTTPResponse, Request
from sanic.response import empty, raw

from backend.chat.schemas import (
    Apply,
    AskOwnProgress,
    ChooseStation,
    Conversation,
    Messages,
    ProgressList,
    Say,
    StationAnswer,
    Talk,
)
from backend.chat.service import Answer, ChatService, Visitor
from backend.chat.sessions import IDLE, Sessions
from backend.chat.talks import Talks
from backend.kit.api import operation
from backend.kit.db import Database
from backend.kit.web import client_address, over_https, request_id, respond

_COOKIE = "cnb_chat"
_PATH = "/api/v1/chat"


def blueprint(chat: ChatService, talks: Talks, sessions: Sessions, database: Database) -> Blueprint:
    """Routes over the services of the chat."""
    routes = Blueprint("chat", url_prefix=_PATH)

    @routes.post("/messages")
    @operation("说一句话，或者点一个选项", body=Say, answer=Messages)
    async def say(request: Request, body: Say) -> HTTPResponse:
        return _answer(request, await chat.say(_visitor(request), body))

    @routes.post("/applications")
    @operation("交一张申请表", body=Apply, answer=Messages)
    async def apply(request: Request, body: Apply) -> HTTPResponse:
        return _answer(request, await chat.apply(_visitor(request), body))

    @routes.get("/messages")
    @operation("到现在为止的对话", answer=Talk)
    async def get_talk(request: Request) -> HTTPResponse:
        token = request.cookies.get(_COOKIE)
        async with database.read() as session:
            known = await sessions.find(session, token)
            if known is not None:
                return respond((await talks.history(session, known)).model_dump(mode="json", by_alias=True))
        async with database.write() as session:
            _, token = await sessions.enter(session, None, client_address(request))
        return _with_cookie(request, respond(Talk(entries=[], station=None).model_dump(mode="json")), token)

    @routes.put("/station")
    @operation("选自己的便民服务站", body=ChooseStation, answer=StationAnswer)
    async def choose_station(request: Request, body: ChooseStation) -> HTTPResponse:
        async with database.write() as session:
            current, token = await sessions.enter(
                session, request.cookies.get(_COOKIE), client_address(request)
            )
            station = talks.choose_station(current, body.station)
        return _with_cookie(request, respond(StationAnswer(station=station).model_dump()), token)

    @routes.delete("/session")
    @operation("结束对话，重新开始", status=204)
    async def end_session(request: Request) -> HTTPResponse:
        async with database.write() as session:
            await sessions.end(session, request.cookies.get(_COOKIE))
        return _with_cookie(request, empty(), "", timedelta(0))

    @routes.get("/receipts/<number:str>/qr.svg")
    @operation("回执上的二维码，只给开出这张回执的人")
    async def get_receipt_code(request: Request, number: str) -> HTTPResponse:
        async with database.read() as session:
            await talks.check_receipt(session, request.cookies.get(_COOKIE), number)
        return raw(
            _qr(number), content_type="image/svg+xml", headers={"Cache-Control": "private, max-age=3600"}
        )

    @routes.get("/conversations/<conversation:str>")
    @operation("一次对话的便民服务站和办件", answer=Conversation, guard="service")
    async def get_conversation(request: Request, conversation: str) -> HTTPResponse:
        async with database.read() as session:
            return respond((await talks.conversation(session, conversation)).model_dump(mode="json"))

    @routes.post("/conversations/<conversation:str>/progress")
    @operation("在一次对话里查进度", body=AskOwnProgress, answer=ProgressList, guard="service")
    async def ask_progress(request: Request, conversation: str, body: AskOwnProgress) -> HTTPResponse:
        async with database.read() as session:
            cases = await talks.progress(session, conversation, body)
        return respond(ProgressList(cases=cases).model_dump(mode="json"))

    return routes


def _visitor(request: Request) -> Visitor:
    return Visitor(request.cookies.get(_COOKIE), client_address(request), request_id(request))


def _answer(request: Request, answer: Answer) -> HTTPResponse:
    body = Messages(messages=answer.messages, trace_id=answer.trace_id)
    return _with_cookie(request, respond(body.model_dump()), answer.token)


def _with_cookie(
    request: Request, response: HTTPResponse, token: str, kept: timedelta = IDLE
) -> HTTPResponse:
    response.add_cookie(
        _COOKIE,
        token,
        path=_PATH,
        max_age=int(kept.total_seconds()),
        httponly=True,
        samesite="Lax",
        secure=over_https(request),
    )
    return response


def _qr(number: str) -> bytes:
    picture = io.BytesIO()
    qrcode.make(number, image_factory=SvgPathImage).save(picture)
    return picture.getvalue()
