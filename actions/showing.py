"""What several actions show: an item, one fact of it, the next question, a form, the pending one again.

Functions change the talk and add replies; they raise BackendError. Deciding when is the actions' work.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from actions import cards, facets, offering, questions, replies
from actions.backend_client import Backend
from actions.phrases import say
from actions.replies import Choice, Item, choice, command, title
from actions.talk import Pending, Talk
from catalog.situations import UNKNOWN, next_situation, open_situations

DIFFERENCE = "difference"
"""The facet that takes other items to be answered."""
NEXT_FACETS = ("materials", "time", "fee", "place")
ASKING = ("ask_item", "ask_facet", "out_of_scope")
"""Intents whose words may be one of an item's own questions."""


def show_item(talk: Talk, backend: Backend, item_id: str, asked: Sequence[str] = ()) -> None:
    """Turn to an item and show its guide card; when facets were asked, their short answers first."""
    item = backend.item(item_id)
    contacts = backend.contacts(talk.conversation)
    talk.turn_to(item_id)
    answers = talk.answers_for(item_id)
    told = _tell(talk, backend, item, asked)
    near = offering.nearest(backend, item)
    card = cards.guide(item, answers, contacts, near, focus=next(iter(told["facets"]), None))
    card["choices"] += resume_choices(talk, backend)
    talk.shown = {"kind": "guide", "item": item_id, **told}
    talk.say(card)


def show_facets(talk: Talk, backend: Backend, item_id: str, asked: Sequence[str]) -> None:
    """Answer facets of an item in short, then offer what people ask next, or go on with what was asked."""
    item = backend.item(item_id)
    kept = {}
    if talk.item != item_id:
        talk.turn_to(item_id)
    elif "rest" in (talk.shown or {}):
        kept = {"rest": talk.shown["rest"]}  # a fact asked in between leaves what else was wished for
    talk.shown = {"kind": "facets", "item": item_id, **_tell(talk, backend, item, asked), **kept}
    if talk.pending and talk.pending["kind"] == "situation":
        ask_situation(talk, item, talk.pending["then"])
        return
    ask_facet_next(talk, backend, item, asked)


def _tell(talk: Talk, backend: Backend, item: Item, asked: Sequence[str]) -> dict[str, Any]:
    """Answer a question that the item answers itself, else its facets; return what was told, to be said again.

    What a person gets is no fee: “发好多钱” is never answered with what it costs to apply.
    """
    again = (talk.shown or {}).get("question") if talk.intent == "repeat" else None
    words = talk.text if talk.intent in ASKING else again or ""
    entry = questions.find(item, words)
    told = list(asked[:2])
    if entry and set(asked) - {DIFFERENCE} and not (item["fee"]["free"] and "fee" in asked):
        entry = None
    elif not entry and item["fee"]["free"] and questions.asks_what_one_gets(words):
        told = [facet if facet != "fee" else "sum" for facet in told]
    if entry:
        talk.say(replies.text(entry["a"]))
        told = [facet for facet in told if facet != "fee"]
    contacts = backend.contacts(talk.conversation)
    for facet in told:
        if facet == DIFFERENCE:
            talk.say(replies.text(facets.apart(item, offering.nearest(backend, item))))
        else:
            talk.say(replies.text(facets.spoken(item, facet, talk.answers_for(item["id"]), contacts)))
    return {"facets": told, "question": entry["q"] if entry else None}


def ask_facet_next(talk: Talk, backend: Backend, item: Item, asked: Sequence[str]) -> None:
    """Ask what else of the item in the talk is wanted; an offer of others, or asking for other words, is over with that."""
    if talk.waits_for("offer") or talk.waits_for("rephrase"):
        talk.pending = None
    if talk.pending and talk.pending["kind"] in ("application", "confirm"):
        options = [choice(say("label_go_on"), command("resume"), style="main")]
    else:
        options = [replies.start_choice(item)]
    if open_situations(item, talk.answers_for(item["id"])):
        options.append(replies.situations_choice(item))
    options += [replies.facet_choice(item, facet) for facet in NEXT_FACETS if facet not in asked][:2]
    options.append(choice(say("label_card"), command("choose_item", item=item["id"])))
    talk.say(replies.choices(say("facet_next", title=title(item)), options + resume_choices(talk, backend)))


def ask_situation(talk: Talk, item: Item, then: str, extra: Sequence[Choice] = ()) -> bool:
    """Ask the next open situation; return False when none is left. `then`: "guide" or "application".

    `extra` choices stand after the answers.
    """
    situation = next_situation(item, talk.answers_for(item["id"]))
    if situation is None:
        return False
    talk.pending = {"kind": "situation", "item": item["id"], "situation": situation["id"], "then": then}
    options = [
        choice(
            option["label"],
            command("answer_situation", item=item["id"], situation=situation["id"], choice=option["id"]),
            note=option.get("note"),
        )
        for option in situation["choices"]
    ]
    options += extra
    if UNKNOWN not in {option["id"] for option in situation["choices"]}:
        options.append(
            choice(say("label_unknown"), command("dont_know"), note=say("note_unknown"), style="none")
        )
    talk.say(replies.choices(situation["question"], options))
    return True


def show_form(talk: Talk, item: Item) -> None:
    """Show the short form that opens a case; the answers to situations go with it."""
    talk.pending = {"kind": "application", "item": item["id"]}
    talk.say(
        {
            "type": "form",
            "item": replies.item_ref(item),
            "text": say("form", title=title(item)),
            "for_whom": None,
            "consent": say("consent"),
            "choices": [choice(say("label_not_now"), command("cancel"))],
            "answers": talk.answers_for(item["id"]),
        }
    )


def show_application(talk: Talk, item: Item, application: str) -> None:
    """Show the filled-in form for a last look; the backend fills in the fields."""
    talk.pending = {"kind": "confirm", "item": item["id"], "application": application}
    talk.say(
        {
            "type": "application",
            "application": application,
            "item": replies.item_ref(item),
            "text": say("application"),
            "choices": [
                choice(
                    say("label_confirm"),
                    command("confirm_application", application=application),
                    style="main",
                ),
                choice(say("label_change"), command("change_application", application=application)),
                choice(say("label_not_now"), command("cancel")),
            ],
        }
    )


def ask_number(talk: Talk, number: str | None = None, tail: str | None = None) -> None:
    """Ask for what is missing to look a case up: its number, the last four digits of the phone, or both."""
    missing = "ask_number" if not number and not tail else "ask_tail" if number else "ask_only_number"
    talk.interrupt()
    talk.pending = {"kind": "number", "number": number, "tail": tail}
    talk.say(
        replies.choices(
            say(missing), [choice(say("label_not_now"), command("cancel")), replies.person_choice()]
        )
    )


def show_person(talk: Talk, backend: Backend, words: str) -> None:
    """Show whom to call: the resident's station, else the hall, else the public hotline."""
    contacts = backend.contacts(talk.conversation)
    office: dict[str, Any] | None = contacts["station"] or contacts["hall"]
    if office is None:
        talk.say(replies.contact(words, say("hotline_name"), say("hotline_phone"), say("hotline_hours")))
    else:
        talk.say(replies.contact(words, office["name"], office["phone"], office["hours"]))


def ask_again(talk: Talk, backend: Backend) -> bool:
    """Put the pending question once more; return False when nothing is pending that can be asked."""
    pending = talk.pending
    if pending is None:
        return False
    kind = pending["kind"]
    if kind == "offer":
        return _offer_again(talk, backend, pending)
    if kind == "number":
        ask_number(talk, pending["number"], pending["tail"])
        return True
    if kind == "item":
        ask_which_item(talk, pending["facets"], pending["then"])
        return True
    if kind == "start":
        offer_start(talk, backend.item(pending["item"]))
        return True
    if kind == "situation":
        return ask_situation(talk, backend.item(pending["item"]), pending["then"])
    if kind == "application":
        show_form(talk, backend.item(pending["item"]))
        return True
    if kind == "confirm":
        show_application(talk, backend.item(pending["item"]), pending["application"])
        return True
    return False


def _offer_again(talk: Talk, backend: Backend, pending: Pending) -> bool:
    if pending.get("theme"):
        return offering.show_theme(talk, backend, pending["theme"])
    if pending.get("event"):
        return offering.show_event(talk, backend, pending["event"])
    return offering.offer(talk, backend, pending["items"], pending["facets"])


def ask_which_item(talk: Talk, asked: Sequence[str], then: str) -> None:
    """Ask which matter is meant; `then` ("guide" or "application") happens once it is named."""
    talk.pending = {"kind": "item", "facets": list(asked), "then": then}
    talk.say(replies.choices(say("which_item"), offering.theme_choices()))


def offer_start(talk: Talk, item: Item) -> None:
    """Ask whether to open the case now."""
    talk.pending = {"kind": "start", "item": item["id"]}
    options = [replies.start_choice(item), choice(say("label_later"), command("deny"))]
    talk.say(replies.choices(say("offer_start", title=title(item)), options))


def resume_choices(talk: Talk, backend: Backend) -> list[Choice]:
    """Return the button back to what was interrupted, if anything was."""
    if talk.paused is None:
        return []
    waiting = backend.item(talk.paused["item"])
    return [choice(say("label_resume", title=title(waiting)), command("resume"))]
