"""The gateway: takes what a resident sends, asks Rasa, stores both sides of the talk, answers in any case.

A turn has two transactions. The first keeps what was said, before anybody is asked; the second keeps the answer with its
trace. Between them Rasa works, and its actions may themselves write.
"""

import asyncio
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from functools import partial
from typing import Any
from weakref import WeakValueDictionary

import structlog
from prometheus_client import Counter
from sqlalchemy.ext.asyncio import AsyncSession

from backend.cases.applications import ApplicationService, Draft
from backend.chat import repository
from backend.chat.codes import Code, read_code
from backend.chat.delivery import Delivery, asks_for_tail
from backend.chat.fallback import Fallback
from backend.chat.messages import Reply, Text
from backend.chat.model import ChatEntry, ChatSession, ChatTurn
from backend.chat.presence import Presence
from backend.chat.rasa import Rasa, RasaAnswer, RasaFailed
from backend.chat.schemas import Apply, Say
from backend.chat.sessions import Sessions
from backend.chat.text import LONGEST, clean, too_long
from backend.chat.vault import Vault
from backend.guides.service import GuideService
from backend.kit.clock import Clock
from backend.kit.db import Database
from backend.kit.errors import Conflict, FieldProblem, Gone, Invalid
from backend.kit.jsontext import dumps
from backend.kit.limits import RateLimiter
from backend.kit.security import Sealer
from backend.org.service import OrganisationService

log = structlog.stdlib.get_logger(__name__)

CHAT_ANSWERS = Counter(
    "cnb_chat_answers", "Turns answered: by rasa, or by the gateway with the reason why", ["source"]
)
_PER_SESSION = "20/minute"
_PER_ADDRESS = "240/minute"
"""A whole village may come from one address."""
_TOO_FAST = "您说得太快了，我有点跟不上。歇一会儿再发。"
_HANDED_IN = "填好了，给您交上来"


class ClientIdReused(Conflict):
    """The same `client_id` came with another content."""

    code, text = "client_id_reused", "这条消息和之前的对不上，请刷新页面再试。"


class FormGone(Gone):
    """This session was not given this form, or no longer."""

    code, text = "form_gone", "这张表已经过期了，请重新点一下“我要办”。"


@dataclass(frozen=True, slots=True)
class Visitor:
    """Who sends something: the cookie's token if there is one, the network address, the id of the request."""

    token: str | None
    address: str
    request_id: str


@dataclass(frozen=True, slots=True)
class Answer:
    """What goes back: messages, the id of the stored trace, and the token to keep in the cookie."""

    messages: list[dict[str, Any]]
    trace_id: str
    token: str


@dataclass(frozen=True, slots=True)
class _Heard:
    """What was said: as `shown` in the transcript, as `sent` to Rasa; a code that is `gone` is answered here."""

    shown: str
    sent: str
    gone: bool = False


@dataclass(frozen=True, slots=True)
class _Turn:
    """A turn between its two transactions."""

    id: int
    chat: ChatSession
    token: str
    heard: _Heard


_Hear = Callable[[AsyncSession, ChatSession], Awaitable[_Heard]]


class ChatService:
    """One method for each thing a resident can send."""

    def __init__(
        self,
        *,
        database: Database,
        sessions: Sessions,
        vault: Vault,
        rasa: Rasa,
        presence: Presence,
        delivery: Delivery,
        fallback: Fallback,
        guides: GuideService,
        organisation: OrganisationService,
        applications: ApplicationService,
        limiter: RateLimiter,
        sealer: Sealer,
        clock: Clock,
    ) -> None:
        self._database = database
        self._sessions = sessions
        self._vault = vault
        self._rasa = rasa
        self._presence = presence
        self._delivery = delivery
        self._fallback = fallback
        self._guides = guides
        self._organisation = organisation
        self._applications = applications
        self._limiter = limiter
        self._sealer = sealer
        self._clock = clock
        self._lines: WeakValueDictionary[str, asyncio.Lock] = WeakValueDictionary()
        self._running: set[asyncio.Task[Answer]] = set()

    async def say(self, visitor: Visitor, letter: Say) -> Answer:
        """Answer a text or a choice.

        Raises:
            Invalid: nothing visible was said, or too much.
            ClientIdReused: the id was used for something else.
            TooManyRequests: too fast.
        """
        text = clean(letter.text)
        if not text:
            raise Invalid(fields=[FieldProblem("text", "不能空着")])
        if too_long(text):
            raise Invalid(fields=[FieldProblem("text", f"太长了，最多 {LONGEST} 个字")])
        return await self._take(visitor, letter, partial(self._hear, text, letter))

    async def apply(self, visitor: Visitor, form: Apply) -> Answer:
        """Keep a filled-in form, sealed, and answer it; Rasa hears only the application's id.

        Raises:
            Invalid: with every field that is wrong.
            FormGone: the form does not belong to this session.
            ClientIdReused: the id was used for something else.
            TooManyRequests: too fast.
        """
        return await self._take(visitor, form, partial(self._receive_form, form))

    async def close(self) -> None:
        """Let running turns end, then close the connections to Rasa."""
        await asyncio.gather(*self._running, return_exceptions=True)
        await self._rasa.close()

    async def _take(self, visitor: Visitor, body: Say | Apply, hear: _Hear) -> Answer:
        caller = self._sessions.digest(visitor.token) if visitor.token else visitor.address
        await self._limiter.hit(_PER_SESSION, "chat.session", caller, message=_TOO_FAST)
        await self._limiter.hit(_PER_ADDRESS, "chat.address", visitor.address, message=_TOO_FAST)
        digest = self._sealer.digest(dumps(body.model_dump(mode="json")), "chat.request")
        # A turn that has begun ends, also when the phone lost its connection: the repeated request finds the answer.
        turn = asyncio.create_task(self._run(visitor, caller, body.client_id, digest, hear))
        self._running.add(turn)
        turn.add_done_callback(self._running.discard)
        return await asyncio.shield(turn)

    async def _run(self, visitor: Visitor, caller: str, client_id: str, digest: str, hear: _Hear) -> Answer:
        started = time.perf_counter()
        # One message at a time: a repeated one waits here until the first is answered.
        async with self._lines.setdefault(caller, asyncio.Lock()):
            begun = await self._begin(visitor, client_id, digest, hear)
            if isinstance(begun, Answer):
                return begun
            asked = time.perf_counter()
            with self._presence.during(begun.chat.conversation, visitor.address):
                answer, failure = await self._ask(begun, visitor.request_id)
            trace = {
                "understanding": answer.understanding,
                "failure": failure,
                "items": _items(answer.replies),
                "rasa_ms": _ms_since(asked),
                "total_ms": _ms_since(started),
            }
            return await self._finish(begun, visitor.request_id, answer.replies, trace)

    async def _begin(self, visitor: Visitor, client_id: str, digest: str, hear: _Hear) -> _Turn | Answer:
        """Keep what was said; or return the stored answer when it was said before."""
        async with self._database.write() as session:
            chat, token = await self._sessions.enter(session, visitor.token, visitor.address)
            turn = await repository.find_turn(session, chat.id, client_id)
            if turn is not None and turn.request_digest != digest:
                raise ClientIdReused()
            if turn is not None and turn.answered_at is not None:
                entries = await repository.list_answer(session, turn.id)
                return Answer([entry.message for entry in entries], turn.request_id, token)
            heard = await hear(session, chat)
            if turn is None:
                now = self._clock()
                turn = ChatTurn(
                    session_id=chat.id,
                    client_id=client_id,
                    request_digest=digest,
                    request_id=visitor.request_id,
                    asked_at=now,
                )
                session.add(turn)
                await session.flush()
                said = Text(text=heard.shown).model_dump(mode="json")
                session.add(
                    ChatEntry(session_id=chat.id, turn_id=turn.id, at=now, sender="resident", message=said)
                )
        return _Turn(turn.id, chat, token, heard)

    async def _hear(self, text: str, letter: Say, session: AsyncSession, chat: ChatSession) -> _Heard:
        """Find the command behind a choice, a guide or a scanned code, or mask a text. An unknown choice is its text."""
        offer = await repository.find_offer(session, chat.id, letter.choice) if letter.choice else None
        if offer is not None:
            return _Heard(offer.label, offer.payload)
        code = Code(letter.guide, None) if letter.guide else read_code(text)
        if code and code.station and self._organisation.find_station(code.station):
            chat.station_id = chat.station_id or code.station
        guide = self._guides.find(code.guide) if code else None
        if guide:
            return _Heard(guide.title, f'/choose_item{{"item":"{guide.id}"}}')
        masked = await self._vault.mask(session, chat.id, text, tail_expected=chat.tail_expected)
        return _Heard(masked, masked, gone=code is not None)

    async def _receive_form(self, form: Apply, session: AsyncSession, chat: ChatSession) -> _Heard:
        """Store the application under what the session was asked for."""
        asked = await repository.find_form(session, chat.id, form.form)
        if asked is None:
            raise FormGone()
        draft = Draft(
            conversation=chat.conversation,
            item=asked.item_id,
            answers=asked.answers,
            for_whom=form.for_whom,
            name=form.name,
            phone=form.phone,
            station=form.station,
            consent=form.consent,
        )
        application = await self._applications.create(session, draft)
        chat.station_id = chat.station_id or application.station
        return _Heard(_HANDED_IN, f'/submit_application{{"application":"{application.id}"}}')

    async def _ask(self, turn: _Turn, request_id: str) -> tuple[RasaAnswer, str | None]:
        """Return Rasa's answer, or our own with the reason."""
        if turn.heard.gone:
            CHAT_ANSWERS.labels("code_gone").inc()
            return RasaAnswer(self._fallback.say_gone(turn.chat.station_id), None), "code_gone"
        try:
            answer, failure = await self._rasa.ask(turn.chat.conversation, turn.heard.sent, request_id), None
        except RasaFailed as error:
            log.warning("rasa_failed", reason=error.reason, request_id=request_id)
            answer = RasaAnswer(self._fallback.answer(turn.heard.sent, turn.chat.station_id), None)
            failure = error.reason
        CHAT_ANSWERS.labels(failure or "rasa").inc()
        return answer, failure

    async def _finish(
        self, turn: _Turn, request_id: str, replies: list[Reply], trace: dict[str, Any]
    ) -> Answer:
        """Keep the answer and its trace."""
        chat, now = turn.chat, self._clock()
        async with self._database.write() as session:
            messages = [await self._delivery.deliver(session, chat, reply) for reply in replies]
            for message in messages:
                session.add(
                    ChatEntry(session_id=chat.id, turn_id=turn.id, at=now, sender="bot", message=message)
                )
            await repository.update_session(session, chat.id, tail_expected=asks_for_tail(messages))
            await repository.finish_turn(session, turn.id, request_id, now, trace)
        return Answer(messages, request_id, turn.token)


def _items(replies: list[Reply]) -> list[dict[str, Any]]:
    """Which items, in which versions, an answer spoke of."""
    refs = {(ref.id, ref.version) for reply in replies if (ref := getattr(reply, "item", None)) is not None}
    return [{"id": item_id, "version": version} for item_id, version in sorted(refs)]


def _ms_since(moment: float) -> float:
    return round((time.perf_counter() - moment) * 1000, 1)
