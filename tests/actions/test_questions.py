"""Questions that an item answers itself, found again in what people ask."""

from __future__ import annotations

import re

import pytest

from actions import questions
from actions.phrases import say
from tests.actions.conftest import Resident, labels, types
from tests.actions.fake_backend import FakeBackend, shipped_items


@pytest.mark.parametrize(
    ("item", "said", "asked"),
    [
        ("elder-allowance", "一个月有好多钱", "每个月有好多钱？"),
        ("elder-allowance", "发好多钱", "每个月有好多钱？"),
        ("elder-allowance", "能领到好多", "每个月有好多钱？"),
        ("dibao", "一个月发多少钱", "一个月能领好多钱？"),
        ("funeral-benefit", "那个丧葬费有好多", "能领好多钱？"),
        ("dilapidated-house", "国家补多少钱", "能补好多钱？"),
        ("startup-loan", "利息好多", "利息到底要付好多？"),
        ("divorce", "婆娘不同意离", "他不同意离，我一个人办得到不？"),
        ("pension-enroll", "要交好多", "每年要交好多钱？"),
        ("elder-allowance", "要好多钱", None),
        ("pension-enroll", "一个月能领好多", None),
        ("student-loan", "能贷多少", "一年能贷好多钱？"),
        ("hukou-birth", "能领好多钱", None),
        ("pension-claim", "要交好多年", None),
        ("village-affairs", "卖了多少钱说不清", None),
        ("family-farm", "家庭农场", None),
        ("homestead", "我要修房子", None),
    ],
)
def test_a_question_is_found(item: str, said: str, asked: str | None) -> None:
    found = questions.find(shipped_items()[item], said)
    assert (found["q"] if found else None) == asked


@pytest.mark.parametrize(
    "item",
    [
        "agri-insurance", "assistive-device", "child-rehab", "conscript-subsidy", "cremation-subsidy", "dibao",
        "dilapidated-house", "disability-subsidy", "disaster-relief", "elder-allowance", "elder-care-subsidy",
        "family-award", "flex-subsidy", "forest-compensation", "funeral-benefit", "grain-subsidy", "hpf-buy",
        "hpf-rent", "hpf-retire", "injury-benefit", "machinery-subsidy", "martyr-family", "medical-assist",
        "medical-chronic", "medical-maternity", "medical-reimburse", "orphan", "pension-claim", "public-post",
        "public-rental", "retire", "special-family", "startup-subsidy", "student-aid", "tekun", "temp-relief",
        "training-subsidy", "unemployment-benefit", "veteran-subsidy", "work-travel",
    ],
)  # fmt: skip
@pytest.mark.parametrize("said", ["能领好多钱", "补好多钱", "能补好多", "一个月发好多"])
def test_whatever_gives_money_says_how_much_or_who_sets_it(item: str, said: str) -> None:
    found = questions.find(shipped_items()[item], said)
    assert found is not None
    assert re.search(r"公布|公示|公告|规定|标准|窗口|结算单|核定表|手机|一览表|\d", found["a"]), found["a"]


def test_every_item_finds_its_own_questions() -> None:
    for item in shipped_items().values():
        for entry in item["questions"]:
            found = questions.find(item, entry["q"])
            assert found is None or found["q"] == entry["q"], (item["id"], entry["q"], found)


def test_what_one_gets_is_never_answered_with_what_it_costs(resident: Resident, fake: FakeBackend) -> None:
    resident.ask("高龄津贴", "elder-allowance")
    words, _ = resident.say("发好多钱", "ask_facet", facets=["fee"])
    assert words["text"].startswith("由区里定，一般分80到89岁")
    assert resident.say("再说一遍", "repeat")[0] == words
    words, _ = resident.say("要好多钱", "ask_facet", facets=["fee"])
    assert words["text"].startswith("不要钱")
    fake.items["startup-subsidy"]["questions"] = []
    resident.ask("返乡创业补贴", "startup-subsidy")
    words, _ = resident.say("能领好多钱", "ask_facet", facets=["fee"])
    assert words["text"] == say("sum_unknown")


@pytest.mark.parametrize(
    ("intent", "decision"), [("ask_item", "offer"), ("ask_item", "refuse"), ("out_of_scope", "")]
)
def test_a_question_of_the_item_in_the_talk_is_answered(
    resident: Resident, intent: str, decision: str
) -> None:
    resident.ask("低保", "dibao")
    words, following = resident.say(
        "一个月发多少钱", intent, decision=decision, items=["pension-claim", "dibao"]
    )
    assert words["text"].startswith("低保标准由省、市公布")
    assert labels(following)[0] == "我要办"


def test_a_question_in_between_leaves_the_waiting_one(resident: Resident) -> None:
    resident.press('/start_situations{"item":"dibao"}')
    words, asked = resident.say("一个月发多少钱", "ask_item", decision="refuse")
    assert words["text"].startswith("低保标准由省、市公布")
    assert asked["text"] == "屋头是啥子情况过不下去？"


def test_a_new_item_and_its_question_in_one_sentence(resident: Resident) -> None:
    words, card = resident.ask("他不同意离，我一个人离得到婚不", "divorce")
    assert "法院" in words["text"]
    assert card["item"]["id"] == "divorce"


def test_who_is_lost_can_return_to_the_item(resident: Resident) -> None:
    resident.ask("低保", "dibao")
    (lost,) = resident.ask("嘛那个啥子")
    assert labels(lost)[0] == "再看看：我要吃低保"
    assert types(resident.say("一个月发多少钱", "ask_item", decision="refuse")) == ["text", "choices"]


def test_special_circumstances_wait_for_the_offer(resident: Resident) -> None:
    resident.ask("房子", "homestead", "realestate-transfer")
    words, offer = resident.say("我情况特殊", "tell_situation")
    assert words["text"] == say("which_of_offered")
    assert labels(offer)[0] == "我要修房子"
    (question,) = resident.say("第一个", "choose_ordinal", ordinal=1)
    assert question["text"] == "您这回是咋个修法？"


def test_back_from_an_offer_is_the_item_in_the_talk(resident: Resident) -> None:
    resident.ask("我要修房子", "homestead")
    resident.ask("我要砍树", "tree-felling")
    resident.ask("那个卡嘛", "social-card", "disability-card")
    assert resident.say("返回", "go_back")[0]["item"]["id"] == "tree-felling"


def test_a_number_that_is_none_is_said_to_be_none(resident: Resident) -> None:
    resident.say("查进度", "ask_progress")
    words, _ = resident.say("〔银行卡号1〕", "give_number", placeholders={"银行卡号": ["〔银行卡号1〕"]})
    assert words["text"] == say("number_not_fitting")


def test_going_back_does_not_answer_once_more(resident: Resident) -> None:
    resident.ask("低保", "dibao")
    resident.press('/start_situations{"item":"dibao"}')
    resident.say("一个月发多少钱", "ask_item", decision="refuse")
    assert types(resident.say("返回", "go_back")) == ["guide"]
