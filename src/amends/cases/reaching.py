"""The next best way to a customer and its time, worked out once for both sides of a case."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from django.db.models import QuerySet

from amends.cases.models import Case, Contact
from amends.cases.promise_book import calendar_of, works
from amends.cases.promise_hours import known_zone
from amends.people.models import Address, Brand, Customer
from amends.people.prepared import prepared
from amends.rules.calendars import Span
from amends.rules.reaching import AHEAD, Known, Reach, Wish, next_reach
from amends.rules.vocabulary import Channel, Direction


def ways_to(case: Case) -> frozenset[str]:
    """Answers which kinds of addresses the customer of a case has. Queries: 1."""
    return frozenset(_kinds(brand=case.brand_id, customer=case.customer_id or 0))


def reach_of(
    case: Case,
    customer: Customer | None,
    brand: Brand,
    contacts: Iterable[Contact],
    ways: frozenset[str],
    now: datetime,
) -> Reach | None:
    """Answers how and when the next word reaches the customer best. Queries: 0, and 1 where it may be a call."""
    came = [one for one in contacts if one.direction == Direction.IN.value]
    known = Known(
        has_email="email" in ways,
        has_phone="phone" in ways,
        wish=wish_of(case),
        came_by=Channel(max(came, key=lambda one: one.occurred_at).channel) if came else None,
    )
    zone = known_zone(customer.zone if customer else "", brand.zone)
    return next_reach(known, _works(brand, now) if known.has_phone else (), zone, now)


def wish_of(case: Case) -> Wish | None:
    """Answers how the customer asked to be reached; None where they did not say."""
    return Wish(case.contact_preference) if case.contact_preference in list(Wish) else None


def _works(brand: Brand, now: datetime) -> tuple[Span, ...]:
    span = (now, now + AHEAD)
    return works((), calendar_of(brand, span), span)


@prepared
def _kinds(*, brand: int, customer: int) -> QuerySet[Address, str]:
    rows = Address.objects.of(brand).filter(customer_id=customer)
    return rows.order_by("kind").values_list("kind", flat=True).distinct()
