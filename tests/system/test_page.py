"""The main journey in a real browser against the whole system: from words of the village to the progress of the case."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser import DESKTOP, PHONE, OpenPage, fill_form, fits, press, say

SIZES = pytest.mark.parametrize("size", [PHONE, DESKTOP], ids=["phone", "desktop"])


def stands_still(page: Page) -> bool:
    """Only the talk scrolls: head and text field are where they were."""
    return bool(
        page.evaluate(
            """() => document.documentElement.scrollHeight <= innerHeight
                && document.querySelector(".head").getBoundingClientRect().top === 0
                && Math.abs(document.querySelector(".foot").getBoundingClientRect().bottom - innerHeight) < 1"""
        )
    )


@SIZES
def test_from_words_of_the_village_to_the_progress_after_a_reload(
    open_page: OpenPage, size: tuple[int, int]
) -> None:
    page = open_page(size)
    say(page, "我要修房子")
    guide = page.locator(".guide")
    expect(guide.get_by_role("heading", name="我要修房子")).to_be_in_viewport()
    expect(page.locator(".resident").last).to_be_in_viewport()

    press(page, "我有特殊情况")
    press(page, "老房子拆了原地重修")
    expect(guide.last.get_by_text("按您的情况")).to_be_visible()
    guide.last.get_by_label("户主身份证").check()
    say(page, "要好久")
    expect(page.locator(".bot .bubble").get_by_text("10个工作日")).to_be_visible()
    assert fits(page)
    assert stands_still(page)

    press(page, "我要办")
    fill_form(page)
    press(page, "填好了，下一步")
    expect(page.get_by_text("139****1234")).to_be_visible()
    press(page, "确认提交")
    number = page.locator(".number")
    expect(number).to_have_attribute("data-number", re.compile(r"^510811-\d{8}-\d{6}$"))
    opened = str(number.get_attribute("data-number"))

    page.reload()
    expect(page.locator(".number")).to_have_attribute("data-number", opened)
    expect(page.locator("form.form")).to_have_count(0)
    expect(guide.last.get_by_text("备齐1样")).to_be_visible()
    say(page, "我的事办到哪一步了嘛")
    progress = page.get_by_label("进度：我要修房子")
    expect(progress).to_contain_text(opened)
    expect(progress.locator(".way li.past")).to_have_count(1)
    assert fits(page)
    assert stands_still(page)


@pytest.mark.parametrize("theme", range(6))
def test_every_theme_of_the_first_screen_leads_on(open_page: OpenPage, theme: int) -> None:
    page = open_page()
    page.locator(".theme").nth(theme).click()
    expect(page.locator(".turn.bot .card, .turn.bot .choices").first).to_be_in_viewport()
