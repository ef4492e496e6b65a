"""Taking contents in: what came is checked with the whole catalogue around it, and every difference is named.

Nothing is written here but a temporary copy; `writing` does it.
"""

from __future__ import annotations

import json
import re
import shutil
import tempfile
from collections import defaultdict
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from catalog.cards import LEVELS
from catalog.check import item_remarks
from catalog.exchange.columns import ITEM_ID
from catalog.exchange.differences import differences
from catalog.exchange.layout import Marks, ordered, write_item
from catalog.exchange.problems import Place, Problem, Refused
from catalog.exchange.rows import Draft, Line, draft, stamp
from catalog.exchange.sheets import read_sheets
from catalog.exchange.tables import ITEMS
from catalog.exchange.wording import chinese, located, misfits, path_of
from catalog.exchange.writing import Change
from catalog.exchange.yamlfiles import read_items
from catalog.loader import load
from catalog.model import Catalogue, CatalogueError
from catalog.text import comparable, sayings

_LISTED = {"level": "层级", "department": "部门", "name": "事项名称"}
"""Fields that the district's list decides; their marks are the list's."""
_LAST_VERSION = 9999
"""Nobody publishes an item that often: beyond is a slip, and databases end somewhere."""
_UNCOUNTED = {"version", "utterances", "review"}
"""What changes without a new version: a resident does not read it."""

_TWICE = re.compile(r"“(?P<saying>.*)” stands in (?P<other>\S+) too")


def prepare(source: Path, root: Path, marks: Marks) -> list[Change]:
    """Return what importing `source` (a workbook, a YAML file or a folder of them) would change in `root`.

    Raises Refused with everything that does not fit, and CatalogueError when the catalogue itself is broken.
    """
    now = load(root)
    drafts = _read(source)
    schema = json.loads((root / "schema" / "item.json").read_text(encoding="utf-8"))
    problems = _strangers(drafts, now)
    for made in drafts:
        made.data = _with_marks(made.data, marks)
        problems += misfits(made, schema)
    if problems:
        raise Refused(problems)
    changed = {
        made.data["id"]: made for made in drafts if _settle_version(made, now, problems)
    }  # fmt: skip
    if problems:
        raise Refused(problems)
    if not changed:
        return []
    for made in changed.values():
        made.data = ordered(made.data, schema, schema["$defs"])
    texts = {item_id: _text(made, now, root, marks) for item_id, made in changed.items()}
    after = _stage(changed, texts, root, source.name)
    return [_change(made, now, after, texts[item_id]) for item_id, made in changed.items()]


def _read(source: Path) -> list[Draft]:
    """Return the items of a workbook, a YAML file or a folder."""
    if source.is_dir() or source.suffix in {".yml", ".yaml"}:
        return read_items(source)
    sheets = read_sheets(source)
    by_item: dict[str, dict[str, list[Line]]] = defaultdict(lambda: defaultdict(list))
    problems: list[Problem] = []
    for item_id, line in sheets[ITEMS.sheet]:
        if item_id in by_item:
            first = by_item[item_id][ITEMS.sheet][0].number
            problems.append(
                Problem(Place(source.name, ITEMS.sheet, line.number, ITEM_ID), f"和第{first}行重复了")
            )
        else:
            by_item[item_id][ITEMS.sheet].append(line)
    for sheet, lines in sheets.items():
        for item_id, line in lines if sheet != ITEMS.sheet else ():
            if item_id in by_item:
                by_item[item_id][sheet].append(line)
            else:
                text = f"“{item_id}”不在“{ITEMS.sheet}”表里"
                problems.append(Problem(Place(source.name, sheet, line.number, ITEM_ID), text))
    if not by_item and not problems:
        raise Refused([Problem(Place(source.name, ITEMS.sheet), "里头一个事项也没有")])
    made = [draft(item_id, lines, source.name, problems) for item_id, lines in by_item.items()]
    if problems:
        raise Refused(problems)
    return [one for one in made if one is not None]


def _strangers(drafts: Sequence[Draft], now: Catalogue) -> list[Problem]:
    """Return a problem for every item that the district does not have, calls otherwise, or that came twice."""
    problems = []
    seen: dict[str, Place] = {}
    for made in drafts:
        item_id, place = made.data["id"], made.place(("id",))
        if item_id not in now.listed:
            problems.append(Problem(place, f"全区清单里没有事项“{item_id}”"))
        elif item_id in seen:
            problems.append(Problem(place, f"事项“{item_id}”在 {seen[item_id]} 已经有了"))
        seen.setdefault(item_id, place)
        for key, word in _LISTED.items():
            listed = now.listed.get(item_id, made.data)[key] if key in made.data else None
            if made.data.get(key) != listed:
                text = f"{word}不能改，全区清单上是“{LEVELS.get(str(listed), listed)}”"
                problems.append(Problem(made.place((key,)), text))
    return problems


def _with_marks(data: dict[str, Any], marks: Marks) -> dict[str, Any]:
    """Return the item with full-width marks in everything that the list does not decide."""

    def mend(value: Any) -> Any:
        if isinstance(value, str):
            return marks(value)
        if isinstance(value, list):
            return [mend(entry) for entry in value]
        return {key: mend(entry) for key, entry in value.items()} if isinstance(value, dict) else value

    return {key: value if key in _LISTED else mend(value) for key, value in data.items()}


def _settle_version(made: Draft, now: Catalogue, problems: list[Problem]) -> bool:
    """Return whether the item differs from the catalogue's, with the version it must have then.

    Adds a problem when the version cannot be, or when somebody else has changed the item since the file was made.
    """
    if made.data["version"] > _LAST_VERSION:
        problems.append(Problem(made.place(("version",)), f"太大，最大 {_LAST_VERSION}"))
    if made.data["id"] not in now.items:
        return True
    old, new = now.items[made.data["id"]].data, made.data
    changed = {key for key in old if old[key] != new[key]}
    if changed <= {"version"} and new["version"] <= old["version"]:
        return False
    if new["version"] < old["version"] or (made.seen is not None and made.seen != stamp(old)):
        text = f"“{old['plain']['title']}”导出以后别人改过了（现在是第{old['version']}版），请重新导出再改，免得盖掉别人改的"
        problems.append(Problem(made.place(("version",)), text))
    elif changed - _UNCOUNTED and new["version"] == old["version"]:
        new["version"] += 1
    return True


def _path(made: Draft) -> Path:
    return Path("items", made.data["level"], f"{made.data['id']}.yml")


def _text(made: Draft, now: Catalogue, root: Path, marks: Marks) -> tuple[str | None, str]:
    """Return the text of the item's file now and after the import."""
    path = root / _path(made)
    if made.data["id"] in now.items and path.is_file():
        before = path.read_text(encoding="utf-8")
        return before, write_item(made.data, before, now.items[made.data["id"]].data, marks)
    return None, write_item(made.data, "", None, marks)


def _stage(
    changed: Mapping[str, Draft], texts: Mapping[str, tuple[str | None, str]], root: Path, source: str
) -> Catalogue:
    """Load a copy of the catalogue with the changes in it. Raises Refused with what the checks say."""
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(folder, "catalog")
        shutil.copytree(root, copy, ignore=shutil.ignore_patterns("*.py", "__pycache__"))
        for item_id, made in changed.items():
            path = copy / _path(made)
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(texts[item_id][1], encoding="utf-8")
        try:
            after = load(copy)
        except CatalogueError as error:
            raise Refused(_located(problem, changed, source) for problem in error.problems) from error
    for item_id, made in changed.items():
        if after.items[item_id].data != made.data:
            raise Refused([Problem(made.place(()), "写出来再读就不一样了，请把这个文件发给开发人员")])
    return after


def _located(problem: str, changed: Mapping[str, Draft], source: str) -> Problem:
    """Return a problem of the loader (`file: key: problem`) at its place in what came in, if it has one there.

    Of two items with the same words the loader names one, and that may be the one that did not change.
    """
    name, key, text = problem.split(": ", 2)
    item_id = Path(name).stem
    if item_id in changed:
        return located(changed[item_id], path_of(key, changed[item_id].data), chinese(text))
    twice = _TWICE.fullmatch(text)
    if twice and (made := changed.get(twice["other"])):
        words = [comparable(saying) for saying in sayings(made.data)]
        path = ("utterances", words.index(comparable(twice["saying"])))
        return located(made, path, chinese(f"“{twice['saying']}” stands in {item_id} too"))
    return Problem(Place(source), f"{name}，{key}：{chinese(text)}")


def _change(made: Draft, now: Catalogue, after: Catalogue, text: tuple[str | None, str]) -> Change:
    old = now.items.get(made.data["id"])
    known = set(item_remarks(old.data, now)) if old else set()
    found = [remark for remark in item_remarks(made.data, after) if remark not in known]
    return Change(
        id=made.data["id"],
        title=made.data["plain"]["title"],
        path=_path(made),
        lines=tuple(differences(old.data if old else None, made.data)),
        remarks=tuple(f"{made.place(path_of(key, made.data))}：{chinese(words)}" for key, words in found),
        before=text[0],
        after=text[1],
    )
