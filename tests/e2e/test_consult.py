"""A question goes from a rep's page to a supervisor's and back, by keyboard, and nobody loads a page again."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.e2e.conftest import sign_in

pytestmark = pytest.mark.browser
SOON_MS = 8_000


@pytest.fixture
def supervisor(browser: Browser, address: str) -> Iterator[Page]:
    """A page in which Ruth, a supervisor, looks at the questions."""
    context = browser.new_context(base_url=address, viewport={"width": 1440, "height": 900})
    page = context.new_page()
    sign_in(page, "Ruth")
    page.goto("/consult/")
    yield page
    context.close()


def open_case(page: Page, name: str) -> None:
    """Records a complaint, so that nothing is asked in it yet."""
    page.keyboard.press("c")
    page.wait_for_url("**/contacts/new/")
    page.locator("#contact-text").fill("Nobody came, for the third time.")
    page.locator("#contact-name").fill(name)
    page.locator("#contact-gist").fill("Third visit missed")
    page.locator("[name=brand][value=norvia]").check(force=True)
    page.keyboard.press("Control+Enter")
    page.wait_for_url("**/cases/**")


def test_a_question_appears_at_once_and_so_does_its_answer(page: Page, supervisor: Page) -> None:
    open_case(page, "Asking Person")
    expect(page.locator("#consult-ask")).to_contain_text("free", timeout=SOON_MS)
    page.keyboard.press("s")
    form = page.locator("#act-ask")
    form.locator("[name=text]").fill("Three months free for a third missed visit?")
    form.locator("[name=remedy]").select_option("quarter_free")
    form.locator("[name=amount]").fill("132.00")
    page.keyboard.press("Control+Enter")
    expect(page.locator("#consult-lines")).to_contain_text("Nobody has taken it yet")

    row = supervisor.locator(".ask", has_text="Three months free for a third missed visit?")
    expect(row).to_be_visible(timeout=SOON_MS)
    row.locator("a").press("Enter")
    expect(supervisor.locator("#question-title")).to_contain_text("£132.00")
    supervisor.keyboard.press("a")
    expect(supervisor.locator(".toasts")).to_contain_text("Ines Morel sees it now")

    expect(page.locator("#consult-lines")).to_contain_text("Ruth Adeyemi approved £132.00", timeout=SOON_MS)


def test_what_a_supervisor_is_writing_is_not_replaced(page: Page, supervisor: Page) -> None:
    supervisor.keyboard.press("d")
    words = supervisor.locator("#decline-text")
    words.fill("Not for this.")
    supervisor.locator("#consult-title").click()
    open_case(page, "Joining Person")
    page.keyboard.press("s")
    page.locator("#act-ask [name=text]").fill("Will you join?")
    page.keyboard.press("Control+Enter")
    expect(supervisor.locator(".ask", has_text="Will you join?")).to_be_visible(timeout=SOON_MS)
    assert words.input_value() == "Not for this."


def test_the_time_left_is_counted_down(supervisor: Page) -> None:
    left = supervisor.locator(".ask [data-left]").first
    before = left.inner_text()
    expect(left).not_to_have_text(before, timeout=SOON_MS)
