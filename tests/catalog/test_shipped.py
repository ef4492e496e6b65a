"""The shipped catalogue: every file complete, and counts that the product promises."""

import re
from collections import Counter
from pathlib import Path

import pytest

import catalog
from catalog.loader import ROOT
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
    assert not list(Path(ROOT / "items").glob("*.yml"))
