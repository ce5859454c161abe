"""The calendar file: each promised hour, the day when the next one up may be asked, the day of a second request.

Source: RFC 5545; BG12, BG13, SV15.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from hashlib import sha256
from typing import Final
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _
from icalendar import Alarm, Calendar, Event

from amends.page.when import zone_of
from amends.rules.preparing.climbing import Standing, ask_again, ladder
from amends.rules.preparing.draft import Draft, Told
from amends.seat.prepare.papers import facts
from amends.seat.prepare.papers.pieces import bare, shortened
from amends.seat.prepare.texts import RUNGS

_LASTS: Final = timedelta(minutes=15)
_AT_THE_HOUR: Final = timedelta(0)
_IN_THE_MORNING: Final = timedelta(hours=9)
_SUMMARY_SIGNS: Final = 120


def calendar_of(draft: Draft, *, now: datetime, zone: str, draft_id: str) -> bytes:
    """Answers the file; hours are said in UTC, so that every phone shows the hour that was promised.

    The same draft gives the same UIDs: a second file moves what the first one wrote. An unknown zone is UTC.
    """
    there = zone_of(zone)
    calendar = Calendar()
    calendar.add("PRODID", "-//Amends//Prepare//EN")
    calendar.add("VERSION", "2.0")
    calendar.add("METHOD", "PUBLISH")
    for kind, event in _events(draft, now.astimezone(there), there):
        event.add("UID", _uid(draft_id, kind))
        event.add("DTSTAMP", now.astimezone(UTC))
        event.add("CLASS", "PRIVATE")
        calendar.add_component(event)
    return bytes(calendar.to_ical())


def _events(draft: Draft, now: datetime, zone: ZoneInfo) -> Iterator[tuple[str, Event]]:
    for at, one in enumerate(draft.told):
        if (moment := _moment(one, zone)) is not None:
            yield f"promise-{at}", _promise(draft, one, moment)
    for step in ladder(draft, now):
        if step.standing is Standing.LATER and step.opens_on is not None:
            yield f"rung-{step.rung}", _rung(draft, str(RUNGS[step.rung]), step.opens_on)
    request = ask_again(draft, now.date())
    if request and request.on and request.on >= now.date():
        yield f"again-{draft.asked_times}", _again(draft, request.on)


def _moment(one: Told, zone: ZoneInfo) -> datetime | None:
    if one.day is None or one.hour is None:
        return None
    try:
        return datetime.combine(one.day, one.hour, tzinfo=zone).astimezone(UTC)
    except OverflowError:
        return None


def _promise(draft: Draft, one: Told, moment: datetime) -> Event:
    event = _event(draft, _("Promised: {what}").format(what=one.what), bare(facts.told(one)))
    event.add("DTSTART", moment)
    event.add("DTEND", min(moment, datetime.max.replace(tzinfo=UTC) - _LASTS) + _LASTS)
    event.add_component(_alarm(_("Did they keep it? If not, you call them."), _AT_THE_HOUR))
    return event


def _rung(draft: Draft, rung: str, day: date) -> Event:
    said = _("If you have no answer yet, you can go one step up today: {whom}.").format(whom=rung)
    return _whole_day(draft, _("One step up: {whom}").format(whom=rung), said, day)


def _again(draft: Draft, day: date) -> Event:
    said = _("From today on you can ask once more, with what is new.")
    return _whole_day(draft, _("Ask once more"), said, day)


def _whole_day(draft: Draft, summary: str, said: str, day: date) -> Event:
    event = _event(draft, summary, said)
    event.add("DTSTART", day)
    event.add("DTEND", day + timedelta(days=1))
    event.add("TRANSP", "TRANSPARENT")
    event.add_component(_alarm(said, _IN_THE_MORNING))
    return event


def _event(draft: Draft, summary: str, said: str) -> Event:
    event = Event()
    company = _one_line(draft.company)
    title = _("{company}: {what}").format(company=company, what=summary) if company else summary
    event.add("SUMMARY", shortened(_one_line(title), _SUMMARY_SIGNS))
    event.add("DESCRIPTION", _one_line(said))
    return event


def _alarm(said: str, after: timedelta) -> Alarm:
    alarm = Alarm()
    alarm.add("ACTION", "DISPLAY")
    alarm.add("DESCRIPTION", _one_line(said))
    alarm.add("TRIGGER", after)
    return alarm


def _one_line(text: str) -> str:
    """Answers a text without line ends and control signs: no words of a customer's begin a property of their own."""
    return " ".join("".join(sign if sign.isprintable() else " " for sign in text).split())


def _uid(draft_id: str, kind: str) -> str:
    return f"{sha256(f'{draft_id}/{kind}'.encode(errors='replace')).hexdigest()[:32]}@amends"
