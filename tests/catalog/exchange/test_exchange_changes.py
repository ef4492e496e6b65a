"""What an import shows before it writes, and what it writes."""

import os
import shutil
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

import catalog
from catalog.exchange.changes import prepare
from catalog.exchange.problems import Refused
from catalog.exchange.writing import NotWritten, apply
from tests.catalog.exchange.conftest import Edit, column, put, row, state
from tools.punctuation import full_width

Edited = Callable[[Edit], Path]


def item(root: Path) -> dict:
    return dict(catalog.load(root).items["homestead"].data)


def test_differences_are_named_and_nothing_is_written(root: Path, edited: Edited) -> None:
    def work(book) -> None:
        put(book, "事项", "承诺时限", 7)
        put(book, "材料", "从哪里来", "村上领")
        put(book, "说法", "群众怎么说", "屋头要起新房子咯")
        book["打油诗"].append(["homestead", None, "修房先要打报告"])
        for line in ("批了才能把土挖", "村上镇上都看过", "一分一厘不用花"):
            book["打油诗"].append(["homestead", "", line])
        book["问答"].delete_rows(row(book["问答"], "homestead", 4))

    before = state(root)
    (change,) = prepare(edited(work), root, full_width)
    assert (change.id, change.title) == ("homestead", "我要修房子")
    assert change.lines == (
        "版本：1 → 2",
        "承诺时限：10 → 7",
        "材料：改“农村宅基地和建房（规划许可）申请表”的从哪里来：村便民服务站领取，不会填由工作人员帮着填 → 村上领",
        "问答：去“我在城里上班，老家的房子垮了还能重修不？”",
        "说法：加“屋头要起新房子咯”",
        "说法：去“我要修房子”",
        "打油诗：加“修房先要打报告”",
        "打油诗：加“批了才能把土挖”",
        "打油诗：加“村上镇上都看过”",
        "打油诗：加“一分一厘不用花”",
    )
    assert state(root) == before


def test_applied_import_is_what_was_shown(root: Path, edited: Edited) -> None:
    before = state(root)
    file = edited(lambda book: put(book, "事项", "承诺时限", 7))
    changes = prepare(file, root, full_width)
    apply(changes, root)
    assert item(root)["time"]["promised"] == {"value": 7, "unit": "working_days"}
    assert item(root)["version"] == 2
    assert {name for name, found in state(root).items() if before.get(name) != found} == {
        "items/town/homestead.yml"
    }
    assert prepare(file, root, full_width) == [], "the same file a second time changes nothing"


def test_order_of_rows_is_a_difference(root: Path, edited: Edited) -> None:
    def work(book) -> None:
        put(book, "当地确认", "要当地确认的", "每人面积标准和层数、高度限制", nth=0)
        put(book, "当地确认", "要当地确认的", "承诺办结时限", nth=1)

    (change,) = prepare(edited(work), root, full_width)
    assert change.lines == ("版本：1 → 2", "当地确认：换了顺序")


@pytest.mark.parametrize(
    ("sheet", "heading", "value", "version"),
    [
        ("说法", "群众怎么说", "我屋头要修新房", 1),
        ("事项", "谁核定的", "昭化区农业农村局", 1),
        ("事项", "版本", 5, 5),
        ("事项", "收费说明", "一分钱都不收", 2),
    ],
)
def test_version_goes_up_when_residents_read_something_else(
    root: Path, edited: Edited, sheet: str, heading: str, value: object, version: int
) -> None:
    apply(prepare(edited(lambda book: put(book, sheet, heading, value)), root, full_width), root)
    assert item(root)["version"] == version


def test_spreadsheet_date_and_number_as_text_are_understood(root: Path, edited: Edited) -> None:
    def work(book) -> None:
        put(book, "事项", "核定日期", date(2026, 12, 1))
        put(book, "事项", "承诺时限", "７")
        put(book, "依据", "条款", 62)

    apply(prepare(edited(work), root, full_width), root)
    assert item(root)["review"]["date"] == "2026-12-01"
    assert item(root)["time"]["promised"]["value"] == 7
    assert item(root)["basis"][0]["article"] == "62"


def test_half_width_marks_become_full_width(root: Path, edited: Edited) -> None:
    (change,) = prepare(edited(lambda book: put(book, "事项", "收费说明", "不收钱,放心办")), root, full_width)
    assert "收费说明：批宅基地和办规划许可都不收钱 → 不收钱，放心办" in change.lines
    assert full_width(change.after) == change.after


def test_new_disagreement_of_texts_is_a_remark(root: Path, edited: Edited) -> None:
    answer = "在村里修房子要先批后建，镇上33个工作日批下来，批了才能挖土动工，没批莫动。" * 2
    (change,) = prepare(edited(lambda book: put(book, "事项", "怎么回答", answer)), root, full_width)
    assert any("“怎么回答”：“33工作日”在这一项的表格里找不到" in remark for remark in change.remarks)


def test_remark_on_a_paper_names_its_row(root: Path, edited: Edited) -> None:
    places: list[str] = []
    (change,) = prepare(
        edited(lambda book: places.append(put(book, "材料", "从哪里来", "村上"))), root, full_width
    )
    where = places[0].rpartition("，")[0]
    assert change.remarks == (f"改.xlsx：{where}：有空白表格，“从哪里来”没说表在哪里领",)


def test_item_that_the_file_does_not_have_is_left_alone(root: Path, edited: Edited) -> None:
    def work(book) -> None:
        for sheet in book.worksheets[1:]:
            for number in [cell.row for cell in sheet["A"] if cell.value == "dilapidated-house"][::-1]:
                sheet.delete_rows(number)
        put(book, "事项", "承诺时限", 7)

    assert [change.id for change in prepare(edited(work), root, full_width)] == ["homestead"]


def test_item_changed_by_somebody_else_since_is_refused(root: Path, edited: Edited) -> None:
    path = root / "items/town/homestead.yml"
    path.write_text(
        path.read_text(encoding="utf-8").replace("validity: 有效期", "validity: 期限"), encoding="utf-8"
    )
    before = state(root)
    with pytest.raises(Refused) as refused:
        prepare(edited(lambda book: put(book, "事项", "承诺时限", 7)), root, full_width)
    assert "别人改过了" in refused.value.lines()[0]
    assert state(root) == before


def test_new_item_of_the_list(root: Path, edited: Edited, tmp_path: Path) -> None:
    file = edited(lambda book: None)
    (root / "items/town/dilapidated-house.yml").unlink()
    (change,) = prepare(file, root, full_width)
    assert change.lines == ("这个事项以前没有内容，整项新加",)
    apply([change], root)
    assert "dilapidated-house" in catalog.load(root).items


def test_yaml_of_one_item(root: Path, tmp_path: Path) -> None:
    file = tmp_path / "homestead.yml"
    text = (root / "items/town/homestead.yml").read_text(encoding="utf-8")
    file.write_text(text.replace("value: 10,", "value: 7,"), encoding="utf-8")
    (change,) = prepare(file, root, full_width)
    assert change.lines == ("版本：1 → 2", "承诺时限：10 → 7")
    apply([change], root)
    assert item(root)["time"]["promised"]["value"] == 7


def both(root: Path, edited: Edited) -> list:
    def work(book) -> None:
        put(book, "事项", "承诺时限", 7)
        sheet = book["事项"]
        sheet.cell(row(sheet, "dilapidated-house"), column(sheet, "收费说明")).value = "一分钱也不收"

    return prepare(edited(work), root, full_width)


def test_failure_half_way_leaves_everything_as_it_was(
    root: Path, edited: Edited, monkeypatch: pytest.MonkeyPatch
) -> None:
    changes = both(root, edited)
    before = state(root)
    real, seen = os.replace, []

    def failing(source: Path, target: Path) -> None:
        seen.append(target)
        if len(seen) == 2:
            raise OSError(28, "No space left on device")
        real(source, target)

    monkeypatch.setattr(os, "replace", failing)
    with pytest.raises(NotWritten, match="原来的内容没有动"):
        apply(changes, root)
    assert len(changes) == 2
    assert state(root) == before


def test_file_changed_between_showing_and_writing(root: Path, edited: Edited) -> None:
    changes = both(root, edited)
    path = root / "items/town/homestead.yml"
    path.write_text(path.read_text(encoding="utf-8") + "# by hand\n", encoding="utf-8")
    before = state(root)
    with pytest.raises(NotWritten, match="刚刚被别人改了"):
        apply(changes, root)
    assert state(root) == before


def test_broken_catalogue_is_not_the_files_fault(root: Path, edited: Edited) -> None:
    file = edited(lambda book: None)
    shutil.copy(root / "items.tsv", root / "items/town/homestead.yml")
    with pytest.raises(catalog.CatalogueError):
        prepare(file, root, full_width)


def test_ctrl_c_half_way_leaves_everything_as_it_was(
    root: Path, edited: Edited, monkeypatch: pytest.MonkeyPatch
) -> None:
    changes = both(root, edited)
    before = state(root)
    real, seen = os.replace, []

    def stopped(source: Path, target: Path) -> None:
        seen.append(target)
        real(source, target)
        if len(seen) == 2:
            raise KeyboardInterrupt

    monkeypatch.setattr(os, "replace", stopped)
    with pytest.raises(KeyboardInterrupt):
        apply(changes, root)
    assert state(root) == before


def test_of_two_imports_at_once_one_is_written(root: Path, edited: Edited) -> None:
    changes = both(root, edited)
    others = [replace(change, after=f"{change.after}# other\n") for change in changes]

    def write(wanted: list) -> bool:
        try:
            apply(wanted, root)
        except NotWritten:
            return False
        return True

    with ThreadPoolExecutor(2) as people:
        written = list(people.map(write, (changes, others)))
    assert sorted(written) == [False, True]
    won = changes if written[0] else others
    assert [(root / change.path).read_text(encoding="utf-8") for change in won] == [
        change.after for change in won
    ]
    assert not [path for path in root.rglob("*") if path.suffix in {".new", ".old"}]
