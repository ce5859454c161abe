"""Which hours can still be promised, against a look at each of their minutes."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.rules.moments import CHANGES, MINUTE, NOON, at, fails

from amends.errors import DomainError
from amends.rules.promise_book import HOUR, Book, Capacity, Room, free_capacity, free_hours

# Which hours are free.

_QUARTERS = st.integers(0, 4 * 8)
_SPANS = st.tuples(_QUARTERS, _QUARTERS).map(lambda pair: (at(15 * min(pair)), at(15 * max(pair))))
_DAY = (at(0), at(60 * 9))


@st.composite
def _books(draw: st.DrawFn, person_id: int = 1) -> Book:
    """Draws a day's book in quarters of an hour, and perhaps that of a cover."""
    has_cover = person_id < 3 and draw(st.booleans())
    return Book(
        person_id,
        may_hold=draw(st.integers(0, 2)),
        holds=tuple(at(15 * each) for each in draw(st.lists(_QUARTERS, max_size=6))),
        shifts=draw(st.one_of(st.just((_DAY,)), st.lists(_SPANS, max_size=3).map(tuple))),
        absences=draw(st.one_of(st.just((_DAY,)), st.lists(_SPANS, max_size=1).map(tuple))),
        cover=draw(_books(person_id + 1)) if has_cover else None,
    )


@dataclass(frozen=True)
class Asked:
    """A book and an hour that is asked for."""

    book: Book
    hour: datetime


_ASKED = st.builds(Asked, _books(), _QUARTERS.map(lambda quarters: at(15 * quarters)))


def _asked_minutes(book: Book, hour: datetime) -> Capacity:
    """Answers the same from its sixty minutes, one person after the other."""
    minutes = [hour + minute * MINUTE for minute in range(60)]
    is_away = False
    while True:
        if any(not any(since <= minute < until for since, until in book.shifts) for minute in minutes):
            return Capacity(hour, Room.NOBODY_ON_SHIFT)
        if not any(since <= minute < until for since, until in book.absences for minute in minutes):
            break
        if book.cover is None:
            return Capacity(hour, Room.NOBODY_ON_SHIFT)
        book, is_away = book.cover, True
    held = [end for end in book.holds if end - MINUTE in minutes]
    room = Room.FULL if len(held) >= book.may_hold else Room.COVER if is_away else Room.FREE
    return Capacity(hour, room, book.person_id)


def check_capacity(asked: Asked, answer: Callable[..., Capacity]) -> None:
    assert answer(asked.book, asked.hour) == _asked_minutes(asked.book, asked.hour)


def _half_a_shift(book: Book, hour: datetime) -> Capacity:
    """Wrong: an hour is free when any of it is worked."""
    wider = tuple((since - HOUR + MINUTE, until + HOUR - MINUTE) for since, until in book.shifts)
    return free_capacity(replace(book, shifts=wider), hour)


def _forgets_absences(book: Book, hour: datetime) -> Capacity:
    """Wrong: promises the hours of somebody who is ill."""
    return free_capacity(replace(book, absences=()), hour)


def _one_too_many(book: Book, hour: datetime) -> Capacity:
    return free_capacity(replace(book, may_hold=book.may_hold + 1), hour)


def _cover_holds_all(book: Book, hour: datetime) -> Capacity:
    """Wrong: the cover has no book of their own."""
    cover = book.cover and replace(book.cover, may_hold=99)
    return free_capacity(replace(book, cover=cover), hour)


@given(_ASKED)
def test_an_hour_is_free_as_its_sixty_minutes_say(asked: Asked) -> None:
    check_capacity(asked, free_capacity)


@pytest.mark.parametrize("wrong", [_half_a_shift, _forgets_absences, _one_too_many, _cover_holds_all])
def test_the_sixty_minutes_catch_a_wrong_answer(wrong: Callable[..., Capacity]) -> None:
    fails(_ASKED, check_capacity, wrong)


@dataclass(frozen=True)
class Wanted:
    """A book that is never full, and whose clock the next hours are asked for by."""

    zone: str
    after: datetime
    most: int
    busy: tuple[datetime, ...]

    @property
    def book(self) -> Book:
        return Book(1, 1, self.busy, ((self.after - HOUR, self.after + 40 * HOUR),))


@st.composite
def wanted(draw: st.DrawFn) -> Wanted:
    """Draws searches over a change of the clock; half the zones have hours that do not begin with Greenwich's."""
    zone = draw(st.sampled_from(["Australia/Lord_Howe", "Asia/Kolkata", *sorted(CHANGES)]))
    day = draw(st.sampled_from(CHANGES.get(zone, (date(2028, 2, 29),))))
    after = datetime.combine(day, time(), UTC) + draw(st.integers(-14 * 60, 4 * 60)) * MINUTE
    busy = draw(st.lists(st.integers(0, 12 * 60).map(lambda minutes: after + minutes * MINUTE), max_size=3))
    return Wanted(zone, after, draw(st.integers(0, 6)), tuple(busy))


def check_wanted(asked: Wanted, answer: Callable[..., tuple[Capacity, ...]]) -> None:
    clock, until = ZoneInfo(asked.zone), asked.after + 12 * HOUR
    each = (asked.after + minute * MINUTE for minute in range(12 * 60))
    full_hours = (moment for moment in each if not moment.astimezone(clock).minute)
    free = [hour for hour in full_hours if not any(hour < end <= hour + HOUR for end in asked.busy)]
    found = answer(asked.book, asked.after, until, asked.zone, asked.most)
    assert [capacity.hour for capacity in found] == free[: asked.most]


def _hours_of_greenwich(
    book: Book, after: datetime, until: datetime, zone: str, most: int
) -> tuple[Capacity, ...]:
    """Wrong: an hour begins for everybody when it begins in Greenwich."""
    return free_hours(book, after, until, "UTC", most)


def _hours_by_the_hour(
    book: Book, after: datetime, until: datetime, zone: str, most: int
) -> tuple[Capacity, ...]:
    """Wrong: the clock only ever changes by whole hours."""
    first = next((capacity.hour for capacity in free_hours(book, after, until, zone, 1)), until)
    each = (
        free_capacity(book, first + number * HOUR)
        for number in range((until - first + HOUR - MINUTE) // HOUR)
    )
    return tuple(capacity for capacity in each if capacity.room is Room.FREE)[:most]


@settings(deadline=None)
@given(wanted())
def test_the_next_free_hours_are_the_first_free_ones_on_the_clock(asked: Wanted) -> None:
    check_wanted(asked, free_hours)


@pytest.mark.parametrize("wrong", [_hours_of_greenwich, _hours_by_the_hour])
def test_the_clock_catches_wrong_hours(wrong: Callable[..., tuple[Capacity, ...]]) -> None:
    fails(wanted(), check_wanted, wrong)


def test_a_full_hour_names_the_next_free_ones_and_an_absence_its_cover() -> None:
    shift = ((NOON, NOON + 5 * HOUR),)
    cover = Book(2, 1, (at(240),), shift)
    book = Book(1, 2, (at(60), at(30)), shift, absences=((at(150), at(200)),), cover=cover)
    rooms = [free_capacity(book, NOON + number * HOUR).room for number in range(6)]
    assert rooms == [Room.FULL, Room.FREE, Room.COVER, Room.FULL, Room.FREE, Room.NOBODY_ON_SHIFT]
    found = free_hours(book, NOON, NOON + 9 * HOUR, "UTC")
    assert [(each.hour, each.person_id) for each in found] == [(at(60), 1), (at(120), 2), (at(240), 1)]


def test_an_absence_without_length_takes_no_hour() -> None:
    book = Book(1, 1, (), ((NOON, NOON + HOUR),), absences=((at(15), at(15)),))
    assert free_capacity(book, NOON).room is Room.FREE


def test_a_zone_that_does_not_exist_has_no_hours() -> None:
    with pytest.raises(DomainError, match="zone_unknown"):
        free_hours(Book(1, 1, (), ()), NOON, NOON + HOUR, "Europe/Nowhere")
