"""What residents do in the chat, in a real browser."""

import re
import threading

import pytest
from playwright.sync_api import expect

from tests.browser import DESKTOP, PHONE, SMALL_PHONE, OpenPage, fill_form, fits, press, say
from tests.contracts.fake_rasa import FakeRasa

SIZES = pytest.mark.parametrize(
    "size", [PHONE, SMALL_PHONE, DESKTOP], ids=["phone", "small-phone", "desktop"]
)


@SIZES
def test_the_first_screen_has_one_sentence_and_six_themes(
    open_page: OpenPage, size: tuple[int, int], rasa: FakeRasa
) -> None:
    page = open_page(size)
    expect(page.locator(".theme")).to_have_count(6)
    expect(page.locator(".bubble")).to_have_count(1)
    assert fits(page)


@SIZES
def test_from_the_question_to_the_receipt_and_the_progress(
    open_page: OpenPage, size: tuple[int, int], rasa: FakeRasa
) -> None:
    page = open_page(size, tolerated="status of 422")
    say(page, "我要修房子")
    guide = page.locator(".guide").first
    expect(guide.get_by_role("heading", name="我要修房子")).to_be_visible()
    guide.get_by_text("要带的材料").click()
    guide.get_by_label("户口簿").check()
    expect(guide.get_by_text("备齐1样")).to_be_visible()

    press(page, "我有特殊情况")
    press(page, "老房子拆了原地重修")
    expect(page.get_by_text("按您的情况")).to_be_visible()
    opened = page.locator(".guide").last.locator("details[open]")
    expect(opened).to_have_count(1)  # the one that was asked about
    expect(opened).to_contain_text("10个工作日")

    press(page, "我要办")
    press(page, "填好了，下一步")
    expect(page.get_by_text("请写姓名，跟身份证上一样")).to_be_visible()
    expect(page.locator("form.form").get_by_label("我自己")).to_be_focused()
    fill_form(page, phone="12345")
    press(page, "填好了，下一步")
    expect(page.locator("form.form").get_by_role("textbox", name="手机号")).to_be_focused()
    page.locator("form.form").get_by_role("textbox", name="手机号").fill("１３９００００１２３４")
    press(page, "填好了，下一步")

    expect(page.get_by_text("139****1234")).to_be_visible()
    expect(page.locator("form.form")).to_have_count(0)
    press(page, "对，报上去")
    number = page.locator(".number")
    expect(number).to_have_attribute("data-number", re.compile(r"^510811-\d{8}-\d{6}$"))
    expect(page.locator("img.qr")).to_have_js_property("complete", True)
    assert page.locator("img.qr").evaluate("picture => picture.naturalWidth") > 0
    assert fits(page)

    say(page, "我的事办到哪了")
    expect(page.locator(".way li.past")).to_have_count(1)
    assert fits(page)


def test_choices_stay_visible_and_none_of_these_leads_to_a_person(
    open_page: OpenPage, rasa: FakeRasa
) -> None:
    page = open_page()
    say(page, "房子的事")
    group = page.locator(".choices").first
    expect(group.get_by_role("button")).to_have_count(4)
    expect(group.get_by_role("button").last).to_contain_text("都不是")
    group.get_by_role("button", name="都不是").click()
    expect(page.locator("a.phone")).to_have_attribute("href", re.compile("^tel:"))
    for button in group.get_by_role("button").all():
        expect(button).to_be_disabled()
    expect(group.locator(".chosen")).to_contain_text("都不是")


def test_a_reload_restores_the_talk(open_page: OpenPage, rasa: FakeRasa) -> None:
    page = open_page()
    say(page, "房子的事")
    press(page, "我要修房子 在宅基地上")
    guide = page.locator(".guide")
    guide.get_by_text("要带的材料").click()
    guide.get_by_label("户口簿").check()
    page.reload()
    expect(page.locator(".resident")).to_have_count(2)
    expect(guide.get_by_role("heading", name="我要修房子")).to_be_in_viewport(ratio=1)
    expect(page.locator(".choices").first.locator(".chosen")).to_contain_text("我要修房子")
    guide.get_by_text("要带的材料").click()
    expect(guide.get_by_label("户口簿")).to_be_checked()
    expect(guide.get_by_role("button", name="我要办")).to_be_enabled()


def test_a_form_survives_a_reload_and_leaves_no_name_behind(open_page: OpenPage, rasa: FakeRasa) -> None:
    page = open_page()
    say(page, "我要修房子")
    press(page, "我要办")
    fill_form(page)
    page.reload()
    expect(page.locator("form.form").get_by_role("textbox", name="姓名")).to_have_value("张三")
    assert "张三" not in page.evaluate("JSON.stringify(localStorage)")
    page.locator("form.form").get_by_label("我同意").check()
    press(page, "填好了，下一步")
    expect(page.get_by_text("139****1234")).to_be_visible()
    assert "张三" not in page.evaluate("JSON.stringify(sessionStorage)")


def test_a_question_in_the_middle_leaves_the_form_open(open_page: OpenPage, rasa: FakeRasa) -> None:
    page = open_page()
    say(page, "我要修房子")
    press(page, "我要办")
    say(page, "房子的事")
    expect(page.locator(".choices").last).to_contain_text("都不是")
    page.reload()
    form = page.locator("form.form")
    expect(form).to_be_visible()
    fill_form(page)
    press(page, "填好了，下一步")
    expect(page.get_by_text("139****1234")).to_be_visible()


def test_a_form_that_was_given_up_is_gone_and_not_called_filled_in(
    open_page: OpenPage, rasa: FakeRasa
) -> None:
    page = open_page()
    say(page, "我要修房子")
    press(page, "我要办")
    press(page, "不办了")
    expect(page.locator("form.form")).to_have_count(0)
    page.reload()
    expect(page.locator(".chosen").last).to_contain_text("不办了")
    expect(page.locator("form.form")).to_have_count(0)
    expect(page.get_by_text("填好了")).to_have_count(0)


@SIZES
def test_only_the_talk_scrolls_and_an_answer_starts_below_its_question(
    open_page: OpenPage, size: tuple[int, int], rasa: FakeRasa
) -> None:
    page = open_page(size)
    for _ in range(3):
        say(page, "我要修房子")
        expect(page.locator(".thinking")).to_have_count(0)
    say(page, "我要修房子")
    expect(page.locator(".guide")).to_have_count(4)
    expect(page.locator(".resident").last).to_be_in_viewport(ratio=1)
    expect(page.locator(".guide h2").last).to_be_in_viewport(ratio=1)
    page.get_by_label("说说您要办啥子事").focus()
    assert page.evaluate("[scrollY, document.documentElement.scrollHeight - innerHeight]") == [0, 0]
    expect(page.locator(".head")).to_be_in_viewport(ratio=1)
    expect(page.locator(".foot")).to_be_in_viewport(ratio=1)


def test_a_keyboard_laid_over_the_page_covers_neither_head_nor_text_field(
    open_page: OpenPage, rasa: FakeRasa
) -> None:
    page = open_page()
    page.add_init_script(
        """Object.defineProperty(window, "visualViewport", {
            value: Object.assign(new EventTarget(), { height: innerHeight, scale: 1 })
        })"""
    )
    page.reload()
    say(page, "我要修房子")
    expect(page.locator(".guide")).to_be_visible()
    bottom = "document.querySelector('.foot').getBoundingClientRect().bottom"
    resize = "height => { visualViewport.height = height; visualViewport.dispatchEvent(new Event('resize')) }"
    page.evaluate(resize, 500)
    assert page.evaluate(bottom) == 500
    expect(page.locator(".head")).to_be_in_viewport(ratio=1)
    page.evaluate(resize, PHONE[1])
    assert page.evaluate(bottom) == PHONE[1]


def test_without_a_connection_the_message_waits_and_is_sent_once(open_page: OpenPage, rasa: FakeRasa) -> None:
    page = open_page(tolerated="ERR_INTERNET_DISCONNECTED")
    page.context.set_offline(True)
    expect(page.get_by_text("现在没有网")).to_be_visible()
    say(page, "我要修房子")
    expect(page.locator(".resident.sending")).to_be_visible()
    pictures = "[...document.querySelectorAll('.avatar')].every((picture) => picture.getBBox().width > 0)"
    assert page.evaluate(pictures), "pictures need no connection"
    page.context.set_offline(False)
    expect(page.locator(".guide")).to_be_visible()
    expect(page.get_by_text("现在没有网")).to_be_hidden()
    assert [request["message"] for request in rasa.heard] == ["我要修房子"]


def test_a_message_that_was_not_sent_can_be_sent_again(open_page: OpenPage, rasa: FakeRasa) -> None:
    page = open_page(tolerated="ERR_FAILED")
    page.route("**/chat/messages", lambda route: route.abort())
    page.clock.install()
    say(page, "我要修房子")
    page.clock.fast_forward(3000)
    again = page.get_by_role("button", name="点这里重发")
    expect(again).to_be_visible()
    page.unroute("**/chat/messages")
    again.click()
    expect(page.locator(".guide")).to_be_visible()
    expect(page.locator(".resident")).to_have_count(1)


def test_a_reload_while_the_answer_is_under_way_loses_and_doubles_nothing(
    open_page: OpenPage, rasa: FakeRasa
) -> None:
    page = open_page()
    rasa.hold = threading.Event()
    say(page, "我要修房子")
    expect(page.locator(".dots")).to_be_visible()
    page.reload()
    rasa.hold.set()
    expect(page.locator(".guide")).to_have_count(1)
    expect(page.locator(".resident")).to_have_count(1)
    expect(page.locator(".resend")).to_have_count(0)
    assert len(rasa.heard) == 1


def test_too_fast_and_in_trouble_are_said_kindly(open_page: OpenPage, rasa: FakeRasa) -> None:
    page = open_page(tolerated="status of (429|503)")
    body = '{"error": {"code": "too_many_requests", "message": "您说得太快了。", "fields": []}}'
    page.route("**/chat/messages", lambda route: route.fulfill(status=429, body=body))
    say(page, "你好")
    expect(page.get_by_text("您说得太快了。点这里重发")).to_be_visible()
    page.unroute("**/chat/messages")
    page.route("**/chat/messages", lambda route: route.fulfill(status=503, body="<html>"))
    say(page, "你好")
    expect(page.locator(".trouble a.phone")).to_be_visible()


def test_thinking_shows_dots_and_then_a_sentence(open_page: OpenPage, rasa: FakeRasa) -> None:
    page = open_page()
    page.clock.install()
    page.route("**/chat/messages", lambda _: None)
    say(page, "我要修房子")
    expect(page.locator(".dots")).to_be_visible()
    page.clock.fast_forward(3500)
    expect(page.get_by_text("还在查，您稍等一下")).to_be_visible()


def test_big_text_is_remembered(open_page: OpenPage, rasa: FakeRasa) -> None:
    page = open_page(SMALL_PHONE)
    page.get_by_role("button", name="大字").click()
    page.reload()
    expect(page.get_by_role("button", name="大字")).to_have_attribute("aria-pressed", "true")
    assert float(page.evaluate("parseFloat(getComputedStyle(document.body).fontSize)")) >= 22
    say(page, "我要修房子")
    expect(page.locator(".guide")).to_be_visible()
    assert fits(page)


def test_choosing_a_station_and_calling_a_person(open_page: OpenPage, rasa: FakeRasa) -> None:
    page = open_page()
    page.get_by_role("button", name="村能办").click()
    page.get_by_label("乡镇").select_option(label="元坝镇")
    page.get_by_text("青梅路社区", exact=True).click()
    expect(page.locator("#station-name")).to_have_text("青梅路社区便民服务站")
    page.reload()
    expect(page.locator("#station-name")).to_have_text("青梅路社区便民服务站")
    page.get_by_role("button", name="人工").click()
    expect(page.locator("#panel a.phone").first).to_have_attribute("href", "tel:08390000401")
    page.keyboard.press("Escape")
    expect(page.locator("#panel")).to_be_hidden()
    expect(page.get_by_role("button", name="人工")).to_be_focused()


def test_everything_works_by_keyboard(open_page: OpenPage, rasa: FakeRasa) -> None:
    page = open_page(DESKTOP)
    page.keyboard.press("Tab")
    expect(page.get_by_text("直接说要办的事")).to_be_focused()
    page.keyboard.press("Enter")
    page.keyboard.type("房子的事")
    page.keyboard.press("Enter")
    expect(page.locator(".choices")).to_be_visible()
    page.keyboard.press("Shift+Tab")
    expect(page.get_by_role("button", name="都不是")).to_be_focused()
    for _ in range(3):
        page.keyboard.press("Shift+Tab")
    page.keyboard.press("Enter")
    summary = page.locator(".guide summary").first
    summary.focus()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    page.keyboard.press("Space")
    expect(page.locator(".guide .paper input").first).to_be_checked()


def test_targets_are_large_and_pictures_have_words(open_page: OpenPage, rasa: FakeRasa) -> None:
    page = open_page()
    say(page, "我要修房子")
    press(page, "我要办")
    small = page.evaluate(
        """() => [...document.querySelectorAll("button, summary, select, .field, textarea, label:has(input), a.phone")]
            .filter((element) => element.offsetParent && !element.closest(".unseen"))
            .map((element) => [element.textContent.trim().slice(0, 20), element.getBoundingClientRect()])
            .filter(([, box]) => box.height < 47.5 || box.width < 47.5)
            .map(([text, box]) => `${text}: ${box.width} x ${box.height}`)"""
    )
    assert small == []
    unnamed = page.evaluate(
        """() => [...document.querySelectorAll("button, a, img, input:not([type=radio])")]
            .filter((element) => !(element.textContent.trim() || element.alt || element.ariaLabel || element.labels?.length))
            .map((element) => element.outerHTML)"""
    )
    assert unnamed == []


def test_markup_in_a_message_stays_text(open_page: OpenPage, rasa: FakeRasa) -> None:
    page = open_page()
    rasa.respond = lambda *_: [{"text": "<img src=x onerror=alert(1)><b>粗</b>"}]
    say(page, "<script>alert(1)</script>")
    expect(page.locator(".bot .bubble").last).to_have_text("<img src=x onerror=alert(1)><b>粗</b>")
    expect(page.locator(".resident .bubble")).to_have_text("<script>alert(1)</script>")


def test_on_paper_only_the_card_remains(open_page: OpenPage, rasa: FakeRasa) -> None:
    page = open_page()
    page.evaluate("window.print = () => {}")
    say(page, "我要修房子")
    press(page, "打印")
    page.emulate_media(media="print")
    expect(page.locator(".guide .papers").last).to_be_visible()
    expect(page.locator(".guide .asked")).to_be_visible()
    expect(page.locator(".foot")).to_be_hidden()
    expect(page.locator(".resident")).to_be_hidden()
