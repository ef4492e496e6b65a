"""What the card says on top of a guide: who decides is never another than the steps say."""

import pytest

import catalog
from catalog.cards import chips

ITEMS = {item.id: item.data for item in catalog.load().items.values()}


def who(data: dict) -> str:
    return chips(data, {})[0]["value"]


@pytest.mark.parametrize(
    ("item_id", "expected"),
    [
        ("homestead", "镇上批"),
        ("field-fire", "镇上审，区上批"),
        ("power-connect", "电力公司办"),
        ("marriage", "区上批（民政）"),
        ("residence-proof", "村（社区）当场就办"),
    ],
)
def test_who_decides(item_id: str, expected: str) -> None:
    assert who(dict(ITEMS[item_id])) == expected


DECISIONS = ("批准", "审批", "审定", "确认", "审批发证")


@pytest.mark.parametrize("item_id", sorted(key for key, data in ITEMS.items() if data["level"] == "town"))
def test_a_town_does_not_decide_what_its_steps_leave_to_the_district(item_id: str) -> None:
    data = ITEMS[item_id]
    left = {step["name"] for step in data["steps"] if step["level"] == "district"} & set(DECISIONS)
    assert ("decides" in data["kind"]) == bool(left)
