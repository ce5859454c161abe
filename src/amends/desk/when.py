"""Hours, days and rests in the reader's words."""

from __future__ import annotations

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from babel.dates import format_date, format_skeleton, format_time
from babel.numbers import format_currency
from django.utils import timezone
from django.utils.translation import gettext as _

from amends.desk.words import reader_locale

_MINUTE = timedelta(minutes=1)
_HOUR = timedelta(hours=1)
_DAY = timedelta(days=1)


def here(moment: datetime) -> datetime:
    """Answers the moment in the reader's own zone."""
    return timezone.localtime(moment)


def zone_of(name: str) -> ZoneInfo:
    """Answers a zone by name; UTC when it is not one."""
    try:
        return ZoneInfo(name or "UTC")
    except (ZoneInfoNotFoundError, ValueError):
        return ZoneInfo("UTC")


def hour(moment: datetime) -> str:
    """Answers the hour as the reader writes it: 13:40."""
    reader = reader_locale()
    # Taiwan's short form says the part of the day in words; a clock in a queue has no room for it.
    style = "HH:mm" if reader.script == "Hant" else "short"
    return format_time(here(moment), style, tzinfo=timezone.get_current_timezone(), locale=reader)


def day(moment: datetime) -> str:
    """Answers day and month: 13 May."""
    return str(
        format_skeleton("MMMd", here(moment), tzinfo=timezone.get_current_timezone(), locale=reader_locale())
    )


def full_day(moment: datetime) -> str:
    """Answers day, month and year: 12 May 2026."""
    return format_date(here(moment).date(), "medium", locale=reader_locale())


def full(moment: datetime) -> str:
    """Answers weekday-free day and hour: 12 May 2026, 14:06."""
    date = format_date(here(moment).date(), "medium", locale=reader_locale())
    return _("{day}, {hour}").format(day=date, hour=hour(moment))


def said_when(moment: datetime, now: datetime) -> str:
    """Answers when something was said, as short as it can be understood."""
    if here(moment).date() == here(now).date():
        return _("today, {hour}").format(hour=hour(moment))
    if here(moment).year == here(now).year:
        zone = timezone.get_current_timezone()
        date = str(format_skeleton("MMMEd", here(moment), tzinfo=zone, locale=reader_locale()))
        return _("{day}, {hour}").format(day=date, hour=hour(moment))
    return full_day(moment)


def age(moment: datetime, now: datetime) -> str:
    """Answers how long ago: 40 min, 9 h, 4 d."""
    return _length(max(timedelta(0), now - moment))


def _length(span: timedelta) -> str:
    if span < _HOUR:
        return _("{n} min").format(n=max(1, span // _MINUTE))
    if span < _DAY:
        return _("{n} h").format(n=span // _HOUR)
    return _("{n} d").format(n=span // _DAY)


def late(due: datetime, now: datetime) -> str:
    """Answers how late: 26 min late."""
    return _("{length} late").format(length=_length(now - due))


def rest(due: datetime, now: datetime) -> str:
    """Answers how long is left: in 14 min, in 1 h 44, today."""
    span = due - now
    if span < _HOUR:
        return _("in {n} min").format(n=max(1, span // _MINUTE))
    if span <= 2 * _HOUR:
        minutes = (span % _HOUR) // _MINUTE
        return _("in {hours} h {minutes}").format(hours=span // _HOUR, minutes=f"{minutes:02d}")
    return _("today")


def money(minor: int, currency: str) -> str:
    """Answers an amount as the reader writes it. Units: minor units."""
    return format_currency(minor / 100, currency, locale=reader_locale(), format_type="standard")
