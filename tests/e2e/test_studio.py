"""A manager changes the policy by keyboard: raises a limit, mends what lint refuses, compares, sums up, puts in force."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from tests.e2e.conftest import sign_in

pytestmark = pytest.mark.browser
SOON_MS = 20_000


@pytest.fixture
def manager(browser: Browser, address: str) -> Iterator[Page]:
    """A page in which Priya, a manager, is signed in."""
    context = browser.new_context(base_url=address, viewport={"width": 1440, "height": 900})
    page = context.new_page()
    complaints: list[str] = []
    page.on("pageerror", lambda error: complaints.append(str(error)))
    sign_in(page, "Priya")
    yield page
    context.close()
    assert complaints == []


def press(place: Locator) -> None:
    """Goes to a button or link and presses Enter."""
    place.focus()
    place.press("Enter")


def test_a_limit_is_raised_refused_mended_compared_summed_and_put_in_force(manager: Page) -> None:
    press(manager.locator(".nav").get_by_role("link", name="Policy"))
    expect(manager.locator(".studio__head")).to_contain_text("in force since")
    press(manager.get_by_role("button", name="Begin a draft"))
    expect(manager.locator(".studio__head")).to_contain_text("Draft, to hold from")

    parts = manager.get_by_role("navigation", name="Parts of the policy")
    press(parts.get_by_role("link", name="Authority"))
    press(manager.locator("#limits-rep > summary"))
    limit = manager.locator("#limits-rep-per_case")
    limit.fill("160.00")
    limit.press("Enter")
    shut = manager.locator(".studio__acts").get_by_role("link", name=re.compile("to mend first"))
    expect(shut).to_be_visible()
    refused = manager.locator("#lint .finding--stop").first
    expect(refused).to_contain_text("Team leader may give less than Front line")
    press(refused.get_by_role("button", name="Team leader: £160.00"))
    expect(manager.locator("#lint")).to_contain_text("Nothing to mend")

    press(parts.get_by_role("link", name="Compare"))
    expect(manager.locator("#studio-part")).to_contain_text("Front line, Per case: £160.00")
    press(parts.get_by_role("link", name="Last year"))
    press(manager.locator("#studio-part").get_by_role("button", name="Sum up last year"))
    # The page looks again by itself until all weeks are summed.
    expect(manager.locator("#studio-part svg.year")).to_be_visible(timeout=SOON_MS)
    expect(manager.locator("#studio-part")).to_contain_text("mended at the front line alone")

    press(manager.locator(".studio__acts").get_by_role("link", name="Put in force"))
    expect(manager.locator("#studio-part")).to_contain_text("before: £125.00")
    press(manager.get_by_role("button", name=re.compile("Put in force from")))
    expect(manager.locator(".toasts")).to_contain_text("Policy 2 holds from")
    expect(manager.locator("#studio-part table")).to_contain_text("Priya Nair")


def test_a_phone_reads_the_draft_and_changes_nothing(manager: Page) -> None:
    manager.set_viewport_size({"width": 390, "height": 844})
    manager.goto("/insight/policy/sunfold/tables/")
    expect(manager.locator(".studio__sentences")).to_be_visible()
    expect(manager.locator(".studio__rows")).to_be_hidden()
    assert manager.evaluate("document.documentElement.scrollWidth") <= 390
