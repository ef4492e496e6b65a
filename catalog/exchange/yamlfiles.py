"""Reading items and life events that somebody sent as YAML: one file, or a folder of them.

Strict like the loader's own reading, and careful with files from outside: bounded size and depth, no aliases.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import yaml

from catalog.exchange import rows
from catalog.exchange.forms import form_of
from catalog.exchange.kinds import Unfit, clean
from catalog.exchange.problems import Place, Problem, Refused
from catalog.exchange.rows import Draft
from catalog.files import read_yaml

MOST_BYTES = 2**20
"""Of one file; the longest item has about 30 kB."""
MOST_FILES = 1000
_DEEPEST = 20
_LONGEST_NUMBER = 15
_LOADER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_KINDS: Any = yaml.resolver.Resolver()


def read_files(path: Path) -> list[Draft]:
    """Return the items and life events of the file or folder. Raises Refused with everything that cannot be read."""
    files = (
        sorted(found for found in path.rglob("*") if found.suffix in {".yml", ".yaml"})
        if path.is_dir()
        else [path]
    )
    if not files or len(files) > MOST_FILES:
        text = f"里头的 yml 文件太多，最多 {MOST_FILES} 个" if files else "里头没有 yml 文件"
        raise Refused([Problem(Place(path.name), text)])
    problems: list[Problem] = []
    drafts = []
    for file in files:
        name = file.relative_to(path).as_posix() if file != path else file.name
        try:
            drafts.append(_read(file, name, problems))
        except Refused as refused:
            problems += refused.problems
    if problems:
        raise Refused(problems)
    return drafts


def _read(file: Path, name: str, problems: list[Problem]) -> Draft:
    """Return one item or life event after adding the problems of its texts. Raises Refused where it is neither."""
    try:
        if file.stat().st_size > MOST_BYTES:
            raise Refused([Problem(Place(name), f"文件太大，一个文件最多 {MOST_BYTES // 2**20} MB")])
        text = file.read_bytes().decode("utf-8")
    except UnicodeDecodeError as error:
        raise Refused([Problem(Place(name), "不是 UTF-8 编码，请另存为 UTF-8")]) from error
    except OSError as error:
        raise Refused([Problem(Place(name), f"读不出来（{error.strerror}）")]) from error
    _check_shape(text, name)
    found: list[str] = []
    data = read_yaml(file, found, name)
    if found:
        raise Refused([_broken(line, name) for line in found])
    if not isinstance(data, dict) or not isinstance(data.get("id"), str):
        raise Refused([Problem(Place(name), "不是事项，也不是一件事：最外层要有 id")])
    draft = Draft(
        form_of(data["id"]),
        data,
        {key: Place(name, row=row) for key, row in _rows(yaml.compose(text, _LOADER), ())},
    )
    for key, value in _texts(data, ()):
        try:
            clean(value)
        except Unfit as unfit:
            problems.append(Problem(draft.place(key), str(unfit)))
    return draft


def _check_shape(text: str, name: str) -> None:
    """Refuse what a few bytes can blow up, or what reading would stumble over, before anything is built."""
    depth = 0
    try:
        for event in yaml.parse(text, _LOADER):
            row = event.start_mark.line + 1 if event.start_mark else 0
            if isinstance(event, yaml.AliasEvent):
                raise Refused([Problem(Place(name, row=row), "不能用 YAML 的引用（*），请把内容写全")])
            depth += isinstance(event, yaml.CollectionStartEvent) - isinstance(event, yaml.CollectionEndEvent)
            if depth > _DEEPEST:
                raise Refused([Problem(Place(name, row=row), "层次太深，不像是事项或者一件事")])
            if isinstance(event, yaml.ScalarEvent) and (wrong := _stumble(event)):
                raise Refused([Problem(Place(name, row=row), wrong)])
    except yaml.reader.ReaderError as error:
        raise Refused(
            [Problem(Place(name), f"里头有看不见的字符（U+{_code_point(error):04X}），请删掉")]
        ) from error
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark
        row = 0 if mark is None else mark.line + 1
        text = "YAML 的写法不对，请看看这一行和上一行的缩进、引号、冒号后的空格"
        raise Refused([Problem(Place(name, row=row), text)]) from error


def _stumble(event: yaml.ScalarEvent) -> str | None:
    """Return what is wrong with a value that YAML would take for more than a word or a plain number."""
    if event.tag not in {None, "!"}:
        return "这里不是普通的键和值，看不懂"
    if event.implicit[0]:
        kind = _KINDS.resolve(yaml.ScalarNode, event.value, (True, False)).rpartition(":")[2]
        if kind == "timestamp":
            return f'日期要加引号，写成 "{event.value}"'
        if kind in {"int", "float"} and len(event.value) > _LONGEST_NUMBER:
            return "数字太长；是编号就加上引号"
    return None


def _code_point(error: yaml.reader.ReaderError) -> int:
    """Return the code point that YAML does not allow."""
    return ord(error.character) if isinstance(error.character, str) else int(error.character)


def _broken(line: str, name: str) -> Problem:
    """Return a problem of the loader's own reading (`file: line N: problem`) in Chinese."""
    _, where, text = line.split(": ", 2)
    row = int(where.removeprefix("line ")) if where.startswith("line ") else 0
    if "stands twice" in text:
        return Problem(Place(name, row=row), f"键 {text.split(chr(39))[1]} 写了两遍")
    return Problem(Place(name, row=row), "这里不是普通的键和值，看不懂")


def _rows(node: Any, key: rows.Path) -> Iterator[tuple[rows.Path, int]]:
    """Yield the line of every value under `node`."""
    yield key, node.start_mark.line + 1
    if isinstance(node, yaml.MappingNode):
        for name, value in node.value:
            yield from _rows(value, (*key, name.value))
    elif isinstance(node, yaml.SequenceNode):
        for index, value in enumerate(node.value):
            yield from _rows(value, (*key, index))


def _texts(value: Any, key: rows.Path) -> Iterator[tuple[rows.Path, str]]:
    if isinstance(value, str):
        yield key, value
    elif isinstance(value, dict):
        for name, entry in value.items():
            yield from _texts(entry, (*key, name))
    elif isinstance(value, list):
        for index, entry in enumerate(value):
            yield from _texts(entry, (*key, index))
