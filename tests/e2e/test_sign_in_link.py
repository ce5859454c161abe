"""A sign-in link, followed by a real browser: it signs in, once, and its token goes nowhere else."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, Route

pytestmark = pytest.mark.browser


@pytest.fixture
def visitor(browser: Browser) -> Iterator[Page]:
    """A page in which nobody is signed in."""
    context = browser.new_context()
    yield context.new_page()
    context.close()


def follow(page: Page, link: str) -> None:
    page.goto(link)
    page.locator("main form .button--primary").click()
    page.wait_for_load_state()


def is_signed_in(page: Page) -> bool:
    return page.locator("#today-title").count() == 1


def test_a_printed_link_signs_in_once_and_nobody_is_told_its_token(visitor: Page, links: list[str]) -> None:
    token = links[0].rstrip("/").rpartition("/")[2]
    told: list[str] = []
    visitor.on("request", lambda request: told.append(request.headers.get("referer", "")))
    follow(visitor, links[0])
    assert is_signed_in(visitor)
    assert len(told) > 5
    assert not [referrer for referrer in told if token in referrer]
    visitor.context.clear_cookies()
    visitor.goto(links[0])
    assert visitor.locator("main form .button--primary").count() == 0


def test_the_negative_control_without_a_word_of_where_it_comes_from_no_browser_gets_in(
    visitor: Page, links: list[str]
) -> None:
    def silent(route: Route) -> None:
        answer = route.fetch()
        route.fulfill(response=answer, headers={**answer.headers, "referrer-policy": "no-referrer"})

    visitor.route(
        links[1], lambda route: silent(route) if route.request.method == "GET" else route.continue_()
    )
    follow(visitor, links[1])
    assert not is_signed_in(visitor)
