"""Taking contents in: what came is checked with the whole catalogue around it, and every difference is named.

Nothing is written here but a temporary copy; `writing` does it.
"""

from __future__ import annotations

import re
import shutil
import tempfile
from collections import defaultdict
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from catalog.cards import LEVELS
from catalog.check import remarks_on
from catalog.exchange.columns import Form
from catalog.exchange.differences import differences
from catalog.exchange.forms import FORMS, ITEMS, entries_of, file_of, known_ids
from catalog.exchange.layout import Marks, ordered, write_file
from catalog.exchange.problems import Place, Problem, Refused
from catalog.exchange.rows import Draft, Line, draft, stamp
from catalog.exchange.sheets import Sheets, read_sheets
from catalog.exchange.wording import chinese, located, misfits, path_of, said
from catalog.exchange.writing import Change
from catalog.exchange.yamlfiles import read_files
from catalog.loader import load, read_schemas
from catalog.model import Catalogue, CatalogueError
from catalog.text import comparable, sayings

_LAST_VERSION = 9999
"""Nobody publishes anything that often: beyond is a slip, and databases end somewhere."""
_UNCOUNTED = {"version", "utterances", "review"}
"""What changes without a new version: a resident does not read it."""

_TWICE = re.compile(r"“(?P<saying>.*)” stands in (?P<other>\S+) too")


def prepare(source: Path, root: Path, marks: Marks) -> list[Change]:
    """Return what importing `source` (a workbook, a YAML file or a folder of them) would change in `root`.

    Raises Refused with everything that does not fit, and CatalogueError when the catalogue itself is broken.
    """
    now = load(root)
    drafts = _read(source)
    schemas = read_schemas(root)
    problems = _strangers(drafts, now)
    for made in drafts:
        made.data = _with_marks(made, marks)
        problems += misfits(made, schemas[made.form.schema])
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
        schema = schemas[made.form.schema]
        made.data = ordered(made.data, schema, schema["$defs"])
    texts = {entry_id: _text(made, now, root, marks) for entry_id, made in changed.items()}
    after = _stage(changed, texts, root, source.name)
    return [_change(made, now, after, texts[entry_id]) for entry_id, made in changed.items()]


def _read(source: Path) -> list[Draft]:
    """Return the items and life events of a workbook, a YAML file or a folder."""
    if source.is_dir() or source.suffix in {".yml", ".yaml"}:
        return read_files(source)
    sheets = read_sheets(source)
    problems: list[Problem] = []
    made: list[Draft | None] = []
    for form in FORMS:
        lines = _by_entry(form, sheets, source.name, problems)
        made += [draft(form, entry_id, own, source.name, problems) for entry_id, own in lines.items()]
    if problems:
        raise Refused(problems)
    if not made:
        raise Refused([Problem(Place(source.name, next(iter(sheets))), "里头什么也没有")])
    return [one for one in made if one is not None]


def _by_entry(
    form: Form, sheets: Sheets, file: str, problems: list[Problem]
) -> dict[str, dict[str, list[Line]]]:
    """Return the lines of every sheet of `form` by the item or event they belong to; strays become problems."""
    main = form.main.sheet
    found: dict[str, dict[str, list[Line]]] = {}
    for entry_id, line in sheets.get(main, ()):
        if entry_id in found:
            text = f"和第{found[entry_id][main][0].number}行重复了"
            problems.append(Problem(Place(file, main, line.number, form.id_heading), text))
        else:
            found[entry_id] = defaultdict(list, {main: [line]})
    for table in form.tables[1:]:
        for entry_id, line in sheets.get(table.sheet, ()):
            if entry_id in found:
                found[entry_id][table.sheet].append(line)
            else:
                text = f"“{entry_id}”不在“{main}”表里"
                problems.append(Problem(Place(file, table.sheet, line.number, form.id_heading), text))
    return found


def _strangers(drafts: Sequence[Draft], now: Catalogue) -> list[Problem]:
    """Return a problem for everything that the district does not have, calls otherwise, or that came twice."""
    problems = []
    seen: dict[str, Place] = {}
    for made in drafts:
        entry_id, place, form = made.data["id"], made.place(("id",)), made.form
        if entry_id not in known_ids(form, now):
            where = "全区清单里" if form is ITEMS else "目录里"
            problems.append(Problem(place, f"{where}没有{form.name}“{entry_id}”"))
        elif entry_id in seen:
            problems.append(Problem(place, f"{form.name}“{entry_id}”在 {seen[entry_id]} 已经有了"))
        seen.setdefault(entry_id, place)
        for key, word in form.listed.items():
            listed = now.listed.get(entry_id, made.data)[key] if key in made.data else None
            if made.data.get(key) != listed:
                text = f"{word}不能改，全区清单上是“{LEVELS.get(str(listed), listed)}”"
                problems.append(Problem(made.place((key,)), text))
    return problems


def _with_marks(made: Draft, marks: Marks) -> dict[str, Any]:
    """Return the content with full-width marks in everything that the list does not decide."""

    def mend(value: Any) -> Any:
        if isinstance(value, str):
            return marks(value)
        if isinstance(value, list):
            return [mend(entry) for entry in value]
        return {key: mend(entry) for key, entry in value.items()} if isinstance(value, dict) else value

    return {key: value if key in made.form.listed else mend(value) for key, value in made.data.items()}


def _settle_version(made: Draft, now: Catalogue, problems: list[Problem]) -> bool:
    """Return whether it differs from the catalogue's, with the version it must have then.

    Adds a problem when the version cannot be, or when somebody else has changed it since the file was made.
    """
    if made.data["version"] > _LAST_VERSION:
        problems.append(Problem(made.place(("version",)), f"太大，最大 {_LAST_VERSION}"))
    known = entries_of(made.form, now)
    if made.data["id"] not in known:
        return True
    old, new = known[made.data["id"]].data, made.data
    changed = {key for key in old if old[key] != new[key]}
    if changed <= {"version"} and new["version"] <= old["version"]:
        return False
    if new["version"] < old["version"] or (made.seen is not None and made.seen != stamp(old)):
        text = (
            f"“{made.form.title_of(old)}”导出以后别人改过了（现在是第{old['version']}版），"
            "请重新导出再改，免得盖掉别人改的"
        )
        problems.append(Problem(made.place(("version",)), text))
    elif changed - _UNCOUNTED and new["version"] == old["version"]:
        new["version"] += 1
    return True


def _text(made: Draft, now: Catalogue, root: Path, marks: Marks) -> tuple[str | None, str]:
    """Return the text of the file now and after the import."""
    path = root / file_of(made.form, made.data)
    old = entries_of(made.form, now).get(made.data["id"])
    if old and path.is_file():
        before = path.read_text(encoding="utf-8")
        return before, write_file(made.data, before, old.data, marks)
    return None, write_file(made.data, "", None, marks)


def _stage(
    changed: Mapping[str, Draft], texts: Mapping[str, tuple[str | None, str]], root: Path, source: str
) -> Catalogue:
    """Load a copy of the catalogue with the changes in it. Raises Refused with what the checks say."""
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(folder, "catalog")
        shutil.copytree(root, copy, ignore=shutil.ignore_patterns("*.py", "__pycache__"))
        for entry_id, made in changed.items():
            path = copy / file_of(made.form, made.data)
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(texts[entry_id][1], encoding="utf-8")
        try:
            after = load(copy)
        except CatalogueError as error:
            raise Refused(_located(problem, changed, source) for problem in error.problems) from error
    for entry_id, made in changed.items():
        if entries_of(made.form, after)[entry_id].data != made.data:
            raise Refused([Problem(made.place(()), "写出来再读就不一样了，请把这个文件发给开发人员")])
    return after


def _located(problem: str, changed: Mapping[str, Draft], source: str) -> Problem:
    """Return a problem of the loader (`file: key: problem`) at its place in what came in, if it has one there.

    Of two files with the same words the loader names one, and that may be the one that did not change.
    """
    name, key, text = problem.split(": ", 2)
    entry_id = Path(name).stem
    if entry_id in changed:
        return located(changed[entry_id], path_of(key, changed[entry_id].data), chinese(text))
    twice = _TWICE.fullmatch(text)
    if twice and (made := changed.get(twice["other"])):
        words = [comparable(saying) for saying in sayings(made.data)]
        path = ("utterances", words.index(comparable(twice["saying"])))
        return located(made, path, chinese(f"“{twice['saying']}” stands in {entry_id} too"))
    return Problem(Place(source), said(problem))


def _change(made: Draft, now: Catalogue, after: Catalogue, text: tuple[str | None, str]) -> Change:
    old = entries_of(made.form, now).get(made.data["id"])
    known = set(remarks_on(old.data, now)) if old else set()
    found = [remark for remark in remarks_on(made.data, after) if remark not in known]
    return Change(
        id=made.data["id"],
        title=made.form.title_of(made.data),
        path=file_of(made.form, made.data),
        lines=tuple(differences(made.form, old.data if old else None, made.data)),
        remarks=tuple(f"{made.place(path_of(key, made.data))}：{chinese(words)}" for key, words in found),
        before=text[0],
        after=text[1],
    )
