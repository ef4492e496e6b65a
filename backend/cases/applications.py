"""Applications: what a resident filled in, kept encrypted for a day until it becomes a case."""

import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy.ext.asyncio import AsyncSession

from backend.cases import repository
from backend.cases.model import Application
from backend.cases.people import mask_name, mask_phone, tidy_name, tidy_phone
from backend.cases.schemas import ApplicationView, ForWhom, Labelled
from backend.items.service import ItemService
from backend.kit.clock import Clock
from backend.kit.errors import FieldProblem, Gone, Invalid, NotFound
from backend.kit.security import Sealer
from backend.org.service import OrganisationService
from catalog.situations import UNKNOWN

NAME, PHONE = "person.name", "person.phone"
"""Purposes of sealed values."""
_KEPT = timedelta(hours=24)
_FOR_WHOM: Mapping[ForWhom, str] = {"self": "本人", "family": "家里人", "other": "帮别人"}


class ApplicationNotFound(NotFound):
    """No application has this id, or not in this conversation."""

    code, text = "application_not_found", "没有找到这张申请表，请重新填一次。"


class ApplicationExpired(Gone):
    """It was not confirmed within a day."""

    code, text = (
        "application_expired",
        "这张申请表放了一天没有报上去，为了保护您的信息已经作废，请重新填一次。",
    )


@dataclass(frozen=True, slots=True)
class Draft:
    """What comes from the form: values as typed, nothing checked yet."""

    conversation: str
    item: str
    answers: Mapping[str, str]
    for_whom: ForWhom
    name: str
    phone: str
    station: str
    consent: bool


class ApplicationService:
    """Takes applications in and shows them, masked, to the conversation they belong to."""

    def __init__(
        self, items: ItemService, organisation: OrganisationService, sealer: Sealer, clock: Clock
    ) -> None:
        self._items = items
        self._organisation = organisation
        self._sealer = sealer
        self._clock = clock

    async def create(self, session: AsyncSession, draft: Draft) -> ApplicationView:
        """Store a checked application; expired ones are deleted on the way.

        Raises:
            ItemNotFound: the item does not exist.
            Invalid: with every field that is wrong: name, phone, station, consent.
        """
        item = self._items.get(draft.item)
        name, phone = self._check(draft)
        now = self._clock()
        await repository.delete_expired_applications(session, now)
        application = Application(
            id=secrets.token_hex(16),
            conversation=draft.conversation,
            item_id=item.ref.id,
            item_version=item.ref.version,
            answers=_known_answers(item.data["situations"], draft.answers),
            for_whom=draft.for_whom,
            name_sealed=self._sealer.seal(name, NAME),
            phone_sealed=self._sealer.seal(phone, PHONE),
            station_id=draft.station,
            consented_at=now,
            created_at=now,
            expires_at=now + _KEPT,
        )
        session.add(application)
        await session.flush()
        return self._view(application)

    async def get(self, session: AsyncSession, application_id: str, conversation: str) -> ApplicationView:
        """Return an application of this conversation that is not opened yet.

        Raises:
            ApplicationNotFound: it does not exist, belongs to another conversation, or is a case already.
            ApplicationExpired: it is older than a day.
        """
        application = await repository.find_application(session, application_id)
        if application is None or application.conversation != conversation or application.name_sealed is None:
            raise ApplicationNotFound()
        if application.expires_at <= self._clock():
            raise ApplicationExpired()
        return self._view(application)

    def _check(self, draft: Draft) -> tuple[str, str]:
        problems = []
        name, phone = tidy_name(draft.name), tidy_phone(draft.phone)
        if name is None:
            problems.append(FieldProblem("name", "姓名写 2 到 30 个字，用汉字或者字母"))
        if phone is None:
            problems.append(FieldProblem("phone", "电话号码不对，手机是 11 位数字，座机请带上区号"))
        if self._organisation.find_station(draft.station) is None:
            problems.append(FieldProblem("station", "请选一个便民服务站"))
        if not draft.consent:
            problems.append(FieldProblem("consent", "您同意了我们才能帮您报上去"))
        if name is None or phone is None or problems:
            raise Invalid(fields=problems)
        return name, phone

    def _view(self, application: Application) -> ApplicationView:
        item = self._items.get(application.item_id)
        station = self._organisation.contact(application.station_id)
        for_whom: ForWhom = application.for_whom  # type: ignore[assignment]  # stored from the same Literal
        name = self._sealer.open(application.name_sealed or "", NAME)
        phone = self._sealer.open(application.phone_sealed or "", PHONE)
        return ApplicationView(
            id=application.id,
            item=item.ref,
            for_whom=for_whom,
            station=application.station_id,
            fields=[
                Labelled(label="办啥子事", value=item.ref.title),
                Labelled(label="给哪个办", value=_FOR_WHOM[for_whom]),
                Labelled(label="姓名", value=mask_name(name)),
                Labelled(label="电话", value=mask_phone(phone)),
                Labelled(label="便民服务站", value=station.name),
            ],
        )


def _known_answers(situations: list[dict[str, object]], answers: Mapping[str, str]) -> dict[str, str]:
    """Keep the answers that the item still asks for: it may have been published anew since they were given."""
    choices = {s["id"]: {UNKNOWN, *(choice["id"] for choice in s["choices"])} for s in situations}  # type: ignore[attr-defined]
    return {key: value for key, value in answers.items() if value in choices.get(key, ())}
