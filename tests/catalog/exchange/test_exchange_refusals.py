"""What does not fit is refused with file, sheet, row and column, all at once, and nothing is changed."""

import time
import tracemalloc
import zipfile
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from openpyxl import Workbook

from catalog.exchange.archive import MOST_ROWS
from catalog.exchange.changes import prepare
from catalog.exchange.problems import SHOWN, Place, Problem, Refused
from catalog.loader import ROOT
from tests.catalog.exchange.conftest import Edit, column, put, row, state
from tools.punctuation import full_width

Edited = Callable[[Edit], Path]
HOMESTEAD = (ROOT / "items/town/homestead.yml").read_text(encoding="utf-8")


def refused(file: Path, root: Path) -> list[str]:
    """The lines that the person sees, after making sure that nothing has changed."""
    before = state(root)
    with pytest.raises(Refused) as caught:
        prepare(file, root, full_width)
    assert state(root) == before
    assert all(line.startswith(file.name) or file.is_dir() for line in caught.value.lines())
    return caught.value.lines()


@pytest.mark.parametrize(
    ("sheet", "heading", "value", "expected"),
    [
        ("材料", "原件份数", "=1+1", "是公式"),
        ("材料", "原件份数", "#N/A", "错误值"),
        ("材料", "原件份数", "一份", "“一份”不是整数"),
        ("材料", "原件份数", 1.5, "“1.5”不是整数"),
        ("材料", "原件份数", date(2026, 1, 1), "不是整数"),
        ("材料", "原件份数", True, "不是整数"),
        ("材料", "原件份数", 11, "太大，最大 10"),
        ("材料", "免提交", "要得", "只能填：是、否"),
        ("材料", "材料名称", None, "不能空着"),
        ("材料", "材料名称", "申请\u200b表", "看不见的字符（U+200B）"),
        ("材料", "材料名称", "申请\n表", "格子里有换行"),
        ("材料", "材料名称", date(2026, 1, 1), "要写成文字"),
        ("材料", "材料名称", 1.5, "要写成文字"),
        ("材料", "材料编号", "申请表", "“申请表”不是编号"),
        ("材料", "通用证件编号", "stone", "通用证件里没有 stone"),
        ("材料", "几样选一样", "form", "至少要两样"),
        ("材料", "哪些情形才有", "build", "看不懂"),
        ("材料", "哪些情形才有", "build=fly", "情形 build 没有选项 fly"),
        ("材料", "哪些情形才有", "moon=full", "moon 不是前面问过的情形"),
        ("材料", "哪些情形才有", "build=new; build=move", "写了两遍"),
        ("事项", "层级", "市级", "只能填：村（社区）；乡镇；区"),
        ("事项", "层级", "区", "层级不能改，全区清单上是“乡镇”"),
        ("事项", "事项名称", "修房子", "事项名称不能改"),
        ("事项", "核定日期", "2026年12月", "不是日期"),
        ("事项", "核定日期", "2026-02-31", "不是日期"),
        ("事项", "服务对象", "个人、神仙", "“神仙”不行"),
        ("事项", "我要办", "我", "太短，至少 2 个字"),
        ("事项", "怎么回答", "长" * 301, "太长，最多 300 个字，现在 301 个"),
        ("事项", "承诺时限", 40, "承诺时限比法定时限还长"),
        ("事项", "法定时限单位", None, "要么都填，要么都空着"),
        ("事项", "实施编码", "123", "写法不对"),
        ("事项", "导出编号", "别的", "别人改过了"),
        ("依据", "法律法规", None, "不能空着"),
        ("依据", "法律法规", "中华人民共和国物权法", "“物权法”已经废止"),
        ("选项", "转到事项", "castle", "castle 不是清单上别的事项"),
        ("选项", "情形编号", "moon", "“moon”不在这一项的“情形”表里"),
        ("邻近事项", "邻近事项编号", "castle", "castle 不在全区清单里"),
        ("说法", "和哪些事项共用", "dilapidated-house", "那边没有这一句"),
    ],
)
def test_cell_that_does_not_fit(
    root: Path, edited: Edited, sheet: str, heading: str, value: object, expected: str
) -> None:
    places: list[str] = []

    def work(book: Workbook) -> None:
        if (sheet, heading) == ("事项", "导出编号"):
            put(book, "事项", "承诺时限", 7)
        places.append(put(book, sheet, heading, value))

    lines = refused(edited(work), root)
    if value == "dilapidated-house" or expected == "别人改过了":
        assert any(expected in line for line in lines)
    else:
        assert any(line.startswith(f"改.xlsx：{places[0]}：") and expected in line for line in lines), lines


def test_merged_cells(root: Path, edited: Edited) -> None:
    lines = refused(edited(lambda book: book["环节"].merge_cells("D2:D3")), root)
    assert "改.xlsx：工作表“环节”：D2:D3 是合并的格子，请取消合并，每格都填上" in lines


def test_sheets_and_columns_that_do_not_belong(root: Path, edited: Edited) -> None:
    def work(book: Workbook) -> None:
        book.create_sheet("草稿")
        del book["复读"]
        book["材料"].cell(1, column(book["材料"], "依据")).value = "根据"
        book["环节"].cell(3, 20).value = "记一笔"

    lines = refused(edited(work), root)
    assert lines[:2] == [
        "改.xlsx：工作表“草稿”：没有这张表的位置，多出来的表请删掉",
        "改.xlsx：工作表“复读”：缺这张表，请从导出的文件改起",
    ]
    assert "改.xlsx：工作表“材料”，第1行，“根据”：没有这一列，多出来的列请删掉" in lines
    assert "改.xlsx：工作表“材料”，第1行，“依据”：缺这一列，请从导出的文件改起" in lines
    assert "改.xlsx：工作表“环节”，第3行，“T列”：这一列没有表头，里头的内容请删掉" in lines


def test_row_without_an_item(root: Path, edited: Edited) -> None:
    (line,) = refused(edited(lambda book: book["打油诗"].append([None, "", "没有编号"])), root)
    assert line.startswith("改.xlsx：工作表“打油诗”，第")
    assert line.endswith("行，“事项编号”：不能空着")


def test_unknown_and_repeated_items(root: Path, edited: Edited) -> None:
    def work(book: Workbook) -> None:
        book["打油诗"].append(["castle", "", "城堡"])
        papers = book["材料"]
        papers.cell(row(papers, "homestead", 1), column(papers, "材料编号")).value = "application"
        book["事项"].append([cell.value for cell in book["事项"][row(book["事项"], "homestead")]])

    lines = refused(edited(work), root)
    assert any("“castle”不在“事项”表里" in line for line in lines)
    assert any("“材料编号”：和第" in line and line.endswith("行重复了") for line in lines)
    assert any("工作表“事项”" in line and line.endswith("行重复了") for line in lines)


def test_item_that_the_district_does_not_have(root: Path, edited: Edited) -> None:
    def work(book: Workbook) -> None:
        for sheet in book.worksheets[1:]:
            for cell in sheet["A"]:
                cell.value = "castle" if cell.value == "homestead" else cell.value

    assert "全区清单里没有事项“castle”" in refused(edited(work), root)[0]


def test_too_few_rows_name_sheet_and_item(root: Path, edited: Edited) -> None:
    def work(book: Workbook) -> None:
        sheet = book["问答"]
        for _ in range(4):
            sheet.delete_rows(row(sheet, "homestead"))

    assert refused(edited(work), root) == ["改.xlsx：工作表“问答”：homestead：太少，至少 3 条，现在 1 条"]


def test_the_same_words_in_two_items(root: Path, edited: Edited) -> None:
    places: list[int] = []

    def work(book: Workbook) -> None:
        sheet = book["说法"]
        places.append(row(sheet, "dilapidated-house", 2))
        sheet.cell(places[0], column(sheet, "群众怎么说")).value = "我要修房子！"

    assert refused(edited(work), root) == [
        f"改.xlsx：工作表“说法”，第{places[0]}行，“群众怎么说”：“我要修房子”在事项 homestead 里也有；"
        "两边都要用，就在“和哪些事项共用”里互相写上编号"
    ]


def test_many_problems_are_counted() -> None:
    found = Refused([Problem(Place("a.xlsx", "材料", number, "依据"), "不能空着") for number in range(2, 92)])
    assert len(found.lines()) == SHOWN + 1
    assert found.lines()[-1] == "还有 40 处，先改上面的"


@pytest.mark.parametrize(
    ("name", "content", "expected"),
    [
        ("a.csv", "事项编号,材料\n".encode("gbk"), "不是 xlsx 表格"),
        ("a.xlsx", b"", "不是 xlsx 表格"),
        ("a.xlsx", b"PK\x03\x04 broken", "不是 xlsx 表格"),
        ("a.xls", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "是老的 xls 格式"),
        (
            "a.xlsx",
            b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"),
            "有密码，请先去掉密码",
        ),
        ("a.xlsx", bytes(20 * 2**20 + 1), "文件太大，最多 20 MB"),
    ],
)
def test_file_that_is_no_workbook(
    root: Path, tmp_path: Path, name: str, content: bytes, expected: str
) -> None:
    file = tmp_path / name
    file.write_bytes(content)
    assert expected in refused(file, root)[0]


@pytest.mark.parametrize(
    ("parts", "expected"),
    [
        ({"word/document.xml": b"<a/>"}, "不是 xlsx 表格"),
        ({"xl/workbook.xml": b"<broken"}, "文件坏了"),
        ({"xl/workbook.xml": b"<a/>", "xl/vbaProject.bin": b"macro"}, "里头有宏"),
        ({"xl/workbook.xml": b"<a/>", "xl/big.xml": bytes(101 * 2**20)}, "解开以后太大，最多 100 MB"),
    ],
)
def test_archive_that_is_no_workbook(
    root: Path, tmp_path: Path, parts: dict[str, bytes], expected: str
) -> None:
    file = tmp_path / "a.xlsx"
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    assert expected in refused(file, root)[0]


def test_damaged_sheet(root: Path, exported: Path, tmp_path: Path) -> None:
    file = tmp_path / "坏.xlsx"
    with zipfile.ZipFile(exported) as good, zipfile.ZipFile(file, "w") as bad:
        for part in good.infolist():
            content = good.read(part)
            bad.writestr(part, content[:-200] if part.filename.endswith("sheet5.xml") else content)
    assert "文件坏了" in refused(file, root)[0]


def test_a_hundred_thousand_rows_are_refused_early(root: Path, tmp_path: Path) -> None:
    file = tmp_path / "多.xlsx"
    book = Workbook(write_only=True)
    sheet = book.create_sheet("事项")
    sheet.append(["事项编号"])
    for _ in range(100_000):
        sheet.append(["homestead"])
    book.save(file)
    tracemalloc.start()
    start = time.process_time()
    lines = refused(file, root)
    seconds, (_, most) = time.process_time() - start, tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert lines == [f"多.xlsx：工作表“事项”，第{MOST_ROWS + 2}行：行数太多，一张表最多 {MOST_ROWS} 行"]
    assert most < 100 * 2**20
    assert seconds < 30


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        ("id: homestead\nplain: [unclosed\n", "YAML 的写法不对"),
        ("id: homestead\nid: homestead\n", "第2行：键 id 写了两遍"),
        ("- a\n- b\n", "不是事项，也不是一件事"),
        ("", "不是事项，也不是一件事"),
        ("id: castle\n", "全区清单里没有事项“castle”"),
        ("id: &a homestead\nname: *a\n", "第2行：不能用 YAML 的引用"),
        ("id: " + "[" * 30 + "]" * 30, "层次太深"),
        ("id: homestead\n? [a]\n: b\n", "看不懂"),
        ("id: !!python/object:os.system x\n", "看不懂"),
        ("id: !!int homestead\n", "第1行：这里不是普通的键和值"),
        ("id: homestead\nreview: 2026-02-30\n", '第2行：日期要加引号，写成 "2026-02-30"'),
        ("id: homestead\nversion: " + "9" * 5000, "第2行：数字太长"),
        (HOMESTEAD.replace("version: ", "version: 99999"), "太大，最大 9999"),
        ("id: home\x07stead\n", "看不见的字符（U+0007）"),
        (HOMESTEAD + "colour: red\n", "不认识的键：colour"),
        (HOMESTEAD.replace("theme: housing\n", ""), "缺 theme"),
        (HOMESTEAD.replace("theme: housing\n", "theme: castle\n"), "“castle”不行，只能是：housing"),
        (HOMESTEAD.replace("original: 1", "original: many", 1), "这里要整数"),
        (HOMESTEAD.replace("question: 您这回", "question: 您这\u200b回"), "看不见的字符（U+200B）"),
        (HOMESTEAD.replace("  - 准建证\n", "  - 准建证\n  - 准建证\n"), "有写了两遍的"),
        (HOMESTEAD.replace("level: town", "level: village"), "层级不能改，全区清单上是“乡镇”"),
        (HOMESTEAD.replace("law: 中华人民共和国城乡规划法", "law: 物权法"), "“物权法”已经废止"),
        ("a" * (2**20 + 1), "文件太大"),
    ],
)
def test_yaml_that_does_not_fit(root: Path, tmp_path: Path, content: str, expected: str) -> None:
    file = tmp_path / "homestead.yml"
    file.write_text(content, encoding="utf-8")
    assert any(expected in line for line in refused(file, root))


def test_yaml_in_another_encoding(root: Path, tmp_path: Path) -> None:
    file = tmp_path / "homestead.yml"
    file.write_bytes(HOMESTEAD.encode("gb18030"))
    assert refused(file, root) == ["homestead.yml：不是 UTF-8 编码，请另存为 UTF-8"]


def test_yaml_problem_names_the_line(root: Path, tmp_path: Path) -> None:
    file = tmp_path / "homestead.yml"
    file.write_text(HOMESTEAD.replace("in_force: 2019", "in_force: 1900", 1), encoding="utf-8")
    number = HOMESTEAD[: HOMESTEAD.index("in_force: 2019")].count("\n") + 1
    assert refused(file, root) == [f"homestead.yml：第{number}行：太小，最小 1949"]


def test_folder_with_an_item_twice_or_none(root: Path, tmp_path: Path) -> None:
    folder = tmp_path / "来件"
    folder.mkdir()
    assert refused(folder, root) == ["来件：里头没有 yml 文件"]
    for name in ("a.yml", "b.yml"):
        (folder / name).write_text(HOMESTEAD, encoding="utf-8")
    assert refused(folder, root) == ["b.yml：第1行：事项“homestead”在 a.yml：第1行 已经有了"]


@pytest.mark.parametrize(
    "row",
    ['<row r="999999999"><c><v>1</v></c></row>', '<row r="0"><c><v>1</v></c></row>', f"<row>{'<c/>' * 20_000}</row>"],
)  # fmt: skip
def test_sheet_that_goes_further_than_any(root: Path, exported: Path, tmp_path: Path, row: str) -> None:
    file = tmp_path / "远.xlsx"
    with zipfile.ZipFile(exported) as good, zipfile.ZipFile(file, "w") as bad:
        for part in good.infolist():
            content = good.read(part)
            if part.filename.endswith("sheet5.xml"):
                content = content.replace(b"</sheetData>", f"{row}</sheetData>".encode())
            bad.writestr(part, content)
    assert "文件坏了" in refused(file, root)[0]


def test_rows_that_are_only_coloured_are_not_read(root: Path, exported: Path, tmp_path: Path) -> None:
    file = tmp_path / "彩.xlsx"
    with zipfile.ZipFile(exported) as good, zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as coloured:
        for part in good.infolist():
            content = good.read(part)
            if part.filename.endswith("sheet5.xml"):
                content = content.replace(
                    b"</sheetData>", b'<row><c s="1"/></row>' * 300_000 + b"</sheetData>"
                )
            coloured.writestr(part, content)
    start = time.process_time()
    assert prepare(file, root, full_width) == []
    assert time.process_time() - start < 10


def test_workbook_without_items(root: Path, edited: Edited) -> None:
    def work(book: Workbook) -> None:
        for sheet in book.worksheets[1:]:
            sheet.delete_rows(2, sheet.max_row)

    assert refused(edited(work), root) == ["改.xlsx：工作表“事项”：里头什么也没有"]
