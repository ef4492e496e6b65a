"""What can be seen of a talk and its surroundings: history, station, receipts; and what the actions may ask."""

from collections.abc import Mapping

from sqlalchemy.ext.asyncio import AsyncSession

from backend.cases.schemas import Progress
from backend.cases.service import CaseNotFound, CaseService
from backend.chat import repository
from backend.chat.model import ChatSession
from backend.chat.presence import Presence
from backend.chat.schemas import AskOwnProgress, Conversation, Entry, Talk
from backend.chat.sessions import Sessions
from backend.chat.vault import Vault
from backend.kit.errors import NotFound
from backend.org.schemas import Contact, Station
from backend.org.service import OrganisationService

_SHOWN = 300
"""How many lines of a talk come back on a reload."""


class ReceiptNotFound(NotFound):
    """This session opened no case with this number."""

    code, text = "receipt_not_found", "没有找到这张回执。"


class Talks:
    """Works in the transaction of its caller."""

    def __init__(
        self,
        sessions: Sessions,
        vault: Vault,
        presence: Presence,
        cases: CaseService,
        organisation: OrganisationService,
    ) -> None:
        self._sessions = sessions
        self._vault = vault
        self._presence = presence
        self._cases = cases
        self._organisation = organisation

    async def history(self, session: AsyncSession, chat: ChatSession) -> Talk:
        """Return the talk so far."""
        entries = [
            Entry(
                id=entry.id,
                at=entry.at.isoformat(timespec="seconds"),
                sender=entry.sender,
                message=entry.message,
            )
            for entry in await repository.list_entries(session, chat.id, _SHOWN)
        ]
        return Talk(entries=entries, station=self._station(chat))

    def choose_station(self, chat: ChatSession, station_id: str) -> Station:
        """Remember the resident's station.

        Raises:
            StationNotFound: no station has this id.
        """
        station = self._organisation.get_station(station_id)
        chat.station_id = station.id
        return station

    async def check_receipt(self, session: AsyncSession, token: str | None, number: str) -> None:
        """Let only the session that opened a case see its receipt.

        Raises:
            ReceiptNotFound: it did not.
        """
        chat = await self._sessions.find(session, token)
        if chat is None or number not in await self._numbers(session, chat.conversation):
            raise ReceiptNotFound()

    async def conversation(self, session: AsyncSession, conversation: str) -> Conversation:
        """Return whom to call and which cases were opened.

        Raises:
            ConversationNotFound: there is no such conversation.
        """
        chat = await self._sessions.get_conversation(session, conversation)
        hall = self._organisation.organisation.hall
        return Conversation(
            station=self._station(chat),
            hall=Contact(name=hall.name, phone=hall.phone, hours=hall.hours),
            cases=await self._numbers(session, conversation),
        )

    async def progress(
        self, session: AsyncSession, conversation: str, asked: AskOwnProgress
    ) -> list[Progress]:
        """Return the cases of a conversation; with a number that one, others' only with the digits of its phone.

        Raises:
            ConversationNotFound: there is no such conversation.
            CaseNotFound: no such case, the digits are wrong, or they are needed and missing.
            TooManyRequests: too many tries.
        """
        chat = await self._sessions.get_conversation(session, conversation)
        own = await self._cases.for_conversation(session, conversation)
        if asked.number is None and asked.tail is None:
            return own
        values = await self._vault.open(session, chat.id)
        number, tail = _value(values, asked.number), _value(values, asked.tail)
        mine = [case for case in own if case.number == number]
        if mine:
            return mine
        if not number or not tail:
            raise CaseNotFound()
        address = self._presence.address(conversation)
        askers = [conversation, address] if address else [conversation]
        return [await self._cases.progress(session, number, tail, askers=askers)]

    async def _numbers(self, session: AsyncSession, conversation: str) -> list[str]:
        return [case.number for case in await self._cases.for_conversation(session, conversation)]

    def _station(self, chat: ChatSession) -> Station | None:
        return self._organisation.find_station(chat.station_id) if chat.station_id else None


def _value(values: Mapping[str, str], given: str | None) -> str:
    """What a placeholder stands for; anything else is itself."""
    return values.get(given, given) if given else ""
