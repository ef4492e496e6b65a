"""Neighbours lead both ways."""

from catalog.checks import one_sided


def item(*neighbours: str) -> dict:
    return {"neighbours": [{"item": other, "difference": "别的办那个"} for other in neighbours]}


def test_neighbours_that_name_each_other_are_in_order() -> None:
    assert one_sided({"enrol": item("pay"), "pay": item("enrol")}) == []


def test_an_item_that_does_not_lead_back_is_named() -> None:
    items = {"enrol": item("pay", "card"), "pay": item("enrol"), "card": item("pay")}
    assert one_sided(items) == [
        "pay: neighbours: card names it and is not named",
        "card: neighbours: enrol names it and is not named",
    ]


def test_an_item_that_is_not_shipped_need_not_lead_back() -> None:
    assert one_sided({"enrol": item("pay")}) == []
