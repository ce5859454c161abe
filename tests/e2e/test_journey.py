"""From arrival to closed, by keyboard alone."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.conftest import sign_in

pytestmark = pytest.mark.browser


def _record_complaint(page: Page, text: str, name: str) -> None:
    page.keyboard.press("c")
    page.wait_for_url("**/contacts/new/")
    page.locator("#contact-text").fill(text)
    page.locator("#contact-name").fill(name)
    page.locator("#contact-gist").fill(f"{name}: line down")
    page.keyboard.press("Control+Enter")
    page.wait_for_url("**/cases/**")


def _next_step(page: Page, stage: str) -> None:
    """Opens the form of the next step by its key, unless it stands open already."""
    if page.locator(f"#act-{stage}").is_hidden():
        page.keyboard.press("e")
    expect(page.locator(f"#act-{stage}")).to_be_visible()


def test_a_rep_takes_a_complaint_from_arrival_to_solved_without_a_mouse(page: Page) -> None:
    _record_complaint(page, "The line is dead and nobody came.", "Keyboard Person")
    _verify(page)
    _next_step(page, "assess")
    form = page.locator("#act-assess")
    form.locator("[name=want]").fill("A working line")
    for name, value in (
        ("seriousness", "high"),
        ("impact", "high"),
        ("urgency", "high"),
        ("situation", "mend"),
    ):
        form.locator(f"[name={name}][value={value}]").check(force=True)
    form.locator("[name=points]").fill("The line is dead\nNobody came")
    page.keyboard.press("Control+Enter")
    page.wait_for_load_state()
    _next_step(page, "acknowledge")
    page.locator("#act-acknowledge [name=emotion][value=worry]").check(force=True)
    page.locator("#act-acknowledge button").press("Enter")
    page.wait_for_load_state()
    _next_step(page, "investigate")
    form = page.locator("#act-investigate")
    form.locator("[name=text]").fill("A cable was cut.")
    form.locator("[name=cause][value=supplier]").check(force=True)
    form.locator("[name=text]").press("Control+Enter")
    page.wait_for_load_state()
    _next_step(page, "decide")
    form = page.locator("#act-decide")
    for number in (1, 2):
        form.locator(f'[name="finding-{number}"][value=upheld]').check(force=True)
        form.locator(f'[name="reason-{number}"]').fill("It was so, and it was our failure.")
    form.locator('[name="reason-2"]').press("Control+Enter")
    page.wait_for_load_state()
    _mend(page)
    _next_step(page, "close")
    form = page.locator("#act-close")
    form.locator("[name=ending][value=solved]").check(force=True)
    form.locator("[name=reason]").fill("She said so on the phone.")
    form.locator("[name=reason]").press("Control+Enter")
    page.wait_for_load_state()
    expect(page.locator("#step-ended")).to_contain_text("Solved")


def _verify(page: Page) -> None:
    page.keyboard.press("v")
    form = page.locator("form[action$='/verify/']")
    form.locator("[name=level][value=partial]").check(force=True)
    form.locator("[name=how]").fill("Named their last bill.")
    form.locator("[name=how]").press("Control+Enter")
    page.wait_for_load_state()


def _mend(page: Page) -> None:
    """Says what failed, puts the options, settles on one, carries out both parts and asks whether it is over."""
    form = page.locator("#act-circumstances form")
    form.locator("[name=failure]").select_option("outage")
    form.locator("[name=delay_minutes]").fill("300")
    form.locator("[name=delay_minutes]").press("Enter")
    page.wait_for_load_state()
    expect(page.locator(".option")).to_have_count(2)
    _next_step(page, "respond")
    form = page.locator("#act-respond")
    form.locator("[name=text]").fill("We were wrong. A technician comes on Wednesday between 8 and 10.")
    form.locator("[name=text]").press("Control+Enter")
    page.wait_for_load_state()
    expect(page.locator("#said")).to_contain_text("B. The line is repaired")
    _next_step(page, "choose")
    page.locator("#act-choose [name=option][value=B]").check(force=True)
    page.locator("#act-choose button").press("Enter")
    page.wait_for_load_state()
    for _ in range(2):
        proof = page.locator("#step-carried_out [name=proof]").first
        proof.fill("Crew 4, order 4471")
        proof.press("Enter")
        page.wait_for_load_state()
    expect(page.locator("#step-carried_out")).to_contain_text("2 of 2")
    _next_step(page, "follow_up")
    form = page.locator("#act-follow_up")
    form.locator("[name=open][value=no]").check(force=True)
    form.locator("[name=satisfied][value=yes]").check(force=True)
    form.locator("button").press("Enter")
    page.wait_for_load_state()


def test_thanks_are_logged_in_a_few_keys_and_open_no_case(page: Page) -> None:
    page.keyboard.press("c")
    page.wait_for_url("**/contacts/new/")
    page.locator("[name=kind][value=thanks]").check(force=True)
    page.locator("#contact-text").fill("Thank you for the quick help.")
    page.keyboard.press("Control+Enter")
    expect(page.get_by_text("Logged.")).to_be_visible()


def test_n_takes_the_best_next_case_and_it_is_mine(page: Page) -> None:
    page.keyboard.press("n")
    page.wait_for_url("**/cases/**")
    expect(page.locator("#right")).to_contain_text("Yours")


def test_a_passed_over_case_asks_why(page: Page) -> None:
    page.keyboard.press("n")
    page.wait_for_url("**/cases/**")
    page.get_by_role("link", name="Pass it on").click()
    page.wait_for_url("**/skip/**")
    page.locator("[name=reason]").first.check(force=True)
    page.keyboard.press("Control+Enter")
    page.wait_for_url(re.compile(r"/cases/|/$"))


def test_two_chinese_characters_find_both_scripts(page: Page) -> None:
    page.keyboard.press("/")
    page.keyboard.type("投诉")
    page.keyboard.press("Enter")
    page.wait_for_url("**/search/**")
    expect(page.locator(".result").first).to_be_visible()
    assert page.locator(".result:has-text('投訴'), .result").count() > 1


def test_a_refused_form_keeps_what_was_typed_and_says_what_is_missing(page: Page) -> None:
    _record_complaint(page, "Something broke.", "Second Person")
    form = page.locator("#act-assess")
    form.locator("[name=points]").fill("A point that must not be lost")
    form.evaluate("form => { form.noValidate = true; form.requestSubmit(); }")
    page.wait_for_load_state()
    expect(page.locator("#act-assess [role=alert]")).to_be_visible()
    expect(page.locator("#act-assess [name=points]")).to_have_value("A point that must not be lost")


def test_what_one_person_says_in_a_note_another_finds_on_the_case(page: Page, browser, address: str) -> None:  # type: ignore[no-untyped-def]
    _record_complaint(page, "A strange noise on the line.", "Third Person")
    page.keyboard.press("m")
    page.locator("#act-note textarea").fill("Crew 4 is free on Wednesday.")
    page.locator("#act-note textarea").press("Control+Enter")
    page.wait_for_load_state()
    other = browser.new_context(base_url=address).new_page()
    sign_in(other, "Ruth")
    other.goto(page.url)
    expect(other.get_by_text("Crew 4 is free on Wednesday.")).to_be_visible()
    other.context.close()
