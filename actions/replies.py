"""Small builders of the replies in `docs/conversation.md`, section 2. They decide nothing."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any, Literal

from actions.phrases import say
from catalog.cards import printed

Reply = dict[str, Any]
Choice = dict[str, Any]
Item = Mapping[str, Any]
Style = Literal["main", "plain", "none"]

LABEL = 24
LINE = 300


def clip(words: str, length: int = LINE) -> str:
    """Return `words`, at most `length` characters, an ellipsis in place of what is cut."""
    return words if len(words) <= length else words[: length - 1] + "…"


def command(intent: str, **entities: str) -> str:
    """Return the command of a choice: `/intent{"entity":"value"}`."""
    if not entities:
        return f"/{intent}"
    return f"/{intent}{json.dumps(entities, ensure_ascii=False, separators=(',', ':'))}"


def choice(label: str, payload: str, note: str | None = None, style: Style = "plain") -> Choice:
    """Return one button; `payload` is a command."""
    short = clip(note) if note else None
    return {"label": clip(label, LABEL), "note": short, "style": style, "payload": payload}


def response(name: str) -> Reply:
    """Return a place for one of the responses of domain.yml, which Rasa fills in."""
    return {"type": "response", "name": name}


def text(words: str, tone: Literal["plain", "trouble"] = "plain") -> Reply:
    """Return a bubble of plain words."""
    return {"type": "text", "text": words, "tone": tone}


def choices(words: str, options: Sequence[Choice]) -> Reply:
    """Return a question with one to eight buttons."""
    return {"type": "choices", "text": words, "choices": list(options)}


def contact(words: str, name: str, phone: str, hours: str) -> Reply:
    """Return a person or office to call."""
    return {"type": "contact", "text": words, "name": name, "phone": phone, "hours": hours}


def item_ref(item: Item) -> dict[str, Any]:
    """Return the short form of an item that cards carry."""
    return {
        "id": item["id"],
        "version": item["version"],
        "title": item["plain"]["title"],
        "name": printed(item["name"]),
    }


def title(item: Item) -> str:
    """Return the plain name of an item ("我要修房子")."""
    name: str = item["plain"]["title"]
    return name


def start_choice(item: Item) -> Choice:
    """Return the main button of an item: open a case."""
    return choice(say("label_start"), command("start_application", item=item["id"]), style="main")


def situations_choice(item: Item) -> Choice:
    """Return the button that begins the questions about a person's own situation."""
    return choice(say("label_situations"), command("start_situations", item=item["id"]))


def facet_choice(item: Item, facet: str) -> Choice:
    """Return the button that asks one thing about an item."""
    return choice(say(f"facet_{facet}"), command("answer_facet", item=item["id"], facet=facet))


def none_choice() -> Choice:
    """Return "都不是", always the last button of an offer."""
    return choice(say("label_none"), command("none_of_these"), style="none")


def person_choice() -> Choice:
    """Return the button that shows whom to call."""
    return choice(say("label_person"), command("call_person"))
