"""The shipped catalogue: every file complete, and counts that the product promises."""

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Any

import pytest

import catalog
from catalog.loader import ROOT
from catalog.situations import UNKNOWN, next_situation, personal
from catalog.text import comparable

CATALOGUE = catalog.load()
FIRST_PART = [
    "homestead",
    "tree-felling",
    "birth-register",
    "hukou-birth",
    "hukou-death",
    "hukou-move-in",
    "id-card-replace",
    "residence-permit",
    "pension-enroll",
    "pension-claim",
    "alive-verify",
    "medical-enroll",
    "medical-pay",
    "medical-reimburse",
    "social-card",
    "dibao",
    "temp-relief",
    "disability-card",
    "elder-allowance",
    "marriage",
    "biz-open",
    "food-permit",
    "realestate-transfer",
    "hpf-loan",
]
FIGURE = re.compile(r"(\d+)(?=个?工作日|天|元|块)")


def test_first_part_is_there() -> None:
    assert set(FIRST_PART) <= set(CATALOGUE.items)


def test_organisation_has_the_district_its_towns_and_stations() -> None:
    organisation = CATALOGUE.organisation
    assert organisation.district["code"] == "510811"
    assert len(organisation.towns) == 12
    assert len(organisation.stations) == 150
    per_town = Counter(station["town"] for station in organisation.stations.values())
    assert set(per_town) == set(organisation.towns)


@pytest.mark.parametrize("item_id", sorted(CATALOGUE.items))
def test_item_is_complete(item_id: str) -> None:
    item = CATALOGUE.items[item_id]
    assert len({comparable(utterance) for utterance in item.utterances}) >= 30
    assert item.data["situations"], "a real procedure branches somewhere"
    assert item.data["neighbours"], "people mix every item up with another"
    assert item.data["review"]["readings"], "a second person has read it"
    used = {
        name for part in ("materials", "steps") for entry in item.data[part] for name in entry.get("when", {})
    }
    used |= {name for entry in item.data["fee"]["rows"] for name in entry.get("when", {})}
    used |= {name for entry in item.data["situations"] for name in entry.get("when", {})}
    for situation in item.data["situations"]:
        leads = any("leads_to" in choice for choice in situation["choices"])
        assert leads or situation["id"] in used, f"{situation['id']} changes nothing"


@pytest.mark.parametrize("item_id", sorted(CATALOGUE.items))
def test_read_aloud_says_no_figure_that_the_item_does_not_have(item_id: str) -> None:
    """Days and amounts in what is read aloud stand somewhere in the structured fields."""
    data = dict(CATALOGUE.items[item_id].data)
    plain = data.pop("plain")
    elsewhere = str(data)
    for figure in FIGURE.findall(plain["read_aloud"] + plain["answer"]):
        assert re.search(rf"(?<!\d){figure}(?!\d)", elsewhere), figure


def test_no_file_is_outside_the_list() -> None:
    names = {path.stem for path in (ROOT / "items").glob("*/*.yml")}
    assert names == set(CATALOGUE.items)
    assert not list((ROOT / "items").glob("*.yml"))


# What a resident reads

SPOKEN = {"answer": 160, "read_aloud": 120, "difference": 24}
PLEASANT = 60
"""Characters of a sentence that is put into a short answer."""
UNSPEAKABLE = re.compile(r"[A-Za-z（）()〔〕《》“”/·\s]")
BLANK_FORM = re.compile("领取|打印|提供|格式|范本|现场|帮着填|家里人写")
ALTERNATIVES = {
    "biz-open": ["own-house lease online-place"],
    "disability-card": ["guardian guardian-child"],
    "food-permit": ["application packed-record"],
    "hpf-loan": ["new-contract second-contract build-permit commercial-loan", "deposit deposit-elsewhere"],
    "hukou-birth": ["birth-certificate no-paper-statement foreign-birth", "paternity dna"],
    "hukou-death": ["medical-death abnormal-death judgment long-ago", "household-book lost-statement"],
    "hukou-move-in": ["own-book migration-paper", "host-book own-house"],
    "marriage": ["id-card foreign-papers", "former-marriage widowed"],
    "medical-enroll": ["application change-form"],
    "medical-reimburse": ["invoice invoice-copy invoice-lost", "promise liability", "discharge prescription"],
    "pension-claim": ["form refund", "topup refund"],
    "pension-enroll": ["poor-record disability"],
    "realestate-transfer": ["new-contract second-contract gift-contract couple-agreement"],
    "tree-felling": ["promise survey tending-design"],
}
"""Papers of an item that stand for one another: nobody is asked for two of a line."""

each_item = pytest.mark.parametrize("item_id", sorted(CATALOGUE.items))


def talks(data: Mapping[str, Any], answers: Mapping[str, str] | None = None) -> Iterator[dict[str, str]]:
    """Yield every way to answer all questions of an item without being led to another one."""
    answers = dict(answers or {})
    situation = next_situation(data, answers)
    if situation is None:
        yield answers
        return
    for choice in situation["choices"]:
        if "leads_to" not in choice:
            yield from talks(data, {**answers, situation["id"]: choice["id"]})


def shown(data: Mapping[str, Any], part: str, answers: Mapping[str, str]) -> list[Mapping[str, Any]]:
    entries = data["fee"]["rows"] if part == "fee" else data[part]
    return [entry for entry, _ in personal(data, entries, answers)]


@each_item
def test_what_is_spoken_is_short(item_id: str) -> None:
    data = CATALOGUE.items[item_id].data
    limits = {key: (data["plain"][key], limit) for key, limit in SPOKEN.items()}
    for part in ("agent", "online"):
        limits[part] = (data["visits"][part]["how"], PLEASANT)
    for part in ("fee", "time"):
        limits[part] = (data[part]["explanation"], PLEASANT)
    for part in ("name", "validity", "delivery"):
        limits[part] = (data["result"][part], PLEASANT)
    for part in ("conditions", "excluded"):
        limits |= {f"{part}.{index}": (line, 50) for index, line in enumerate(data["who"][part])}
    for window in data["place"]["windows"]:
        limits[f"window {window['name']}"] = (window["does"], 30)
    for step in data["steps"]:
        limits[f"step {step['name']}"] = (step["does"], PLEASANT)
    for situation in data["situations"]:
        limits[situation["id"]] = (situation["question"], 24)
        for choice in situation["choices"]:
            limits[f"{situation['id']}.{choice['id']}"] = (choice["label"], 14)
            limits[f"{situation['id']}.{choice['id']} note"] = (choice.get("note", ""), 42)
    assert {key: words for key, (words, limit) in limits.items() if len(words) > limit} == {}


@each_item
def test_read_aloud_can_be_spoken(item_id: str) -> None:
    assert UNSPEAKABLE.findall(CATALOGUE.items[item_id].data["plain"]["read_aloud"]) == []


@each_item
def test_names_stand_in_a_list(item_id: str) -> None:
    """Names are joined by "、" and put into a sentence: no such mark within, and no bracket after a window."""
    data = CATALOGUE.items[item_id].data
    names = [entry["name"] for entry in (*data["materials"], *data["fee"]["rows"])]
    assert [name for name in names if re.search("[、，；。]", name) or len(name) > 24] == []
    assert [window["name"] for window in data["place"]["windows"] if window["name"].endswith("）")] == []


@each_item
def test_blank_forms_are_had_where_they_are_filled_in(item_id: str) -> None:
    """A paper with `form` is filled in at the window; people are told not to bring it."""
    for paper in CATALOGUE.items[item_id].data["materials"]:
        if "form" in paper and not paper["shared"]:
            assert BLANK_FORM.search(paper["source"]), paper["id"]


@each_item
def test_first_choices_are_a_case_of_this_item(item_id: str) -> None:
    """The first choice is the commonest: taken everywhere, it needs papers and keeps the promised time."""
    data = CATALOGUE.items[item_id].data
    assert not any("leads_to" in situation["choices"][0] for situation in data["situations"])
    usual = next(talks(data))
    assert shown(data, "materials", usual)
    promised = data["time"]["promised"]
    above = [step for step in shown(data, "steps", usual) if step["level"] != "village"]
    days = [re.fullmatch(r"(\d+)个工作日", step["time"]) for step in above]
    if promised["unit"] == "working_days":
        assert sum(int(day[1]) for day in days if day) <= promised["value"]


@each_item
def test_every_combination_of_answers_makes_sense(item_id: str) -> None:
    data = CATALOGUE.items[item_id].data
    notes = {
        (situation["id"], choice["id"]): choice.get("note", "")
        for situation in data["situations"]
        for choice in situation["choices"]
    }
    groups = [set(line.split()) for line in ALTERNATIVES.get(item_id, [])]
    known = {paper["id"] for paper in data["materials"]}
    assert set().union(*groups) <= known
    for answers in talks(data):
        papers = {paper["id"] for paper in shown(data, "materials", answers)}
        said_why = any(notes.get(pair) for pair in answers.items())
        assert papers or said_why, f"nothing to bring and no word why: {answers}"
        assert shown(data, "steps", answers), f"nothing happens: {answers}"
        assert data["fee"]["free"] or shown(data, "fee", answers), f"no word on the fee: {answers}"
        for group in groups:
            assert UNKNOWN in answers.values() or len(papers & group) <= 1, f"{papers & group}: {answers}"
