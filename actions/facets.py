"""Short spoken answers to one question about an item: papers, time, cost, place, who, how.

Pure, like `cards`: drawn from the item's structured fields and the resident's answers.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from actions import cards
from actions.cards import Contacts
from actions.phrases import say
from actions.replies import Item
from catalog.situations import Answers, personal

LISTED = 8
"""Papers named one by one; more are on the card."""


def spoken(item: Item, facet: str, answers: Answers, contacts: Contacts) -> str:
    """Return one or two sentences on `facet`; an unknown facet gets the item's plain answer."""
    if facet not in ANSWERS:
        answer: str = item["plain"]["answer"]
        return answer
    return ANSWERS[facet](item, answers, contacts)


def _materials(item: Item, answers: Answers, contacts: Contacts) -> str:
    papers = cards.materials(item, answers)
    sure = [paper for paper in papers if not paper["maybe"]]
    bring = [paper for paper in sure if not paper["shared"]]
    maybe = [paper for paper in papers if paper["maybe"] and not paper["shared"]]
    if bring:
        lines = [say("materials_bring", count=len(bring), **_names(bring))]
    else:
        lines = [say("materials_depend" if maybe else "materials_nothing")]
    shared = [paper for paper in sure if paper["shared"]]
    later = [paper for paper in bring if paper["deferrable"]]
    for key, kept in (
        ("materials_shared", shared),
        ("materials_deferrable", later),
        ("materials_maybe", maybe),
    ):
        if kept:
            lines.append(say(key, **_names(kept)))
    return "".join(lines)


def _names(papers: Sequence[Mapping[str, Any]]) -> dict[str, str]:
    """Return the first names, and the words that stand for the rest."""
    names = "、".join(paper["name"] for paper in papers[:LISTED])
    return {"names": names, "more": say("materials_more") if len(papers) > LISTED else ""}


def _time(item: Item, answers: Answers, contacts: Contacts) -> str:
    known = cards.limit(item)
    statutory = say("time_statutory", statutory=known["statutory"]) if known["statutory"] else ""
    return say("time", text=known["text"], statutory=statutory, explanation=known["explanation"])


def _fee(item: Item, answers: Answers, contacts: Contacts) -> str:
    rows = cards.fee_rows(item, answers)
    if item["fee"]["free"] or not rows:
        return say("fee_free", explanation=item["fee"]["explanation"])
    return say("fee_paid", rows="；".join(rows), explanation=item["fee"]["explanation"])


def _place(item: Item, answers: Answers, contacts: Contacts) -> str:
    windows = cards.places(item, contacts)
    first = windows[0]
    phone = say("place_phone", phone=first["phone"]) if first["phone"] else ""
    lines = [say("place_first", name=first["name"], does=first["does"], hours=first["hours"], phone=phone)]
    lines += [say("place_next", name=window["name"], does=window["does"]) for window in windows[1:]]
    return "".join(lines)


def _steps(item: Item, answers: Answers, contacts: Contacts) -> str:
    steps = [step for step, maybe in personal(item, item["steps"], answers) if not maybe]
    return say("steps", count=len(steps)) + "".join(
        say("step", number=number, name=step["name"], actor=step["actor"], does=step["does"])
        for number, step in enumerate(steps, 1)
    )


def _agent(item: Item, answers: Answers, contacts: Contacts) -> str:
    agent = item["visits"]["agent"]
    return say("agent_yes" if agent["allowed"] else "agent_no", how=agent["how"])


def _online(item: Item, answers: Answers, contacts: Contacts) -> str:
    online = item["visits"]["online"]
    return say("online_yes" if online["available"] else "online_no", how=online["how"])


def _conditions(item: Item, answers: Answers, contacts: Contacts) -> str:
    who = item["who"]
    lines = [say("conditions", conditions="；".join(who["conditions"]) or who["text"])]
    if who["excluded"]:
        lines.append(say("conditions_excluded", excluded="；".join(who["excluded"])))
    return "".join(lines)


def _result(item: Item, answers: Answers, contacts: Contacts) -> str:
    result = item["result"]
    return say("result", name=result["name"], validity=result["validity"], delivery=result["delivery"])


def _basis(item: Item, answers: Answers, contacts: Contacts) -> str:
    return say("basis_answer", laws="".join(f"\n· {cards.law(entry)}" for entry in item["basis"]))


ANSWERS: dict[str, Callable[[Item, Answers, Contacts], str]] = {
    "materials": _materials,
    "time": _time,
    "fee": _fee,
    "place": _place,
    "steps": _steps,
    "agent": _agent,
    "conditions": _conditions,
    "online": _online,
    "result": _result,
    "basis": _basis,
}
