"""Hours, days and rests in the reader's words."""

from __future__ import annotations

from copy import copy
from datetime import date, datetime, time, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from babel import Locale
from babel.dates import format_date, format_skeleton, format_time
from django.utils import timezone
from django.utils.translation import gettext as _

from amends.money import major, places
from amends.page.words import reader_locale

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
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return ZoneInfo("UTC")


def hour(moment: datetime) -> str:
    """Answers the hour as the reader writes it: 13:40."""
    local = here(moment)
    return _hour(local.hour, local.minute, reader_locale())


@lru_cache(maxsize=20_000)
def _hour(hours: int, minutes: int, reader: Locale) -> str:
    # Taiwan's short form says the part of the day in words; a clock in a queue has no room for it.
    return format_time(time(hours, minutes), "HH:mm" if reader.script == "Hant" else "short", locale=reader)


def hour_in(moment: datetime, zone: str) -> str:
    """Answers the hour as clocks in a zone show it, as the reader writes it."""
    local = moment.astimezone(zone_of(zone))
    return _hour(local.hour, local.minute, reader_locale())


def hour_alone(hour: time) -> str:
    """Answers an hour that has no day: 16:00."""
    return _hour(hour.hour, hour.minute, reader_locale())


def day_in(moment: datetime, zone: str) -> str:
    """Answers weekday, day and month in a zone: Wed 13 May."""
    return _skeleton("MMMEd", moment.astimezone(zone_of(zone)).date(), reader_locale())


def length(span: timedelta) -> str:
    """Answers a stretch of time: 40 min, 9 h, 4 d."""
    return _length(span)


def day(moment: datetime) -> str:
    """Answers day and month: 13 May."""
    return _skeleton("MMMd", here(moment).date(), reader_locale())


@lru_cache(maxsize=20_000)
def _skeleton(skeleton: str, day: date, reader: Locale) -> str:
    return str(format_skeleton(skeleton, day, locale=reader))


def full_day(moment: datetime) -> str:
    """Answers day, month and year: 12 May 2026."""
    return _full_day(here(moment).date(), reader_locale())


@lru_cache(maxsize=20_000)
def _full_day(day: date, reader: Locale) -> str:
    return format_date(day, "medium", locale=reader)


def day_alone(day: date) -> str:
    """Answers a day that has no hour: 12 May 2026."""
    return _full_day(day, reader_locale())


def long_day(day: date) -> str:
    """Answers a day as a letter says it: 12 May 2026 with the month as a word in every language."""
    return format_date(day, "long", locale=reader_locale())


def full(moment: datetime) -> str:
    """Answers weekday-free day and hour: 12 May 2026, 14:06."""
    return _("{day}, {hour}").format(day=full_day(moment), hour=hour(moment))


def said_when(moment: datetime, now: datetime) -> str:
    """Answers when something was said, as short as it can be understood."""
    if here(moment).date() == here(now).date():
        return _("today, {hour}").format(hour=hour(moment))
    if here(moment).year == here(now).year:
        day_said = _skeleton("MMMEd", here(moment).date(), reader_locale())
        return _("{day}, {hour}").format(day=day_said, hour=hour(moment))
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
    return money_in(minor, currency, reader_locale())


@lru_cache(maxsize=20_000)
def money_in(minor: int, currency: str, reader: Locale) -> str:
    """Answers an amount as it is written in a locale. Units: minor units."""
    pattern = copy(reader.currency_formats["standard"])
    # The currency's own decimals, of which CLDR leaves some out: an amount is never rounded where it is read.
    pattern.frac_prec = (places(currency), places(currency))
    amount = major(minor, currency)
    return str(pattern.apply(amount, reader, currency=currency, currency_digits=False))
