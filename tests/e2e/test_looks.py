"""What every screen must be: whole without a sideways scroll, readable by everyone, mirrored in Hebrew."""

from __future__ import annotations

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

from tests.e2e.conftest import speak

pytestmark = pytest.mark.browser
SCREENS = (
    "/",
    "/?view=mine",
    "/contacts/new/",
    "/contacts/solve/",
    "/search/?q=refund",
    "/customers/",
    "/preferences/",
    "/components/",
)


def _case(page: Page) -> str:
    page.goto("/search/?q=Dana Levin")
    if "/cases/" not in page.url:
        page.locator("a.row__gist").first.click()
        page.wait_for_url("**/cases/**")
    return page.url


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_no_screen_has_an_accessibility_fault_that_a_machine_can_find(page: Page, scheme: str) -> None:
    page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
    faults = []
    for screen in (*SCREENS, _case(page)):
        page.goto(screen)
        for fault in Axe().run(page).response["violations"]:
            faults.append((screen, fault["id"], fault["nodes"][0]["html"][:120]))
    assert faults == []


@pytest.mark.parametrize("language", ["en", "he", "ru", "zh-hans"])
def test_nothing_scrolls_sideways(page: Page, language: str) -> None:
    speak(page, language)
    wide = []
    for screen in (*SCREENS, _case(page)):
        page.goto(screen)
        for width in (390, 1024, 1440):
            page.set_viewport_size({"width": width, "height": 844})
            if page.evaluate("document.documentElement.scrollWidth > window.innerWidth"):
                wide.append((screen, width))
    speak(page, "en")
    assert wide == []


def test_hebrew_runs_from_right_to_left(page: Page) -> None:
    speak(page, "he")
    page.goto("/")
    assert page.locator("html").get_attribute("dir") == "rtl"
    side = page.locator(".side").bounding_box()
    main = page.locator("#main").bounding_box()
    speak(page, "en")
    assert side is not None and main is not None and side["x"] > main["x"]


def test_the_brand_i_speak_for_is_named_in_the_band_and_in_the_composer(page: Page) -> None:
    _case(page)
    assert page.locator(".band .brand__name, header .brand__name").first.inner_text() == "Norvia Telecom"
    assert page.locator(".composer__head .brand__name").inner_text() == "Norvia Telecom"


def test_without_javascript_a_note_can_still_be_written(browser, address: str) -> None:  # type: ignore[no-untyped-def]
    context = browser.new_context(base_url=address, java_script_enabled=False)
    page = context.new_page()
    page.goto("/sign-in/")
    page.locator("button[name=demo]").first.click()
    page.goto("/search/?q=Owen Marsh")
    if "/cases/" not in page.url:
        page.locator("a.row__gist").first.click()
    page.locator("#act-note textarea, details:has(#act-note) summary, #act-note summary").first.click()
    page.locator("#act-note textarea").fill("Written without JavaScript.")
    page.locator("#act-note button").last.click()
    assert "Written without JavaScript." in page.content()
    context.close()
