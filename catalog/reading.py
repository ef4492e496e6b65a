"""Can it be read and heard? Sentences, lengths and words of what a resident gets to see.

Returns remarks, not faults: a file with remarks still loads, but `make catalog-check` does not pass it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from itertools import islice
from typing import Any

from catalog.situations import UNKNOWN, next_situation, personal

Data = Mapping[str, Any]
Remark = tuple[str, str]
"""Key and what is wrong with it."""

SENTENCE = 45
"""Characters of one sentence of a plain text: what is read aloud in one breath."""
LONGEST = {"answer": 160, "read_aloud": 120, "difference": 24}
PLEASANT = 60
"""Characters of a sentence that is put into a short answer."""
_TITLE = re.compile("《[^《》]*》")
"""The official name of a paper keeps its words."""
_END = re.compile(r"[。！？；\n]")
_UNSPEAKABLE = re.compile(r"[A-Za-z（）()〔〕《》“”/·\s]")
_BLANK_FORM = re.compile("领取|打印|提供|格式|范本|现场|帮着填|家里人写|网上|当场|下载")
_SEPARATORS = re.compile("[、，；。]")
_NAME = 24
_MOST_TALKS = 400


def plain_texts(data: Data) -> dict[str, str]:
    """Return what people read or hear of an item or a life event, by key."""
    texts = {f"plain.{key}": data["plain"][key] for key in ("answer", "read_aloud", "difference")}
    rhyme = enumerate(data["plain"].get("rhyme", ()))
    return texts | {f"plain.rhyme.{index}": line for index, line in rhyme}


def text_remarks(data: Data, official: Sequence[Mapping[str, str]]) -> Iterator[Remark]:
    """Yield remarks on the plain texts of an item or a life event; `official` is the word list of that name."""
    for key, text in plain_texts(data).items():
        limit = LONGEST.get(key.removeprefix("plain."), _NAME)
        if len(text) > limit:
            yield key, f"{len(text)} characters, {limit} are enough"
        for sentence in _END.split(text):
            if len(sentence) > SENTENCE:
                yield (
                    key,
                    f"a sentence of {len(sentence)} characters, {SENTENCE} are enough: “{sentence[:12]}…”",
                )
        own_words = _TITLE.sub("", text)
        for word in official:
            if word["official"] in own_words:
                yield key, f"“{word['official']}” is a word of offices: {word['plain']}"
    for mark in dict.fromkeys(_UNSPEAKABLE.findall(data["plain"]["read_aloud"])):
        yield "plain.read_aloud", f"“{mark}” cannot be spoken"


def item_remarks(data: Data) -> Iterator[Remark]:
    """Yield remarks on how the structured fields of an item are put into cards and spoken answers."""
    for key, (text, limit) in _spoken(data).items():
        if len(text) > limit:
            yield key, f"{len(text)} characters, {limit} are enough"
    yield from _name_remarks(data)
    for window in data["place"]["windows"]:
        if window["name"].endswith("）"):
            yield "place.windows", f"“{window['name']}” ends with a bracket"
    for paper in data["materials"]:
        if "form" in paper and not paper["shared"] and not _BLANK_FORM.search(paper["source"]):
            yield f"materials.{paper['id']}", "has a form, and `source` does not say where the blank is had"
    yield from _situation_remarks(data)


def _name_remarks(data: Data) -> Iterator[Remark]:
    """Names that are joined to a list, and fees whose unit says what they are."""
    named = [("materials", entry) for entry in data["materials"]]
    named += [("fee.rows", entry) for entry in data["fee"]["rows"]]
    for part, entry in named:
        if _SEPARATORS.search(entry["name"]) or len(entry["name"]) > _NAME:
            yield part, f"“{entry['name']}” does not fit into a list: short, without marks"
    for row in data["fee"]["rows"]:
        if row["amount"] and not row["unit"].startswith("元"):
            yield "fee.rows", f"“{row['name']}” is {row['amount']:g} of what? The unit begins with 元"


def _spoken(data: Data) -> dict[str, tuple[str, int]]:
    """Return the fields that stand in spoken answers and on cards, each with its limit of characters."""
    limits = {f"visits.{part}.how": (data["visits"][part]["how"], PLEASANT) for part in ("agent", "online")}
    limits |= {f"{part}.explanation": (data[part]["explanation"], PLEASANT) for part in ("fee", "time")}
    limits |= {f"result.{part}": (text, PLEASANT) for part, text in data["result"].items()}
    for part in ("conditions", "excluded"):
        limits |= {f"who.{part}.{index}": (line, 50) for index, line in enumerate(data["who"][part])}
    for index, window in enumerate(data["place"]["windows"]):
        limits[f"place.windows.{index}.does"] = (window["does"], 30)
    for index, step in enumerate(data["steps"]):
        limits[f"steps.{index}.does"] = (step["does"], PLEASANT)
    for situation in data["situations"]:
        limits[f"situations.{situation['id']}"] = (situation["question"], 24)
        for choice in situation["choices"]:
            limits[f"situations.{situation['id']}.{choice['id']}"] = (choice["label"], 14)
            limits[f"situations.{situation['id']}.{choice['id']}.note"] = (choice.get("note", ""), 42)
    return limits


def talks(data: Data, answers: Mapping[str, str] | None = None) -> Iterator[dict[str, str]]:
    """Yield every way to answer all questions of an item without being led to another one."""
    answers = dict(answers or {})
    situation = next_situation(data, answers)
    if situation is None:
        yield answers
        return
    for choice in situation["choices"]:
        if "leads_to" not in choice:
            yield from talks(data, {**answers, situation["id"]: choice["id"]})


def shown(data: Data, part: str, answers: Mapping[str, str]) -> list[Data]:
    """Return the materials, steps or fee rows (`part`: "fee") that `answers` leave."""
    rows = data["fee"]["rows"] if part == "fee" else data[part]
    return [entry for entry, _ in personal(data, rows, answers)]


def _situation_remarks(data: Data) -> Iterator[Remark]:
    """Questions that change nothing, first choices that are not the usual case, answers that leave nothing."""
    used = _situations_used(data)
    for situation in data["situations"]:
        leads = any("leads_to" in choice for choice in situation["choices"])
        if not leads and situation["id"] not in used:
            yield f"situations.{situation['id']}", "changes nothing"
        if "leads_to" in situation["choices"][0]:
            yield f"situations.{situation['id']}", "the first choice is not a case of this item"
    usual = next(talks(data), None)
    if usual is None:
        return
    if not shown(data, "materials", usual):
        yield "materials", "none is left when every question has its first choice"
    yield from _time_remarks(data, usual)
    for answers in islice(talks(data), _MOST_TALKS):
        yield from _answer_remarks(data, answers)


def _situations_used(data: Data) -> set[str]:
    parts = (data["materials"], data["steps"], data["fee"]["rows"], data["situations"])
    return {name for part in parts for entry in part for name in entry.get("when", {})}


def _time_remarks(data: Data, usual: Mapping[str, str]) -> Iterator[Remark]:
    """The steps of the usual case keep the promised time."""
    above = [step for step in shown(data, "steps", usual) if step["level"] != "village"]
    days = sum(int(day[1]) for step in above if (day := re.fullmatch(r"(\d+)个工作日", step["time"])))
    promised = data["time"]["promised"]
    if promised["unit"] == "working_days" and days > promised["value"]:
        yield "time.promised", f"the steps of the usual case take {days} working days"


def _answer_remarks(data: Data, answers: Mapping[str, str]) -> Iterator[Remark]:
    """What one set of answers leaves makes sense."""
    notes = {
        (situation["id"], choice["id"]): choice.get("note", "")
        for situation in data["situations"]
        for choice in situation["choices"]
    }
    papers = shown(data, "materials", answers)
    if not papers and not any(notes.get(pair) for pair in answers.items()):
        yield "materials", f"none is left and no note says why: {dict(answers)}"
    if not shown(data, "steps", answers):
        yield "steps", f"none is left: {dict(answers)}"
    if not data["fee"]["free"] and not shown(data, "fee", answers):
        yield "fee.rows", f"none is left: {dict(answers)}"
    groups = [paper["one_of"] for paper in papers if "one_of" in paper]
    if UNKNOWN not in answers.values() and len(groups) > len(set(groups)):
        yield "materials", f"two that stand for one another are asked for: {dict(answers)}"
