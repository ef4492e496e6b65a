"""The shipped catalogue: every file complete, and the counts that the product promises."""

from collections import Counter

import pytest

import catalog
from catalog.cards import duration
from catalog.check import remarks
from catalog.events import entries, merge_papers, saving
from catalog.loader import ROOT
from catalog.text import comparable

CATALOGUE = catalog.load()
LEVELS = {"village": 15, "town": 26, "district": 100}
LIFE_EVENTS = [
    "修房子", "生孩子", "老人去世", "结婚", "开店", "开饭馆", "退休", "买房", "娃儿上学", "残疾人服务", "退役军人返乡", "看病报销",
    "返乡创业", "养殖",
]  # fmt: skip
RHYMES = 24
AUTHORS = "村能办编写组"
DATA = {item.id: item.data for item in CATALOGUE.items.values()}

each_item = pytest.mark.parametrize("item_id", sorted(CATALOGUE.items))
each_event = pytest.mark.parametrize("event_id", sorted(CATALOGUE.events))


def test_every_listed_item_is_there() -> None:
    assert set(CATALOGUE.items) == set(CATALOGUE.listed)
    assert Counter(item.level for item in CATALOGUE.items.values()) == LEVELS


def test_no_file_is_outside_the_list() -> None:
    names = {path.stem for path in (ROOT / "items").glob("*/*.yml")}
    assert names == set(CATALOGUE.items)
    assert not list((ROOT / "items").glob("*.yml"))


def test_organisation_has_the_district_its_towns_and_stations() -> None:
    organisation = CATALOGUE.organisation
    assert organisation.district["code"] == "510811"
    assert len(organisation.towns) == 12
    assert len(organisation.stations) == 150
    per_town = Counter(station["town"] for station in organisation.stations.values())
    assert set(per_town) == set(organisation.towns)


def test_there_is_no_remark() -> None:
    assert remarks(CATALOGUE) == []


@each_item
def test_item_is_complete(item_id: str) -> None:
    data = DATA[item_id]
    assert len({comparable(text) for text in CATALOGUE.items[item_id].utterances}) >= 30
    assert data["situations"], "a real procedure branches somewhere"
    assert data["neighbours"], "people mix every item up with another"
    assert data["review"]["readings"], "a second person has read it"
    assert data["confirm_locally"], "each district sets something itself"


def test_only_a_department_confirms() -> None:
    """What we wrote ourselves is reference; a district that confirms it signs with its own name."""
    reviews = {
        entry.id: entry.data["review"] for entry in (*CATALOGUE.items.values(), *CATALOGUE.events.values())
    }
    ours = [entry_id for entry_id, review in reviews.items() if review["by"] == AUTHORS]
    assert [entry_id for entry_id in ours if reviews[entry_id]["status"] != "reference"] == []


def test_amounts_that_change_by_year_carry_the_year() -> None:
    yearly = [
        f"{item_id}: {row['name']}"
        for item_id, data in DATA.items()
        for row in data["fee"]["rows"]
        if row["amount"] and "年" in row["unit"] and "year" not in row
    ]
    assert yearly == []


def test_rhymes() -> None:
    rhymes = [data["plain"]["rhyme"] for data in DATA.values() if "rhyme" in data["plain"]]
    assert len(rhymes) >= RHYMES
    assert len({comparable("".join(lines)) for lines in rhymes}) == len(rhymes)


def test_life_events() -> None:
    assert sorted(event.title for event in CATALOGUE.events.values()) == sorted(LIFE_EVENTS)


@each_event
def test_life_event_saves_what_it_says(event_id: str) -> None:
    """Every item exists, no paper stands twice, and together is less to go and to bring than one by one."""
    event = CATALOGUE.events[event_id].data
    assert {entry["item"] for entry in entries(event)} <= set(CATALOGUE.items)
    assert any("only_if" not in entry for entry in entries(event))
    papers = merge_papers(event, DATA, CATALOGUE.papers)
    names = Counter(comparable(paper.name) for paper in papers)
    assert [name for name, count in names.items() if count > 1] == []
    saved = saving(event, DATA, CATALOGUE.papers)
    assert saved.visits_together < saved.visits_apart
    assert saved.days_together <= saved.days_apart
    assert saved.papers_together < saved.papers_apart


@each_event
def test_life_event_has_been_read_again(event_id: str) -> None:
    assert CATALOGUE.events[event_id].data["review"]["readings"]


@each_event
def test_life_event_promises_what_the_item_explains(event_id: str) -> None:
    for entry in entries(CATALOGUE.events[event_id].data):
        if "promised" in entry:
            assert duration(entry["promised"]) in DATA[entry["item"]]["time"]["explanation"]
