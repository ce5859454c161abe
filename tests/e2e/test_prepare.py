"""Somebody prepares on a phone by keyboard alone, with and without scripts, and sends it or takes it along."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect

pytestmark = pytest.mark.browser
PHONE = {"width": 390, "height": 844}


@dataclass(frozen=True)
class Story:
    """One complaint in somebody's words."""

    language: str
    happened: str
    wish: str
    words: str


STORIES = [
    Story(
        "en",
        "Nobody came on Saturday",
        "A technician this week",
        "The line is dead. Please send somebody this week.",
    ),
    Story("he", "אף אחד לא הגיע בשבת", "טכנאי השבוע", "הקו מת. אשמח אם יגיע טכנאי השבוע."),
    Story("zh-hans", "星期六没有人来", "本周派技术员来", "线路不通，请本周派人来修。"),
]


SCRIPTS = pytest.mark.parametrize("phone", [True, False], ids=["scripts", "plain"], indirect=True)


@pytest.fixture
def phone(browser: Browser, address: str, request: pytest.FixtureRequest) -> Iterator[Page]:
    """A phone, with scripts or without."""
    context = browser.new_context(base_url=address, viewport=PHONE, java_script_enabled=request.param)  # type: ignore[arg-type]
    yield context.new_page()
    context.close()


def at(page: Page, name: str) -> None:
    """Waits for a page of Prepare, the only one that is shown."""
    expect(page.locator(f'.ask[data-page="{name}"]')).to_be_visible()
    expect(page.locator(".ask:visible")).to_have_count(1)


def go_on(page: Page, name: str) -> None:
    """Presses the button at the foot by keyboard."""
    page.locator(".prepare__foot button.press--main").press("Enter")
    at(page, name)


def prepare(page: Page, story: Story) -> None:
    """Walks from the first page to the last by keyboard."""
    page.goto(f"/prepare/norvia/?lang={story.language}")
    go_on(page, "about")
    page.locator("[name=thing][value=cable]").press("Space")
    go_on(page, "happened")
    page.locator("#point-0").fill(story.happened)
    page.locator("#day-0").fill("2026-05-09")
    go_on(page, "numbers")
    page.locator("#number-account").fill("4711 0815")
    go_on(page, "me")
    page.locator("#my-name").fill("Dana Levin")
    page.locator("#my-email").fill("dana.prepares@example.org")
    go_on(page, "shows.0")
    page.locator("[name=bare-0]").press("Space")
    go_on(page, "tried")
    page.locator("[name=not-tried]").press("Space")
    go_on(page, "outcome")
    page.locator("[name=result][value=repair]").press("Space")
    page.locator("#wish").fill(story.wish)
    go_on(page, "words")
    page.locator("#words").fill(story.words)
    go_on(page, "told")
    page.locator("#told-0").fill(story.wish)
    page.locator("#told-day-0").fill("2026-05-13")
    page.locator("#told-hour-0").fill("16:00")
    go_on(page, "wrong")
    go_on(page, "medium")
    go_on(page, "next")


@pytest.mark.parametrize(
    ("story", "phone"),
    [
        pytest.param(STORIES[0], True, id="en-scripts"),
        pytest.param(STORIES[0], False, id="en-plain", marks=pytest.mark.long),
        pytest.param(STORIES[1], True, id="he-scripts", marks=pytest.mark.long),
        pytest.param(STORIES[1], False, id="he-plain"),
        pytest.param(STORIES[2], True, id="zh-scripts"),
        pytest.param(STORIES[2], False, id="zh-plain", marks=pytest.mark.long),
    ],
    indirect=["phone"],
)
def test_a_complaint_is_prepared_and_sent_and_its_case_opens(phone: Page, story: Story) -> None:
    prepare(phone, story)
    phone.locator("[data-send]").press("Enter")
    phone.wait_for_url("**/my/*/")
    expect(phone.get_by_role("heading", level=1)).to_have_text(story.happened)
    expect(phone.locator(".said__one").last).to_contain_text(story.words)
    assert phone.locator("html").get_attribute("lang") == story.language


@SCRIPTS
def test_it_is_taken_along_as_letter_calendar_and_sheet_for_the_call(phone: Page) -> None:
    prepare(phone, STORIES[0])
    for address, ending in (("/prepare/calendar.ics", "ics"), ("/prepare/letter.pdf", "pdf")):
        with phone.expect_download() as got:
            phone.locator(f'[formaction="{address}"]').press("Enter")
        assert got.value.suggested_filename.endswith(ending)
    phone.locator('[formaction="/prepare/call/"]').press("Enter")
    phone.wait_for_url("**/prepare/call/")
    phone.locator("[data-tick]").first.press("Space")
    phone.locator("#call-what").fill("Somebody calls back")
    phone.locator("#call-day").fill("2026-05-14")
    phone.locator("#call-hour").fill("10:30")
    phone.locator(".call__foot button.press--main").press("Enter")
    at(phone, "told")
    expect(phone.locator("#told-1")).to_have_value("Somebody calls back")


@pytest.mark.parametrize(("story", "scheme"), [*zip(STORIES, ("light", "dark", "light"), strict=True)])
def test_no_page_of_prepare_has_a_fault_or_scrolls_sideways(
    browser: Browser, address: str, story: Story, scheme: str
) -> None:
    context = browser.new_context(base_url=address, viewport=PHONE, color_scheme=scheme)  # type: ignore[arg-type]
    page = context.new_page()
    prepare(page, story)
    for name in ("with", "happened", "shows.0", "outcome", "words", "told", "wrong", "medium", "next"):
        page.evaluate(
            """name => { for (const one of document.querySelectorAll(".ask")) one.hidden = one.dataset.page !== name }""",
            name,
        )
        faults = [
            (one["id"], one["nodes"][0]["html"][:120]) for one in Axe().run(page).response["violations"]
        ]
        assert faults == [], name
        assert not page.evaluate("document.documentElement.scrollWidth > window.innerWidth"), name
    context.close()
