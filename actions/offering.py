"""What is offered to choose from: items, life events, themes, each with what tells it from the others.

Functions change the talk and add replies; they raise BackendError. Deciding when is the actions' work.
"""

from __future__ import annotations

from collections.abc import Sequence

from actions import cards, replies, wishes
from actions.backend_client import Backend, Refused
from actions.phrases import say, themes
from actions.replies import Choice, Item, choice, command, title
from actions.talk import Talk
from catalog import cards as card_words

OFFERED = 4
"""Three that were understood, and the one in the talk."""
LISTED = 7
EVENT = "life-"
"""What every id of a life event begins with, and no item's."""


def known_items(backend: Backend, ids: Sequence[str]) -> list[Item]:
    """Return the items and life events that the backend has, in the order of `ids`."""
    found: list[Item] = []
    for item_id in ids:
        try:
            found.append(backend.event(item_id) if item_id.startswith(EVENT) else backend.item(item_id))
        except Refused as refusal:
            if not refusal.not_found:
                raise
    return found


def nearest(backend: Backend, item: Item) -> list[Item]:
    """Return the items that `item` is most easily mixed up with."""
    return known_items(backend, [other for other, _ in card_words.nearest(item)])


def mixed_up(items: Sequence[Item]) -> bool:
    """Return whether one of `items` is a neighbour of another."""
    ids = {item["id"] for item in items}
    return any(entry["item"] in ids for item in items for entry in item.get("neighbours", ()))


def offer(talk: Talk, backend: Backend, ids: Sequence[str], asked: Sequence[str]) -> bool:
    """Offer up to four items with what tells them apart. Return False when the backend has none of them."""
    items = known_items(backend, list(dict.fromkeys(ids)))[:OFFERED]
    if not items:
        return False
    choose_between(talk, items, asked, say("offer_neighbours" if mixed_up(items) else "offer"))
    return True


def choose_between(talk: Talk, items: Sequence[Item], asked: Sequence[str], words: str) -> None:
    """Ask with `words` which of `items` it shall be."""
    _await_choice(talk, items, asked)
    talk.say(replies.choices(words, [*item_choices(items), replies.none_choice()]))


def show_theme(talk: Talk, backend: Backend, name: str) -> bool:
    """Offer the most wanted items of a life theme. Return False when it has none."""
    theme = themes().get(name)
    items = known_items(backend, theme["items"])[:LISTED] if theme else []
    if theme is None or not items:
        return False
    _await_choice(talk, items, [], theme=name)
    options = [*item_choices(items), replies.none_choice()]
    talk.say(replies.choices(say("theme", theme=theme["label"]), options))
    return True


def show_event(talk: Talk, backend: Backend, event_id: str) -> bool:
    """Show a life event; its items can then be chosen like those of an offer. Return False when it has none."""
    event = backend.event(event_id)
    items = [item for stage in event["stages"] for item in stage["items"]]
    if not items:
        return False
    facets, then = _waiting(talk)
    talk.turn_away(event_id)
    talk.pending = {
        "kind": "offer",
        "items": [item["id"] for item in items],
        "facets": facets,
        "then": then,
        "event": event_id,
        "misses": 0,
    }
    talk.shown = {"kind": "event", "event": event_id}
    talk.say(cards.event(event, items[:LISTED]))
    return True


def item_choices(items: Sequence[Item]) -> list[Choice]:
    """Return a button for each item or life event, with the half line that tells it from its neighbours."""
    return [
        choice(_named(item), command("choose_item", item=item["id"]), note=item["plain"]["difference"])
        for item in items
    ]


def theme_choices() -> list[Choice]:
    """Return a button for each life theme, and a person."""
    options = [
        choice(theme["label"], command("choose_theme", theme=name), note=theme["note"])
        for name, theme in themes().items()
    ]
    return [*options, replies.person_choice()]


def _await_choice(talk: Talk, items: Sequence[Item], asked: Sequence[str], theme: str | None = None) -> None:
    """Remember what is offered, and what was to happen once the item is known."""
    kept, then = _waiting(talk)
    misses = 0 if theme else talk.misses
    talk.interrupt()
    talk.pending = {
        "kind": "offer",
        "items": [item["id"] for item in items],
        "facets": list(asked) or kept,
        "then": then,
        "theme": theme,
        "wishes": wishes.count(talk.understanding.normalized),
        "misses": misses,
    }


def _waiting(talk: Talk) -> tuple[list[str], str | None]:
    """Return the facets that were asked and what is to happen once the item is known."""
    waiting = talk.pending or {}
    facets = waiting.get("facets", []) if talk.waits_for("item") else []
    return facets, waiting.get("then") if talk.waits_for("item") or talk.waits_for("offer") else None


def _named(item: Item) -> str:
    return say("label_event", title=title(item)) if item["id"].startswith(EVENT) else title(item)
