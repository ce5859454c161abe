"""A non-apology is seen while it is typed, pressed, mended, and the reply leaves."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.e2e.conftest import sign_in

pytestmark = pytest.mark.browser
SEEN_MS = 2_000
NON_APOLOGY = "Jag beklagar att du känner så."
MENDED = "Vi glömde ditt paket, och det är vårt fel. Vi ringer dig i morgon den 13 maj klockan 10.00."


@pytest.fixture
def rep(browser: Browser, address: str) -> Iterator[Page]:
    """A page in which Ines, a rep, is signed in."""
    context = browser.new_context(base_url=address, viewport={"width": 1440, "height": 900})
    seen = context.new_page()
    sign_in(seen, "Ines")
    yield seen
    context.close()


def open_case(page: Page, name: str) -> None:
    """Writes down a complaint in Swedish, and stands on its page."""
    page.keyboard.press("c")
    page.wait_for_url("**/contacts/new/")
    page.locator("#contact-text").fill(
        "Mitt paket kom aldrig fram och ingen har ringt mig trots att ni lovade det."
    )
    page.locator("#contact-name").fill(name)
    page.locator("#contact-gist").fill("Paketet kom aldrig fram")
    page.locator("[name=brand][value=norvia]").check(force=True)
    page.keyboard.press("Control+Enter")
    page.wait_for_url("**/cases/**")


def test_a_non_apology_is_seen_pressed_mended_and_the_reply_leaves(rep: Page) -> None:
    open_case(rep, "Checked Person")
    text, check = rep.locator("#reply-text"), rep.locator(".composer .check")
    text.fill(NON_APOLOGY)
    before = text.bounding_box()
    finding = check.locator(".finding", has_text="Sorry for their feelings, not for what happened")
    expect(finding).to_be_visible(timeout=SEEN_MS)
    assert text.bounding_box() == before
    finding.locator("[data-start]").click()
    chosen = text.evaluate("field => field.value.slice(field.selectionStart, field.selectionEnd)")
    assert chosen and chosen in NON_APOLOGY
    text.fill(MENDED)
    expect(finding).to_have_count(0, timeout=SEEN_MS)
    assert "non_apology.feelings" in check.locator("[name=shown]").input_value()
    text.press("Control+Enter")
    expect(rep.locator(".bubble--ours", has_text="det är vårt fel")).to_be_visible()
    expect(rep.locator("#reply-text")).to_have_value("")


def test_a_key_goes_to_the_place_and_from_the_text_control_and_a_full_stop(rep: Page) -> None:
    open_case(rep, "Pressed Person")
    text = rep.locator("#reply-text")
    text.fill(f"😀 {NON_APOLOGY}")
    button = rep.locator(".composer .check [data-key=Digit1]")
    expect(button).to_be_visible(timeout=SEEN_MS)
    text.press("Control+.")
    chosen = text.evaluate("field => field.value.slice(field.selectionStart, field.selectionEnd)")
    assert chosen == button.locator("bdi").inner_text()
    text.evaluate("field => { field.setSelectionRange(0, 0); field.blur(); }")
    rep.keyboard.press("1")
    assert text.evaluate("field => field.value.slice(field.selectionStart, field.selectionEnd)") == chosen


def test_a_fact_is_put_into_the_reply_by_keyboard_alone(rep: Page) -> None:
    open_case(rep, "Told Person")
    rep.locator("#reply-text").evaluate("field => field.blur()")
    rep.keyboard.press("b")
    said = rep.locator("#approved-1").inner_text()
    rep.locator("[data-insert=approved-1]").focus()
    rep.keyboard.press("Enter")
    expect(rep.locator("#reply-text")).to_have_value(f"{said}\n")
    expect(rep.locator("#reply-text")).to_be_focused()
    expect(rep.locator("#act-approved")).not_to_have_attribute("open", "")
