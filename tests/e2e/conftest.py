"""A real demonstration, served by the real command, seen by a real browser."""

from __future__ import annotations

import fcntl
import os
import re
import shutil
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")

from playwright.sync_api import Browser, Page, expect, sync_playwright

from amends.site.command.shots import CHROMIUM, demonstration

expect.set_options(timeout=15_000)  # a browser, a server and their tests share two cores
FROZEN_AT = "2026-05-12T13:06:00+00:00"


@pytest.fixture(scope="session")
def said(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The file that gets what the demonstration prints."""
    return tmp_path_factory.mktemp("demonstration") / "said.txt"


@pytest.fixture(scope="session")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where the demonstration keeps its data: told once for all workers of a run, as that takes long, and copied."""
    home = tmp_path_factory.mktemp("home")
    if "PYTEST_XDIST_WORKER" in os.environ:
        shared = tmp_path_factory.getbasetemp().parent
        with (shared / "telling").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            if not (shared / "told").exists():
                with demonstration(FROZEN_AT, home=home):
                    pass
                shutil.copytree(home, shared / "told.part")
                (shared / "told.part").rename(shared / "told")
                return home
        shutil.copytree(shared / "told", home, dirs_exist_ok=True)
    return home


@pytest.fixture(scope="session")
def address(said: Path, home: Path) -> Iterator[str]:
    """The address of a fresh demonstration."""
    with demonstration(FROZEN_AT, said, home) as base:
        yield base


@pytest.fixture(scope="session")
def links(address: str, said: Path) -> list[str]:
    """The sign-in links that the demonstration prints, one for each role."""
    for _ in range(40):
        found = re.findall(rf"{address}/sign-in/link/\S+", said.read_text(encoding="utf-8"))
        if len(found) == 6:
            return found
        time.sleep(0.25)
    raise AssertionError("the demonstration printed no links")


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """A headless Chromium."""
    if shutil.which("chromium") is None:
        pytest.skip("not run: chromium is missing")
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield chromium
        chromium.close()


@pytest.fixture
def page(browser: Browser, address: str) -> Iterator[Page]:
    """A page in which Ines, a rep, is signed in; a message in the console fails the test."""
    context = browser.new_context(base_url=address, viewport={"width": 1440, "height": 900})
    seen = context.new_page()
    complaints: list[str] = []
    seen.on("console", lambda message: complaints.append(message.text) if message.type == "error" else None)
    seen.on("pageerror", lambda error: complaints.append(str(error)))
    sign_in(seen, "Ines")
    yield seen
    context.close()
    # A refused form answers 422, which the console reports as a failed load: that is meant.
    assert [text for text in complaints if "422" not in text and "404" not in text] == []


def sign_in(page: Page, name: str) -> None:
    """Goes through the demonstration's door as somebody."""
    page.goto("/sign-in/")
    page.get_by_role("button", name=re.compile(name)).first.click()
    page.wait_for_selector("#today-title")


def speak(page: Page, language: str) -> None:
    """Chooses the language of the desk."""
    page.goto("/preferences/")
    page.check(f'input[name="language"][value="{language}"]', force=True)
    page.locator("main form .button--primary").click()
    page.wait_for_load_state()
