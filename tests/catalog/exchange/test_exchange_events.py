"""Life events go out, are edited by a clerk and come back as items do."""

import shutil
from pathlib import Path

import pytest
from openpyxl import Workbook, load_workbook

import catalog
from catalog.exchange.changes import prepare
from catalog.exchange.problems import Refused
from catalog.exchange.workbook import write_workbook
from catalog.exchange.writing import apply
from catalog.loader import ROOT
from tests.catalog.exchange.conftest import Edit, column, row, state
from tools.punctuation import full_width

EVENT = "life-test"
TEXT = """id: life-test
version: 1
title: 修房子和危房
theme: housing

plain:
  answer: 先把宅基地批下来，再动工修房子，老房子不安全的可以申请补助。几样一起问清楚，资料带一回就够，村上一个窗口收。
  read_aloud: 先把宅基地批下来，再动工修房子，老房子不安全的可以申请补助。几样一起问清楚，资料带一回就够，村上一个窗口收。
  difference: 从批地到补助一起问

stages:
  - name: 批地  # by hand
    when: 动工以前
    items:
      - item: homestead
        why: 批了才能动工
        answers: {build: new}
  - name: 补助
    when: 鉴定出来以后
    items:
      - item: dilapidated-house
        why: 老房子不安全，国家补一点
        only_if: 老房子是危房的
        usual: true

questions:
  - {q: 先办哪样？, a: 先批地。}
  - {q: 要跑几回？, a: 一样跑一回。}
  - {q: 收不收钱？, a: 不收钱。}

utterances:
"""


@pytest.fixture
def root(root: Path) -> Path:
    """The catalogue of two items, with a life event of both."""
    folder = root / "events"
    folder.mkdir()
    sayings = "".join(f"  - 第{number}种说法，修房子和危房一起问\n" for number in range(30))
    review = 'review: {status: reference, date: "2026-11-23", by: 试写的人, readings: []}\n'
    tail = f"\nconfirm_locally:\n  - 村上一个窗口收不收得了\n{review}"
    (folder / f"{EVENT}.yml").write_text(TEXT + sayings + tail, encoding="utf-8")
    return root


@pytest.fixture
def file(root: Path, tmp_path: Path) -> Path:
    path = tmp_path / "一件事.xlsx"
    loaded = catalog.load(root)
    write_workbook([loaded.events[EVENT].data], path, loaded.items)
    return path


def edit(file: Path, work: Edit) -> Path:
    book = load_workbook(file)
    work(book)
    book.save(file)
    return file


def put(book: Workbook, sheet: str, heading: str, value: object, nth: int = 0) -> str:
    found = book[sheet]
    number = row(found, EVENT, nth)
    found.cell(number, column(found, heading)).value = value  # type: ignore[assignment]
    return f"一件事.xlsx：工作表“{sheet}”，第{number}行，“{heading}”"


def refused(file: Path, root: Path) -> list[str]:
    before = state(root)
    with pytest.raises(Refused) as caught:
        prepare(file, root, full_width)
    assert state(root) == before
    return caught.value.lines()


def test_without_edits_nothing_changes(root: Path, file: Path) -> None:
    assert prepare(file, root, full_width) == []
    assert prepare(root / "events", root, full_width) == []


def test_the_workbook_has_the_sheets_of_events_and_says_what_ids_mean(file: Path) -> None:
    book = load_workbook(file)
    assert "事项" not in book.sheetnames
    sheet = book["一件事的事项"]
    cells = dict(zip([cell.value for cell in sheet[1]], [cell.value for cell in sheet[2]]))
    assert cells["一件事编号"] == EVENT
    assert cells["阶段名称"] == "批地"
    assert cells["要办的事项编号"] == "homestead"
    assert cells["这个事项叫什么（导入时不看）"] == "我要修房子"
    assert cells["已经晓得的情形"] == "build=new"
    assert cells["情形的话（导入时不看）"]


def test_differences_are_named_and_then_written(root: Path, file: Path) -> None:
    def work(book: Workbook) -> None:
        put(
            book,
            "一件事",
            "怎么回答",
            "先批地,再动工,老房子不安全的可以申请补助。几样一起问清楚，资料带一回就够，村上收。",
        )
        put(book, "一件事阶段", "什么时候", "村上验收以后", nth=1)
        put(book, "一件事的事项", "为什么办", "房子不安全，早点修", nth=1)
        put(book, "一件事的事项", "多数人要办", None, nth=1)
        put(book, "一件事的事项", "已经晓得的情形", "build=move")
        book["一件事说法"].append([EVENT, None, "又修房子又补危房，一回问清楚"])
        book["一件事当地确认"].append([EVENT, None, "补助好多钱"])

    (change,) = prepare(edit(file, work), root, full_width)
    assert (change.id, change.title, change.path) == (EVENT, "修房子和危房", Path(f"events/{EVENT}.yml"))
    assert change.lines == (
        "版本：1 → 2",
        "怎么回答：先把宅基地批下来，再动工修房子，老房子不安全的可以申请补助。几样一起问清楚，资料带一回就够，村上一个窗口收。"
        " → 先批地，再动工，老房子不安全的可以申请补助。几样一起问清楚，资料带一回就够，村上收。",
        "一件事阶段：改“补助”的什么时候：鉴定出来以后 → 村上验收以后",
        "一件事的事项：改“homestead”的已经晓得的情形：build=new → build=move",
        "一件事的事项：改“dilapidated-house”的为什么办：老房子不安全，国家补一点 → 房子不安全，早点修",
        "一件事的事项：改“dilapidated-house”的多数人要办：是 → （空）",
        "一件事说法：加“又修房子又补危房，一回问清楚”",
        "一件事当地确认：加“补助好多钱”",
    )
    apply([change], root)
    event = catalog.load(root).events[EVENT]
    assert event.version == 2
    assert event.data["stages"][0]["items"][0]["answers"] == {"build": "move"}
    assert prepare(file, root, full_width) == [], "the same file a second time changes nothing"


def test_ways_of_saying_do_not_raise_the_version_and_the_rest_keeps_its_text(root: Path, file: Path) -> None:
    work = lambda book: book["一件事说法"].append([EVENT, None, "又修房子又补危房"])  # noqa: E731
    (change,) = prepare(edit(file, work), root, full_width)
    assert change.lines == ("一件事说法：加“又修房子又补危房”",)
    assert change.before is not None
    added = set(change.after.splitlines()) - set(change.before.splitlines())
    assert added == {"  - 又修房子又补危房"}
    assert "# by hand" in change.after


@pytest.mark.parametrize(
    ("sheet", "heading", "value", "expected"),
    [
        ("一件事", "叫什么", "=1+1", "是公式"),
        ("一件事", "主题", "castle", "只能填"),
        ("一件事", "一句话区别", "短", "太短，至少 6 个字"),
        ("一件事阶段", "阶段名称", None, "不能空着"),
        ("一件事的事项", "阶段名称", "从来没有", "“从来没有”不在这一项的“一件事阶段”表里"),
        ("一件事的事项", "要办的事项编号", "castle", "castle 不在全区清单里"),
        ("一件事的事项", "已经晓得的情形", "build=fly", "情形 build 没有选项 fly"),
        ("一件事的事项", "已经晓得的情形", "build=new|move", "“build”只能写一个选项"),
        ("一件事的事项", "已经晓得的情形", "build", "看不懂"),
        ("一件事说法", "和哪些事项共用", "homestead", "那边没有这一句"),
        ("一件事当地确认", "要当地确认的", "地\u200b点", "看不见的字符"),
    ],
)
def test_cell_that_does_not_fit(
    root: Path, file: Path, sheet: str, heading: str, value: object, expected: str
) -> None:
    places: list[str] = []
    lines = refused(edit(file, lambda book: places.append(put(book, sheet, heading, value))), root)
    assert any(expected in line for line in lines), lines
    if sheet != "一件事说法":
        assert any(line.startswith(f"{places[0]}：") for line in lines), lines


def test_usual_needs_its_condition(root: Path, file: Path) -> None:
    lines = refused(edit(file, lambda book: put(book, "一件事的事项", "哪些人才办", None, nth=1)), root)
    assert any(line.endswith("标了“多数人要办”就要写“哪些人才办”") for line in lines)


def test_two_stages_of_one_name(root: Path, file: Path) -> None:
    lines = refused(edit(file, lambda book: put(book, "一件事阶段", "阶段名称", "批地", nth=1)), root)
    assert any("工作表“一件事阶段”" in line and line.endswith("行重复了") for line in lines)


def test_a_sheet_is_missing(root: Path, file: Path) -> None:
    def work(book: Workbook) -> None:
        del book["一件事问答"]

    assert refused(edit(file, work), root) == [
        "一件事.xlsx：工作表“一件事问答”：缺这张表，请从导出的文件改起"
    ]


def test_an_event_that_is_not_there_is_not_made(root: Path, file: Path) -> None:
    (root / f"events/{EVENT}.yml").unlink()
    assert refused(file, root) == [
        f"一件事.xlsx：工作表“一件事”，第2行，“一件事编号”：目录里没有一件事“{EVENT}”"
    ]


def test_event_changed_by_somebody_else_since_is_refused(root: Path, file: Path) -> None:
    path = root / f"events/{EVENT}.yml"
    path.write_text(path.read_text(encoding="utf-8").replace("动工以前", "挖土以前"), encoding="utf-8")
    (line,) = refused(edit(file, lambda book: put(book, "一件事", "主题", "老人")), root)
    assert "“修房子和危房”导出以后别人改过了" in line


def test_items_and_events_in_one_workbook(root: Path, tmp_path: Path) -> None:
    loaded = catalog.load(root)
    path = tmp_path / "一件事.xlsx"
    both = [entry.data for entry in (*loaded.items.values(), *loaded.events.values())]
    write_workbook(both, path, loaded.items)

    def work(book: Workbook) -> None:
        put(book, "一件事", "一句话区别", "批地、补助一起问清楚")
        sheet = book["事项"]
        sheet.cell(row(sheet, "homestead"), column(sheet, "收费说明")).value = "一分钱都不收"

    changes = prepare(edit(path, work), root, full_width)
    assert [change.id for change in changes] == ["homestead", EVENT]


def test_an_event_as_yaml(root: Path, tmp_path: Path) -> None:
    text = (root / f"events/{EVENT}.yml").read_text(encoding="utf-8")
    (tmp_path / "来件.yml").write_text(text.replace("批了才能动工", "批了才好动工"), encoding="utf-8")
    (change,) = prepare(tmp_path / "来件.yml", root, full_width)
    assert "一件事的事项：改“homestead”的为什么办：批了才能动工 → 批了才好动工" in change.lines
    (tmp_path / "来件.yml").write_text(
        text.replace("title: 修房子和危房\n", "colour: red\n"), encoding="utf-8"
    )
    lines = refused(tmp_path / "来件.yml", root)
    assert any(line.endswith("缺 title") for line in lines)
    assert any(line.endswith("不认识的键：colour") for line in lines)


def test_a_shipped_event_can_be_edited(tmp_path: Path) -> None:
    """In a whole copy, because an event is checked with its items around it."""
    event_id = "life-birth"
    root = tmp_path / "catalog"
    shutil.copytree(ROOT, root, ignore=shutil.ignore_patterns("*.py", "__pycache__"))
    loaded = catalog.load(root)
    path = tmp_path / "一件事.xlsx"
    write_workbook([loaded.events[event_id].data], path, loaded.items)
    book = load_workbook(path)
    book["一件事当地确认"].append([event_id, None, "新加的一条"])
    book.save(path)
    (change,) = prepare(path, root, full_width)
    version = loaded.events[event_id].version
    assert change.lines == (f"版本：{version} → {version + 1}", "一件事当地确认：加“新加的一条”")
