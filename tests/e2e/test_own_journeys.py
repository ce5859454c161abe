"""A customer on a phone, by the keyboard alone: a missed promise, the options, and a case that was closed too soon."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from tests.e2e.conftest import FROZEN_AT

pytestmark = pytest.mark.browser
PHONE = {"width": 390, "height": 844}
MOST_TABS = 60
WAYS = [("en", True), ("he", True), ("zh-Hans", False), ("he", False), ("zh-Hans", True), ("en", False)]
SHORT, LONG = WAYS[:3], WAYS[3:]
_SEATED = "import django, sys; django.setup(); from tests.e2e.seated import main; main(*sys.argv[1:])"
Links = dict[str, dict[str, list[str]]]
EVERY_WAY = pytest.mark.parametrize(
    ("language", "scripts"), [*SHORT, *(pytest.param(*way, marks=pytest.mark.long) for way in LONG)]
)


def run(home: Path, *words: str) -> dict[str, object]:
    """Answers what is done in the demonstration beside the browser: with its data, at its hour."""
    env = {**os.environ, "AMENDS_HOME": str(home), "AMENDS_FROZEN_AT": FROZEN_AT, "AMENDS_DEMO": "1"}
    env |= {"DJANGO_SETTINGS_MODULE": "amends.site.settings", "PYTHONPATH": os.pathsep.join(sys.path)}
    env.pop("DATABASE_URL", None)
    done = subprocess.run(
        [sys.executable, "-c", _SEATED, *words], env=env, capture_output=True, text=True, timeout=120
    )
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)  # type: ignore[no-any-return]


@pytest.fixture(scope="module")
def links(address: str, home: Path) -> Links:
    """Links to cases as their customers find them."""
    return run(home)  # type: ignore[return-value]


@pytest.fixture
def phone(browser: Browser, address: str, scripts: bool) -> Iterator[Page]:
    """A phone, with scripts or without."""
    context = browser.new_context(base_url=address, viewport=PHONE, java_script_enabled=scripts)
    yield context.new_page()
    context.close()


def press(page: Page, target: Locator, key: str = "Enter") -> None:
    """Goes to something by Tab alone, and presses it."""
    for _ in range(MOST_TABS):
        page.keyboard.press("Tab")
        if target.locator("xpath=self::*[1]").and_(page.locator(":focus")).count():
            break
    expect(target).to_be_focused()
    page.keyboard.press(key)


def opened(page: Page, links: Links, kind: str, language: str, scripts: bool) -> None:
    """Opens a case by its link, in the language of its customer."""
    page.goto(links[kind][language][0 if scripts else 1])
    press(page, page.locator("button.press--main"))
    page.wait_for_url("**/my/*-*/")
    assert page.locator("html").get_attribute("dir") == ("rtl" if language == "he" else "ltr")
    assert page.locator("html").get_attribute("lang") == language.lower()
    assert not page.evaluate("document.documentElement.scrollWidth > window.innerWidth")


@EVERY_WAY
def test_a_missed_promise_is_handed_on_first_of_all(
    phone: Page, links: Links, language: str, scripts: bool
) -> None:
    opened(phone, links, "broken", language, scripts)
    climb = phone.locator(".next--broken form[action$='/climb/'] button")
    expect(climb).to_be_visible()
    before = phone.locator(".happened > li").count()
    press(phone, climb)
    expect(phone.locator(".happened > li")).to_have_count(before + 1)


@EVERY_WAY
def test_one_chooses_what_puts_it_right_and_says_that_it_is_solved(
    phone: Page, links: Links, home: Path, language: str, scripts: bool
) -> None:
    opened(phone, links, "offered", language, scripts)
    press(phone, phone.locator("#choose input[type=radio]").first, "Space")
    press(phone, phone.locator("#choose button"))
    expect(phone).not_to_have_url(re.compile("choose"))
    expect(phone.locator(".seat__told")).to_be_visible()
    run(home, phone.url.rstrip("/").rpartition("/")[2])
    phone.goto(phone.url)
    expect(phone.locator("#choose")).to_have_count(0)
    expect(phone.locator("[aria-labelledby=given-title] li").first).to_be_visible()
    press(phone, phone.locator("#solved button[value=solved]"))
    expect(phone.locator(".next--kept")).to_be_visible()


@EVERY_WAY
def test_who_is_not_content_opens_it_again_with_the_reason(
    phone: Page, links: Links, language: str, scripts: bool
) -> None:
    opened(phone, links, "closed", language, scripts)
    expect(phone.locator("#say-text")).to_have_count(0)
    more = phone.locator("#solved details").first
    press(phone, more.locator("summary"))
    press(phone, more.locator("textarea"), "Enter")
    phone.keyboard.type("It fails at night.")
    press(phone, more.locator("button"))
    expect(phone.locator("#say-text")).to_be_visible()
    expect(phone.locator(".said__one").last).to_contain_text("It fails at night.")
