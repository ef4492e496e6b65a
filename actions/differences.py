"""How items differ: "这两个有啥区别", "和缴费是不是一回事", answered from the neighbours' own lines.

Finds out which items a sentence compares. What is said of them is in `facets`.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence

from actions import facets, offering, replies, showing
from actions.backend_client import Backend
from actions.phrases import say
from actions.replies import Item, title
from actions.talk import PAUSABLE, Talk
from catalog.text import comparable

_ASKING = re.compile(
    r"区别|差别|不同|不?一样|一回事|一码事|一个意思|同一|(?:咋个?|啷个|怎么)(?:区分|分)|区分|分[得不]?清|[搞弄][得不]?[清混]"
    r"|差在?哪[儿里点]?|在?哪[儿里点]|有?(?:啥子?|什么)|[这那它他]们?|[两几](?:个|样|件|种|项|张|者)|俩|(?<=[这那])(?:个|样|件|种|项|张)"
    r"|(?:别|其他|另外)(?:的|[一那](?:个|样|件))?|不?(?:晓得|知道|明白)|到底|究竟|之间|[是都有没得不吗么嘛哈哦呢噻哇的和跟与同我想问请给说讲一下]"
)
"""What a sentence says merely to ask for a difference; the rest names what is compared."""
_CALLED = re.compile(r"办([^，；、。这那]{2,})")
_EMPTY = re.compile(r"[我要的办理登记申请领取人员个]")
"""Characters that make a pair of them tell nothing about an item."""


def take(talk: Talk, backend: Backend) -> bool:
    """Tell apart the items that a sentence compares; return False when it compares none that are known."""
    if not talk.spoken or showing.DIFFERENCE not in talk.understanding.facets:
        return False
    compared = _compared(talk, backend)
    if len(compared) < 2:
        return False
    tell_apart(talk, backend, compared[0], compared[1:])
    return True


def tell_nearest(talk: Talk, backend: Backend, item_id: str) -> bool:
    """Turn to an item and tell it apart from its nearest neighbours; return False when it has none."""
    item = backend.item(item_id)
    near = offering.nearest(backend, item)
    if near:
        if talk.item != item_id:
            talk.turn_to(item_id)
        tell_apart(talk, backend, item, near)
    return bool(near)


def tell_apart(talk: Talk, backend: Backend, item: Item, others: Sequence[Item]) -> None:
    """Say how `others` differ from `item`; then go on with what was asked, or ask which one it shall be."""
    talk.say(replies.text(facets.apart(item, others)))
    if talk.pending and talk.pending["kind"] in PAUSABLE:
        showing.ask_again(talk, backend)
    else:
        offering.choose_between(talk, [item, *others], [], say("which_of_these"))


def _compared(talk: Talk, backend: Backend) -> list[Item]:
    """Return the items that are compared, the one in the talk first; empty when that is not clear."""
    said = _ASKING.sub("", comparable(talk.text))
    current = backend.item(talk.item) if talk.item else None
    offered = _offered(talk, backend)
    if not said:
        return offered or _with_the_one_before(talk, backend, current)
    around = [entry["item"] for entry in current["neighbours"]] if current else []
    understood = talk.understanding.items if talk.understanding.decision != "refuse" else []
    ids = [talk.item or "", *(item["id"] for item in offered), *around, *understood]
    pool = offering.known_items(backend, [item_id for item_id in dict.fromkeys(ids) if item_id])
    named = _named(said, pool, _called(current) if current else {})
    others = [item for item in named if current is None or item["id"] != current["id"]]
    if len(others) > 1 and len(others) == len(named):
        return others[:2]
    near = [item for item in pool if item["id"] in around and item["id"] in understood]
    near = [item for item in others if item["id"] in around] or near
    if current and near:
        return [current, near[0]]
    pair = [item for item in pool if item["id"] in understood[:2]]
    if offering.mixed_up(pair):
        return pair
    return [current, *others[:1]] if current else []


def _offered(talk: Talk, backend: Backend) -> list[Item]:
    """Return the items just offered, where they are few enough to be compared."""
    ids = talk.pending["items"] if talk.pending and talk.waits_for("offer") else []
    return offering.known_items(backend, ids) if len(ids) <= offering.OFFERED else []


def _with_the_one_before(talk: Talk, backend: Backend, current: Item | None) -> list[Item]:
    """Return the item in the talk with the one talked of before it, if they are neighbours, else its nearest."""
    if current is None or (talk.pending and talk.pending["kind"] in PAUSABLE):
        return []  # "这两个" may as well be two answers to what was just asked
    around = [entry["item"] for entry in current["neighbours"]]
    before = [item_id for item_id in talk.previous_items[-1:] if item_id in around]
    return [current, *(offering.known_items(backend, before) or offering.nearest(backend, current))]


def _called(item: Item) -> dict[str, str]:
    """Return what `item` calls its neighbours, by id: "每年交钱，办缴费；..." calls it 缴费."""
    return {entry["item"]: "".join(_CALLED.findall(entry["difference"])) for entry in item["neighbours"]}


def _named(said: str, items: Sequence[Item], called: Mapping[str, str]) -> list[Item]:
    """Return the items of which `said` holds a pair of characters that none of the others has, in its order.

    `called` holds names by id, beside title and official name.
    """
    pairs = [said[start : start + 2] for start in range(len(said) - 1)]
    words = {
        item["id"]: _pairs(title(item)) | _pairs(item.get("name", "")) | _pairs(called.get(item["id"], ""))
        for item in items
    }
    counts = Counter(pair for own in words.values() for pair in own)
    telling = [pair for pair in pairs if counts[pair] == 1 and not _EMPTY.search(pair)]
    places = {
        item["id"]: place
        for item in items
        for place, pair in reversed(list(enumerate(telling)))
        if pair in words[item["id"]]
    }
    return sorted((item for item in items if item["id"] in places), key=lambda item: places[item["id"]])


def _pairs(words: str) -> set[str]:
    plain = comparable(words)
    return {plain[start : start + 2] for start in range(len(plain) - 1)}
