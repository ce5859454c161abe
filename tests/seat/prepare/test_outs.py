"""What comes out of Prepare, as a browser gets it: each from the form alone, kept nowhere."""

from __future__ import annotations

import pytest
from icalendar import Calendar

from tests.conftest import Cast
from tests.seat.prepare.test_wizard import SAID, browser

pytestmark = pytest.mark.django_db


def out(name: str, **said: str) -> tuple[str, bytes]:
    answer = browser().post(f"/prepare/{name}", {**SAID, "zone": "Europe/London", "key": "k", **said})
    assert answer.status_code == 200
    assert answer["Cache-Control"] == "no-store, private"
    return answer["Content-Type"], answer.content


def test_the_sheet_carries_everything_back_with_what_was_promised_in_the_call(cast: Cast) -> None:
    html = out("call/")[1].decode()
    assert html.count("data-tick=") >= 6
    for name, value in SAID.items():
        assert f'name="{name}" value="{value}"' in html, name
    back = {**SAID, "page": "told", "go": "stay", "call-what": "A technician comes", "call-who": "Mira"}
    back |= {"call-day": "2026-05-13", "call-hour": "16:00"}
    page = browser().post("/prepare/", back).content.decode()
    assert 'id="told-1" name="told-1" type="text" value="A technician comes"' in page
    assert 'name="told-hour-1" type="time" value="16:00"' in page


def test_the_mail_is_there_to_copy_and_to_open(cast: Cast) -> None:
    html = out("mail/")[1].decode()
    assert SAID["words"] in html and 'href="mailto:?' in html


def test_the_calendar_is_one_and_its_name_is_said_in_the_readers_language(cast: Cast) -> None:
    kind, content = out("calendar.ics")
    assert kind.startswith("text/calendar")
    events = Calendar.from_ical(content).walk("VEVENT")
    assert any(
        "Somebody calls back" in str(event["SUMMARY"]) + str(event.get("DESCRIPTION")) for event in events
    )


def test_the_name_of_a_file_is_a_word_in_every_language(cast: Cast) -> None:
    answer = browser().post("/prepare/calendar.ics", {**SAID, "lang": "ru", "key": "k"})
    assert answer["Content-Disposition"].startswith("attachment; filename*=utf-8''%D0")


def test_a_letter_is_a_page_to_print_and_its_pdf_where_something_prints_it(cast: Cast) -> None:
    kind, page = out("letter/")
    assert kind.startswith("text/html") and SAID["words"].encode() in page
    kind, pdf = out("letter.pdf")
    assert (kind == "application/pdf") == pdf.startswith(b"%PDF")


def test_hostile_words_are_words_in_all_of_them(cast: Cast) -> None:
    hostile = "<script>alert(1)</script>"
    for name in ("call/", "mail/", "letter/"):
        page = out(name, **{"point-0": hostile, "words": hostile, "told-0": hostile})[1].decode()
        assert hostile not in page
