"""Days: written as numbers or with a month's name, or told from the day on which somebody writes."""

from __future__ import annotations

import re
from datetime import date, timedelta
from functools import lru_cache
from typing import Final

from amends.language.facts.days import DAYS, MONTHS, NUMBERS, Days
from amends.language.facts.plain import Numbers, Taken, stands_alone

_WHOLE: Final = re.compile(
    r"(?P<a>\d\d?(?:\d\d)?)(?P<t>[-/.])(?P<b>\d\d?)(?P=t)(?P<c>\d\d?(?:\d\d)?)(?![\d/-]|[.,]\d)"
)
_DAY_MONTH: Final = re.compile(r"(?P<a>\d\d?)(?P<t>[./])(?P<b>\d\d?)(?P<end>\.(?!\d))?(?![\w/%:]|[.,-]\d)")
_TOLD: Final = re.compile(
    r"(?:(?<!\w)(?:on|by|since|from|until|till|dated|the|на|от|до|с|със|по|к|след|преди|после|den"
    r"|från|till|sedan|senast|före|efter"
    r"|[בלמהש]|מיום|ביום|עד|בתאריך)[ -]?|(?<!\w)[בלמ]-?|[在从於于到自]) ?$"
)
# A hyphen joins numbers; behind a Hebrew prefix it does not.
_JOINED: Final = re.compile(r"(?<![\u05d0-\u05ea])-$")
_HAN_YEAR: Final = re.compile(r"(?<!\d)(?P<y>(?:19|20)?\d\d) ?年 ?$")
_HAN_SIDE: Final = re.compile(r"(?:上上|下下|[上下这這])个?個?$|本$")
_HAN: Final = re.compile(r"(?P<m>\d\d?) ?月(?:份)? ?(?P<d>\d\d?) ?[日号號]?(?![\d个個])")
_YEAR: Final = r"(?:,? ?(?P<y>(?:19|20)\d\d)(?!\d)(?: ?г(?:\.|од[а-я]?)?)?)?"


def find_written_dates(numbers: Numbers, language: str, today: date | None, taken: Taken) -> None:
    """Finds dates that are written out; one without a year needs the day on which it was written."""
    small = numbers.small
    for found in numbers.met(_WHOLE, after="-/."):
        if stands_alone(small, found.start()) and not _JOINED.search(
            small, max(0, found.start() - 2), found.start()
        ):
            _add(_whole(found, language), found.start(), found.end(), taken)
    if language.startswith("zh"):
        _find_han(numbers, today, taken)
    else:
        _find_named(numbers, language if language in MONTHS else "en", today, taken)
        _find_month_first(numbers, today, taken)
    if today:
        _find_short(numbers, language, today, taken)


def _find_han(numbers: Numbers, today: date | None, taken: Taken) -> None:
    small = numbers.small
    for found in numbers.met(_HAN, after=" 月"):
        start, month, day = found.start(), int(found["m"]), int(found["d"])
        if not stands_alone(small, start):
            continue
        if told := _HAN_YEAR.search(small, max(0, start - 7), start):
            year = int(told["y"]) + (2000 if len(told["y"]) == 2 else 0)
            _add(_day(year, month, day), told.start(), found.end(), taken)
        elif today:
            _add(_near(day, month, today), start, found.end(), taken)


def _find_named(numbers: Numbers, language: str, today: date | None, taken: Taken) -> None:
    for known in dict.fromkeys((language, "en")):
        for found in numbers.met(_named_pattern(known)):
            if stands_alone(numbers.small, found.start()):
                _add(_named(found, MONTHS[known][found["name"]], today), found.start(), found.end(), taken)


def _find_month_first(numbers: Numbers, today: date | None, taken: Taken) -> None:
    """Finds "May 3rd, 2026"; "it may 3 times" is no date, nor is "march 4 miles"."""
    for found in numbers.met(_AFTER_MONTH):
        start = found.start()
        month = _MONTH_BEFORE.search(numbers.small, max(0, start - 15), start)
        if month is None:
            continue
        name = month["name"]
        is_verb = name in ("may", "march", "mar") and not taken.text[month.start()].isupper()
        if not is_verb or not found["d"].isdecimal():
            _add(_named(found, MONTHS["en"][name], today), month.start(), found.end(), taken)


def _names(language: str) -> str:
    return "|".join(sorted((re.escape(name) for name in MONTHS[language]), key=len, reverse=True))


_MONTH_BEFORE: Final = re.compile(rf"(?<!\w)(?P<name>{_names('en')})\.? (?:the )?$")
_AFTER_MONTH: Final = re.compile(rf"(?P<d>\d\d?)(?:st|nd|rd|th)?(?![\w:%]|[.,]\d){_YEAR}")


@lru_cache(maxsize=8)
def _named_pattern(language: str) -> re.Pattern[str]:
    after = r"(?:st|nd|rd|th|:?[ea]|-?(?:ти|ви|ри|ми|го|ое|е))?"
    return re.compile(
        rf"(?P<d>\d\d?){after}[ .-]{{0,2}}(?:of |day of |[בל]-?)?(?P<name>{_names(language)})(?!\w)\.?{_YEAR}"
    )


def _find_short(numbers: Numbers, language: str, today: date, taken: Taken) -> None:
    small = numbers.small
    for found in numbers.met(_DAY_MONTH, after="./"):
        if (
            found[0] == "24/7"
            or not stands_alone(small, found.start())
            or not _is_told(small, found, language)
        ):
            continue
        first, second = int(found["a"]), int(found["b"])
        if language.startswith("zh"):
            first, second = second, first
        if second > 12 and language == "en":
            first, second = second, first
        _add(_near(first, second, today), found.start(), found.end(), taken)


def _is_told(small: str, found: re.Match[str], language: str) -> bool:
    """Answers whether two numbers are a day and a month: a word says so, or the point that ends them."""
    if found["t"] == "." and len(found["b"]) == 1 and language != "he":
        return False
    is_ended = bool(found["end"]) and len(found["a"]) == 2 and found["t"] == "." and language in ("bg", "ru")
    told = _TOLD.search(small, max(0, found.start() - 12), found.start())
    return is_ended or bool(told)


def _whole(found: re.Match[str], language: str) -> date | None:
    first, middle, last = found["a"], int(found["b"]), found["c"]
    if len(first) == 4:
        return _day(int(first), middle, int(last)) if first[:2] in ("19", "20") and len(last) <= 2 else None
    if len(last) == 1 or (len(last) == 4 and last[:2] not in ("19", "20")):
        return None
    year = int(last) + (2000 if len(last) == 2 else 0)
    american = _day(year, int(first), middle) if language == "en" else None
    return _day(year, middle, int(first)) or american


def _named(found: re.Match[str], month: int, today: date | None) -> date | None:
    day, year = int(found["d"]), found["y"]
    if year:
        return _day(int(year) + (2000 if len(year) == 2 else 0), month, day)
    return _near(day, month, today) if today else None


def _near(day: int, month: int, today: date) -> date | None:
    """Answers the day of that name that is nearest to today, before or after."""
    found = [one for more in (-1, 0, 1) if (one := _day(today.year + more, month, day))]
    return min(found, key=lambda one: abs(one - today), default=None)


def _day(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _add(found: date | None, start: int, end: int, taken: Taken) -> None:
    if found:
        taken.add("date", found.isoformat(), start, end)


def find_days(small: str, language: str, today: date, taken: Taken) -> None:
    """Finds days that are told from today: "yesterday", "last Tuesday", "three days ago"."""
    days = DAYS.get("zh" if language.startswith("zh") else language, DAYS["en"])
    for found in days.relative.finditer(small):
        if days.counts_weeks or _is_word(small, found.start(), found.end()):
            _add(_moved(today, days.offsets[found[0]]), found.start(), found.end(), taken)
    if any(word in small for word in days.ago_words):
        for found in days.ago.finditer(small):
            _add(_moved(today, -_count(found, days)), found.start(), found.end(), taken)
    for found in days.weekday.finditer(small):
        start, wanted = found.start(), days.weekdays[found["day"]]
        if not days.counts_weeks:
            _add(_weekday(found, days, today), start, found.end(), taken)
        elif told := _HAN_SIDE.search(small, max(0, start - 3), start):
            _add(_in_week(told[0], wanted, today), told.start(), found.end(), taken)
        else:
            _add(_moved(today, -((today.weekday() - wanted) % 7 or 7)), start, found.end(), taken)


def _is_word(small: str, start: int, end: int) -> bool:
    return not small[start - 1 : start].isalnum() and not small[end : end + 1].isalnum()


def _count(found: re.Match[str], days: Days) -> int:
    number = found["n"] or "1"
    count = int(number) if number.isdecimal() else NUMBERS.get(number, 1)
    count *= 2 if found["unit"].endswith("יים") else 1
    return count * (7 if found["unit"].startswith(days.weeks) else 1)


def _moved(today: date, days: int) -> date | None:
    try:
        return today + timedelta(days=days)
    except OverflowError:
        return None


def _weekday(found: re.Match[str], days: Days, today: date) -> date | None:
    """Answers which day is meant: the last one of that name, unless a word says that it is to come."""
    wanted = days.weekdays[found["day"]]
    side = (found["side"] or "").strip()
    tail = (found.groupdict().get("tail") or "").strip()
    is_coming = side in days.coming or tail in days.coming
    back = (today.weekday() - wanted) % 7 or 7
    ahead = (wanted - today.weekday()) % 7 or 7
    return _moved(today, ahead if is_coming else -back)


def _in_week(side: str, wanted: int, today: date) -> date | None:
    """Answers a day of the week before, of this one or of the next; a week begins on Monday."""
    weeks = side.count("下") - side.count("上")
    return _moved(today, 7 * weeks + wanted - today.weekday())
