"""Real Chromium for the tests of the page, and what a resident's hands do in it.

A conftest imports the fixtures and says with a fixture `address` where its system answers.
"""

import os
import re
import shutil
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

CHROMIUM = shutil.which("chromium")
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
PHONE, SMALL_PHONE, DESKTOP = (390, 844), (360, 640), (1366, 768)
OpenPage = Callable[..., Page]


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield opened
        opened.close()


@pytest.fixture
def open_page(browser: Browser, address: str, request: pytest.FixtureRequest) -> Iterator[OpenPage]:
    """Opens the page in a browser of its own; fails the test on script errors and on requests to anywhere else.

    `tolerated`: what a test itself provokes, as a pattern of console messages. With `CNB_E2E_PICTURES` naming a
    folder, every test leaves a picture there.
    """
    faults: list[str] = []
    with ExitStack() as stack:

        def open_one(size: tuple[int, int] = PHONE, tolerated: str = "(?!)", **options: object) -> Page:
            context = browser.new_context(
                viewport={"width": size[0], "height": size[1]},
                locale="zh-CN",
                timezone_id="Asia/Shanghai",
                base_url=address,
                **options,
            )
            stack.callback(context.close)
            page = context.new_page()
            page.set_default_timeout(8000)
            page.on("pageerror", lambda error: faults.append(f"script error: {error}"))
            page.on(
                "console",
                lambda message: (
                    faults.append(f"console: {message.text}")
                    if message.type in ("error", "warning") and not re.search(tolerated, message.text)
                    else None
                ),
            )
            page.on(
                "request",
                lambda sent: (
                    faults.append(f"outside request: {sent.url}")
                    if not sent.url.startswith((address, "data:"))
                    else None
                ),
            )
            if folder := os.environ.get("CNB_E2E_PICTURES"):
                picture = Path(folder) / f"{re.sub(r'[^0-9A-Za-z]+', '-', request.node.name)}.png"
                stack.callback(lambda: page.screenshot(path=picture))
            page.goto("/")
            return page

        yield open_one
    assert faults == [], faults


def say(page: Page, text: str) -> None:
    page.get_by_label("说说您要办啥子事").fill(text)
    page.get_by_role("button", name="发送").click()


def press(page: Page, name: str) -> None:
    page.get_by_role("button", name=name).last.click()


def fill_form(page: Page, phone: str = "139 0000 1234") -> None:
    form = page.locator("form.form")
    form.get_by_text("我自己", exact=True).click()
    form.get_by_role("textbox", name="姓名").fill("张三")
    form.get_by_role("textbox", name="手机号").fill(phone)
    form.get_by_label("乡镇").select_option(label="元坝镇")
    form.get_by_label("输入村名来找").fill("青梅")
    form.get_by_text("青梅路社区").click()
    form.get_by_label("我同意").check()


def fits(page: Page) -> bool:
    """Nothing sticks out at the side."""
    return bool(page.evaluate("document.documentElement.scrollWidth <= innerWidth"))
