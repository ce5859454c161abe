"""How soon the customer's pages can be used on a slow phone: a real browser whose CPU is slowed, a real demonstration.

Each page is opened afresh, with nothing kept. "Seen" is the first contentful paint; "usable" is when the page answers
a press: its scripts have run, or where it has none that it waits for, all of it has been read.
"""

from __future__ import annotations

import argparse
import json
import re
import statistics
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Final

from playwright.sync_api import Browser, Cookie, ViewportSize, sync_playwright

from amends.site.command.shots import CHROMIUM, demonstration
from bench.figures import load_average, loop_seconds

PHONE: Final[ViewportSize] = {"width": 390, "height": 844}
LINES: Final[dict[str, tuple[int, int] | None]] = {"no limit": None, "1.6 Mbit/s, 150 ms": (1_600, 150)}
_USABLE = """() => new Promise((done) => {
    const look = () => {
        const at = document.querySelector("#prepare") && !document.querySelector("#prepare[data-ready]");
        const [paint] = performance.getEntriesByName("first-contentful-paint");
        const [page] = performance.getEntriesByType("navigation");
        if (at || !paint || !page.domContentLoadedEventEnd) return setTimeout(look, 2);
        const ready = document.querySelector("#prepare") ? performance.now() : page.domContentLoadedEventEnd;
        const all = [page, ...performance.getEntriesByType("resource")];
        const bytes = all.reduce((sum, one) => sum + one.encodedBodySize, 0);
        done([paint.startTime, Math.max(ready, paint.startTime), bytes / 1024]);
    };
    look();
})"""


def measure(slowed: int, times: int) -> list[dict[str, object]]:
    """Answers for each page and line the medians in milliseconds, and what was carried in KiB."""
    with tempfile.TemporaryDirectory(prefix="amends-phone-") as folder, sync_playwright() as playwright:
        said = Path(folder) / "said.txt"
        with demonstration(said=said) as base:
            browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
            link = re.findall(rf"{base}/my/open/\S+", said.read_text(encoding="utf-8"))[0]
            case, cookies = _open(browser, link)
            pages = {
                "first page of Prepare": f"{base}/prepare/",
                "Prepare of a brand": f"{base}/prepare/norvia/",
            }
            pages |= {"my case": case, "the sheet for a call": f"{case}call/", "the door": f"{base}/my/"}
            rows = [
                {"page": name, "line": line}
                | _medians([_once(browser, address, cookies, limit, slowed) for _ in range(times)])
                for line, limit in LINES.items()
                for name, address in pages.items()
            ]
            browser.close()
    return rows


def _open(browser: Browser, link: str) -> tuple[str, list[Cookie]]:
    """Answers the address of a case and what lets its customer in, the link used up."""
    context = browser.new_context(viewport=PHONE)
    page = context.new_page()
    page.goto(link)
    page.locator("button.press--main").click()
    page.wait_for_url("**/my/*-*/")
    found = page.url, context.cookies()
    context.close()
    return found


def _once(
    browser: Browser, address: str, cookies: list[Cookie], limit: tuple[int, int] | None, slowed: int
) -> tuple[float, float, float]:
    context = browser.new_context(viewport=PHONE, service_workers="block")
    context.add_cookies(cookies)  # type: ignore[arg-type]
    page = context.new_page()
    phone = context.new_cdp_session(page)
    phone.send("Emulation.setCPUThrottlingRate", {"rate": slowed})
    if limit is not None:
        kilobits, wait = limit
        speed = kilobits * 1_000 / 8
        phone.send("Network.enable")
        phone.send(
            "Network.emulateNetworkConditions",
            {"offline": False, "latency": wait, "downloadThroughput": speed, "uploadThroughput": speed / 2},
        )
    page.goto(address, wait_until="commit")
    seen, usable, size = page.evaluate(_USABLE)
    context.close()
    return seen, usable, size


def _medians(found: Sequence[tuple[float, float, float]]) -> dict[str, object]:
    seen, usable, size = (list(one) for one in zip(*found, strict=True))
    return {
        "seen": round(statistics.median(seen)),
        "usable": round(statistics.median(usable)),
        "slowest": round(max(usable)),
        "KiB": round(max(size)),
    }


def main() -> int:
    """Prints a table and writes JSON."""
    asked = argparse.ArgumentParser(prog="amends bench phone", description=__doc__)
    asked.add_argument("--slowed", type=int, default=4, help="how many times the CPU is slowed")
    asked.add_argument("--times", type=int, default=9, help="how often each page is opened")
    asked.add_argument("--results", default="var/bench", help="where the JSON goes")
    given = asked.parse_args()
    machine = {"loop": loop_seconds(), "load": load_average(), "slowed": given.slowed, "times": given.times}
    rows = measure(given.slowed, given.times)
    print(
        f"CPU slowed {given.slowed} times, {given.times} times each; loop {machine['loop']} s, load {machine['load']}"
    )
    print(f"{'page':<24}{'line':<22}{'seen ms':>9}{'usable ms':>11}{'slowest':>9}{'KiB':>6}")
    for row in rows:
        print(
            f"{row['page']:<24}{row['line']:<22}{row['seen']:>9}{row['usable']:>11}{row['slowest']:>9}{row['KiB']:>6}"
        )
    out = Path(given.results)
    out.mkdir(parents=True, exist_ok=True)
    (out / "phone.json").write_text(
        json.dumps({"machine": machine, "pages": rows}, indent=1), encoding="utf-8"
    )
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
