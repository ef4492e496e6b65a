"""From a guide or a wall into the chat, in a real browser: the guide is the first thing said."""

from playwright.sync_api import expect

from tests.browser import PHONE, OpenPage, fits, say
from tests.contracts.fake_rasa import FakeRasa, example

STATION = "yuanba-01"


def test_the_chat_opens_on_the_guide_and_knows_the_station(open_page: OpenPage, rasa: FakeRasa) -> None:
    page = open_page(PHONE)
    page.goto(f"/g/homestead?s={STATION}")
    page.get_by_role("link", name="问一问、现在办").click()
    expect(page.locator(".resident .bubble")).to_have_text("我要修房子")
    expect(page.locator(".guide")).to_be_visible()
    expect(page.locator("#station-name")).to_have_text("青梅路社区便民服务站")
    assert [request["message"] for request in rasa.heard] == ['/choose_item{"item":"homestead"}']
    page.reload()
    expect(page.locator(".resident .bubble")).to_have_count(1)
    assert len(rasa.heard) == 1, "loaded again, it says nothing again"


def test_a_guide_that_is_no_more_is_said_so(open_page: OpenPage, rasa: FakeRasa) -> None:
    page = open_page(PHONE, tolerated="status of 404")
    page.goto("/?guide=castle")
    expect(page.get_by_text("没有找到这份办事指南")).to_be_visible()
    assert rasa.heard == []


def test_a_scanned_code_is_the_first_message(open_page: OpenPage, rasa: FakeRasa) -> None:
    page = open_page(PHONE)
    say(page, f"https://cnb.example.cn/i/homestead?s={STATION}&v=1")
    expect(page.locator(".guide")).to_be_visible()
    assert rasa.heard[-1]["message"] == '/choose_item{"item":"homestead"}'


def test_the_card_of_a_life_event(open_page: OpenPage, rasa: FakeRasa) -> None:
    rasa.respond = lambda sender, message: [example("event")]
    page = open_page(PHONE)
    say(page, "修房子从头到尾要办啥子")
    card = page.get_by_role("region", name="一件事：修房子")
    expect(card.get_by_text("一样一样办，一般要跑3回")).to_be_visible()
    card.get_by_text("材料一张单子").click()
    expect(card.get_by_text("农村宅基地使用承诺书")).to_be_visible()
    assert fits(page)
    rasa.respond = rasa.talk
    card.get_by_role("button", name="我要修房子").click()
    expect(page.locator(".guide")).to_be_visible()
    assert rasa.heard[-1]["message"] == '/choose_item{"item":"homestead"}'
