"""The promise book: which hours can still be promised, and by whom. All moments are UTC."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from amends.rules.calendars import Span, zone_of

HOUR = timedelta(hours=1)


class Room(StrEnum):
    """Whether an hour can be promised."""

    FREE = "free"
    FULL = "full"
    NOBODY_ON_SHIFT = "nobody_on_shift"
    COVER = "cover"


@dataclass(frozen=True, slots=True)
class Book:
    """One person's hours: when they work, how many promises an hour may hold, and when those they hold end.

    `cover` is who does their work in an absence, with a book of their own.
    """

    person_id: int
    may_hold: int
    holds: tuple[datetime, ...]
    shifts: tuple[Span, ...]
    absences: tuple[Span, ...] = ()
    cover: Book | None = None


@dataclass(frozen=True, slots=True)
class Capacity:
    """What an hour answers, and whose it would be: the owner, their cover, or nobody."""

    hour: datetime
    room: Room
    person_id: int | None = None


def free_capacity(book: Book, hour: datetime) -> Capacity:
    """Answers whether the hour that begins now can be promised: free, full, nobody on shift, or by the cover.

    An hour needs its whole length on shift, and holds the promises that end in it, its last moment included.
    """
    if not _works(book.shifts, hour):
        return Capacity(hour, Room.NOBODY_ON_SHIFT)
    if any(max(since, hour) < min(until, hour + HOUR) for since, until in book.absences):
        return _covered(book, hour)
    held = sum(hour < end <= hour + HOUR for end in book.holds)
    return Capacity(hour, Room.FREE if held < book.may_hold else Room.FULL, book.person_id)


def free_hours(
    book: Book, after: datetime, until: datetime, zone: str, most: int = 3
) -> tuple[Capacity, ...]:
    """Answers the next hours that can be promised, full hours of the clock in this zone, the nearest first.

    Raises: DomainError('zone_unknown').
    """
    found: list[Capacity] = []
    for hour in _hours_of_clock(after, until, zone):
        if len(found) == most:
            break
        capacity = free_capacity(book, hour)
        if capacity.room in (Room.FREE, Room.COVER):
            found.append(capacity)
    return tuple(found)


def _covered(book: Book, hour: datetime) -> Capacity:
    if book.cover is None:
        return Capacity(hour, Room.NOBODY_ON_SHIFT)
    capacity = free_capacity(book.cover, hour)
    return Capacity(hour, Room.COVER, capacity.person_id) if capacity.room is Room.FREE else capacity


def _works(shifts: tuple[Span, ...], hour: datetime) -> bool:
    """Answers whether the shifts, one after the other, fill the hour."""
    reached = hour
    for since, until in sorted(shifts):
        if since <= reached:
            reached = max(reached, until)
    return reached >= hour + HOUR


def _hours_of_clock(after: datetime, until: datetime, zone: str) -> Iterator[datetime]:
    clock, hour = zone_of(zone), after
    while hour < until:
        local = hour.astimezone(clock)
        past = timedelta(minutes=local.minute, seconds=local.second, microseconds=local.microsecond)
        if not past:
            yield hour
        # A clock that changes by half an hour shows the next full hour sooner or later than in an hour.
        hour += HOUR - past
