"""What scripts add to Prepare: the draft stays on the device, steps work without a line, photos lose their place."""

from __future__ import annotations

import io
import json
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from PIL import Image
from playwright.sync_api import Browser, BrowserContext, Page, Route, expect

from tests.e2e.test_own_case import PHONE, WEIGHT

pytestmark = pytest.mark.browser
FEELING = "xylophone-of-wrath"
"""What somebody writes to have it out: it may stand in no request."""
NORTH_OF_LEEDS = {1: "N", 2: (53.0, 49.0, 12.0), 3: "W", 4: (1.0, 32.0, 0.0)}
HERE = "section[data-page]:not([hidden])"


@pytest.fixture
def context(browser: Browser, address: str) -> Iterator[BrowserContext]:
    """A phone that has kept nothing yet."""
    made = browser.new_context(base_url=address, viewport=PHONE)
    yield made
    made.close()


@pytest.fixture
def phone(context: BrowserContext) -> Iterator[Page]:
    """The first page for Norvia on it; a script that breaks fails the test."""
    page = context.new_page()
    broken: list[str] = []
    page.on("pageerror", lambda error: broken.append(str(error)))
    visit(page)
    yield page
    assert broken == []


def visit(page: Page, address: str = "/prepare/norvia/") -> None:
    """Opens a page and waits for its scripts."""
    page.goto(address)
    ready(page)


def ready(page: Page) -> None:
    page.wait_for_selector("#prepare[data-ready]")


def go(page: Page, name: str) -> None:
    """Presses Continue until a page is in sight."""
    for _ in range(16):
        if page.locator(HERE).get_attribute("data-page") == name:
            return
        before = page.locator(HERE).get_attribute("data-page")
        page.locator("[data-on]").click()
        expect(page.locator(HERE)).not_to_have_attribute("data-page", before or "")
    raise AssertionError(f"no page {name}")


def write_it_down(page: Page, what: str = "The box blinks red since Monday") -> None:
    """Says what happened and how one is reached."""
    go(page, "happened")
    page.locator("#point-0").fill(what)
    go(page, "me")
    page.locator("#my-name").fill("Tove Lind")
    page.locator("#my-email").fill("tove@example.org")


def cases(home: Path) -> int:
    """Answers how many prepared complaints this desk has."""
    with closing(sqlite3.connect(home / "amends.sqlite3")) as base:
        return int(base.execute("select count(*) from cases_preparedcase").fetchone()[0])


def photo(*, place: bool = True, size: tuple[int, int] = (60, 30)) -> bytes:
    """Answers a photo as a phone keeps it: lying on its side, with the place."""
    exif = Image.Exif()
    exif[0x0112] = 6
    if place:
        exif.get_ifd(0x8825).update(NORTH_OF_LEEDS)
    buffer = io.BytesIO()
    Image.new("RGB", size, (90, 120, 40)).save(buffer, "JPEG", exif=exif)
    return buffer.getvalue()


def stored(home: Path) -> set[Path]:
    """Answers what the desk keeps of files, previews too."""
    return {one for one in (home / "attachments").rglob("*") if one.is_file()}


def pick(page: Page, files: list[tuple[str, str, bytes]]) -> None:
    """Chooses files for the point in sight."""
    page.locator(f"{HERE} .files__add input").last.set_input_files(
        [{"name": name, "mimeType": kind, "buffer": content} for name, kind, content in files]
    )


def test_what_was_begun_is_there_after_a_reload(phone: Page) -> None:
    write_it_down(phone)
    go(phone, "words")
    phone.locator("#feeling").fill(FEELING)
    phone.reload()
    ready(phone)
    expect(phone.locator("#kept")).to_contain_text(
        "You have begun this: \u2068The box blinks red since Monday\u2069"
    )
    phone.get_by_role("button", name="Go on").click()
    expect(phone.locator(HERE)).to_have_attribute("data-page", "words")
    expect(phone.locator("#feeling")).to_have_value(FEELING)
    expect(phone.locator("#my-name")).to_have_value("Tove Lind")
    phone.go_back()
    phone.wait_for_selector(f"{HERE}[data-page=with]")


def test_beginning_anew_can_be_taken_back_and_deleting_asks(phone: Page) -> None:
    write_it_down(phone)
    visit(phone)
    phone.get_by_role("button", name="Begin anew").click()
    expect(phone.locator("#kept")).to_contain_text("is gone from this device")
    phone.get_by_role("button", name="Undo").click()
    phone.get_by_role("button", name="Delete from this device").click()
    phone.get_by_role("button", name="Keep it").click()
    expect(phone.get_by_role("button", name="Go on")).to_be_visible()
    phone.get_by_role("button", name="Delete from this device").click()
    phone.get_by_role("button", name="Delete", exact=True).click()
    expect(phone.locator("#kept")).to_be_hidden()
    visit(phone)
    expect(phone.locator("#kept")).to_be_hidden()


def test_two_drafts_stand_beside_each_other(phone: Page) -> None:
    write_it_down(phone, "First thing")
    visit(phone)
    write_it_down(phone, "Second thing")
    visit(phone)
    expect(phone.locator("#kept li")).to_have_count(2)
    phone.locator("#kept li", has_text="First thing").get_by_role("button", name="Go on").click()
    expect(phone.locator("#point-0")).to_have_value("First thing")


def test_one_draft_in_two_windows_is_one_draft(phone: Page, context: BrowserContext) -> None:
    write_it_down(phone, "First thing")
    other = context.new_page()
    visit(other)
    other.get_by_role("button", name="Go on").click()
    expect(other.locator("#my-name")).to_have_value("Tove Lind")
    other.locator("#my-name").fill("Tove Ek")
    kept = """async (name) => (await (await import("/static/amends/js/prepare/store.js")).drafts())
        .some((draft) => draft.fields["my-name"] === name)"""
    other.wait_for_function(kept, arg="Tove Ek")
    # A window without a head never loses the focus: what the other one says when it has it again is said for it.
    phone.evaluate("dispatchEvent(new Event('focus'))")
    expect(phone.locator("#my-name")).to_have_value("Tove Ek")
    expect(phone.locator("[data-wait]")).to_contain_text("in another window")
    phone.locator("#my-email").fill("ek@example.org")
    other.evaluate("dispatchEvent(new Event('focus'))")
    expect(other.locator("#my-email")).to_have_value("ek@example.org")
    expect(other.locator("#my-name")).to_have_value("Tove Ek")


def test_the_browsers_back_is_one_step_back(phone: Page) -> None:
    write_it_down(phone)
    phone.go_back()
    expect(phone.locator(HERE)).to_have_attribute("data-page", "numbers")
    phone.go_forward()
    expect(phone.locator(HERE)).to_have_attribute("data-page", "me")
    expect(phone.locator("#my-name")).to_have_value("Tove Lind")


def test_without_a_line_one_goes_on_and_nothing_is_lost(phone: Page, context: BrowserContext) -> None:
    go(phone, "about")
    context.set_offline(True)
    phone.locator("[name=thing][value=parcel]").check()
    go(phone, "happened")
    phone.locator("#point-0").fill("First thing")
    for text in ("", "Third thing"):
        phone.locator("[data-more=point]").click()
        phone.locator("[data-rows=point] [data-row]").last.locator("input").first.fill(text)
    go(phone, "numbers")
    phone.locator("#number-tracking").fill("RR 12")
    go(phone, "shows.0")
    expect(phone.locator(f"{HERE} .point")).to_contain_text("Point 1 of 2: First thing")
    expect(phone.locator("[data-wait]")).to_contain_text("No connection. You can go on")
    go(phone, "shows.1")
    expect(phone.locator(f"{HERE} .point")).to_contain_text("Third thing")
    phone.locator("#proof-1").fill("A letter")
    context.set_offline(False)
    go(phone, "tried")
    expect(phone.locator("[data-wait]")).to_have_text("")
    expect(phone.locator("#point-1")).to_have_value("Third thing")
    expect(phone.locator("#proof-1")).to_have_value("A letter")
    expect(phone.locator("#number-tracking")).to_have_value("RR 12")
    expect(phone.locator(".meter__line span")).to_contain_text("ready")


def test_a_desk_that_breaks_stops_nobody(phone: Page) -> None:
    phone.route("**/prepare/", lambda route: route.fulfill(status=503, body="busy"))
    write_it_down(phone)
    expect(phone.locator("#my-name")).to_have_value("Tove Lind")


def test_what_is_typed_while_the_answer_comes_stands(phone: Page) -> None:
    go(phone, "happened")
    held: list[Route] = []
    phone.route("**/prepare/", lambda route: held.append(route))
    phone.locator("[data-on]").click()
    expect(phone.locator("[data-wait]")).to_have_text("One moment …")
    phone.locator("#point-0").fill("Written meanwhile")
    held[0].continue_()
    expect(phone.locator(HERE)).to_have_attribute("data-page", "numbers")
    expect(phone.locator("#point-0")).to_have_value("Written meanwhile")


def test_what_somebody_feels_stands_in_no_request(phone: Page, context: BrowserContext) -> None:
    bodies: list[bytes] = []
    context.on("request", lambda one: bodies.append(one.url.encode() + (one.post_data_buffer or b"")))
    write_it_down(phone)
    go(phone, "words")
    phone.locator("#feeling").fill(FEELING)
    phone.locator("#words").fill("Please mend it this week.")
    go(phone, "next")
    phone.locator("[data-send]").click()
    phone.wait_for_url("**/my/**")
    assert any(b"Please mend it" in body for body in bodies)
    assert not any(FEELING.encode() in body for body in bodies)


def test_a_photo_leaves_its_place_on_the_phone(phone: Page, home: Path) -> None:
    before = stored(home)
    assert b"Exif" in photo() and Image.open(io.BytesIO(photo())).getexif().get_ifd(0x8825)
    write_it_down(phone)
    go(phone, "shows.0")
    pick(
        phone,
        [
            ("IMG_1.jpg", "image/jpeg", photo()),
            ("plain.dat", "", photo()),
            ("a.svg", "image/svg+xml", b"<svg/>"),
        ],
    )
    expect(phone.locator(f"{HERE} .files__list li")).to_have_count(3)
    expect(phone.locator("#proof-0")).to_have_value("Photos or files, attached")
    go(phone, "next")
    phone.locator("[data-send]").click()
    phone.wait_for_url("**/my/**")
    sent = [one.read_bytes() for one in stored(home) - before]
    assert b"<svg/>" in sent
    pictures = [one for one in sent if one.startswith(b"\xff\xd8")]
    assert len(pictures) == 2
    for one in pictures:
        assert b"Exif" not in one
        assert Image.open(io.BytesIO(one)).size == (30, 60)


def test_a_large_photo_becomes_small_and_what_is_no_photo_is_refused_in_words(phone: Page) -> None:
    write_it_down(phone)
    go(phone, "shows.0")
    pick(
        phone,
        [
            ("big.jpg", "image/jpeg", photo(size=(4000, 1000))),
            ("IMG_2.HEIC", "image/heic", b"\x00\x00\x00\x18ftypheic0000"),
            ("torn.jpg", "image/jpeg", b"\xff\xd8\xff\xe0torn"),
            ("empty.txt", "text/plain", b""),
        ],
    )
    wrong = phone.locator(f"{HERE} .files .wrong")
    for text in ("Most compatible", "can't be opened as a photo", "is empty"):
        expect(wrong).to_contain_text(text)
    expect(phone.locator(f"{HERE} .files__list li")).to_have_count(1)
    size = phone.evaluate(
        """async () => {
            const base = await new Promise((done) => {
                const asked = indexedDB.open("amends-prepare");
                asked.onsuccess = () => done(asked.result);
            });
            const all = await new Promise((done) => {
                const asked = base.transaction("files").objectStore("files").getAll();
                asked.onsuccess = () => done(asked.result);
            });
            const image = await createImageBitmap(all[0].blob);
            return [image.width, image.height];
        }"""
    )
    assert size == [500, 2000]


def test_of_fifty_files_twenty_are_kept_and_one_can_come_back(phone: Page) -> None:
    write_it_down(phone)
    go(phone, "shows.0")
    pick(phone, [(f"{at}.jpg", "image/jpeg", photo()) for at in range(50)])
    lines = phone.locator(f"{HERE} .files__list li")
    expect(phone.locator(f"{HERE} .files .wrong")).to_contain_text("At most 20 files", timeout=20_000)
    expect(phone.locator(f"{HERE} .files .wrong")).to_contain_text("Left out: 30")
    expect(lines).to_have_count(20)
    lines.first.get_by_role("button").click()
    expect(lines.first).to_contain_text("0.jpg\u2069 is taken out.")
    lines.first.get_by_role("button", name="Undo").click()
    expect(lines.first.locator("bdi")).to_have_text("0.jpg")
    phone.reload()
    ready(phone)
    phone.get_by_role("button", name="Go on").click()
    expect(lines).to_have_count(20)


@pytest.mark.parametrize("is_lost_on_the_way_back", [False, True])
def test_sent_twice_is_one_case(phone: Page, home: Path, is_lost_on_the_way_back: bool) -> None:
    before, tries = cases(home), []

    def break_once(route: Route) -> None:
        tries.append(route)
        if len(tries) > 1:
            return route.continue_()
        if is_lost_on_the_way_back:
            route.fetch(max_redirects=0)
        return route.abort()

    write_it_down(phone)
    go(phone, "next")
    phone.route("**/prepare/send/", break_once)
    phone.locator("[data-send]").click()
    expect(phone.locator("[data-sending]")).to_contain_text("it is sent when you press again")
    assert cases(home) == before + is_lost_on_the_way_back
    phone.get_by_role("button", name="Send again").click()
    phone.wait_for_url("**/my/**")
    assert cases(home) == before + 1
    visit(phone)
    expect(phone.locator("#kept")).to_contain_text("You sent this")
    assert phone.get_by_role("button", name="Go on").count() == 0


def test_what_the_desk_refuses_is_said_and_kept(phone: Page, home: Path) -> None:
    before = cases(home)
    go(phone, "happened")
    phone.locator("#point-0").fill("No way to reach me")
    go(phone, "next")
    phone.locator("[data-send]").click()
    expect(phone.locator("#ask-me")).to_be_focused()
    expect(phone.locator("#point-0")).to_have_value("No way to reach me")
    assert cases(home) == before


def test_a_draft_goes_to_another_device_as_one_file(phone: Page, browser: Browser, address: str) -> None:
    write_it_down(phone)
    go(phone, "shows.0")
    pick(phone, [("IMG_1.jpg", "image/jpeg", photo())])
    expect(phone.locator(f"{HERE} .files__list li")).to_have_count(1)
    go(phone, "words")
    phone.locator("#feeling").fill(FEELING)
    phone.locator("[data-kept-here] > summary").click()
    with phone.expect_download() as saved:
        phone.get_by_role("button", name="Save as a file").click()
    text = Path(saved.value.path()).read_text(encoding="utf-8")
    assert FEELING not in text and len(json.loads(text)["files"]) == 1
    other = browser.new_context(base_url=address, viewport=PHONE, service_workers="block")
    page = other.new_page()
    visit(page, "/prepare/")
    go(page, "happened")
    page.locator("#point-0").fill("Already here")
    # On a slow line a file is chosen before what reads it has come; the press waits for it and is not lost.
    held: list[Route] = []
    page.route("**/prepare/device.js", lambda route: held.append(route))
    with page.expect_request("**/prepare/device.js"):
        page.locator("[data-kept-here] > summary").click()
    page.locator("[data-import]").set_input_files(
        {"name": "a.json", "mimeType": "application/json", "buffer": b"no json"}
    )
    held[0].continue_()
    said = page.locator("[data-device-said]")
    expect(said).to_contain_text("Nothing was changed")
    page.evaluate("document.querySelector('[data-device-said]').textContent = ''")
    for wrong in ("no json", '{"sign": "other"}', text.replace('"fields":{', '"fields":{"<b>":"",')):
        page.locator("[data-import]").set_input_files(
            {"name": "a.json", "mimeType": "application/json", "buffer": wrong.encode()}
        )
        expect(said).to_contain_text("Nothing was changed")
        expect(page.locator("#point-0")).to_have_value("Already here")
        page.evaluate("document.querySelector('[data-device-said]').textContent = ''")
    page.locator("[data-import]").set_input_files(
        {"name": "a.json", "mimeType": "application/json", "buffer": text.encode()}
    )
    expect(page.locator("#point-0")).to_have_value("The box blinks red since Monday")
    expect(page.locator("[data-files='0'] .files__list li")).to_have_count(1)
    visit(page, "/prepare/")
    expect(page.locator("#kept li")).to_have_count(2)
    other.close()


def test_what_scripts_need_of_the_first_page_is_light(phone: Page) -> None:
    phone.reload()
    phone.wait_for_load_state("networkidle")
    assert 0 < phone.evaluate(WEIGHT) < 100_000


@pytest.mark.parametrize(("scheme", "language"), [("light", "en"), ("dark", "he")])
def test_what_scripts_draw_has_no_fault(phone: Page, scheme: str, language: str) -> None:
    phone.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
    visit(phone, f"/prepare/norvia/?lang={language}")
    write_it_down(phone)
    go(phone, "shows.0")
    pick(
        phone,
        [("IMG_1.jpg", "image/jpeg", photo()), ("a.txt", "text/plain", b"a"), ("b.txt", "text/plain", b"")],
    )
    expect(phone.locator(f"{HERE} .files__list li")).to_have_count(2)
    assert faults(phone) == []
    visit(phone)
    phone.locator("[data-kept-here] > summary").click()
    assert faults(phone) == []
    assert not phone.evaluate("document.documentElement.scrollWidth > window.innerWidth")


def faults(page: Page) -> list[tuple[str, str]]:
    """Answers what a page does wrong for who reads it by ear or by hand."""
    return [(one["id"], one["nodes"][0]["html"][:120]) for one in Axe().run(page).response["violations"]]


def test_what_leaves_the_page_says_that_it_needs_a_line(phone: Page, context: BrowserContext) -> None:
    write_it_down(phone)
    leaving = """document.querySelector(".prepare__foot").insertAdjacentHTML(
        "beforeend", '<button formaction="/prepare/?letter" data-leaves id="letter">Letter</button>')"""
    phone.evaluate(leaving)
    context.set_offline(True)
    phone.locator("#letter").click()
    expect(phone.locator("[data-wait]")).to_contain_text("needs one")
    expect(phone.locator("#my-name")).to_have_value("Tove Lind")
    context.set_offline(False)
    phone.locator("#letter").click()
    phone.wait_for_url("**/prepare/?letter")
    ready(phone)
    expect(phone.locator("#my-name")).to_have_value("Tove Lind")
