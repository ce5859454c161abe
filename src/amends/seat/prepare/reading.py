"""What the form of Prepare says: a draft. What can't be read is left out, nothing is refused, nothing is lost."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import date, time
from enum import StrEnum
from typing import Final, TypeVar

from amends.rules.preparing.asked import Page, Place
from amends.rules.preparing.bodies import COUNTRIES
from amends.rules.preparing.draft import (
    Attempt,
    Draft,
    Medium,
    Number,
    Person,
    Point,
    Result,
    Rung,
    Thing,
    Told,
)

MOST_POINTS: Final = 8
MOST_ATTEMPTS: Final = 8
MOST_TOLD: Final = 6
MOST_REQUESTS: Final = 9
_LINE, _TEXT = 300, 4_000
_FIRST_YEAR, _LAST_YEAR = 1900, 2999
"""Beyond these a slip of the finger is likelier than a day, and days are added to it."""
_COUNT = re.compile("[0-9]{1,2}")
Said = Mapping[str, str]
_Code = TypeVar("_Code", bound=StrEnum)


def draft_from(said: Said) -> Draft:
    """Answers the draft that a form holds."""
    return Draft(
        company=_line(said, "company", 80),
        brand=_line(said, "brand", 40),
        thing=_code(Thing, said.get("thing", "")),
        points=tuple(_points(said)),
        numbers={one: value for one in Number if (value := _line(said, f"number-{one}", 60))},
        me=Person(
            name=_line(said, "my-name", 80),
            email=_line(said, "my-email", 254),
            phone=_line(said, "my-phone", 40),
            place=_text(said, "my-place", _LINE),
        ),
        attempts=tuple(_attempts(said)),
        has_not_tried="not-tried" in said,
        result=_code(Result, said.get("result", "")),
        first_result=_code(Result, said.get("first-result", "") or said.get("result", "")),
        wish=_line(said, "wish"),
        why=_text(said, "why", 600),
        words=_text(said, "words", _TEXT),
        told=tuple(_told(said)),
        rung=_code(Rung, said.get("rung", "")),
        asked_on=_day(said, "asked-day"),
        refused_on=_day(said, "refused-day"),
        asked_times=_count(said, "asked-times"),
        news=_text(said, "news", 600),
        country=said.get("country", "") if said.get("country") in COUNTRIES else "",
        is_line_busy="busy" in said,
        medium=_code(Medium, said.get("medium", "")),
    )


def place_from(said: Said) -> Place:
    """Answers where somebody stands; `shows.2` is what shows the third point."""
    name, _dot, at = said.get("page", "").partition(".")
    page = _code(Page, name)
    return Place(page, int(at) if _COUNT.fullmatch(at) else 0) if page else Place(Page.WITH)


def _points(said: Said) -> Iterator[Point]:
    for at in range(MOST_POINTS):
        if text := _line(said, f"point-{at}"):
            yield Point(text, _day(said, f"day-{at}"), _line(said, f"proof-{at}"), f"bare-{at}" in said)


def _attempts(said: Said) -> Iterator[Attempt]:
    for at in range(MOST_ATTEMPTS):
        one = Attempt(
            said=_line(said, f"tried-{at}", 200),
            day=_day(said, f"tried-day-{at}"),
            way=_code(Medium, said.get(f"tried-way-{at}", "")),
            who=_line(said, f"tried-who-{at}", 80),
        )
        if one.said or one.who:
            yield one


def _told(said: Said) -> Iterator[Told]:
    for at in range(MOST_TOLD):
        if what := _line(said, f"told-{at}"):
            who = _line(said, f"told-who-{at}", 80)
            yield Told(what, who, _day(said, f"told-day-{at}"), _hour(said, f"told-hour-{at}"))
    # What was promised during a call comes from the sheet for it.
    if what := _line(said, "call-what"):
        yield Told(what, _line(said, "call-who", 80), _day(said, "call-day"), _hour(said, "call-hour"))


def _line(said: Said, name: str, most: int = _LINE) -> str:
    return " ".join(said.get(name, "").replace("\x00", "").split())[:most].strip()


def _text(said: Said, name: str, most: int) -> str:
    return said.get(name, "").replace("\x00", "").replace("\r\n", "\n").strip()[:most]


def _code(codes: type[_Code], value: str) -> _Code | None:
    return next((one for one in codes if one.value == value), None)


def _day(said: Said, name: str) -> date | None:
    try:
        day = date.fromisoformat(said.get(name, ""))
    except ValueError:
        return None
    return day if _FIRST_YEAR <= day.year <= _LAST_YEAR else None


def _hour(said: Said, name: str) -> time | None:
    try:
        return time.fromisoformat(said.get(name, "")).replace(tzinfo=None)
    except ValueError:
        return None


def _count(said: Said, name: str) -> int:
    value = said.get(name, "")
    return min(int(value), MOST_REQUESTS) if _COUNT.fullmatch(value) else 0
