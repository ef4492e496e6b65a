"""What the schema cannot say: cross-references, agreement within an item, law in force."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Set
from typing import Any

from catalog.laws import law_problems
from catalog.text import comparable

Files = dict[str, tuple[str, dict[str, Any]]]
"""Id -> (file name, content)."""


def check_items(
    items: Files, listed: Mapping[str, Mapping[str, str]], papers: Mapping[str, Any]
) -> list[str]:
    """Return every problem of the items; `listed` is the district's list by id, `papers` the shared papers."""
    return [
        f"{name}: {key}: {problem}"
        for item_id, (name, data) in sorted(items.items())
        for key, problem in _check_item(item_id, data, listed, papers)
    ]


def _check_item(
    item_id: str,
    data: Mapping[str, Any],
    listed: Mapping[str, Mapping[str, str]],
    papers: Mapping[str, Any],
) -> Iterator[tuple[str, str]]:
    row = listed.get(item_id)
    if row is None:
        yield "id", f"{item_id} is not in items.tsv"
    else:
        for key in ("level", "department", "name"):
            if data[key] != row[key]:
                yield key, f"is {data[key]}, items.tsv says {row[key]}"
    if data["kind"].get("decides") == "district" and data["level"] != "town":
        yield "kind.decides", "is district for items of towns only"
    yield from _check_situations(data, listed)
    yield from _check_materials(data, papers)
    yield from _check_fee(data)
    yield from law_problems(data)
    for index, neighbour in enumerate(data["neighbours"]):
        if neighbour["item"] not in listed:
            yield f"neighbours.{index}.item", f"{neighbour['item']} is not in items.tsv"
        if neighbour["item"] == item_id:
            yield f"neighbours.{index}.item", "an item is not its own neighbour"
    statutory, promised = data["time"]["statutory"], data["time"]["promised"]
    if statutory and statutory["unit"] == promised["unit"] and promised["value"] > statutory["value"]:
        yield "time.promised", "is longer than the statutory limit"


def one_sided(items: Mapping[str, Mapping[str, Any]]) -> list[str]:
    """Return a remark for each item that a neighbour names and that does not lead back; `items` by id."""
    named = {item_id: {entry["item"] for entry in data["neighbours"]} for item_id, data in items.items()}
    return [
        f"{other}: neighbours: {item_id} names it and is not named"
        for item_id, others in sorted(named.items())
        for other in sorted(others)
        if other in named and item_id not in named[other]
    ]


def _check_situations(
    data: Mapping[str, Any], listed: Mapping[str, Mapping[str, str]]
) -> Iterator[tuple[str, str]]:
    known: dict[str, set[str]] = {}
    for index, situation in enumerate(data["situations"]):
        yield from _check_when(f"situations.{index}.when", situation.get("when"), known)
        choices = [choice["id"] for choice in situation["choices"]]
        if len(set(choices)) != len(choices):
            yield f"situations.{index}.choices", "two choices have the same id"
        if situation["id"] in known:
            yield f"situations.{index}.id", f"{situation['id']} stands twice"
        known[situation["id"]] = set(choices)
        for number, choice in enumerate(situation["choices"]):
            target = choice.get("leads_to")
            if target and (target not in listed or target == data["id"]):
                yield f"situations.{index}.choices.{number}.leads_to", f"{target} is not another item"
    parts = [("materials", entry) for entry in data["materials"]]
    parts += [("steps", entry) for entry in data["steps"]]
    parts += [("fee.rows", entry) for entry in data["fee"]["rows"]]
    counts: Counter[str] = Counter()
    for part, entry in parts:
        yield from _check_when(f"{part}.{counts[part]}.when", entry.get("when"), known)
        counts[part] += 1


def _check_when(
    key: str, when: Mapping[str, list[str]] | None, known: Mapping[str, set[str]]
) -> Iterator[tuple[str, str]]:
    for situation, choices in (when or {}).items():
        if situation not in known:
            yield key, f"{situation} is not an earlier situation"
            continue
        for choice in choices:
            if choice not in known[situation]:
                yield key, f"{choice} is not a choice of {situation}"


def _check_materials(data: Mapping[str, Any], papers: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    ids = Counter(material["id"] for material in data["materials"])
    groups = Counter(material["one_of"] for material in data["materials"] if "one_of" in material)
    for material_id, count in ids.items():
        if count > 1:
            yield "materials", f"the id {material_id} stands {count} times"
    for index, material in enumerate(data["materials"]):
        if material["original"] + material["copies"] == 0 and not material["shared"]:
            yield f"materials.{index}", "neither original nor copy, and not shared"
        if "paper" in material and material["paper"] not in papers:
            yield f"materials.{index}.paper", f"{material['paper']} is not in papers.yml"
        if groups.get(material.get("one_of", "")) == 1:
            yield f"materials.{index}.one_of", f"{material['one_of']} has only this one material"


def _check_fee(data: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    fee = data["fee"]
    if fee["free"] and fee["rows"]:
        yield "fee", "is free and has rows"
    if not fee["free"] and not fee["rows"]:
        yield "fee", "is not free and has no rows"


def check_utterances(files: Files, listed: Set[str]) -> list[str]:
    """No two utterances of the whole catalogue say the same words, unless each names the other in `shared_with`.

    An item of `listed` that has no file yet need not have the line.
    """
    problems = []
    seen: dict[str, dict[str, set[str]]] = {}
    for file_id, (name, data) in sorted(files.items()):
        for index, entry in enumerate(data["utterances"]):
            text, shared = (
                (entry, set()) if isinstance(entry, str) else (entry["text"], set(entry["shared_with"]))
            )
            words = comparable(text)
            if not words:
                problems.append(f"{name}: utterances.{index}: has no words")
                continue
            others = seen.setdefault(words, {})
            for other, with_whom in others.items():
                if other == file_id or other not in shared or file_id not in with_whom:
                    problems.append(f"{name}: utterances.{index}: “{text}” stands in {other} too")
            others[file_id] = shared
    for words, places in seen.items():
        for file_id, shared in places.items():
            for missing in sorted(shared - set(places)):
                if missing in files or missing not in listed:
                    problems.append(f"{files[file_id][0]}: utterances: “{words}” does not stand in {missing}")
    return problems


def check_events(events: Files, items: Files, listed: Mapping[str, Mapping[str, str]]) -> list[str]:
    """Return every problem of the life events; their items may be listed and not yet shipped."""
    problems = []
    for name, data in events.values():
        problems += [f"{name}: {key}: {problem}" for key, problem in law_problems(data)]
        entries = [
            (f"stages.{place}.items.{index}", entry)
            for place, stage in enumerate(data["stages"])
            for index, entry in enumerate(stage["items"])
        ]
        names = Counter(stage["name"] for stage in data["stages"])
        problems += [
            f"{name}: stages: two stages have the name {stage}" for stage, count in names.items() if count > 1
        ]
        counts = Counter(entry["item"] for _, entry in entries)
        for key, entry in entries:
            if entry["item"] not in listed:
                problems.append(f"{name}: {key}.item: {entry['item']} is not in items.tsv")
            elif counts[entry["item"]] > 1:
                problems.append(f"{name}: {key}.item: {entry['item']} stands {counts[entry['item']]} times")
            elif entry["item"] in items:
                known = {
                    situation["id"]: {choice["id"] for choice in situation["choices"]}
                    for situation in items[entry["item"]][1]["situations"]
                }
                when = {situation: [choice] for situation, choice in entry.get("answers", {}).items()}
                problems += [
                    f"{name}: {where}: {problem}"
                    for where, problem in _check_when(f"{key}.answers", when, known)
                ]
    return problems


def check_papers(papers: Mapping[str, Any], listed: Mapping[str, Mapping[str, str]]) -> list[str]:
    """Return problems of the shared papers' references to items."""
    return [
        f"papers.yml: {paper_id}.made_by: {item_id} is not in items.tsv"
        for paper_id, paper in papers.items()
        for item_id in paper.get("made_by", ())
        if item_id not in listed
    ]


def check_organisation(organisation: Mapping[str, Any], items: Files, guides: Set[str]) -> list[str]:
    """Return problems of ids and references between towns, stations, departments, notices and items.

    `guides` are the ids of all items and life events that a notice may name.
    """
    problems = []
    for stem in ("departments", "towns", "stations", "notices"):
        for entry_id, count in Counter(entry["id"] for entry in organisation[stem]).items():
            if count > 1:
                problems.append(f"organisation/{stem}.yml: {entry_id}: the id stands {count} times")
    problems += _check_stations(organisation)
    towns = {town["id"] for town in organisation["towns"]}
    stations = {station["id"] for station in organisation["stations"]}
    for index, notice in enumerate(organisation["notices"]):
        key = f"organisation/notices.yml: {index}"
        unknown = (set(notice.get("towns", ())) - towns) | (set(notice.get("stations", ())) - stations)
        unknown |= {notice["guide"]} - guides if "guide" in notice else set()
        problems += [f"{key}: {name} is not known" for name in sorted(unknown)]
        if notice["from"] > notice["until"]:
            problems.append(f"{key}.until: is before from")
    departments = {department["name"] for department in organisation["departments"]}
    for name, data in items.values():
        if data["department"] not in departments:
            problems.append(f"{name}: department: {data['department']} is not in departments.yml")
    return problems


def _check_stations(organisation: Mapping[str, Any]) -> list[str]:
    """Return problems of the towns and sub-centres that stations name."""
    problems = []
    towns = {town["id"]: {office["name"] for office in town["sub_centres"]} for town in organisation["towns"]}
    for index, station in enumerate(organisation["stations"]):
        if station["town"] not in towns:
            problems.append(f"organisation/stations.yml: {index}.town: {station['town']} is not a town")
        elif station.get("sub_centre", "") not in {"", *towns[station["town"]]}:
            office = f"{station['sub_centre']} is not a sub-centre of {station['town']}"
            problems.append(f"organisation/stations.yml: {index}.sub_centre: {office}")
    return problems
