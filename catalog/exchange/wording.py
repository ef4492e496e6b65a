"""What the schema, the catalogue's checks and its remarks say, in Chinese for the person who sent the file."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Any

import jsonschema
from jsonschema.exceptions import best_match

from catalog.exchange.forms import FORMS
from catalog.exchange.problems import Problem
from catalog.exchange.rows import Draft, Path

_TYPES = {
    "string": "文字",
    "integer": "整数",
    "number": "数字",
    "boolean": "true 或 false",
    "array": "列表",
    "object": "键和值",
}
_SCHEMA: dict[str, Callable[[Any], str]] = {
    "required": lambda error: (
        f"缺 {'、'.join(key for key in error.validator_value if key not in error.instance)}"
    ),
    "additionalProperties": lambda error: f"不认识的键：{'、'.join(_strange(error))}",
    "minLength": lambda error: f"太短，至少 {error.validator_value} 个字",
    "maxLength": lambda error: f"太长，最多 {error.validator_value} 个字，现在 {len(error.instance)} 个",
    "enum": lambda error: f"“{error.instance}”不行，只能是：{'、'.join(map(str, error.validator_value))}",
    "pattern": lambda error: f"“{error.instance}”的写法不对",
    "type": lambda error: f"这里要{_type(error.validator_value)}",
    "minItems": lambda error: f"太少，至少 {error.validator_value} 条，现在 {len(error.instance)} 条",
    "maxItems": lambda error: f"太多，最多 {error.validator_value} 条，现在 {len(error.instance)} 条",
    "uniqueItems": lambda _: "有写了两遍的",
    "dependentRequired": lambda error: "；".join(
        f"标了“{_word(key)}”就要写“{_word(need)}”"
        for key, needs in error.validator_value.items()
        for need in needs
        if key in error.instance and need not in error.instance
    ),
    "minProperties": lambda _: "不能空着",
    "minimum": lambda error: f"太小，最小 {error.validator_value}",
    "maximum": lambda error: f"太大，最大 {error.validator_value}",
}
_YAML = "YAML 的写法不对，请看看这一行和上一行的缩进、引号、冒号后的空格"
_LOADED: tuple[tuple[str, str], ...] = (
    (r"'(\w+)' is a required property", "缺 {0}"),
    (r"Additional properties are not allowed \((.*) (?:was|were) unexpected\)", "不认识的键：{0}"),
    (r"(.*) is not of type '(\w+)'", "{0} 不行，这里要{1}"),
    (r"(.*) is too short", "太短或者太少：{0}"),
    (r"(.*) (?:is too long|is expected to be empty)", "太长或者太多：{0}"),
    (r"(.*) (?:should be non-empty|does not have enough properties)", "不能空着"),
    (r"(.*) is not one of \[(.*)\]", "{0} 不行，只能是：{1}"),
    (r"(.*) does not match (.*)", "{0} 的写法不对"),
    (r"(.*) is less than the minimum of (.*)", "{0} 太小，最小 {1}"),
    (r"(.*) is greater than the maximum of (.*)", "{0} 太大，最大 {1}"),
    (r"(.*) has non-unique elements", "有写了两遍的"),
    (r"'(\w+)' is a dependency of '(\w+)'", "写了 {1} 就要写 {0}"),
    (r"(.*) is not valid under any of the given schemas", "{0} 的写法不对"),
    (r"the key '(.*)' stands twice", "键 {0} 写了两遍"),
    (r"a key must be a word", "键要是一个词"),
    (r"is empty", "里头是空的"),
    (r"is missing", "没有这个文件"),
    (r"cannot be read \(.*\)", "读不出来，请另存为 UTF-8 编码，再看看有没有权限"),
    (r"there is not one item", "里头一个事项也没有"),
    (r"is (.*), the file's name says (.*)", "写的是 {0}，文件名是 {1}"),
    (r"stands in (\S+) too", "{0} 里也有"),
    (r"the id stands (\d+) times", "这个编号用了 {0} 次"),
    (r"(\S+) is not a town", "没有 {0} 这个镇"),
    (r"(\S+) is not a sub-centre of (\S+)", "{1} 没有“{0}”这个分中心"),
    (r"(\S+) is not known", "没有 {0}"),
    (r"is before from", "结束的日子比开始的早"),
)
"""What the loader itself says of a file; a problem of the schema in the words of jsonschema."""
_CHECKS: tuple[tuple[str, str], ...] = (
    (r"(\S+) is not in items\.tsv", "{0} 不在全区清单里"),
    (r"(\S+) is not in departments\.yml", "部门“{0}”不在组织机构里"),
    (r"(\S+) is not in papers\.yml", "通用证件里没有 {0}"),
    (r"is (.*), items\.tsv says (.*)", "写的是“{0}”，全区清单上是“{1}”，这一格不能改"),
    (r"is (.*), the folder says (.*)", "写的是 {0}，文件夹是 {1}"),
    (r"an item is not its own neighbour", "邻近事项不能是它自己"),
    (r"is district for items of towns only", "只有层级是乡镇的事项才填“区”"),
    (r"is longer than the statutory limit", "承诺时限比法定时限还长"),
    (r"two choices have the same id", "有两个选项编号一样"),
    (r"(\S+) stands twice", "{0} 写了两遍"),
    (r"(\S+) stands (\d+) times", "事项 {0} 写了 {1} 回，只要一回"),
    (r"two stages have the name (.*)", "两个阶段都叫“{0}”"),
    (r"the id (\S+) stands (\d+) times", "编号 {0} 用了 {1} 次"),
    (r"(\S+) is not another item", "{0} 不是清单上别的事项"),
    (r"(\S+) is not an earlier situation", "{0} 不是前面问过的情形"),
    (r"(\S+) is not a choice of (\S+)", "情形 {1} 没有选项 {0}"),
    (r"neither original nor copy, and not shared", "原件和复印件都是 0 份，又不免提交"),
    (r"(\S+) has only this one material", "几样选一样的 {0} 只有这一样，至少要两样"),
    (r"is free and has rows", "填了不收费，收费表里又有内容"),
    (r"is not free and has no rows", "填了要收费，收费表里又没有内容"),
    (r"the village may not be asked for (.*)", "“{0}”已经取消，不能再要村上开"),
    (r"(.*) is repealed", "“{0}”已经废止，请换成现行的"),
    (r"has no words", "没有字"),
    (r"“(.*)” stands in (\S+) too", "“{0}”在事项 {1} 里也有；两边都要用，就在“和哪些事项共用”里互相写上编号"),
    (r"“(.*)” does not stand in (\S+)", "写了和 {1} 共用“{0}”，那边没有这一句"),
    (r"(\d+) characters, (\d+) are enough", "有 {0} 个字，最好不超过 {1} 个"),
    (r"a sentence of (\d+) characters, (\d+) are enough: (.*)", "有一句长 {0} 个字，最好不超过 {1} 个：{2}"),
    (r"(“.*”) is a word of offices: (.*)", "{0}是公文里的词，可以说：{1}"),
    (r"(“.*”) cannot be spoken", "{0}念不出来"),
    (r"(“.*”) does not fit into a list: short, without marks", "{0}太长或者里头有标点，念成一串听不清"),
    (r"(“.*”) ends with a bracket", "{0}末尾是括号，接着念不顺"),
    (r"has a form, and `source` does not say where the blank is had", "有空白表格，“从哪里来”没说表在哪里领"),
    (r"changes nothing", "这个问题答哪样都一样，可以不问"),
    (r"the first choice is not a case of this item", "第一个选项不是这个事项的情形"),
    (r"none is left when every question has its first choice", "都选第一个选项时一样也不剩"),
    (r"the steps of the usual case take (.*) working days", "按平常的情形，各环节加起来要 {0} 个工作日"),
    (r"none is left(?: and no note says why)?: (.*)", "这样选的时候一样也不剩，也没说为什么：{0}"),
    (r"two that stand for one another are asked for: (.*)", "能互相顶替的材料要了两样：{0}"),
    (
        r"(?:the paper )?([“《].*[”》]) stands in no structured field(?: that speaks of \w+)?",
        "{0}在这一项的表格里找不到，两边要说得一样",
    ),
    (r"“(.*)” is not what is promised: (.*)", "“{0}”和承诺时限不一样，承诺的是{1}"),
    (r"the year (\d+) stands in no structured field", "{0}年在这一项的表格里找不到，两边要说得一样"),
)


def _word(key: str) -> str:
    """Return the heading of a column, or the key where there is none."""
    columns = (column for form in FORMS for table in form.tables for column in table.columns)
    return next((column.heading for column in columns if column.key == key), key)


def _strange(error: Any) -> list[str]:
    known = error.schema.get("properties", {}) if isinstance(error.schema, dict) else {}
    return sorted(str(key) for key in error.instance if key not in known)


def _type(names: Any) -> str:
    return "或者".join(_TYPES.get(name, name) for name in ([names] if isinstance(names, str) else names))


def misfits(draft: Draft, schema: Any) -> Iterator[Problem]:
    """Yield a problem for everything in which the item does not fit `schema`."""
    for found in jsonschema.Draft202012Validator(schema).iter_errors(draft.data):
        error = best_match([found]) or found
        wording = _SCHEMA.get(str(error.validator))
        path: Path = tuple(error.absolute_path)
        yield located(draft, path, wording(error) if wording else error.message[:160])


def located(draft: Draft, path: Path, text: str) -> Problem:
    """Return a problem at the place of `path`; where that is no line of the item, its name comes first."""
    place = draft.place(path)
    return Problem(place, text if place.row else f"{draft.data['id']}：{text}")


def chinese(text: str) -> str:
    """Return what a check or remark says in Chinese, or `text` itself where its words are not known."""
    for pattern, words in (*_CHECKS, *_LOADED):
        if match := re.fullmatch(pattern, text, re.DOTALL):
            return words.format(*(_TYPES.get(group, group) for group in match.groups()))
    return text


def said(problem: str) -> str:
    """Return a problem of the loader (`file: key: problem`) in Chinese, its place first."""
    name, key, text = problem.split(": ", 2)
    words = chinese(text)
    if key.startswith("line "):
        return f"{name}，第{key.removeprefix('line ')}行：{_YAML if words == text else words}"
    return f"{name}：{words}" if key == "file" else f"{name}，{key}：{words}"


def path_of(key: str, data: Any) -> Path:
    """Return the path in `data` of a key as the checks (`materials.3.name`) and the remarks (`materials.form`) write it."""
    path: Path = ()
    for part in key.split("."):
        step: str | int = part
        if isinstance(data, list):
            ids = [entry.get("id") if isinstance(entry, dict) else None for entry in data]
            step = int(part) if part.isdigit() else ids.index(part) if part in ids else part
        path = (*path, step)
        inside = isinstance(data, dict) and step in data
        data = data[step] if inside or (isinstance(step, int) and step < len(data)) else None
    return path
