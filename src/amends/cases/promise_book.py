"""The promise book as it stands: whose hours can still be promised, from shifts, absences and what is promised."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.db.models import Q, QuerySet
from django.db.models.functions import Coalesce

from amends.cases.holidays import public_holidays
from amends.cases.models import Absence, BrandHours, Promise, Shift
from amends.cases.promise_clocks import STILL_OPEN
from amends.people.models import Brand
from amends.people.prepared import prepared
from amends.rules.calendars import Hours, Span, WorkingHours, open_spans, zone_of
from amends.rules.promise_book import HOUR, Book, Capacity, Room, free_capacity

MOST_AN_HOUR = 3
"""So many promises of one person may end in one hour, where the brand says nothing else."""
_AROUND = timedelta(days=1)
_LOOKED_AHEAD = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class Calendar:
    """What a brand says of itself: its week, its closed days and holidays, how much an hour may hold."""

    hours: WorkingHours | None
    closed: frozenset[date]
    most_an_hour: int


@dataclass(frozen=True, slots=True)
class PromiseBook:
    """The hours of one person in a stretch of time; each absence has its own cover, with a book of their own."""

    own: Book
    covers: tuple[tuple[Span, Book | None], ...] = ()

    def capacity(self, hour: datetime) -> Capacity:
        """Answers whether the hour that begins now can be promised, and whose it would be."""
        return free_capacity(self._at(hour), hour)

    def capacity_until(self, end: datetime, zone: str) -> Capacity:
        """Answers whether a window that ends then can be promised, by the hour of the clock in which it ends."""
        capacity = self.capacity(hour_before(end, zone))
        if capacity.room is not Room.NOBODY_ON_SHIFT:
            return capacity
        # Who goes home at half past works until then.
        return self.capacity(end - HOUR)

    def free_hours(self, after: datetime, zone: str, most: int = 3) -> tuple[datetime, ...]:
        """Answers the next hours of the clock that can be promised, within a week."""
        found: list[datetime] = []
        hour = hour_before(after, zone) + HOUR
        while hour < after + _LOOKED_AHEAD and len(found) < most:
            if self.capacity(hour).room in (Room.FREE, Room.COVER):
                found.append(hour)
            hour += HOUR
        return tuple(found)

    def without(self, moment: datetime | None) -> PromiseBook:
        """Answers the book as if one promise that ends then were not in it: the one that is about to move."""
        holds = list(self.own.holds)
        if moment in holds:
            holds.remove(moment)
        return replace(self, own=replace(self.own, holds=tuple(holds)))

    def held(self, hour: datetime) -> int:
        """Answers how many promises end in the hour."""
        book = self._at(hour)
        book = book.cover if book.cover and self.capacity(hour).room is Room.COVER else book
        return sum(hour < end <= hour + HOUR for end in book.holds)

    def _at(self, hour: datetime) -> Book:
        for (since, until), cover in self.covers:
            if since < hour + HOUR and hour < until:
                return replace(self.own, cover=cover)
        return self.own


def hour_before(end: datetime, zone: str) -> datetime:
    """Answers when the hour of the clock in this zone began in which a moment lies; a full hour ends the one before."""
    last = end.astimezone(UTC) - datetime.resolution
    local = last.astimezone(zone_of(zone))
    return last - timedelta(minutes=local.minute, seconds=local.second, microseconds=local.microsecond)


def promise_book(brand: Brand, staff_id: int, since: datetime, until: datetime) -> PromiseBook:
    """Answers a person's book from a day before until a week after. Queries: 4, and 3 for their covers."""
    return promise_books(brand, (staff_id,), since, until)[staff_id]


def promise_books(
    brand: Brand, staff: Collection[int], since: datetime, until: datetime
) -> dict[int, PromiseBook]:
    """Answers the books of several people at once. Queries: 4, and 3 for their covers."""
    span = since - _AROUND, until + _LOOKED_AHEAD + _AROUND
    calendar = calendar_of(brand, span)
    absences = _absences(brand=brand.pk, staff=tuple(sorted(staff)), since=span[0], until=span[1])
    covers = {row.cover_id for row in absences if row.cover_id}
    books = _books(brand, {*staff} | covers, absences, calendar, span)
    return {person: _with_covers(person, absences, books) for person in staff}


def _with_covers(person: int, absences: Sequence[Absence], books: Mapping[int, Book]) -> PromiseBook:
    own = [row for row in absences if row.staff_id == person]
    covers = [((row.starts_at, row.ends_at), books[row.cover_id] if row.cover_id else None) for row in own]
    return PromiseBook(books[person], tuple(covers))


def covers_of(book: PromiseBook) -> set[int]:
    """Answers everybody whose hours this book may promise."""
    return {book.own.person_id} | {cover.person_id for _span, cover in book.covers if cover}


def _books(
    brand: Brand, people: set[int], absences: Sequence[Absence], calendar: Calendar, span: Span
) -> dict[int, Book]:
    ids = tuple(sorted(people))
    shifts: dict[int, list[Shift]] = defaultdict(list)
    for shift in _shifts(brand=brand.pk, staff=ids):
        shifts[shift.staff_id].append(shift)
    away: dict[int, list[Span]] = defaultdict(list)
    others = _absences(brand=brand.pk, staff=ids, since=span[0], until=span[1]) if len(ids) > 1 else absences
    for row in others:
        away[row.staff_id].append((row.starts_at, row.ends_at))
    holds: dict[int, list[datetime]] = defaultdict(list)
    for person, due in _holds(staff=ids, since=span[0], until=span[1]):
        holds[person].append(due)
    return {
        person: Book(
            person,
            calendar.most_an_hour,
            tuple(holds[person]),
            works(shifts[person], calendar, span),
            tuple(away[person]),
        )
        for person in ids
    }


def works(shifts: Sequence[Shift], calendar: Calendar, span: Span) -> tuple[Span, ...]:
    """Answers when a person works: by their own plan; without one, when the brand does; without either, always."""
    if shifts:
        return open_spans(_week(shifts), calendar.closed, *span)
    if calendar.hours is not None:
        return open_spans(calendar.hours, calendar.closed, *span)
    return (span,)


def _week(shifts: Iterable[Shift]) -> WorkingHours:
    rows = list(shifts)
    days: list[list[tuple[time, time]]] = [[] for _ in range(7)]
    for row in rows:
        days[row.weekday].append((row.starts, row.ends))
    return WorkingHours(tuple(tuple(day) for day in days), rows[0].zone)


def calendar_of(brand: Brand, span: Span) -> Calendar:
    """Answers what a brand says of its hours. Queries: 1. Raises: DomainError('region_unknown')."""
    row = next(iter(_brand_hours(brand=brand.pk)), None)
    if row is None:
        return Calendar(None, frozenset(), MOST_AN_HOUR)
    closed = frozenset(date.fromisoformat(day) for day in row.closed_days)
    years = tuple(range(span[0].year - 1, span[1].year + 2))
    hours = WorkingHours(read_week(row.week), brand.zone, row.region, closed)
    return Calendar(hours, closed | public_holidays(row.region, years), row.promises_an_hour)


def read_week(week: Sequence[Sequence[Sequence[str]]]) -> tuple[Hours, ...]:
    """Answers a stored week as the calendar reads it."""
    return tuple(tuple((_hour(start), _hour(end)) for start, end in day) for day in week)


def _hour(text: str) -> time:
    return time.fromisoformat(text)


def day_hours(day: date, zone: str, since: int = 0, until: int = 24) -> tuple[datetime, ...]:
    """Answers the hours of a day as clocks in this zone show them, each moment once, 23 or 25 on days of change."""
    clock = zone_of(zone)
    start, end = _midnight(day, clock), _midnight(day + timedelta(days=1), clock)
    hours = []
    while start < end:
        if since <= start.astimezone(clock).hour < until:
            hours.append(start)
        start += HOUR
    return tuple(hours)


def _midnight(day: date, clock: ZoneInfo) -> datetime:
    return datetime.combine(day, time(), clock).astimezone(UTC)


@prepared
def _brand_hours(*, brand: int) -> QuerySet[BrandHours]:
    return BrandHours.objects.of(brand)


@prepared
def _shifts(*, brand: int, staff: tuple[int, ...]) -> QuerySet[Shift]:
    return Shift.objects.of(brand).filter(staff_id__in=staff)


@prepared
def _absences(*, brand: int, staff: tuple[int, ...], since: datetime, until: datetime) -> QuerySet[Absence]:
    rows = Absence.objects.of(brand).filter(staff_id__in=staff, ends_at__gt=since, starts_at__lt=until)
    return rows.order_by("starts_at", "pk")


@prepared
def _holds(
    *, staff: tuple[int, ...], since: datetime, until: datetime
) -> QuerySet[Promise, tuple[int, datetime]]:
    # A person's hour is one hour, whichever of the brands in scope they speak for.
    rows = Promise.objects.filter(STILL_OPEN, due_at__gt=since, due_at__lte=until)
    rows = rows.filter(Q(owner_id__in=staff, cover__isnull=True) | Q(cover_id__in=staff))
    return rows.annotate(whose=Coalesce("cover_id", "owner_id")).values_list("whose", "due_at")
