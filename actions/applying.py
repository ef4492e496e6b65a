"""Opening a case: the questions that are still open, the form, a last look, the receipt.

What a person fills in goes from the page straight to the backend; here only its id passes by.
"""

from __future__ import annotations

from actions import offering, replies, showing, situations
from actions.backend_client import Backend
from actions.base import TalkAction
from actions.phrases import say
from actions.replies import choice, command, title
from actions.talk import Talk


def start(talk: Talk, backend: Backend, item_id: str) -> None:
    """Begin an application: open questions of the item first, then the form."""
    item = backend.item(item_id)
    talk.turn_to(item_id)
    before = len(talk.replies)
    if showing.ask_situation(talk, item, "application"):
        talk.replies.insert(before, replies.text(say("questions_first")))
    else:
        showing.show_form(talk, item)


def open_case(talk: Talk, backend: Backend, application: str) -> None:
    """Open the case and show the receipt; the same application again shows the same receipt."""
    case = backend.open_case(talk.conversation, application)
    talk.pending = None
    if talk.paused and talk.paused.get("application") == application:
        talk.paused = None
    talk.shown = {"kind": "receipt", "application": application}
    talk.say(
        {
            "type": "receipt",
            "number": case["number"],
            "item": {key: case["item"][key] for key in ("id", "version", "title", "name")},
            "next": case["next"][:3],
            "promised": case.get("promised"),
            "promised_text": case["promised_text"],
            "station": {key: case["station"][key] for key in ("name", "phone")},
        },
        replies.choices(
            say("after_receipt"),
            [
                choice(say("label_progress"), command("show_progress", number=case["number"])),
                *other_choices(talk, backend),
            ],
        ),
    )


def other_choices(talk: Talk, backend: Backend) -> list[replies.Choice]:
    """Return the ways on after a case: the life event that its item was chosen from, and everything else."""
    events = offering.known_items(
        backend, [before for before in talk.previous_items[-1:] if before.startswith(offering.EVENT)]
    )
    back = [
        choice(say("label_event_back", title=title(event)), command("choose_item", item=event["id"]))
        for event in events
    ]
    return [*back, choice(say("label_other"), command("ask_ability"))]


class ActionStartApplication(TalkAction):
    """“我要办”."""

    action = "action_start_application"

    def _answer(self, talk: Talk, backend: Backend) -> None:
        if talk.waits_for("situation") and situations.take_typed(talk, backend, loose=False):
            return
        item_id = talk.entities.get("item") or talk.item
        if talk.pending and talk.waits_for("offer") and "item" not in talk.entities:
            talk.pending["then"] = "application"
            talk.say(replies.text(say("affirm_offer")))
            showing.ask_again(talk, backend)
        elif item_id is None:
            showing.ask_which_item(talk, [], "application")
        else:
            start(talk, backend, item_id)


class ActionReviewApplication(TalkAction):
    """The form was sent: show it once more and ask for the last word."""

    action = "action_review_application"

    def _answer(self, talk: Talk, backend: Backend) -> None:
        item_id = _item_in_form(talk)
        if item_id is None:
            talk.say(replies.text(say("form_expired")))
            showing.ask_which_item(talk, [], "application")
            return
        item = backend.item(item_id)
        talk.item = item_id
        talk.paused = None if talk.paused and talk.paused["item"] == item_id else talk.paused
        showing.show_application(talk, item, talk.entities["application"])


class ActionOpenCase(TalkAction):
    """“确认提交”: the case exists from here on."""

    action = "action_open_case"

    def _answer(self, talk: Talk, backend: Backend) -> None:
        open_case(talk, backend, talk.entities["application"])


class ActionChangeApplication(TalkAction):
    """“改一下”: the form again."""

    action = "action_change_application"

    def _answer(self, talk: Talk, backend: Backend) -> None:
        item_id = _item_in_form(talk)
        if item_id is None:
            showing.ask_which_item(talk, [], "application")
        else:
            showing.show_form(talk, backend.item(item_id))


def _item_in_form(talk: Talk) -> str | None:
    """Return the item whose form was shown: pending, paused by a question in between, or the one in the talk."""
    for waiting in (talk.pending, talk.paused):
        if waiting and waiting["kind"] in ("application", "confirm"):
            item_id: str = waiting["item"]
            return item_id
    return talk.item
