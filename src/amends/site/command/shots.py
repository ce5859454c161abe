"""`shots`: every main screen as a picture, with time standing still, so that a change can be seen."""

from __future__ import annotations

import os
import re
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Literal

import typer
from playwright.sync_api import Browser, Page, sync_playwright

from amends.errors import DomainError
from amends.site.command.tour import app

FROZEN_AT = "2026-05-12T13:06:00+00:00"
"""Tuesday 12 May 2026, 14:06 in Leeds."""
CHROMIUM = "/usr/bin/chromium"
LANGUAGES = ("en", "he", "zh-hans")
Theme = Literal["light", "dark"]
THEMES: tuple[Theme, ...] = ("light", "dark")
SIZES = {"wide": (1440, 900), "phone": (390, 844)}


@dataclass(frozen=True, slots=True)
class Screen:
    """One screen: its name, its address, or the name of the customer whose case is opened; and who looks at it."""

    name: str
    address: str = ""
    customer: str = ""
    person: str = "Ines"


SCREENS = (
    Screen("today", "/"),
    Screen("mine", "/?view=mine"),
    Screen("case", customer="Dana Levin"),
    Screen("case-own", customer=""),
    Screen("contact", "/contacts/new/"),
    Screen("one-contact", "/contacts/solve/"),
    Screen("search", "/search/?q=投诉"),
    Screen("customers", "/customers/"),
    Screen("preferences", "/preferences/"),
    Screen("consult", "/consult/", person="Ruth"),
    Screen("policy", "/insight/policy/norvia/tables/?table=visits&row=2", person="Priya"),
    Screen("reports", "/insight/", person="Priya"),
    Screen("same-harm", "/insight/same-harm/", person="Priya"),
    Screen("powerless", "/insight/powerless/", person="Priya"),
    Screen("losses", "/insight/losses/", person="Priya"),
    Screen("remedies", "/insight/remedies/", person="Priya"),
    Screen("components", "/components/"),
    Screen("missing", "/nothing-here/"),
)
_OWN_CASES = {"en": "Owen Marsh", "he": "שירה אבוטבול", "zh-hans": "王慧敏"}


@app.command()
def shots(
    out: Annotated[Path, typer.Option(help="The folder for the pictures.")] = Path("shots"),
    only: Annotated[str, typer.Option(help="Only screens whose name begins so.")] = "",
) -> None:
    """Write every main screen as PNG: English, Hebrew, Chinese; light and dark; wide and on a phone."""
    out.mkdir(parents=True, exist_ok=True)
    screens = [screen for screen in SCREENS if screen.name.startswith(only)]
    with demonstration() as base, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        for language in LANGUAGES:
            for person in dict.fromkeys(screen.person for screen in screens):
                theirs = [screen for screen in screens if screen.person == person]
                for path in _pictures(browser, base, language, person, theirs, out):
                    typer.echo(path.name)
        browser.close()


@contextmanager
def demonstration(
    frozen_at: str = FROZEN_AT, said: Path = Path(os.devnull), home: Path | None = None
) -> Iterator[str]:
    """Serves a fresh demonstration with its time standing still, and answers its address.

    `said` gets its links; `home` is where its data lies, for who wants to look at it meanwhile.
    """
    with (
        tempfile.TemporaryDirectory(prefix="amends-shots-") as folder,
        socket.socket() as probe,
        said.open("wb") as output,
    ):
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
        probe.close()
        env = {
            **os.environ,
            "AMENDS_HOME": str(home or folder),
            "PORT": str(port),
            "AMENDS_FROZEN_AT": frozen_at,
        }
        env["PYTHONPATH"] = str(Path(__file__).resolve().parents[3])
        env.pop("DATABASE_URL", None)
        process = subprocess.Popen([sys.executable, "-m", "amends", "demo"], env=env, stdout=output)
        try:
            _wait_for(f"http://localhost:{port}/healthz", process)
            yield f"http://localhost:{port}"
        finally:
            process.terminate()
            process.wait(15)


def _wait_for(address: str, process: subprocess.Popen[bytes], seconds: int = 240) -> None:
    for _ in range(seconds * 4):
        if process.poll() is not None:
            break
        try:
            with urllib.request.urlopen(address, timeout=2):
                return
        except (urllib.error.URLError, OSError):
            time.sleep(0.25)
    raise DomainError("demonstration_not_started")


def _pictures(
    browser: Browser, base: str, language: str, person: str, screens: Sequence[Screen], out: Path
) -> Iterator[Path]:
    page = browser.new_page(viewport={"width": 1440, "height": 900}, reduced_motion="reduce")
    page.goto(f"{base}/sign-in/")
    page.screenshot(path=out / f"sign-in-{language}.png")
    page.get_by_role("button", name=re.compile(person)).first.click()
    page.goto(f"{base}/preferences/")
    page.check(f'input[name="language"][value="{language}"]', force=True)
    page.locator("main form .button--primary").click()
    for screen in screens:
        _open(page, base, screen, language)
        for theme in THEMES:
            for size, (width, height) in SIZES.items():
                page.emulate_media(color_scheme=theme)
                page.set_viewport_size({"width": width, "height": height})
                path = out / f"{screen.name}-{language}-{theme}-{size}.png"
                page.screenshot(path=path)
                yield path
    page.close()


def _open(page: Page, base: str, screen: Screen, language: str) -> None:
    if screen.address:
        page.goto(base + screen.address)
        return
    page.goto(f"{base}/search/?q={screen.customer or _OWN_CASES[language]}")
    if "/cases/" not in page.url:
        page.locator("a.row__gist").first.click()
        page.wait_for_url("**/cases/**")
