"""Cases: opening, moving through the table of states, and telling where they are."""

from collections.abc import Iterable
from datetime import date, datetime, time, timedelta

from sqlalchemy.ext.asyncio import AsyncSession

from backend.cases import repository, telling
from backend.cases.applications import NAME, PHONE, ApplicationExpired, ApplicationNotFound
from backend.cases.model import Application, Case, CaseEvent
from backend.cases.people import tidy_number, tidy_tail
from backend.cases.promise import promise
from backend.cases.schemas import CaseList, CaseView, OpenedCase, Progress
from backend.cases.states import Actor, Event, State, step
from backend.items.service import ItemService
from backend.kit.clock import BEIJING, Clock
from backend.kit.errors import Conflict, NotFound
from backend.kit.idempotency import once
from backend.kit.limits import RateLimiter
from backend.kit.security import Sealer, same_secret
from backend.org.service import OrganisationService
from catalog.situations import personal

_TAIL = "case.phone_tail"
_GUESSES_PER_NUMBER = "10/hour"
_GUESSES_PER_ASKER = "60/hour"


class CaseNotFound(NotFound):
    """No case has this number, or the digits are not those of its phone: one answer, so that nobody can probe."""

    code, text = "case_not_found", "没有查到。请看看受理编号和手机后四位写对没有，或者打电话问村便民服务站。"


class CaseChanged(Conflict):
    """Somebody else changed the case first."""

    code, text = "case_changed", "这件事刚刚有人动过了，请刷新后再办。"


class CaseService:
    """What can be done with cases. Every method works in the transaction of the session it gets."""

    def __init__(
        self,
        items: ItemService,
        organisation: OrganisationService,
        sealer: Sealer,
        limiter: RateLimiter,
        clock: Clock,
        region: str,
    ) -> None:
        self._items = items
        self._organisation = organisation
        self._sealer = sealer
        self._limiter = limiter
        self._clock = clock
        self._region = region

    async def open(self, session: AsyncSession, application_id: str, key: str) -> tuple[OpenedCase, bool]:
        """Make the application a case; return its receipt and whether it is new.

        An application becomes one case at most: with the same `key` or with another, the first receipt comes back.

        Raises:
            ApplicationNotFound: no application has this id.
            ApplicationExpired: it is older than a day.
            KeyReused: the key was used for another application.
        """
        created = False

        async def work() -> dict[str, object]:
            nonlocal created
            application = await repository.lock_application(session, application_id)
            if application is None:
                raise ApplicationNotFound()
            case = await repository.find_case_of_application(session, application_id)
            if case is None:
                created, case = True, await self._create(session, application)
            station = self._organisation.contact(case.station_id)
            return telling.receipt(case, station).model_dump(mode="json")

        answer, _ = await once(session, "cases.open", key, {"application": application_id}, work)
        return OpenedCase.model_validate(answer), created

    async def move(
        self, session: AsyncSession, number: str, event: Event, actor: Actor, note: str, row_version: int
    ) -> None:
        """Take one step of the table of states and write it into the history.

        Raises:
            CaseNotFound: no case has this number.
            CaseChanged: the case is no longer at `row_version`.
            NotPossible: the table says no.
        """
        case = await self._get(session, number)
        if case.row_version != row_version:
            raise CaseChanged()
        self._record(case, step(State(case.state), event, actor, note), event, actor, note)
        await session.flush()

    async def progress(
        self, session: AsyncSession, number: str, phone_tail: str, *, askers: Iterable[str]
    ) -> Progress:
        """Return where a case is, for someone who knows its number and the last four digits of its phone.

        Args:
            session: the transaction.
            number: receipt number as typed.
            phone_tail: four digits as typed.
            askers: who asks (network address, conversation): guesses are counted for each, and for each number.

        Raises:
            CaseNotFound: wrong number or wrong digits.
            TooManyRequests: too many tries.
        """
        tidy, tail = tidy_number(number) or "", tidy_tail(phone_tail) or ""
        for asker in askers:
            await self._limiter.hit(_GUESSES_PER_ASKER, "case.progress.asker", asker)
        if tidy:
            await self._limiter.hit(_GUESSES_PER_NUMBER, "case.progress.number", tidy)
        case = await repository.find_case(session, tidy)
        expected = case.phone_tail_digest if case else ""
        # Hashed and compared for an unknown number too: it must not be known by how long the answer takes.
        right = same_secret(self._tail_digest(tidy, tail), expected)
        if case is None or not right:
            raise CaseNotFound()
        return self._progress(case)

    async def for_conversation(self, session: AsyncSession, conversation: str) -> list[Progress]:
        """Return where the cases opened in this conversation are, newest first."""
        return [
            self._progress(case)
            for case in await repository.list_cases_of_conversation(session, conversation)
        ]

    async def list_page(
        self,
        session: AsyncSession,
        *,
        station: str | None = None,
        state: State | None = None,
        day: date | None = None,
        page: int = 1,
        size: int = 20,
    ) -> CaseList:
        """Return one page of cases for staff, newest first, names and phones masked."""
        since = datetime.combine(day, time(), BEIJING) if day else None
        cases, total = await repository.list_cases(
            session,
            station=station,
            state=state,
            since=since,
            until=since + timedelta(days=1) if since else None,
            offset=(page - 1) * size,
            limit=size,
        )
        return CaseList(cases=[self._view(case) for case in cases], page=page, size=size, total=total)

    async def get(self, session: AsyncSession, number: str) -> CaseView:
        """Return one case for staff.

        Raises:
            CaseNotFound: no case has this number.
        """
        return self._view(await self._get(session, number))

    async def _get(self, session: AsyncSession, number: str) -> Case:
        case = await repository.find_case(session, tidy_number(number) or "")
        if case is None:
            raise CaseNotFound("没有这个受理编号。")
        return case

    async def _create(self, session: AsyncSession, application: Application) -> Case:
        now = self._clock()
        if (
            application.expires_at <= now
            or application.name_sealed is None
            or application.phone_sealed is None
        ):
            raise ApplicationExpired()
        item = await self._items.get_version(session, application.item_id, application.item_version)
        today = now.astimezone(BEIJING).date()
        promised = promise(item.data["time"]["promised"], today)
        number = f"{self._region}-{today:%Y%m%d}-{await repository.next_count(session, today):06d}"
        phone = self._sealer.open(application.phone_sealed, PHONE)
        case = Case(
            number=number,
            application_id=application.id,
            conversation=application.conversation,
            item_id=item.ref.id,
            item_version=item.ref.version,
            item_title=item.ref.title,
            item_name=item.ref.name,
            answers=application.answers,
            materials=[
                {**row, "maybe": maybe}
                for row, maybe in personal(item.data, item.data["materials"], application.answers)
            ],
            steps=[
                {**row, "maybe": maybe}
                for row, maybe in personal(item.data, item.data["steps"], application.answers)
            ],
            for_whom=application.for_whom,
            name_sealed=application.name_sealed,
            phone_sealed=application.phone_sealed,
            phone_tail_digest=self._tail_digest(number, phone[-4:]),
            station_id=application.station_id,
            promised=promised.day,
            promised_text=promised.text,
            opened_at=now,
            events=[],
        )
        application.name_sealed = application.phone_sealed = None
        self._record(case, step(None, Event.OPEN, Actor.RESIDENT, ""), Event.OPEN, Actor.RESIDENT, "")
        session.add(case)
        await session.flush()
        return case

    def _record(self, case: Case, state: State, event: Event, actor: Actor, note: str) -> None:
        """Change the state together with its history: there is no other way to change it."""
        case.state = state
        case.events.append(CaseEvent(at=self._clock(), event=event, state=state, actor=actor, note=note))

    def _tail_digest(self, number: str, tail: str) -> str:
        return self._sealer.digest(f"{number} {tail}", _TAIL)

    def _progress(self, case: Case) -> Progress:
        return telling.progress(case, self._organisation.contact(case.station_id))

    def _view(self, case: Case) -> CaseView:
        name, phone = self._sealer.open(case.name_sealed, NAME), self._sealer.open(case.phone_sealed, PHONE)
        return telling.for_staff(case, name, phone)
