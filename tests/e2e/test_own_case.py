"""A customer on a phone opens their case by the link a rep made, writes, goes one step up; with and without scripts."""

from __future__ import annotations

import re
from collections.abc import Iterator
from uuid import uuid4

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect

from tests.e2e.conftest import sign_in

pytestmark = pytest.mark.browser
PHONE = {"width": 390, "height": 844}
WEIGHT = """[...performance.getEntriesByType("navigation"), ...performance.getEntriesByType("resource")]
    .reduce((sum, one) => sum + one.decodedBodySize, 0)"""


@pytest.fixture
def link(browser: Browser, address: str) -> Iterator[str]:
    """A link to a fresh case, made by a rep on its page."""
    context = browser.new_context(base_url=address, viewport={"width": 1440, "height": 900})
    page = context.new_page()
    sign_in(page, "Ines")
    page.goto("/contacts/new/")
    page.locator("#contact-text").fill("My line has been dead for four days and nobody rang.")
    page.locator("#contact-name").fill(f"Phoning {uuid4().hex[:8]}")
    page.locator("#contact-gist").fill("Dead line for four days")
    page.locator("[name=brand][value=norvia]").check(force=True)
    page.keyboard.press("Control+Enter")
    page.wait_for_url("**/cases/**")
    page.locator("#act-let_in > summary").click()
    page.locator("#act-let_in form[action$='give_link/'] button").click()
    said = page.locator(".toasts").inner_text()
    yield re.findall(r"http\S+/my/open/\S+/", said)[0]
    context.close()


def opened(browser: Browser, link: str, *, scripts: bool) -> Page:
    """Answers a phone on which the customer has opened their case by keyboard alone."""
    context = browser.new_context(viewport=PHONE, java_script_enabled=scripts)
    page = context.new_page()
    page.goto(link)
    page.locator("button.press--main").press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Dead line for four days")
    return page


@pytest.mark.parametrize("scripts", [True, False])
def test_a_customer_reads_writes_and_goes_one_step_up(browser: Browser, link: str, scripts: bool) -> None:
    page = opened(browser, link, scripts=scripts)
    expect(page.locator(".next")).to_contain_text("You have our answer by then.")
    page.locator("#say-text").fill("It still is dead.")
    page.get_by_role("button", name="Send").first.press("Enter")
    expect(page.locator(".said__one").last).to_contain_text("It still is dead.")
    page.locator("#climb button").press("Enter")
    expect(page.locator(".happened")).to_contain_text("It went one step up")
    page.context.close()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_no_screen_of_the_customer_has_a_fault_or_scrolls_sideways(
    browser: Browser, link: str, scheme: str
) -> None:
    page = opened(browser, link, scripts=True)
    page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
    base = page.url
    for address in (
        base,
        f"{base}?lang=he",
        f"{base}take/",
        f"{base}?lang=zh-hans",
        base.split("/my/")[0] + "/my/",
    ):
        page.goto(address)
        faults = [
            (one["id"], one["nodes"][0]["html"][:120]) for one in Axe().run(page).response["violations"]
        ]
        assert faults == [], address
        assert not page.evaluate("document.documentElement.scrollWidth > window.innerWidth"), address
    page.context.close()


def test_the_first_page_is_light(browser: Browser, link: str) -> None:
    page = opened(browser, link, scripts=True)
    page.reload()
    page.wait_for_load_state("networkidle")
    # Asked of the browser: a body that a handler asks for while answers still come can wait for ever.
    assert 0 < page.evaluate(WEIGHT) < 100_000
    page.context.close()
