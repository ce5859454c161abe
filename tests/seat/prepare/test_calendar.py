"""The calendar file opens anywhere, shows the promised hour, and nobody's words become a line of their own."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
import vobject
from django.conf import settings
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st
from icalendar import Calendar, Event

from amends.rules.preparing.draft import Draft, Told
from amends.seat.prepare.calendar import calendar_of
from tests.seat.prepare.drafts import PROMISE, WHOLE, drafts

NOW = datetime(2026, 5, 12, 8, 0, tzinfo=UTC)
SOFIA = "Europe/Sofia"


def made(draft: Draft, now: datetime = NOW, zone: str = SOFIA, draft_id: str = "one") -> bytes:
    return calendar_of(draft, now=now, zone=zone, draft_id=draft_id)


def events(draft: Draft, now: datetime = NOW, zone: str = SOFIA, draft_id: str = "one") -> list[Event]:
    return list(Calendar.from_ical(made(draft, now, zone, draft_id)).walk("VEVENT"))


def test_each_promise_the_next_step_and_the_second_request_are_in_it() -> None:
    promise, rung, again = events(WHOLE)
    assert promise["SUMMARY"] == "Norvia Telecom: Promised: a courier with a new phone"
    assert promise["DTEND"].dt - promise["DTSTART"].dt == timedelta(minutes=15)
    assert (rung["DTSTART"].dt, rung["SUMMARY"]) == (
        date(2026, 5, 15),
        "Norvia Telecom: One step up: Team leader",
    )
    assert again["DTSTART"].dt == date(2026, 5, 21)


def test_a_promise_rings_at_its_hour_and_asks_whether_it_was_kept() -> None:
    (alarm,) = events(WHOLE)[0].walk("VALARM")
    assert alarm["TRIGGER"].dt == timedelta(0)
    assert alarm["DESCRIPTION"] == "Did they keep it? If not, you call them."


def test_a_promise_without_an_hour_is_no_event() -> None:
    draft = Draft(told=(Told("soon", day=date(2026, 5, 13)), Told("at four", hour=time(16)), PROMISE))
    assert [one["SUMMARY"] for one in events(draft)] == ["Promised: a courier with a new phone"]


def test_a_day_that_is_behind_is_not_asked_for() -> None:
    assert len(events(WHOLE, now=datetime(2026, 6, 30, tzinfo=UTC))) == 1


@pytest.mark.parametrize(
    ("day", "hour", "zone", "moment"),
    [
        (date(2026, 5, 13), time(16), SOFIA, datetime(2026, 5, 13, 13, tzinfo=UTC)),
        (date(2026, 1, 13), time(16), SOFIA, datetime(2026, 1, 13, 14, tzinfo=UTC)),
        # The night of the change: 02:30 on 29 March does not exist in Stockholm, on 25 October it comes twice.
        (date(2026, 3, 29), time(1, 59), "Europe/Stockholm", datetime(2026, 3, 29, 0, 59, tzinfo=UTC)),
        (date(2026, 3, 29), time(2, 30), "Europe/Stockholm", datetime(2026, 3, 29, 1, 30, tzinfo=UTC)),
        (date(2026, 3, 29), time(3), "Europe/Stockholm", datetime(2026, 3, 29, 1, tzinfo=UTC)),
        (date(2026, 10, 25), time(2, 30), "Europe/Stockholm", datetime(2026, 10, 25, 0, 30, tzinfo=UTC)),
        (date(2026, 10, 25), time(4), "Europe/Stockholm", datetime(2026, 10, 25, 3, tzinfo=UTC)),
        (date(2026, 5, 13), time(9), "Asia/Taipei", datetime(2026, 5, 13, 1, tzinfo=UTC)),
        (date(2026, 5, 13), time(16), "Nowhere/At_all", datetime(2026, 5, 13, 16, tzinfo=UTC)),
        (date(2026, 5, 13), time(16), "../../etc/passwd", datetime(2026, 5, 13, 16, tzinfo=UTC)),
    ],
)
def test_a_phone_shows_the_hour_that_was_promised(day: date, hour: time, zone: str, moment: datetime) -> None:
    (event,) = events(Draft(told=(Told("a call", day=day, hour=hour),)), zone=zone)
    assert event["DTSTART"].dt == moment


@pytest.mark.parametrize(
    "day", [date(2026, 3, 28), date(2026, 3, 30), date(2026, 10, 24), date(2026, 10, 26)]
)
def test_the_wall_shows_the_same_hour_on_both_sides_of_a_change(day: date) -> None:
    (event,) = events(Draft(told=(Told("a call", day=day, hour=time(16)),)), zone=SOFIA)
    assert event["DTSTART"].dt.astimezone(ZoneInfo(SOFIA)).time() == time(16)
    # The negative control: an hour taken for UTC would be off by two or three.
    assert event["DTSTART"].dt.time() != time(16)


def test_a_day_begins_where_the_customer_is() -> None:
    late = datetime(
        2026, 5, 14, 22, 30, tzinfo=UTC
    )  # in Taipei it is the 15th, on which the step opens: no event
    draft = replace(WHOLE, told=(), refused_on=None)
    assert len(events(draft, now=late, zone="UTC")) == 1
    assert events(draft, now=late, zone="Asia/Taipei") == []


def test_a_second_file_moves_what_the_first_one_wrote_and_touches_nobody_elses() -> None:
    later = replace(WHOLE, told=(replace(PROMISE, hour=time(18)),))
    first, second = ([one["UID"] for one in events(draft)] for draft in (WHOLE, later))
    assert first == second
    assert len(set(first)) == 3
    assert not set(first) & {one["UID"] for one in events(WHOLE, draft_id="two")}


def test_the_file_says_nothing_of_the_draft_by_which_it_could_be_opened() -> None:
    assert b"secret-id" not in made(WHOLE, draft_id="secret-id")


@pytest.mark.parametrize("language", [code for code, _name in settings.LANGUAGES])
def test_the_file_opens_in_every_language(language: str) -> None:
    draft = replace(WHOLE, company="诺维亚 נורביה Норвия", told=(replace(PROMISE, what="字" * 200),))
    with translation.override(language):
        file = made(draft)
    assert all(len(line) <= 75 for line in file.split(b"\r\n"))
    assert "诺维亚" in Calendar.from_ical(file).walk("VEVENT")[0]["SUMMARY"]


HOSTILE = "x\r\nATTENDEE:mailto:thief@example.org\nBEGIN:VALARM\rEND:VEVENT\u2028;,:\\n\\,\x0b\x85\"^n'\tURL:http://e\x00"


def test_words_that_look_like_lines_of_the_file_stay_words() -> None:
    draft = Draft(company=HOSTILE, told=(Told(HOSTILE, HOSTILE, date(2026, 5, 13), time(16)),))
    (event,) = events(draft)
    assert set(event) == {"SUMMARY", "DESCRIPTION", "DTSTART", "DTEND", "DTSTAMP", "UID", "CLASS"}
    assert "ATTENDEE:mailto:thief@example.org BEGIN:VALARM END:VEVENT" in event["DESCRIPTION"]
    assert len(event.walk("VALARM")) == 1
    # The negative control: put in as it is, the same text does become a line.
    naive = f"BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nSUMMARY:{HOSTILE}\r\nEND:VEVENT\r\nEND:VCALENDAR"
    assert "\r\nATTENDEE:" in naive


@given(drafts, st.text(max_size=20))
def test_any_draft_opens_in_two_readers_which_agree(draft: Draft, draft_id: str) -> None:
    file = made(draft, draft_id=draft_id)
    mine = Calendar.from_ical(file).walk("VEVENT")
    theirs = vobject.readOne(file.decode()).contents.get("vevent", [])
    assert [str(one["SUMMARY"]) for one in mine] == [one.summary.value for one in theirs]
    assert [one["DTSTART"].dt for one in mine] == [one.dtstart.value for one in theirs]
    assert [str(one["UID"]) for one in mine] == [one.uid.value for one in theirs]
    promised = [one for one in draft.told if one.has_hour]
    assert len([one for one in mine if isinstance(one["DTSTART"].dt, datetime)]) == len(promised)
