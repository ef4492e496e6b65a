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
    assert answer["text"].startswith("10个工作日办好（法律规定最多20个工作日）")
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
        ("materials", "一般来说，要带1样：房屋设计图"),
        ("time", "10个工作日办好"),
        ("fee", "不要钱。批宅基地和办规划许可都不收钱。"),
        ("place", "先到青梅路社区便民服务站，领表、交资料、取证。"),
        ("steps", "一共6步：申请、讨论公示"),
        ("agent", "一般跑1回。可以请人代办。"),
        ("conditions", "要符合这些：是本农村集体经济组织成员"),
        ("online", "网上办不成。要到现场看地"),
        ("result", "办好拿到：农村宅基地批准书"),
        ("basis", "主要依据：中华人民共和国土地管理法第六十二条；"),
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


def test_papers_that_all_depend_are_those_of_the_usual_case(resident: Resident, fake: FakeBackend) -> None:
    item = fake.items["homestead"]
    usual = item["situations"][0]["choices"][0]["id"]
    paper, *_ = (paper for paper in item["materials"] if not paper["shared"] and not paper.get("form"))
    paper["when"] = {"build": [usual]}
    item["materials"] = [paper]
    answer, following = resident.press('/answer_facet{"item":"homestead","facet":"materials"}')
    assert answer["text"].startswith(f"一般来说，要带1样：{paper['name']}")
    assert answer["text"].endswith(say("materials_depend"))
    assert "我有特殊情况" in labels(following)


def test_a_card_is_not_shown_twice_in_a_row(resident: Resident) -> None:
    resident.ask("我要修房子", "homestead")
    (next_question,) = resident.ask("修房子那个事嘛", "homestead")
    assert next_question["text"] == say("facet_next", title="我要修房子")
    assert types(resident.ask("修房子要好久", "homestead", facets=("time",))) == ["text", "choices"]
    assert types(resident.say("那个呢", "ask_facet")) == ["choices"]
    assert types(resident.press('/choose_item{"item":"homestead"}')) == ["guide"]


@pytest.mark.parametrize(
    "said", ["社保医保的事", "医保", "我想问哈社保的事情", "屋头老人的事", "户口、身份证"]
)
def test_a_theme_that_is_named_offers_its_items(resident: Resident, said: str) -> None:
    (offer,) = resident.ask(said, "medical-enroll")
    assert offer["text"].startswith("“")
    second = labels(offer)[1]
    assert resident.say("第二个", "choose_ordinal", ordinal=2)[-1]["item"]["title"] == second


def test_a_vague_sentence_stays_with_the_item_or_offers_it_too(resident: Resident) -> None:
    resident.ask("我要修房子", "homestead")
    (next_question,) = resident.ask("那个院坝嘛", "homestead", "realestate-transfer")
    assert next_question["text"] == say("facet_next", title="我要修房子")
    (offer,) = resident.ask("那个房产证嘛", "realestate-transfer", "hpf-loan")
    assert labels(offer) == ["买房过户", "公积金贷款", "我要修房子", "都不是"]


@pytest.mark.parametrize(("confidence", "shown"), [(0.3, ["text", "choices"]), (0.7, ["choices"])])
def test_a_fact_with_a_weak_guess_is_of_the_item_in_the_talk(
    resident: Resident, confidence: float, shown: list[str]
) -> None:
    resident.ask("我要修房子", "homestead")
    guess = {"decision": "offer", "items": ["social-card", "marriage"], "confidence": confidence}
    assert types(resident.say("没批下来好多钱补", "ask_item", facets=["fee"], **guess)) == shown


def test_a_wish_to_apply_or_a_fact_waits_for_the_offer(resident: Resident) -> None:
    resident.ask("房子", "homestead", "realestate-transfer")
    words, offer = resident.say("要好久", "ask_facet", facets=["time"])
    assert words["text"] == say("which_of_offered")
    assert labels(offer)[-1] == "都不是"
    _, offer = resident.say("我要办", "open_case")
    assert labels(offer)[-1] == "都不是"
    assert types(resident.say("第一个", "choose_ordinal", ordinal=1)) == ["text", "choices"]
    assert resident.slots["pending"]["then"] == "application"


def test_a_fact_about_the_item_in_the_talk_ends_an_offer(resident: Resident) -> None:
    resident.ask("我要修房子", "homestead")
    resident.ask("那个卡嘛", "social-card", "disability-card")
    assert types(resident.say("要好久", "ask_facet", facets=["time"])) == ["text", "choices"]
    words, _ = resident.say("我要办", "open_case")
    assert words["text"] == say("questions_first")


def test_a_title_that_begins_like_a_wish_to_apply_is_not_taken_for_it(resident: Resident) -> None:
    resident.ask("那个证", "disability-card", "marriage")
    words, _ = resident.say("我要办", "open_case")
    assert words["text"] == say("affirm_offer")


def test_what_was_asked_about_an_offer_is_not_asked_about_another_item(resident: Resident) -> None:
    resident.ask("房子要好久", "homestead", "realestate-transfer", facets=("time",))
    assert types(resident.ask("我要砍树", "tree-felling")) == ["guide"]


def test_what_waited_for_the_item_happens_after_a_theme_too(resident: Resident) -> None:
    resident.say("我要办", "open_case")
    resident.press('/choose_theme{"theme":"housing"}')
    assert types(resident.say("第一个", "choose_ordinal", ordinal=1)) == ["event"]
    assert types(resident.say("第一个", "choose_ordinal", ordinal=1)) == ["text", "choices"]


def test_a_fee_is_said_with_its_unit(resident: Resident) -> None:
    answer, _ = resident.press('/answer_facet{"item":"id-card-replace","facet":"fee"}')
    assert "20元/证" in answer["text"]


def test_a_facet_without_an_item_waits_for_the_item(resident: Resident) -> None:
    (question,) = resident.say("要好久", "ask_facet", facets=["time"])
    assert question["text"] == say("which_item")
    answer, card = resident.ask("修房子", "homestead")
    assert answer["text"].startswith("10个工作日办好")
    assert card["focus"] == "time"


def test_a_facet_survives_an_offer(resident: Resident) -> None:
    resident.ask("房子要好久", "homestead", "realestate-transfer", facets=("time",))
    answer, _ = resident.say("第一个", "choose_ordinal", ordinal=1)
    assert answer["text"].startswith("10个工作日办好")


def test_a_life_event_of_an_offer_is_taken_by_its_title(resident: Resident) -> None:
    known = {"decision": "offer", "items": ["tree-felling", "marriage"], "event": "life-house"}
    (offer,) = resident.say("房子", "ask_item", **known)
    assert types(resident.say(labels(offer)[2], "ask_item", decision="refuse")) == ["event"]


def test_what_waits_for_an_offer_happens_when_a_title_is_typed(resident: Resident) -> None:
    resident.ask("房子", "homestead", "tree-felling")
    resident.say("我有特殊情况", "tell_situation")
    resident.say("修房子", "ask_item", decision="refuse")
    assert resident.slots["pending"]["kind"] == "situation"


def test_after_an_answer_a_miss_is_the_first_again(resident: Resident) -> None:
    resident.ask("我要修房子", "homestead")
    for _ in range(2):
        (lost,) = resident.say("嘀嘀咕咕", "ask_item", decision="refuse")
        assert lost["text"] == say("lost")
        resident.say("要好久", "ask_facet", facets=["time"])


def test_an_answer_that_asks_a_question_of_the_item_gets_both(resident: Resident, fake: FakeBackend) -> None:
    said = "已经在外头打工了，找活路要交好多钱"
    asked = {"q": "找活路要交好多钱？", "a": "一分钱不交。"}
    fake.items["job-seek"] = {**fake.items["job-seek"], "questions": [asked]}
    resident.press('/start_situations{"item":"job-seek"}')
    replies = resident.say(said, "ask_item", decision="refuse")
    assert [reply["text"] for reply in replies[:-1]] == [say("personal"), asked["a"]]
    assert replies[-1]["type"] == "guide"
