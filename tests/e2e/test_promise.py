"""A promise is made, stands on Today's horizon, breaks while its case is open, and is the first thing on Today."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.e2e.conftest import FROZEN_AT, sign_in

pytestmark = pytest.mark.browser
SOON_MS = 10_000
NAME = "Promised Person"

# The desk's clock stands still, so it is the promise that goes back: three hours, then the worker looks.
_BREAK = f"""
import django; django.setup()
from datetime import timedelta
from amends.cases.models import Promise
from amends.clock import now
from amends.people.scope import every_brand
from amends.site.worker import watch_promises
with every_brand():
    row = Promise.objects.get(customer__name={NAME!r})
    for name in ("made_at", "agreed_at", "starts_at", "ends_at", "agreed_starts_at", "agreed_ends_at", "due_at"):
        setattr(row, name, getattr(row, name) - timedelta(hours=3))
    row.next_check_at = row.due_at
    row.save()
watch_promises(now())
"""


@pytest.fixture
def rep(browser: Browser, address: str) -> Iterator[Page]:
    """A page in which Ines, a rep, is signed in."""
    context = browser.new_context(base_url=address, viewport={"width": 1440, "height": 900})
    seen = context.new_page()
    sign_in(seen, "Ines")
    yield seen
    context.close()


def let_it_break(home: Path) -> None:
    """Puts the promise three hours back and lets a worker look once."""
    env = {**os.environ, "AMENDS_HOME": str(home), "AMENDS_FROZEN_AT": FROZEN_AT, "AMENDS_DEMO": "1"}
    env |= {"DJANGO_SETTINGS_MODULE": "amends.site.settings", "PYTHONPATH": os.pathsep.join(sys.path)}
    env.pop("DATABASE_URL", None)
    done = subprocess.run([sys.executable, "-c", _BREAK], env=env, capture_output=True, text=True, timeout=60)
    assert done.returncode == 0, done.stderr


def test_a_promise_is_made_seen_broken_and_comes_first(rep: Page, home: Path) -> None:
    page = rep
    page.keyboard.press("c")
    page.wait_for_url("**/contacts/new/")
    page.locator("#contact-text").fill("Nobody rang me back.")
    page.locator("#contact-name").fill(NAME)
    page.locator("#contact-gist").fill("No call back")
    page.locator("[name=brand][value=norvia]").check(force=True)
    page.keyboard.press("Control+Enter")
    page.wait_for_url("**/cases/**")
    case = page.url.partition("#")[0]

    page.keyboard.press("p")
    form = page.locator("#act-promise form, form#act-promise").first
    form.locator("[name=kind]").select_option("call_back")
    form.locator("[name=text]").fill("We ring you about the line")
    form.locator("[name=on]").fill("2026-05-12")
    form.locator("[name=since]").fill("15:00")
    form.locator("[name=until]").fill("15:30")
    form.locator("[name=until]").press("Control+Enter")
    expect(page.locator(".promise")).to_contain_text("Call back")

    page.goto("/")
    expect(page.locator(".horizon")).to_contain_text(NAME)

    page.goto(case)
    page.wait_for_timeout(2_500)
    words = page.locator("#reply-text")
    words.fill("I am writing to you because")
    let_it_break(home)
    expect(page.locator("#case-news")).to_contain_text("A promise is broken", timeout=SOON_MS)
    assert words.input_value() == "I am writing to you because"

    page.goto("/")
    expect(page.locator("[data-row]").first).to_contain_text(NAME)
    expect(page.locator("[data-row] .clock").first).to_contain_text("late")
