"""By which hour something can be promised: a window in the customer's time, and somebody who is there."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.db.models import QuerySet

from amends.cases.models import Case
from amends.cases.promise_book import PromiseBook, covers_of, promise_book
from amends.cases.recording import Entry, Refused
from amends.errors import DomainError
from amends.people.models import Brand, Customer, Staff
from amends.people.prepared import prepared
from amends.rules.calendars import Span, zone_of
from amends.rules.promise_book import Capacity, Room
from amends.rules.promises import moments, must_have_hour

FARTHEST = timedelta(days=366)
"""Nobody promises an hour more than a year ahead; what is typed so is a slip."""
_WHY_NOT = {Room.FULL: "hour_full", Room.NOBODY_ON_SHIFT: "owner_not_on_shift"}


@dataclass(frozen=True, slots=True)
class Hours:
    """A date and two hours as clocks show them where the customer is; what was not said is None."""

    day: date | None
    starts: time | None
    ends: time | None


def zone_at(case: Case) -> str:
    """Answers in whose time a promise to this customer is said: theirs, else the brand's. Queries: 2."""
    zone = next(iter(_customers_zone(brand=case.brand_id, customer=case.customer_id or 0)), "")
    return known_zone(zone, _brands_zone(brand=case.brand_id)[0])


@prepared
def _customers_zone(*, brand: int, customer: int) -> QuerySet[Customer, str]:
    return Customer.objects.of(brand).filter(pk=customer).values_list("zone", flat=True)


@prepared
def _brands_zone(*, brand: int) -> QuerySet[Brand, str]:
    return Brand.objects.filter(pk=brand).values_list("zone", flat=True)


def known_zone(zone: str, otherwise: str) -> str:
    """Answers a zone if there is one of that name, else the other: what a customer's row says came from outside."""
    try:
        return zone_of(zone).key if zone else otherwise
    except DomainError:
        return otherwise


def window_of(hours: Hours, zone: str, now: datetime) -> Span:
    """Answers the moments of a window that is still to come.

    Raises: DomainError('promise_without_hour'), DomainError('window_backwards'), DomainError('window_past'),
    DomainError('hour_does_not_exist'), DomainError('window_far').
    """
    day, starts, ends = must_have_hour(hours.day, hours.starts, hours.ends)
    if abs(day - now.date()) > FARTHEST:
        raise DomainError("window_far" if day > now.date() else "window_past")
    window = moments(day, starts, ends, zone)
    if window[1] <= now:
        raise DomainError("window_past")
    return window


def book_hour(
    entry: Entry, owner_id: int, end: datetime, zone: str, without: datetime | None = None
) -> Capacity:
    """Answers whose hour it will be; `without` is when the promise ends that is about to move.

    Raises: Refused('hour_full', free, zone), Refused('owner_not_on_shift', free, zone). Queries: 9 to 17.
    """
    brand = Brand.objects.get(pk=entry.case.brand_id)
    # Two who promise the same hour of the same people wait for each other here.
    people = covers_of(promise_book(brand, owner_id, entry.now, end)) | {owner_id}
    list(Staff.objects.select_for_update(no_key=True).filter(pk__in=people).order_by("pk"))
    book = promise_book(brand, owner_id, entry.now, end).without(without)
    capacity = book.capacity_until(end, zone)
    if capacity.room in (Room.FREE, Room.COVER):
        return capacity
    raise Refused(_WHY_NOT[capacity.room], free=_free(book, entry.now, end, zone), zone=zone)


def _free(book: PromiseBook, now: datetime, end: datetime, zone: str) -> tuple[datetime, ...]:
    """Answers free hours near the one that was wanted: of that day, else after it."""
    day = end.astimezone(zone_of(zone)).replace(hour=0, minute=0, second=0, microsecond=0)
    return book.free_hours(max(now, day), zone)
