"""A complaint is solved in one contact with twelve key presses beside the words; time is not measured."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

pytestmark = pytest.mark.browser
MOST_PRESSES = 12


class Hands:
    """Two hands at a keyboard: what they type are the customer's and the rep's words, what they press is counted."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.presses = 0

    def press(self, *keys: str) -> None:
        """Presses keys one after the other; keys held down together count one by one too."""
        for key in keys:
            self.presses += len(key.split("+"))
            self.page.keyboard.press(key)

    def write(self, words: str) -> None:
        """Types words where the hands are."""
        self.page.keyboard.type(words)


def test_from_today_to_solved_in_twelve_presses_without_a_mouse(page: Page) -> None:
    page.goto("/?brand=norvia")
    hands = Hands(page)
    hands.press("f")
    page.wait_for_url("**/contacts/solve/**")
    expect(page.locator("#one-text")).to_be_focused()
    hands.write("The line was dead all morning.")
    hands.press("Tab")
    hands.write("Quick Caller, quick@example.org")
    hands.press("Tab")
    hands.write("Named the last bill.")
    hands.press("Tab", "ArrowDown", "Tab")
    hands.write("A line that works today")
    hands.press("Enter")
    expect(page.locator("[name=option]").first).to_be_focused()
    hands.press("Space", "Tab")
    hands.write("We were wrong. The courier is with you by four.")
    hands.press("Tab")
    hands.write("Courier 7741")
    hands.press("Enter")
    page.wait_for_url("**/cases/**")
    expect(page.locator("#step-ended")).to_contain_text("Solved")
    assert hands.presses <= MOST_PRESSES, hands.presses


def test_the_negative_control_hands_that_press_more_are_counted(page: Page) -> None:
    hands = Hands(page)
    hands.press("f")
    # A page that is closed on its way to the next one, with presses still coming, may never close.
    page.wait_for_url("**/contacts/solve/**")
    hands.press(*["Tab"] * 10, "Control+Enter")
    assert hands.presses == MOST_PRESSES + 1


def test_without_scripts_two_steps_do_the_same(page: Page) -> None:
    browser = page.context.browser
    assert browser is not None
    plain = browser.new_context(
        base_url=page.url.split("/")[0] + "//" + page.url.split("/")[2],
        java_script_enabled=False,
        storage_state=page.context.storage_state(),
    ).new_page()
    plain.goto("/contacts/solve/?brand=norvia")
    plain.fill("#one-text", "The line was dead all morning.")
    plain.fill("#one-who", "Plain Caller, plain@example.org")
    plain.fill("#one-checked", "Named the last bill.")
    plain.select_option("#one-failure", "outage")
    plain.fill("#one-want", "A line that works today")
    plain.click("button[value=options]")
    plain.check("[name=option] >> nth=0", force=True)
    plain.fill("#one-said", "The courier is with you by four.")
    plain.fill("#one-proof", "Courier 7742")
    plain.click("button[value=settle]")
    plain.wait_for_url("**/cases/**")
    expect(plain.locator("#step-ended")).to_contain_text("Solved")
    plain.context.close()
