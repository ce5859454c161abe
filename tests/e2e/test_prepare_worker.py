"""What Prepare's worker keeps on a device: its pages and what draws them, nothing of an older version, an app."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from amends.site.command.shots import CHROMIUM
from tests.e2e.test_own_case import PHONE
from tests.e2e.test_prepare_offline import context, go, phone, visit, write_it_down

__all__ = ["context", "phone"]

pytestmark = pytest.mark.browser
KEPT_FOR_LATER = """async () => {
    await navigator.serviceWorker.ready;
    const count = async () => {
        const all = await Promise.all((await caches.keys()).map(async (name) => (await caches.open(name)).keys()));
        return all.flat().length;
    };
    while ((await count()) < 20) await new Promise((done) => setTimeout(done, 50));
}"""
# A worker is ready before it has cleared away what an older one kept; then only is it activated.
AT_WORK = """async () => {
    const { active } = await navigator.serviceWorker.ready;
    while (active.state !== "activated") await new Promise((done) => setTimeout(done, 50));
}"""


def test_the_pages_open_without_a_line_and_nothing_else_is_kept(phone: Page, context: BrowserContext) -> None:
    write_it_down(phone)
    go(phone, "next")
    phone.locator("[data-send]").click()
    phone.wait_for_url("**/my/**")
    visit(phone)
    phone.evaluate(KEPT_FOR_LATER)
    write_it_down(phone, "Second thing")
    context.set_offline(True)
    visit(phone)
    expect(phone.locator("#kept")).to_contain_text("Second thing")
    phone.get_by_role("button", name="Go on").click()
    expect(phone.locator("#my-name")).to_have_value("Tove Lind")
    phone.goto("/prepare/sunfold/")
    expect(phone.get_by_role("heading", level=1)).to_have_text("No connection")
    kept = phone.evaluate(
        """async () => (await Promise.all((await caches.keys()).map(async (name) => (await (await caches.open(name)).keys())
            .map((one) => new URL(one.url).pathname)))).flat()"""
    )
    assert {one for one in kept if not one.startswith("/static/")} == {
        "/brands.css",
        "/prepare/norvia/",
        "/prepare/offline/",
    }


def test_an_older_version_of_the_worker_leaves_nothing(context: BrowserContext) -> None:
    page = context.new_page()
    page.goto("/prepare/offline/")
    page.evaluate("Promise.all(['prepare-old', 'of-another'].map((name) => caches.open(name)))")
    visit(page)
    page.evaluate(KEPT_FOR_LATER)
    page.evaluate(AT_WORK)
    kept = page.evaluate("caches.keys()")
    assert "prepare-old" not in kept and len(kept) == 2 and "of-another" in kept


def test_a_phone_may_keep_it_as_an_app(browser: Browser, address: str, tmp_path: Path) -> None:
    context = browser.browser_type.launch_persistent_context(
        tmp_path, executable_path=CHROMIUM, args=["--no-sandbox"], viewport=PHONE
    )
    page = context.pages[0]
    session = context.new_cdp_session(page)
    page.goto(f"{address}/my/")
    assert session.send("Page.getInstallabilityErrors")["installabilityErrors"]
    visit(page, f"{address}/prepare/")
    assert session.send("Page.getInstallabilityErrors")["installabilityErrors"] == []
    context.close()
