"""What anybody writes in the customer's seat stays words in a real browser, and a link's secret is told to nobody."""

from __future__ import annotations

from collections.abc import Iterator
from urllib.parse import urlsplit
from uuid import uuid4

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.desk.test_hostile_text import MARKUP, QUOTES, TEMPLATES
from tests.e2e.conftest import sign_in
from tests.e2e.test_own_case import link
from tests.seat.prepare.test_wizard import SAID

__all__ = ["link"]
pytestmark = pytest.mark.browser
PHONE = {"width": 390, "height": 844}
WORDS = (
    "point-0",
    "point-1",
    "proof-0",
    "number-account",
    "my-name",
    "tried-0",
    "tried-who-0",
    "wish",
    "why",
    "words",
    "told-0",
)
PAPERS = ("/prepare/norvia/", "/prepare/letter/", "/prepare/mail/", "/prepare/call/")
WATCH = """
window.evil = () => console.error("EVIL");
document.addEventListener("securitypolicyviolation", (event) => console.error("CSP " + event.violatedDirective));
"""
POST = """([action, fields]) => {
    const form = document.body.appendChild(document.createElement("form"));
    Object.assign(form, { method: "post", action });
    const secret = document.querySelector("[name=csrfmiddlewaretoken]");
    for (const [name, value] of Object.entries({ ...fields, ...(secret && { [secret.name]: secret.value }) })) {
        const field = form.appendChild(document.createElement("textarea"));
        Object.assign(field, { name, value });
    }
    form.submit();
}"""


class Watched:
    """A page, and what it did that no page of ours does."""

    def __init__(self, page: Page) -> None:
        self.page, self.seen = page, list[str]()
        page.add_init_script(WATCH)
        page.on("dialog", lambda dialog: (self.seen.append(f"dialog {dialog.message}"), dialog.dismiss()))
        page.on(
            "console",
            lambda said: self.seen.append(said.text) if said.text.startswith(("EVIL", "CSP")) else None,
        )
        page.on("request", lambda asked: self._ask(asked.url))

    def _ask(self, url: str) -> None:
        if urlsplit(url).scheme not in ("blob", "data") and urlsplit(url).hostname not in ("localhost", None):
            self.seen.append(f"asks for {url}")

    def post(self, action: str, fields: dict[str, str]) -> None:
        """Sends a form as the page would."""
        with self.page.expect_navigation():
            self.page.evaluate(POST, [action, fields])


@pytest.fixture
def context(browser: Browser, address: str) -> Iterator[BrowserContext]:
    """A phone."""
    context = browser.new_context(base_url=address, viewport=PHONE, service_workers="block")  # type: ignore[arg-type]
    yield context
    context.close()


def batches(payloads: tuple[str, ...]) -> Iterator[dict[str, str]]:
    """Answers what is said in each field of words, until every payload was said."""
    for first in range(0, len(payloads), len(WORDS)):
        some = payloads[first : first + len(WORDS)]
        yield {name: some[at % len(some)] for at, name in enumerate(WORDS)}


def test_no_word_of_a_customer_runs_on_their_pages_or_on_the_desks(
    context: BrowserContext, browser: Browser, address: str
) -> None:
    seat, desk = Watched(context.new_page()), Watched(browser.new_context(base_url=address).new_page())
    sign_in(desk.page, "Ines")
    for said in batches((*MARKUP, *QUOTES, *TEMPLATES)):
        fields = {**SAID, **said, "brand": "norvia", "key": str(uuid4()), "page": "next"}
        for paper in PAPERS:
            seat.page.goto("/prepare/norvia/")
            seat.post(paper, fields)
        seat.page.goto("/prepare/norvia/")
        seat.post("/prepare/send/", fields)
        case = seat.page.url.rstrip("/").rpartition("/")[2]
        seat.post(f"/my/{case}/say/", {"text": "\n".join(said.values())})
        for own in ("", "take/", "call/"):
            seat.page.goto(f"/my/{case}/{own}")
        seat.page.goto(f"/my/{case}/")
        seat.post(f"/my/{case}/end/", {"word": "disputed", "text": said["words"]})
        for page in (f"/cases/{case}/?history=1", f"/cases/{case}/record/"):
            desk.page.goto(page)
    assert (seat.seen, desk.seen) == ([], [])
    desk.page.context.close()


def test_the_negative_control_words_that_became_markup_are_seen(context: BrowserContext) -> None:
    seat = Watched(context.new_page())
    seat.page.goto("/prepare/norvia/")
    for words in ("<img src=x onerror=evil()>", "<img src=//evil.example/x>"):
        seat.page.evaluate("(words) => document.body.insertAdjacentHTML('beforeend', words)", words)
    seat.page.wait_for_timeout(300)
    seat.page.evaluate("evil()")
    assert {one.split()[0] for one in seat.seen} >= {"CSP", "EVIL"}


def test_the_secret_of_a_link_is_told_to_nobody_and_back_opens_nothing(
    context: BrowserContext, link: str
) -> None:
    page, told = context.new_page(), list[str]()
    secret = link.rstrip("/").rpartition("/")[2]
    page.on("request", lambda asked: told.append(f"{asked.headers.get('referer', '')} {asked.url}"))
    page.goto(link)
    page.locator("button.press--main").click()
    page.wait_for_url("**/my/*-*/")
    page.locator("#say-text").fill("It still is dead.")
    page.locator("#say form[action$='/say/'] button").click()
    expect(page.locator(".said__one").last).to_contain_text("It still is dead.")
    assert len(told) > 5
    assert [one for one in told if secret in one.split(" ")[0]] == []
    assert {one.split(" ")[1] for one in told if secret in one} == {link}
    context.clear_cookies()
    page.goto(link)
    expect(page.locator("button.press--main")).to_have_count(0)
    page.go_back()
    page.reload()
    expect(page.locator("#say-text")).to_have_count(0)


@pytest.mark.parametrize(
    "change", [str.upper, str.swapcase, lambda one: one[:-1], lambda one: one + "%20", lambda _: "%20"]
)
def test_what_only_looks_like_a_link_opens_nothing(
    context: BrowserContext, link: str, change: object
) -> None:
    head, _, secret = link.rstrip("/").rpartition("/")
    page = context.new_page()
    page.goto(f"{head}/{change(secret)}/")  # type: ignore[operator]
    expect(page.locator("button.press--main")).to_have_count(0)
