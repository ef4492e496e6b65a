"""What goes out comes back the same, for every item of the shipped catalogue."""

from pathlib import Path

import pytest
from openpyxl import load_workbook

import catalog
from catalog.exchange.changes import prepare
from catalog.exchange.forms import FORMS, form_of
from catalog.exchange.layout import ordered, write_file
from catalog.exchange.sheets import read_sheets
from catalog.exchange.workbook import write_workbook
from catalog.files import read_yaml
from catalog.loader import ROOT, read_schemas
from tools.punctuation import full_width

CATALOGUE = catalog.load()
SCHEMAS = read_schemas(ROOT)
EVERYTHING = {entry.id: entry.data for entry in (*CATALOGUE.items.values(), *CATALOGUE.events.values())}
TABLES = [table for form in FORMS for table in form.tables]


@pytest.fixture(scope="module")
def everything(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("exchange") / "全部.xlsx"
    write_workbook(EVERYTHING.values(), path, CATALOGUE.items)
    return path


def test_workbook_without_edits_changes_nothing(everything: Path) -> None:
    assert prepare(everything, ROOT, full_width) == []
    sheets = read_sheets(everything)
    assert len(sheets["事项"]) == len(CATALOGUE.items)
    assert len(sheets["一件事"]) == len(CATALOGUE.events)


@pytest.mark.parametrize("folder", ["items", "events"])
def test_yaml_without_edits_changes_nothing(folder: str) -> None:
    assert prepare(ROOT / folder, ROOT, full_width) == []


@pytest.mark.parametrize("entry_id", sorted(EVERYTHING))
def test_file_written_anew_says_the_same(entry_id: str, tmp_path: Path) -> None:
    data = EVERYTHING[entry_id]
    schema = SCHEMAS[form_of(entry_id).schema]
    text = write_file(ordered(data, schema, schema["$defs"]), "", None, full_width)
    assert full_width(text) == text
    path = tmp_path / "file.yml"
    path.write_text(text, encoding="utf-8")
    assert read_yaml(path, [], "file.yml") == data


def test_unchanged_parts_keep_their_text() -> None:
    item = CATALOGUE.items["homestead"]
    old = (ROOT / "items/town/homestead.yml").read_text(encoding="utf-8")
    changed = {**item.data, "fee": {**item.data["fee"], "explanation": "都不收钱"}}
    new = write_file(changed, old, item.data, full_width)
    before, after = old.splitlines(), new.splitlines()
    assert len(before) == len(after)
    assert [line for line in after if line not in before] == ["  explanation: 都不收钱"]


def test_workbook_is_made_for_people(everything: Path) -> None:
    book = load_workbook(everything)
    assert book.sheetnames == ["说明", *(table.sheet for table in TABLES)]
    papers = book["材料"]
    assert papers["A1"].value == "事项编号"
    assert papers.freeze_panes == "C2"
    offered = [offer.formula1 for offer in papers.data_validations.dataValidation]
    assert '"是,否"' in offered
    assert papers["E2"].alignment.wrap_text
    headings = [cell.value for cell in papers[1]]
    assert "情形的话（导入时不看）" in headings
    explained = {(line[0], line[1]) for line in book["说明"].iter_rows(values_only=True)}
    assert {(table.sheet, column.heading) for table in TABLES for column in table.columns} <= explained


@pytest.mark.parametrize("text", ["=1+1", "+86", "-不办", "@老王", "#N/A", "'引号"])
def test_text_that_looks_like_a_formula_stays_text(text: str, tmp_path: Path) -> None:
    data = dict(CATALOGUE.items["homestead"].data)
    data["utterances"] = [*data["utterances"], text]
    path = tmp_path / "a.xlsx"
    write_workbook([data], path, CATALOGUE.items)
    assert read_sheets(path)["说法"][-1][1].cells["text"] == text
