"""Reads one date cell, in any of the forms that registers use, without deciding what is day and what is
month.
"""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, timedelta
from typing import NamedTuple

_MONTHS: tuple[str, ...] = (
    "jan january januari januar янв январь января януари яну ינואר ינו",
    "feb february februari фев февраль февраля февруари февр פברואר פבר",
    "mar march mars мар март марта מרץ",
    "apr april апр апрель апреля април אפריל אפר",
    "may maj май мая מאי",
    "jun june juni июн июнь июня юни юн יוני יונ",
    "jul july juli июл июль июля юли юл יולי יול",
    "aug august augusti авг август августа אוגוסט אוג",
    "sep sept september сен сент сентябрь сентября септември септ ספטמבר ספט",
    "oct okt october oktober окт октябрь октября октомври אוקטובר אוק",
    "nov november ноя нояб ноябрь ноября ноември ное נובמבר נוב",
    "dec december дек декабрь декабря декември דצמבר דצמ",
)
MONTH_NUMBERS: dict[str, int] = {
    name: number for number, names in enumerate(_MONTHS, 1) for name in names.split()
}


class Moment(NamedTuple):
    """A date cell as written: its two small numbers in their order, and how the form names them.

    `form` is "numeric" (two numbers before or after each other, the year last), "year_first" (first is the
    month as
    written), "named" (the month is a word) or "counted" (seconds since 1970).
    """

    form: str
    first: int
    second: int
    year: int
    seconds: int = 0
    precision: str = "day"
    offset: int | None = None


_CLOCK = (
    r"(?:(?:[ T,]|\s*(?:at|kl\.?|в|בשעה)\s+|\s+)"
    r"(?P<hour>\d{1,2})[:.時时点點](?P<minute>\d{2})(?:[:.分](?P<sec>\d{2})"
    r"(?:[.,]\d{1,9})?)?秒?分?\s*(?P<half>[AaPp]\.?[Mm]\.?)?\s*(?P<zone>[Zz]|UTC|GMT|[+-]\d{2}:?\d{2})?)?"
)
_NUMERIC = re.compile(r"(?P<a>\d{1,2})[-/. ](?P<b>\d{1,2})[-/. ](?P<year>\d{4}|\d{2})(?: ?г\.?)?" + _CLOCK)
_YEAR_FIRST = re.compile(
    r"(?P<year>\d{4})(?:[-/.](?P<a>\d{1,2})[-/.](?P<b>\d{1,2})|\s*年\s*(?P<c>\d{1,2})\s*月\s*(?P<d>\d{1,2})\s*[日号號])"
    + _CLOCK
)
_DAY_NAME = re.compile(
    r"(?P<a>\d{1,2})(?:st|nd|rd|th)?[-/. ]+(?:de |ב)?(?P<name>[^\W\d_]{3,10})\.?,?[-/. ]+"
    r"(?P<year>\d{4}|\d{2})(?: ?г\.?)?" + _CLOCK
)
_NAME_DAY = re.compile(
    r"(?P<name>[^\W\d_]{3,10})\.?[-/. ]+(?P<a>\d{1,2})(?:st|nd|rd|th)?,?[-/. ]+(?P<year>\d{4}|\d{2})" + _CLOCK
)
_TWEET = re.compile(
    r"(?:[A-Z][a-z]{2}) (?P<name>[A-Z][a-z]{2}) (?P<a>\d{1,2}) (?P<hour>\d\d):(?P<minute>\d\d):(?P<sec>\d\d)"
    r" (?P<zone>[+-]\d{4}|UTC|GMT) (?P<year>\d{4})(?P<half>)"
)
_WEEKDAY = re.compile(r"[^\W\d_]{2,12}\.?,\s+(?=\S)")
_COMPACT = re.compile(
    r"(?P<year>(?:19|20)\d{2})(?P<a>\d{2})(?P<b>\d{2})(?:T?(?P<hour>\d{2})(?P<minute>\d{2})(?P<sec>\d{2}))?"
)
_EPOCH = re.compile(r"(1[0-9]{9})(?:\.\d+)?|(1[0-9]{12})")
_TIME = re.compile(
    r"(?P<hour>\d{1,2})[:.時时点點h](?P<minute>\d{2})(?:[:.分](?P<sec>\d{2})(?:[.,]\d+)?)?[秒分]?\s*(?P<half>[AaPp]\.?[Mm]\.?)?"
)


def read_moment(text: str) -> Moment | None:
    """Answers what a date cell says, None where it is no date. Impossible days are left to the reader's
    order.
    """
    text = text.strip()
    if not text or len(text) > 60 or not any(map(str.isdigit, text)):
        return None
    if match := _NUMERIC.fullmatch(text):
        return _from(match, "numeric", int(match["a"]), int(match["b"]))
    if match := _YEAR_FIRST.fullmatch(text):
        return _from(match, "year_first", int(match["a"] or match["c"]), int(match["b"] or match["d"]))
    return _named(text) or _counted(text)


def _named(text: str) -> Moment | None:
    bare = _WEEKDAY.sub("", text, count=1) if text[0].isalpha() else text
    for form in (_DAY_NAME, _NAME_DAY, _TWEET):
        match = form.fullmatch(bare) or form.fullmatch(text)
        month = match and MONTH_NUMBERS.get(match["name"].casefold())
        if match and month:
            return _from(match, "named", int(match["a"]), month)
    return None


def _counted(text: str) -> Moment | None:
    if match := _EPOCH.fullmatch(text):
        at = datetime(1970, 1, 1, tzinfo=UTC) + timedelta(seconds=int(match[1] or match[2][:10]))
        return Moment(
            "counted", at.day, at.month, at.year, at.hour * 3600 + at.minute * 60 + at.second, "second", 0
        )
    if match := _COMPACT.fullmatch(text):
        seconds = _seconds(match["hour"], match["minute"], match["sec"], "")
        if 1 <= int(match["a"]) <= 12 and seconds is not None:
            return Moment("compact", int(match["b"]), int(match["a"]), int(match["year"]), *seconds)
    return None


def _from(match: re.Match[str], form: str, first: int, second: int) -> Moment | None:
    clock = _seconds(match["hour"], match["minute"], match["sec"], match["half"])
    if clock is None:
        return None
    return Moment(form, first, second, _year(match["year"]), *clock, _offset(match["zone"]))


def _year(text: str) -> int:
    if len(text) == 4:
        return int(text)
    return int(text) + (1900 if int(text) >= 70 else 2000)


def _seconds(
    hour: str | None, minute: str | None, sec: str | None, half: str | None
) -> tuple[int, str] | None:
    if not hour or not minute:
        return 0, "day"
    hours = int(hour)
    if half:
        if not 1 <= hours <= 12:
            return None
        hours = hours % 12 + (12 if half[0] in "pP" else 0)
    if hours > 23 or int(minute) > 59 or int(sec or 0) > 59:
        return None
    return hours * 3600 + int(minute) * 60 + int(sec or 0), "second" if sec else "minute"


def _offset(zone: str | None) -> int | None:
    if not zone:
        return None
    if zone in ("Z", "z", "UTC", "GMT"):
        return 0
    minutes = int(zone[1:3]) * 60 + int(zone[-2:])
    return -minutes if zone[0] == "-" else minutes


def read_time(text: str) -> tuple[int, str] | None:
    """Answers a time cell as seconds of the day and its precision, None where it is none."""
    match = _TIME.fullmatch(text.strip())
    if not match:
        return None
    return _seconds(match["hour"], match["minute"], match["sec"], match["half"])


def day_number(year: int, month: int, day: int) -> int:
    """Answers a day as a count of days, 0 where the calendar has no such day."""
    try:
        return date(year, month, day).toordinal()
    except ValueError:
        return 0
