"""`make export OUT=... [ITEM=id] [DEPARTMENT=name]` and `make import FILE=... [APPLY=yes]`: contents out and back.

OUT ends in `.xlsx` for a workbook; anything else becomes a folder of YAML files laid out like `catalog`.
"""

from __future__ import annotations

import shutil
import sys
from pathlib import Path

import catalog
from catalog.exchange.changes import prepare
from catalog.exchange.forms import counted, file_of, form_of
from catalog.exchange.problems import Refused
from catalog.exchange.wording import said
from catalog.exchange.workbook import write_workbook
from catalog.exchange.writing import Change, NotWritten, apply
from catalog.loader import ROOT
from tools.console import Problem, refuse, say
from tools.punctuation import full_width

_USAGE = (
    "用法：make export OUT=文件.xlsx 或者文件夹 [ITEM=事项或者一件事的编号] [DEPARTMENT=部门]\n"
    "      make import FILE=文件.xlsx、文件.yml 或者文件夹 [APPLY=yes]"
)


def main(arguments: list[str], root: Path = ROOT) -> int:
    """Do what `export OUT ITEM DEPARTMENT` or `import FILE APPLY` says; 0 done, 1 refused, 2 wrong usage."""
    try:
        match arguments:
            case ["export", out, item_id, department] if out:
                _export(Path(out), item_id, department, root)
            case ["import", file, "" | "yes" as answer] if file:
                _import(Path(file), answer == "yes", root)
            case _:
                say(_USAGE)
                return 2
    except Problem as problem:
        return refuse(problem)
    return 0


def _export(out: Path, entry_id: str, department: str, root: Path) -> None:
    try:
        catalogue = catalog.load(root)
    except catalog.CatalogueError as error:
        raise _broken(error) from error
    chosen = [
        item.data
        for item in catalogue.items.values()
        if entry_id in ("", item.id) and department in ("", item.department)
    ]
    if not department:  # a life event belongs to several
        chosen += [event.data for event in catalogue.events.values() if entry_id in ("", event.id)]
    if not chosen:
        departments = "、".join(sorted({item.department for item in catalogue.items.values()}))
        raise Problem(
            "没有这样的事项或者一件事。事项的编号在 catalog/items.tsv 里，一件事的编号是 catalog/events 里的文件名，"
            f"部门有：{departments}"
        )
    if out.exists():
        raise Problem(f"{out} 已经有了，请先挪开，或者用 OUT= 换个名字")
    try:
        if out.suffix.lower() == ".xlsx":
            write_workbook(chosen, out, catalogue.items)
        else:
            for data in chosen:
                file = file_of(form_of(data["id"]), data)
                (out / file).parent.mkdir(parents=True, exist_ok=True)
                shutil.copy(root / file, out / file)
    except OSError as error:
        if out.is_dir():
            shutil.rmtree(out, ignore_errors=True)
        raise Problem(f"写不进去：{error.strerror}（{out}）") from error
    say(f"✓ 导出了 {counted(data['id'] for data in chosen)}：{out}")
    if department:
        say("  一件事不归哪一个部门，没有导出；要一件事就不写 DEPARTMENT=，或者写 ITEM=一件事编号")


def _import(file: Path, write: bool, root: Path) -> None:
    if not file.exists():
        raise Problem(f"没有 {file} 这个文件")
    changes = _prepared(file, root)
    for change in changes:
        say(f"{change.title}（{change.id}）")
        for line in change.lines:
            say(f"  {line}")
        for remark in change.remarks:
            say(f"  提醒：{remark}")
    total = counted(change.id for change in changes)
    if not changes:
        say("✓ 和现在的内容一样，没有要改的")
    elif not write:
        say(f"一共要改 {total}，还没有写进去。没问题就加上 APPLY=yes 再运行一次")
    else:
        try:
            apply(changes, root)
        except NotWritten as error:
            raise Problem(str(error)) from error
        names = "\n".join(f"  {change.path}" for change in changes)
        say(f"✓ 写进去了 {total}，重新启动后生效：\n{names}")


def _prepared(file: Path, root: Path) -> list[Change]:
    try:
        return prepare(file, root, full_width)
    except Refused as refused:
        lines = "\n".join(f"  {line}" for line in refused.lines())
        raise Problem(f"有 {len(refused.problems)} 处不合适，什么都没有改：\n{lines}") from refused
    except catalog.CatalogueError as error:
        raise _broken(error) from error
    except OSError as error:  # changes are tried out on a copy
        raise Problem("临时文件夹写不进去，多半是磁盘满了，什么都没有改") from error


def _broken(error: catalog.CatalogueError) -> Problem:
    lines = "\n".join(f"  {said(line)}" for line in error.problems)
    return Problem(f"现在的内容目录里有 {len(error.problems)} 处问题，先改好再来：\n{lines}")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
