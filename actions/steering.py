"""Yes, no, stop, back, again: words that mean something only with what was asked before."""

from __future__ import annotations

from actions import applying, arrival, guidance, offering, progress, replies, showing, situations, wishes
from actions.backend_client import Backend
from actions.base import TalkAction
from actions.phrases import say
from actions.replies import choice, command, title
from actions.talk import PAUSABLE, Talk

UNSURE = 0.5
"""Below this confidence a yes, a no or a stop may as well be an answer in other words."""


class ActionAffirm(TalkAction):
    """Yes, to whatever was asked."""

    action = "action_affirm"

    def _answer(self, talk: Talk, backend: Backend) -> None:
        pending = talk.pending
        if arrival.take_typed(talk, backend, loose=talk.confidence < UNSURE):
            return
        if talk.understanding.facets and _answer_fact(talk, backend):
            return
        if pending is None:
            if talk.spoken and "谢" in talk.text:
                talk.say(replies.text(say("welcome")))
            _say_next(talk, backend)
        elif pending["kind"] == "confirm":
            applying.open_case(talk, backend, pending["application"])
        elif pending["kind"] == "start":
            applying.start(talk, backend, pending["item"])
        elif pending["kind"] == "offer" and len(pending["items"]) == 1:
            arrival.arrive(talk, backend, pending["items"][0], [])
        elif pending["kind"] == "situation" and situations.take_yes_or_no(talk, backend, yes=True):
            return
        else:
            talk.say(replies.text(say(f"affirm_{pending['kind']}")))
            if not showing.ask_again(talk, backend):
                talk.say(replies.choices(say("ability"), offering.theme_choices()))


class ActionChooseOrdinal(TalkAction):
    """“第二个”, “最后那个”, “两个都要”: of the choices just offered, or of what else was wished for."""

    action = "action_choose_ordinal"

    def _answer(self, talk: Talk, backend: Backend) -> None:
        ordinal = talk.understanding.ordinal
        other = wishes.take_rest(talk, ordinal)
        if other is not None:
            arrival.arrive(talk, backend, other, [])
            return
        if talk.waits_for("offer") and _take_offered(talk, backend, ordinal):
            return
        if ordinal and talk.waits_for("situation") and situations.take_ordinal(talk, backend, ordinal):
            return
        if arrival.take_typed(talk, backend, loose=True):
            return
        facets = talk.understanding.facets
        if talk.item and facets and ordinal is None:
            showing.show_facets(talk, backend, talk.item, facets)
            return
        talk.say(replies.text(say("no_such_choice")))
        if showing.ask_again(talk, backend):
            return
        if talk.item:
            showing.ask_facet_next(talk, backend, backend.item(talk.item), [])
        else:
            talk.say(replies.choices(say("ability"), offering.theme_choices()))


def _take_offered(talk: Talk, backend: Backend, ordinal: int | None) -> bool:
    """Go on with the offered item of that number; with the first of all, the others after it. False beyond the offer."""
    pending = talk.pending or {}
    if ordinal is None:
        return False
    if ordinal == wishes.ALL and pending.get("event"):
        return offering.show_event(talk, backend, pending["event"])
    items = pending["items"]
    if ordinal == wishes.ALL:
        pending["wishes"] = min(len(items), offering.OFFERED)
    index = max(0, ordinal - 1) if ordinal >= 0 else len(items) + ordinal
    if not 0 <= index < len(items):
        return False
    arrival.arrive(talk, backend, items[index], [])
    return True


class ActionDeny(TalkAction):
    """No, to whatever was asked."""

    action = "action_deny"

    def _answer(self, talk: Talk, backend: Backend) -> None:
        pending = talk.pending
        if arrival.take_typed(talk, backend, loose=talk.confidence < UNSURE):
            return
        if pending is None:
            _say_next(talk, backend)
        elif pending["kind"] in ("offer", "rephrase"):
            guidance.reject(talk, backend)
        elif pending["kind"] == "confirm":
            talk.say(
                replies.choices(
                    say("deny_confirm"),
                    [
                        choice(
                            say("label_change"),
                            command("change_application", application=pending["application"]),
                        ),
                        choice(say("label_not_now"), command("cancel")),
                    ],
                )
            )
        elif pending["kind"] == "situation":
            if not situations.take_yes_or_no(talk, backend, yes=False):
                arrival.lose(talk, backend)
        else:
            talk.pending = None
            _say_next(talk, backend)


class ActionCancel(TalkAction):
    """Stop what is going on; nothing has been sent."""

    action = "action_cancel"

    def _answer(self, talk: Talk, backend: Backend) -> None:
        if talk.confidence < UNSURE and arrival.take_typed(talk, backend, loose=False):
            return
        stopped = talk.pending and talk.pending["kind"] in ("application", "confirm", "situation")
        item_id = talk.pending["item"] if stopped and talk.pending else None
        talk.pending, talk.paused = None, None
        options = []
        if item_id:
            item = backend.item(item_id)
            options.append(
                choice(say("label_card_of", title=title(item)), command("choose_item", item=item_id))
            )
        else:
            talk.item = None
        options.append(choice(say("label_other"), command("ask_ability")))
        talk.say(replies.choices(say("cancelled" if item_id else "stopped"), options))


class ActionGoBack(TalkAction):
    """One step back: the question before, the form, or the item before."""

    action = "action_go_back"

    def _answer(self, talk: Talk, backend: Backend) -> None:
        pending = talk.pending
        if pending and pending["kind"] == "situation" and self._question_before(talk, backend):
            return
        if pending and pending["kind"] == "confirm":
            showing.show_form(talk, backend.item(pending["item"]))
        elif pending and pending["kind"] in ("situation", "application", "start"):
            talk.pending = None
            showing.show_item(talk, backend, pending["item"])
        elif talk.paused:
            resume(talk, backend)
        elif talk.item and pending and pending["kind"] in ("offer", "rephrase"):
            talk.pending = None
            showing.show_item(talk, backend, talk.item)
        elif talk.previous_items:
            before = talk.previous_items.pop()
            talk.item, talk.pending = None, None
            if before.startswith(offering.EVENT):
                offering.show_event(talk, backend, before)
            else:
                showing.show_item(talk, backend, before)
        else:
            talk.pending = None
            talk.say(replies.choices(say("at_the_beginning"), offering.theme_choices()))

    def _question_before(self, talk: Talk, backend: Backend) -> bool:
        """Take back the last answer and ask that question again; return False at the first question."""
        pending = talk.pending or {}
        item = backend.item(pending["item"])
        given = talk.answers_for(item["id"])
        order = [situation["id"] for situation in item["situations"] if situation["id"] in given]
        if not order:
            return False
        del given[order[-1]]
        return showing.ask_situation(talk, item, pending["then"])


class ActionRepeat(TalkAction):
    """Say it again: the question that waits, else what was shown last."""

    action = "action_repeat"

    def _answer(self, talk: Talk, backend: Backend) -> None:
        shown = talk.shown or {}
        if (
            talk.pending
            and talk.pending["kind"] not in ("start", "rephrase")
            and showing.ask_again(talk, backend)
        ):
            return
        if shown.get("kind") == "receipt":
            applying.open_case(talk, backend, shown["application"])
        elif shown.get("kind") == "progress":
            progress.show(talk, backend)
        elif shown.get("kind") == "event":
            offering.show_event(talk, backend, shown["event"])
        elif shown.get("kind") == "facets":
            showing.show_facets(talk, backend, shown["item"], shown["facets"])
        elif shown.get("kind") == "guide":
            waiting = talk.pending
            showing.show_item(talk, backend, shown["item"], shown["facets"])
            talk.pending = waiting
        else:
            talk.say(replies.choices(say("ability"), offering.theme_choices()))


class ActionResume(TalkAction):
    """“接着办”: on with what was asked, or back to what a question in between has interrupted."""

    action = "action_resume"

    def _answer(self, talk: Talk, backend: Backend) -> None:
        asked = talk.pending is not None and talk.pending["kind"] in PAUSABLE
        if asked and talk.spoken:
            showing.ask_again(talk, backend)
        elif talk.paused:
            resume(talk, backend)
        elif not showing.ask_again(talk, backend):
            _say_next(talk, backend)


def resume(talk: Talk, backend: Backend) -> None:
    """Make the paused question the pending one and ask it again."""
    waiting, talk.paused, talk.pending = talk.paused, None, None
    if waiting is None:
        return
    talk.turn_to(waiting["item"])
    talk.pending = waiting
    talk.say(replies.text(say("resumed", title=title(backend.item(waiting["item"])))))
    showing.ask_again(talk, backend)


def _answer_fact(talk: Talk, backend: Backend) -> bool:
    """Answer the fact that is asked along with a yes (“好嘛，那要带啥子”); return False when no item is meant.

    Nothing is agreed to by it.
    """
    asked, pending = talk.understanding.facets, talk.pending
    if pending is not None and pending["kind"] == "offer" and len(pending["items"]) == 1:
        arrival.arrive(talk, backend, pending["items"][0], asked)
        return True
    if talk.item is None or not talk.open_to_item:
        return False
    showing.show_facets(talk, backend, talk.item, asked)
    return True


def _say_next(talk: Talk, backend: Backend) -> None:
    """Nothing was asked: offer what can be done next."""
    if talk.item is None:
        talk.say(replies.choices(say("ability"), offering.theme_choices()))
        return
    if (talk.shown or {}).get("kind") == "receipt":
        talk.say(replies.choices(say("what_else"), applying.other_choices(talk, backend)))
        return
    item = backend.item(talk.item)
    options = [
        replies.start_choice(item),
        replies.facet_choice(item, "materials"),
        choice(say("label_other"), command("ask_ability")),
    ]
    talk.say(replies.choices(say("what_next", title=title(item)), options))
