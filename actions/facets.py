"""Short spoken answers to one question about an item: papers, time, cost, place, who, how, and unlike what.

Pure, like `cards`: drawn from the item's structured fields and the resident's answers.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from actions.phrases import say
from actions.replies import Item, title
from catalog import cards
from catalog.cards import Contacts
from catalog.situations import Answers, personal, usual

LISTED = 6
"""Papers named one by one; more are on the card."""
LENGTH = 120
"""Characters that are still read at a glance; everything else is on the card."""
CONDITIONS_LENGTH, EXCLUDED_LENGTH = 90, 60


def spoken(item: Item, facet: str, answers: Answers, contacts: Contacts) -> str:
    """Return one or two sentences on `facet`; an unknown facet gets the item's plain answer."""
    if facet not in ANSWERS:
        answer: str = item["plain"]["answer"]
        return answer
    return ANSWERS[facet](item, answers, contacts)


def apart(item: Item, others: Sequence[Item]) -> str:
    """Return a line for each of `others`: how it differs from `item`, in the words of `item`'s neighbours.

    Where one of them is no neighbour, each of them all is said by its own half line.
    """
    differences = {entry["item"]: entry["difference"] for entry in item.get("neighbours", ())}
    if any(other["id"] not in differences for other in others):
        lines = [(each, each["plain"]["difference"]) for each in (item, *others)]
        return "\n".join(say("difference_each", title=title(each), difference=line) for each, line in lines)
    told = [say("difference", title=title(other), difference=differences[other["id"]]) for other in others]
    return "\n".join([say("difference_from", title=title(item)), *told])


def brief(words: str, length: int = LENGTH) -> str:
    """Return the first whole clauses of `words` that fit into `length` characters, at least one."""
    kept = ""
    for clause in re.findall(r"[^。；]+[。；]?", words):
        if kept and len(kept) + len(clause) > length:
            break
        kept += clause
    return kept.rstrip("。；") + "。"


def _materials(item: Item, answers: Answers, contacts: Contacts) -> str:
    depends = any(paper["maybe"] for paper in cards.materials(item, answers))
    papers = [paper for paper, _ in personal(item, item["materials"], usual(item, answers))]
    shared = [paper for paper in papers if paper["shared"] and cards.count(paper)]
    forms = [paper for paper in papers if paper.get("form") and not paper["shared"]]
    bring = [paper for paper in papers if not paper["shared"] and not paper.get("form")]
    later = [paper for paper in bring if paper["deferrable"]]
    lines = [say("materials_usually") if depends else ""]
    if bring:
        lines.append(say("materials_bring", count=len(bring), **_names(bring)))
        lines += [say("materials_shared", **_names(shared))] if shared else []
    else:
        lines.append(say("materials_only_shared", **_names(shared)) if shared else _nothing(item))
    lines += [say("materials_forms", **_names(forms))] if forms else []
    lines += [say("materials_deferrable", **_names(later))] if later else []
    offer = say("materials_depend") if depends else ""
    return brief("".join(lines), LENGTH - len(offer)) + offer


def _nothing(item: Item) -> str:
    return say("materials_nothing" if item["visits"]["count"] else "materials_nothing_at_home")


def _names(papers: Sequence[Mapping[str, Any]]) -> dict[str, str]:
    """Return the first names, without what stands in brackets, and the words that stand for the rest."""
    names = "、".join(re.sub(r"（[^）]*）", "", paper["name"]) for paper in papers[:LISTED])
    return {"names": names, "more": say("materials_more") if len(papers) > LISTED else ""}


def _time(item: Item, answers: Answers, contacts: Contacts) -> str:
    known = cards.limit(item)
    tells = known["statutory"] not in (None, known["promised"])
    statutory = say("time_statutory", statutory=known["statutory"]) if tells else ""
    return brief(
        say("time", promised=known["promised"], statutory=statutory, explanation=known["explanation"])
    )


def _fee(item: Item, answers: Answers, contacts: Contacts) -> str:
    explanation = item["fee"]["explanation"]
    if item["fee"]["free"]:
        return brief(say("fee_free", explanation=explanation))
    rows = [row for row, _ in personal(item, item["fee"]["rows"], answers) if row["amount"] != 0]
    if not rows:
        return brief(say("fee_explained", explanation=explanation))
    usually = {row["name"] for row, _ in personal(item, item["fee"]["rows"], usual(item, answers))}
    paid = "；".join(cards.fee_name(row) for row in rows)
    key = "fee_paid" if usually & {row["name"] for row in rows} else "fee_seldom"
    return brief(say(key, rows=paid, explanation=explanation))


def _sum(item: Item, answers: Answers, contacts: Contacts) -> str:
    return say("sum_unknown")


def _place(item: Item, answers: Answers, contacts: Contacts) -> str:
    first, *rest = cards.places(item, contacts)
    phone = _whose_phone(first, rest)
    hours = first["hours"].split("；")[0]
    lines = [say("place_first", name=first["name"], does=first["does"], hours=hours, phone=phone)]
    if rest:
        others = "、".join(
            say("place_other", name=window["name"], does=window["does"].split("；")[0]) for window in rest
        )
        lines.append(say("place_next", others=others))
    return "".join(lines)


def _whose_phone(first: Mapping[str, Any], rest: Sequence[Mapping[str, Any]]) -> str:
    """Return the phone number that the item shows, and whose it is when it is not that of the first window."""
    if first["phone"]:
        return say("place_phone", phone=first["phone"])
    for window in rest:
        if window["phone"]:
            return say("place_phone_of", name=window["name"], phone=window["phone"])
    return ""


def _steps(item: Item, answers: Answers, contacts: Contacts) -> str:
    steps = [step for step, _ in personal(item, item["steps"], usual(item, answers))]
    first = steps[0]
    names = "、".join(step["name"] for step in steps)
    return brief(
        say("steps", count=len(steps), names=names, actor=first["actor"], does=first["does"].rstrip("。"))
    )


def _agent(item: Item, answers: Answers, contacts: Contacts) -> str:
    agent, count = item["visits"]["agent"], item["visits"]["count"]
    visits = say("visits", count=count) if count else say("visits_none")
    return brief(visits + say("agent_yes" if agent["allowed"] else "agent_no", how=agent["how"]))


def _online(item: Item, answers: Answers, contacts: Contacts) -> str:
    online = item["visits"]["online"]
    return brief(say("online_yes" if online["available"] else "online_no", how=online["how"]))


def _conditions(item: Item, answers: Answers, contacts: Contacts) -> str:
    who = item["who"]
    conditions = "；".join(who["conditions"]) or who["text"]
    lines = [brief(say("conditions", conditions=conditions), CONDITIONS_LENGTH)]
    if who["excluded"]:
        lines.append(brief(say("conditions_excluded", excluded="；".join(who["excluded"])), EXCLUDED_LENGTH))
    return "".join(lines)


def _result(item: Item, answers: Answers, contacts: Contacts) -> str:
    result = item["result"]
    return brief(say("result", name=result["name"], validity=result["validity"], delivery=result["delivery"]))


def _basis(item: Item, answers: Answers, contacts: Contacts) -> str:
    laws = "；".join(f"{entry['law']}{entry['article']}" for entry in item["basis"])
    return brief(say("basis_answer", laws=laws))


def _rhyme(item: Item, answers: Answers, contacts: Contacts) -> str:
    return "\n".join(item["plain"].get("rhyme") or [say("no_rhyme")])


ANSWERS: dict[str, Callable[[Item, Answers, Contacts], str]] = {
    "materials": _materials,
    "time": _time,
    "fee": _fee,
    "sum": _sum,
    "place": _place,
    "steps": _steps,
    "agent": _agent,
    "conditions": _conditions,
    "online": _online,
    "result": _result,
    "basis": _basis,
    "rhyme": _rhyme,
}
