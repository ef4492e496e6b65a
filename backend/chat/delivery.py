"""Makes of Rasa's replies the messages a page may have: commands stay here, what Rasa must not know is filled in."""

import re
import secrets
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from backend.cases.applications import ApplicationExpired, ApplicationNotFound, ApplicationService
from backend.chat.messages import ApplicationReply, FormReply, ReceiptReply, Reply, Text
from backend.chat.model import ChatForm, ChatOffer, ChatSession
from backend.kit.clock import Clock

_BUTTONS = ("choices", "neighbours")
"""Keys of a message whose values are buttons."""
_ASKS_FOR_TAIL = re.compile(r"(?:[后末]|最后)[四4]位|尾号")


class Delivery:
    """Turns replies into messages (JSON of docs/conversation.md, section 2) and stores what stands behind them."""

    def __init__(self, applications: ApplicationService, clock: Clock) -> None:
        self._applications = applications
        self._clock = clock

    async def deliver(self, session: AsyncSession, chat: ChatSession, reply: Reply) -> dict[str, Any]:
        """Return the message of a reply, for this session only."""
        message = reply.model_dump(mode="json")
        if isinstance(reply, ApplicationReply):
            try:
                view = await self._applications.get(session, reply.application, chat.conversation)
            except (ApplicationNotFound, ApplicationExpired) as error:
                return Text(text=error.message, tone="trouble").model_dump(mode="json")
            message["fields"] = [field.model_dump() for field in view.fields]
        elif isinstance(reply, FormReply):
            message["form"] = self._bind_form(session, chat, reply)
            del message["answers"]
        elif isinstance(reply, ReceiptReply):
            message["qr"] = f"/api/v1/chat/receipts/{reply.number}/qr.svg"
        for key in _BUTTONS:
            if key in message:
                message[key] = [self._offer(session, chat, choice) for choice in message[key]]
        return message

    def _offer(self, session: AsyncSession, chat: ChatSession, choice: dict[str, Any]) -> dict[str, Any]:
        """Keep the command, hand out an id."""
        label, payload = choice["label"], choice.pop("payload")
        offer = ChatOffer(id=_opaque(), session_id=chat.id, label=label, payload=payload, at=self._clock())
        session.add(offer)
        return {**choice, "id": offer.id}

    def _bind_form(self, session: AsyncSession, chat: ChatSession, reply: FormReply) -> str:
        form = ChatForm(
            id=_opaque(), session_id=chat.id, item_id=reply.item.id, answers=reply.answers, at=self._clock()
        )
        session.add(form)
        return form.id


def asks_for_tail(messages: list[dict[str, Any]]) -> bool:
    """Whether the bot has just asked for the last four digits of a phone."""
    return any(_ASKS_FOR_TAIL.search(str(message.get("text", ""))) for message in messages)


def _opaque() -> str:
    return secrets.token_urlsafe(16)
