"""The sheet for a call with scripts: its time, its place, its promises, kept on the device."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Browser, expect

from tests.e2e.test_own_case import PHONE
from tests.e2e.test_prepare_offline import HERE, go, ready, visit, write_it_down

pytestmark = pytest.mark.browser


def test_a_call_is_kept_and_its_promise_stands_in_the_wizard(browser: Browser, address: str) -> None:
    context = browser.new_context(base_url=address, viewport=PHONE, service_workers="block")
    page = context.new_page()
    visit(page)
    write_it_down(page)
    go(page, "next")
    page.locator('[formaction="/prepare/call/"]').click()
    page.wait_for_selector("form.call[data-ready]")
    expect(page.locator("li.is-here")).to_contain_text("Tove Lind")
    page.locator("[data-tick]").first.check()
    expect(page.locator("li.is-here")).to_contain_text("The box blinks red")
    # Seconds pass while a busy machine looks: that they pass is what counts.
    expect(page.locator("[data-timer]")).to_have_text(re.compile(r"^0\d:(0[1-9]|[1-5]\d)$"))
    page.locator("[data-waiting]").click()
    expect(page.locator("[data-waited]")).to_have_text(re.compile(r"^waiting 0\d:(0[1-9]|[1-5]\d)$"))
    first = page.locator("[data-putoff]:visible").inner_text()
    page.locator("[data-putoff-next]").click()
    expect(page.locator("[data-putoff]:visible")).not_to_have_text(first)
    page.locator("[name=call-who]").fill("Elena")
    page.locator("[name=call-what]").fill("A technician comes")
    page.locator("[name=call-day]").fill("2026-05-13")
    page.locator("[data-promise]").click()
    expect(page.locator("[data-promises] li")).to_have_count(0)
    page.reload()
    page.wait_for_selector("form.call[data-ready]")
    expect(page.locator("form.call")).to_have_class("call form is-waiting")
    expect(page.locator("[name=call-what]")).to_have_value("A technician comes")
    page.locator("[name=call-hour]").fill("16:00")
    page.locator("[data-promise]").click()
    expect(page.locator("[data-promises] li")).to_have_text("A technician comes: 2026-05-13, 16:00")
    page.locator("[data-end]").click()
    ready(page)
    expect(page.locator(HERE)).to_have_attribute("data-page", "told")
    expect(page.locator("#told-0")).to_have_value("A technician comes")
    expect(page.locator("#told-who-0")).to_have_value("Elena")
    expect(page.locator("#told-hour-0")).to_have_value("16:00")
    expect(page.locator("#my-name")).to_have_value("Tove Lind")
    context.close()
