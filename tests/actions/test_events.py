"""Life events in the talk, and rhymes on request."""

from __future__ import annotations

from actions.phrases import say
from tests.actions.conftest import Resident, labels, types
from tests.actions.fake_backend import FakeBackend


def test_a_life_event_is_one_card_with_its_items_to_choose(resident: Resident) -> None:
    (card,) = resident.ask("修房子从头到尾要办哪些", "life-house")
    assert card["type"] == "event"
    assert card["saving"].startswith("一样一样办")
    assert labels(card) == ["我要修房子", "我要砍树"]
    assert resident.slots.get("item") is None


def test_a_fact_of_one_item_is_answered_by_the_likeliest_item(resident: Resident) -> None:
    answer, card = resident.say(
        "修房子要好久",
        "ask_item",
        decision="answer",
        event="life-house",
        items=["homestead"],
        facets=["time"],
    )
    assert answer["text"].startswith("10个工作日办好")
    assert card["item"]["id"] == "homestead"


def test_its_items_are_chosen_like_those_of_an_offer(resident: Resident) -> None:
    resident.ask("修房子一条龙", "life-house")
    (card,) = resident.say("第二个", "choose_ordinal", ordinal=2)
    assert card["item"]["id"] == "tree-felling"


def test_a_question_for_papers_is_answered_from_the_one_list(resident: Resident) -> None:
    resident.ask("修房子一条龙", "life-house")
    (answer,) = resident.say("要带啥子", "ask_facet", facets=["materials"])
    assert "一定要交的有1样：申请表" in answer["text"]


def test_a_question_for_the_order_is_answered_by_the_life_event(resident: Resident) -> None:
    resident.ask("修房子一条龙", "life-house")
    (answer,) = resident.say("先办哪样", "ask_facet", facets=["steps"])
    assert answer["text"].startswith("先批地基，再动工")


def test_another_fact_asks_of_which_item(resident: Resident) -> None:
    resident.ask("修房子一条龙", "life-house")
    (offer,) = resident.say("要好久", "ask_facet", facets=["time"])
    assert labels(offer) == ["我要修房子", "我要砍树", "都不是"]
    answer, card = resident.press('/choose_item{"item":"tree-felling"}')
    assert "工作日" in answer["text"]
    assert card["focus"] == "time"


def test_it_is_offered_beside_items_when_it_is_not_clear(resident: Resident) -> None:
    (offer,) = resident.ask("修房子的事", "homestead", "life-house")
    assert labels(offer) == ["我要修房子", "一件事：修房子", "都不是"]
    assert resident.press('/choose_item{"item":"life-house"}')[0]["type"] == "event"


def test_said_again_and_gone_back_from(resident: Resident) -> None:
    resident.ask("我要砍树", "tree-felling")
    resident.ask("修房子一条龙", "life-house")
    assert resident.say("再说一遍", "repeat")[0]["type"] == "event"
    (card,) = resident.say("返回", "go_back")
    assert card["item"]["id"] == "tree-felling"


def test_a_life_event_that_is_no_more_is_not_understood(resident: Resident) -> None:
    (answer,) = resident.press('/choose_item{"item":"life-moon"}')
    assert answer["type"] == "choices"


def test_the_rhyme_of_an_item(resident: Resident, fake: FakeBackend) -> None:
    fake.items["homestead"]["plain"]["rhyme"] = ["修房莫要先动土", "先到村上填个表"]
    words, _ = resident.ask("修房子的打油诗", "homestead", facets=("rhyme",))
    assert words["text"] == "修房莫要先动土\n先到村上填个表"
    words, _ = resident.ask("砍树有没得打油诗", "tree-felling", facets=("rhyme",))
    assert words["text"]


def test_the_rhyme_of_a_life_event_is_one_of_its_items(resident: Resident) -> None:
    words, card = resident.say(
        "修房子的打油诗", "ask_item", decision="answer", event="life-house", facets=["rhyme"]
    )
    assert words["text"] == "修房莫要先动土\n先到村上填个表"
    assert card["type"] == "event"


def test_rhymes_without_an_item(resident: Resident, fake: FakeBackend) -> None:
    (offer,) = resident.say("念个打油诗", "ask_facet", facets=["rhyme"])
    assert labels(offer) == ["我要修房子"]
    assert offer["choices"][0]["payload"] == '/answer_facet{"item":"homestead","facet":"rhyme"}'
    fake.rhymes = []
    (words,) = resident.say("念个打油诗", "ask_facet", facets=["rhyme"])
    assert words["type"] == "text"


def test_back_from_an_item_of_a_life_event_is_the_event(resident: Resident) -> None:
    resident.ask("修房子一条龙", "life-house")
    resident.say("第二个", "choose_ordinal", ordinal=2)
    (card,) = resident.say("返回", "go_back")
    assert card["item"]["id"] == "life-house"
    assert types(resident.say("返回", "go_back")) == ["choices"]


def test_after_a_case_of_a_life_event_the_others_are_one_touch_away(resident: Resident) -> None:
    resident.ask("修房子一条龙", "life-house")
    resident.press('/choose_item{"item":"tree-felling"}')
    _, following = resident.press('/confirm_application{"application":"abc"}')
    assert labels(following) == ["查进度", "回到这件事：修房子", "办别的事"]
    (again,) = resident.say("下一件呢", "resume")
    assert labels(again) == ["回到这件事：修房子", "办别的事"]
    assert resident.press(following["choices"][1]["payload"])[0]["type"] == "event"


def test_an_item_of_the_life_event_is_found_by_its_own_word(resident: Resident) -> None:
    resident.ask("修房子一条龙", "life-house")
    _, card = resident.say(
        "砍树好久批", "ask_item", decision="offer", items=["forest-land", "field-fire"], facets=["time"]
    )
    assert card["item"]["id"] == "tree-felling"
    resident.ask("修房子一条龙", "life-house")
    (offer,) = resident.ask("院坝头那个", "social-card", "marriage")
    assert "我要砍树" not in labels(offer)


def test_from_one_item_of_a_life_event_to_the_next(resident: Resident) -> None:
    resident.ask("修房子一条龙", "life-house")
    resident.press('/choose_item{"item":"homestead"}')
    (card,) = resident.ask("那砍树呢", "forest-land", "field-fire")
    assert card["item"]["id"] == "tree-felling"


def test_rhymes_are_chosen_by_a_number_and_go_on(resident: Resident, fake: FakeBackend) -> None:
    named = [
        "dibao",
        "marriage",
        "biz-open",
        "tree-felling",
        "field-fire",
        "temp-relief",
        "homestead",
        "id-card-apply",
    ]
    fake.rhymes = [
        {"item": item, "title": fake.items[item]["plain"]["title"], "lines": ["一", "二"]} for item in named
    ]
    resident.say("念个打油诗", "ask_facet", facets=["rhyme"])
    _, card = resident.say("第二个", "choose_ordinal", ordinal=2)
    assert card["item"]["id"] == "marriage"
    resident.press("/cancel")
    resident.say("念个打油诗", "ask_facet", facets=["rhyme"])
    (more,) = resident.say("换些打油诗", "ask_facet", facets=["rhyme"])
    assert labels(more) == [fake.items[item]["plain"]["title"] for item in named[6:]]


def test_a_rhyme_is_found_by_some_words_of_its_title(resident: Resident) -> None:
    words, card = resident.say("来一首修房的打油诗", "ask_item", decision="refuse", facets=["rhyme"])
    assert words["text"].startswith("想修新房")
    assert card["item"]["id"] == "homestead"
    assert resident.say("来一首修房的打油诗", "out_of_scope", facets=["rhyme"])[0] == words
    (offer,) = resident.say("唱个快板嘛", "ask_item", decision="refuse", facets=["rhyme"])
    assert offer["text"] == say("rhymes")


def test_an_item_without_a_rhyme_offers_others(resident: Resident) -> None:
    resident.ask("我要办残疾证", "disability-card")
    words, offer = resident.say("念个打油诗", "ask_facet", facets=["rhyme"])
    assert (words["text"], offer["text"]) == (say("no_rhyme"), say("rhymes"))


def test_the_rhyme_of_the_life_event_just_shown(resident: Resident) -> None:
    resident.ask("修房子一条龙", "life-house")
    (words,) = resident.say("念个打油诗", "ask_facet", facets=["rhyme"])
    assert words["text"] == "修房莫要先动土\n先到村上填个表"
