"""Working time is planned: a person's week, an absence with who covers it, a brand's opening hours."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime, time

from django.db import transaction

from amends.cases.holidays import public_holidays
from amends.cases.models import Absence, BrandHours, Shift
from amends.cases.recording import Refused, allow, write_lock
from amends.errors import DomainError
from amends.people.models import Brand, Membership, Staff
from amends.people.permissions import Actor, Subject, may
from amends.rules.calendars import Hours, zone_of

Week = Mapping[int, Sequence[tuple[time, time]]]
"""Weekday (0 is Monday) -> from when until when."""


def plan_week(*, actor: Actor, brand: Brand, staff: Staff, week: Week, zone: str) -> list[Shift]:
    """Plans the week of a person for a brand anew; an empty week leaves them to the brand's own hours.

    Raises: Refused, Refused('owner_may_not'), DomainError('zone_unknown'), DomainError('weekday_unknown').
    """
    allow(may(actor, "plan_shifts", Subject(brand.pk)))
    _check_works_for(brand, staff)
    if not set(week) <= set(range(7)):
        raise DomainError("weekday_unknown")
    zone = zone_of(zone).key
    rows = [
        Shift(brand_id=brand.pk, staff=staff, weekday=day, starts=starts, ends=ends, zone=zone)
        for day, hours in sorted(week.items())
        for starts, ends in sorted(set(hours))
    ]
    with write_lock(), transaction.atomic():
        Shift.objects.of(brand.pk).filter(staff=staff).delete()
        return Shift.objects.bulk_create(rows)


def note_absence(
    *,
    actor: Actor,
    brand: Brand,
    staff: Staff,
    starts_at: datetime,
    ends_at: datetime,
    cover: Staff | None = None,
) -> Absence:
    """Notes when a person is away, and who does their work meanwhile; nobody covers themselves.

    Raises: Refused, Refused('owner_may_not'), DomainError('window_backwards').
    """
    allow(may(actor, "plan_shifts", Subject(brand.pk)))
    _check_works_for(brand, staff)
    if cover is not None:
        _check_works_for(brand, cover)
    if ends_at <= starts_at or cover == staff:
        raise DomainError("window_backwards", starts=starts_at, ends=ends_at)
    with write_lock(), transaction.atomic():
        return Absence.objects.create(
            brand_id=brand.pk, staff=staff, cover=cover, starts_at=starts_at, ends_at=ends_at
        )


def set_brand_hours(
    *,
    actor: Actor,
    brand: Brand,
    week: Sequence[Hours],
    region: str = "",
    closed_days: Sequence[date] = (),
    promises_an_hour: int = 3,
) -> BrandHours:
    """Sets a brand's week, whose public holidays it keeps, its closed days, and how much one hour may hold.

    Raises: Refused, DomainError('week_not_seven_days'), DomainError('region_unknown'), DomainError('number_wrong').
    """
    allow(may(actor, "plan_shifts", Subject(brand.pk)))
    if len(week) != 7:
        raise DomainError("week_not_seven_days", days=len(week))
    if not 1 <= promises_an_hour <= 60:
        raise DomainError("number_wrong", number=promises_an_hour, name="promises an hour", least=1, most=60)
    public_holidays(region, (2026,))
    said = {
        "week": [[[_said(starts), _said(ends)] for starts, ends in day] for day in week],
        "region": region,
        "closed_days": sorted(day.isoformat() for day in closed_days),
        "promises_an_hour": promises_an_hour,
    }
    with write_lock(), transaction.atomic():
        return BrandHours.objects.of(brand.pk).update_or_create(brand_id=brand.pk, defaults=said)[0]


def _said(hour: time) -> str:
    return hour.isoformat(timespec="minutes")


def _check_works_for(brand: Brand, staff: Staff) -> None:
    if not Membership.objects.filter(brand=brand, staff=staff).exists():
        raise Refused("owner_may_not")
