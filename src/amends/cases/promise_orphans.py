"""Promises that still run and that nobody is there to keep: their owner is gone, or is not on shift in their hour."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from django.db.models import Q, QuerySet

from amends.cases.models import Promise
from amends.cases.promise_book import promise_books
from amends.cases.promise_clocks import STILL_OPEN
from amends.cases.recording import subject_of
from amends.people.models import Brand, Membership
from amends.people.permissions import PERMISSIONS, Actor, may
from amends.people.prepared import prepared
from amends.rules.promise_book import Room

AHEAD = timedelta(days=7)
"""So far ahead shifts are looked at; whoever left is looked for in all that still runs."""
MOST_READ = 500
MOST_LISTED = 50


class Missing(StrEnum):
    """Why nobody is there."""

    LEFT = "left"
    OFF_SHIFT = "off_shift"


@dataclass(frozen=True, slots=True)
class Orphan:
    """One promise without anybody to keep it."""

    promise: Promise
    why: Missing


def orphaned_promises(actor: Actor, brands: Mapping[int, Brand], now: datetime) -> list[Orphan]:
    """Answers orphaned promises of the brands where this person may give work to others, the nearest due first.

    Queries: 0 to 2, and 4 to 7 for each brand with promises in the coming week.
    """
    ids = tuple(sorted(pk for pk in brands if actor.roles.get(pk) in PERMISSIONS["assign_others"]))
    if not ids:
        return []
    rows = _running(brands=ids)
    here = {(brand, staff) for brand, staff in _there(brands=ids)} if rows else set()
    left = [row for row in rows if not _is_anybody_there(row, here)]
    found = [Orphan(row, Missing.LEFT) for row in left]
    rest = [row for row in rows if row not in left and now < row.due_at <= now + AHEAD]
    found += [Orphan(row, Missing.OFF_SHIFT) for row in _off_shift(rest, brands, now)]
    seen = [one for one in found if may(actor, "assign_others", subject_of(one.promise.case)).is_granted]
    return sorted(seen, key=lambda one: (one.promise.due_at, one.promise.pk))[:MOST_LISTED]


def _is_anybody_there(row: Promise, here: set[tuple[int, int]]) -> bool:
    return (row.brand_id, row.cover_id or row.owner_id) in here


def _off_shift(rows: Sequence[Promise], brands: Mapping[int, Brand], now: datetime) -> Iterator[Promise]:
    by_brand: dict[int, list[Promise]] = defaultdict(list)
    for row in rows:
        by_brand[row.brand_id].append(row)
    for brand, theirs in by_brand.items():
        people = {row.owner_id for row in theirs}
        books = promise_books(brands[brand], people, now, max(row.due_at for row in theirs))
        for row in theirs:
            capacity = books[row.owner_id].capacity_until(row.due_at, row.zone)
            if capacity.room is Room.NOBODY_ON_SHIFT:
                yield row


@prepared
def _running(*, brands: tuple[int, ...]) -> QuerySet[Promise]:
    rows = Promise.objects.filter(STILL_OPEN, Q(brand_id__in=brands)).order_by("due_at", "pk")
    return rows.select_related("case", "case__customer", "owner", "cover")[:MOST_READ]


@prepared
def _there(*, brands: tuple[int, ...]) -> QuerySet[Membership, tuple[int, int]]:
    rows = Membership.objects.filter(brand_id__in=brands, staff__is_active=True)
    return rows.values_list("brand_id", "staff_id")
