"""What the gateway itself answers when Rasa does not, or cannot: honest, by plain search, with a person to call."""

import json

from backend.chat.messages import Choices, Contact, Offer, Reply, Text
from backend.chat.privacy import PLACEHOLDER
from backend.guides.service import Guide, GuideService
from backend.items.search import NAMED
from backend.items.service import ItemService
from backend.org.service import OrganisationService

_FOUND = "我这会儿反应不过来，先按您说的字面找了这几样，可能不准。点一下看看，或者直接打电话问。"
_NOT_FOUND = "我这会儿反应不过来，您说的话已经记下了。请过一会儿再问一遍，急事就打电话。"
_ITEM = "{title}：{answer}\n\n要带的：{materials}。\n\n（系统正在恢复，这是简单的说明，以窗口核定为准。）"
_AGAIN = "这一步系统没有应声，您填的、选的都没有丢。过一会儿点“再试一次”，急事就打电话。"
_CALL = "直接问人最快："
_GONE = (
    "这个码已经用不成了：它指的那份指南撤下了，或者换了新码。您不用白跑，"
    "直接跟我说要办啥子就行，比如“我要修房子”；要新码或者拿不准，打这个电话问。"
)
_NONE_OF_THESE = "/none_of_these"
_CHOOSE = "/choose_item"


class Fallback:
    """Answers from the items in memory."""

    def __init__(self, guides: GuideService, items: ItemService, organisation: OrganisationService) -> None:
        self._guides = guides
        self._items = items
        self._organisation = organisation

    def answer(self, message: str, station_id: str | None) -> list[Reply]:
        """Return replies to what could not be given to Rasa: a masked text, or a command of our own choices."""
        return [*self._try(message), self._contact(_CALL, station_id)]

    def say_gone(self, station_id: str | None) -> list[Reply]:
        """Return the answer to a code whose guide was withdrawn or never was: what to do instead, and whom to call."""
        return [self._contact(_GONE, station_id)]

    def _try(self, message: str) -> list[Reply]:
        if message.startswith(_CHOOSE):
            guide = self._guides.find(str(json.loads(message.removeprefix(_CHOOSE)).get("item")))
            return [self._describe(guide)] if guide else [Text(text=_NOT_FOUND, tone="trouble")]
        if message == _NONE_OF_THESE:
            return [Text(text=_NOT_FOUND, tone="trouble")]
        if message.startswith("/"):
            again = Offer(label="再试一次", payload=message, style="main")
            return [Choices[Offer](text=_AGAIN, choices=[again])]
        return self._search(message)

    def _search(self, words: str) -> list[Reply]:
        found = self._items.list_similar(PLACEHOLDER.sub(" ", words), 3, floor=NAMED)
        if not found:
            return [Text(text=_NOT_FOUND, tone="trouble")]
        offers = [
            Offer(label=item.title, note=item.difference, payload=f'{_CHOOSE}{{"item":"{item.id}"}}')
            for item in found
        ]
        offers.append(Offer(label="都不是", style="none", payload=_NONE_OF_THESE))
        return [Choices[Offer](text=_FOUND, choices=offers)]

    def _describe(self, guide: Guide) -> Reply:
        if guide.kind == "event":
            materials = [paper.name for paper in self._guides.event(guide.id).papers if not paper.maybe]
        else:
            materials = [row["name"] for row in guide.data["materials"] if "when" not in row]
        text = _ITEM.format(
            title=guide.title,
            answer=guide.data["plain"]["answer"],
            materials="、".join(materials) or "不用带材料",
        )
        return Text(text=text, tone="trouble")

    def _contact(self, words: str, station_id: str | None) -> Contact:
        window = self._organisation.contact(station_id)
        return Contact(text=words, name=window.name, phone=window.phone, hours=window.hours)
