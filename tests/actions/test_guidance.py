"""Guides: cards, offers, refusals, one fact at a time."""

from __future__ import annotations

import pytest

from actions.phrases import say
from tests.actions.conftest import Resident, labels, payload, types
from tests.actions.fake_backend import FakeBackend, shipped_items


def test_a_clear_question_gets_the_guide_card(resident: Resident) -> None:
    (card,) = resident.ask("我要修房子", "homestead")
    assert card["item"]["title"] == "我要修房子"
    assert [chip["value"] for chip in card["chips"]] == ["镇上批", "10个工作日", "不收钱", "1回"]
    assert card["open_questions"] == 2
    assert labels(card) == ["我要办", "我有特殊情况"]
    assert card["places"][0]["name"] == "青梅路社区便民服务站"
    assert card["places"][0]["phone"] == "0839-0000401"
    assert [paper["id"] for paper in card["materials"] if paper["maybe"]] == [
        "old-certificate",
        "return-promise",
    ]
    assert resident.slots["item"] == "homestead"


def test_a_fact_that_was_asked_stands_before_the_card(resident: Resident) -> None:
    answer, card = resident.ask("修房子要好久", "homestead", facets=("time",))
    assert answer["text"].startswith("承诺10个工作日办完（法律规定最多20个工作日）")
    assert card["focus"] == "time"


def test_the_card_needs_no_station(resident: Resident, fake: FakeBackend) -> None:
    fake.station = None
    (card,) = resident.ask("我要修房子", "homestead")
    assert card["places"][0]["name"] == "村（社区）便民服务站"
    assert card["places"][0]["phone"] is None


def test_an_unclear_question_offers_three_and_none(resident: Resident) -> None:
    (offer,) = resident.ask("房子", "homestead", "realestate-transfer", "not-there-yet")
    assert labels(offer) == ["我要修房子", "买房过户", "都不是"]
    assert offer["choices"][0]["note"]
    assert offer["choices"][-1]["style"] == "none"


def test_an_offer_is_taken_by_ordinal_title_or_button(resident: Resident) -> None:
    for take in (
        lambda: resident.say("第二个", "choose_ordinal", ordinal=2),
        lambda: resident.say("最后那个", "choose_ordinal", ordinal=-1),
        lambda: resident.ask("过户"),
        lambda: resident.press('/choose_item{"item":"realestate-transfer"}'),
    ):
        resident.ask("房子", "homestead", "realestate-transfer")
        assert take()[-1]["item"]["id"] == "realestate-transfer"


def test_an_ordinal_beyond_the_offer_asks_again(resident: Resident) -> None:
    resident.ask("房子", "homestead", "realestate-transfer")
    words, offer = resident.say("第八个", "choose_ordinal", ordinal=8)
    assert words["text"] == say("no_such_choice")
    assert labels(offer)[-1] == "都不是"


def test_none_of_these_asks_for_other_words_once_then_shows_a_person(resident: Resident) -> None:
    resident.ask("房子", "homestead", "realestate-transfer")
    (again,) = resident.say("都不是", "none_of_these")
    assert again["text"] == say("rephrase")
    resident.ask("房子那个事", "homestead", "realestate-transfer")
    (person,) = resident.press("/none_of_these")
    assert (person["type"], person["phone"]) == ("contact", "0839-0000401")


def test_what_is_not_understood_gets_themes_then_a_person(resident: Resident) -> None:
    (themes,) = resident.ask("嘀嘀咕咕")
    assert len(themes["choices"]) == 7
    (items,) = resident.press(payload(themes, "修房子、买房子"))
    assert "我要修房子" in labels(items)
    resident.ask("嘀嘀咕咕")
    assert types(resident.ask("叽叽咕咕")) == ["contact"]


def test_an_item_the_backend_does_not_have_is_not_understood(resident: Resident) -> None:
    assert types(resident.ask("我要轮椅", "not-there-yet")) == ["choices"]


@pytest.mark.parametrize(
    ("facet", "words"),
    [
        ("materials", "要带3样：农村宅基地和建房（规划许可）申请表、农村宅基地使用承诺书、房屋设计图"),
        ("time", "承诺10个工作日办完"),
        ("fee", "不要钱。批宅基地和办规划许可都不收钱。"),
        ("place", "到青梅路社区便民服务站，领表、交资料、取证。"),
        ("steps", "一共6步。\n1. 申请："),
        ("agent", "可以请人代办。家里成年人可以代办"),
        ("conditions", "要符合这些：是本农村集体经济组织成员"),
        ("online", "网上办不成。要到现场看地"),
        ("result", "办好拿到：农村宅基地批准书"),
        ("basis", "依据是这些：\n· 中华人民共和国土地管理法（2019年修正）第六十二条："),
    ],
)
def test_a_facet_of_the_item_in_the_talk(resident: Resident, facet: str, words: str) -> None:
    resident.ask("我要修房子", "homestead")
    answer, following = resident.say("那个呢", "ask_facet", facets=[facet])
    assert answer["text"].startswith(words)
    assert labels(following)[0] == "我要办"


@pytest.mark.parametrize("item_id", sorted(shipped_items()))
def test_every_item_can_be_shown_and_asked_about(resident: Resident, item_id: str) -> None:
    resident.ask("问一下", item_id)
    for facet in (
        "materials",
        "time",
        "fee",
        "place",
        "steps",
        "agent",
        "conditions",
        "online",
        "result",
        "basis",
    ):
        assert "{" not in resident.press(f'/answer_facet{{"item":"{item_id}","facet":"{facet}"}}')[0]["text"]


def test_papers_that_all_depend_are_not_called_none(resident: Resident, fake: FakeBackend) -> None:
    for paper in fake.items["homestead"]["materials"]:
        paper["when"] = {"build": ["new"]}
    answer, _ = resident.press('/answer_facet{"item":"homestead","facet":"materials"}')
    assert answer["text"].startswith(say("materials_depend"))


def test_a_fee_is_said_with_its_unit(resident: Resident) -> None:
    answer, _ = resident.press('/answer_facet{"item":"id-card-replace","facet":"fee"}')
    assert "20元/证" in answer["text"]


def test_a_facet_without_an_item_waits_for_the_item(resident: Resident) -> None:
    (question,) = resident.say("要好久", "ask_facet", facets=["time"])
    assert question["text"] == say("which_item")
    answer, card = resident.ask("修房子", "homestead")
    assert answer["text"].startswith("承诺10个工作日")
    assert card["focus"] == "time"


def test_a_facet_survives_an_offer(resident: Resident) -> None:
    resident.ask("房子要好久", "homestead", "realestate-transfer", facets=("time",))
    answer, _ = resident.say("第一个", "choose_ordinal", ordinal=1)
    assert answer["text"].startswith("承诺10个工作日")
