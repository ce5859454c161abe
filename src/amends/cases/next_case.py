"""The best next case for a person, in the order of the queue."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta

from amends.cases.models import Case, CaseView, Skipped
from amends.cases.queue import QueueRow, queue
from amends.people.models import Staff
from amends.people.permissions import PERMISSIONS, Actor
from amends.rules.matching import Person, Work, fit
from amends.rules.vocabulary import Situation

JUST_SEEN = timedelta(minutes=15)
_OFFERED = 200


def best_next(actor: Actor, staff: Staff, now: datetime) -> Case | None:
    """Answers the best next case: own due ones, nobody's due ones, nobody's others, then own others.

    Not offered: what they passed over today, and of their own what they looked at a moment ago.
    """
    passed, seen = _passed_over(staff, now), _just_seen(staff, now)
    people = {brand_id: _person(actor, staff, brand_id) for brand_id in actor.brand_ids}
    for row, is_due in _candidates(actor, now):
        is_mine = row["owner_id"] == staff.pk
        waits = row["waiting"] and not is_due
        if row["id"] in passed or waits or (is_mine and row["id"] in seen):
            continue
        if not fit(people[row["brand_id"]], _work(row, is_mine, is_due)):
            return Case.objects.of(row["brand_id"]).get(pk=row["id"])
    return None


def _passed_over(staff: Staff, now: datetime) -> set[int]:
    since = now.replace(hour=0, minute=0, second=0)
    return set(Skipped.objects.filter(staff=staff, at__gte=since).values_list("case_id", flat=True))


def _just_seen(staff: Staff, now: datetime) -> set[int]:
    rows = CaseView.objects.filter(staff=staff, at__gte=now - JUST_SEEN)
    return set(rows.values_list("case_id", flat=True))


def _person(actor: Actor, staff: Staff, brand_id: int) -> Person:
    carried = Case.objects.of(brand_id).filter(owner=staff, is_open=True)[: staff.usual_load].count()
    return Person(
        frozenset(staff.languages),
        frozenset(staff.skills),
        carried,
        staff.usual_load,
        actor.roles.get(brand_id) in PERMISSIONS["decide_hold"],
    )


def _work(row: QueueRow, is_mine: bool, is_due: bool) -> Work:
    return Work(row["language"], row["needed_skill"], Situation(row["situation"]), is_mine, is_due)


def _candidates(actor: Actor, now: datetime) -> Iterator[tuple[QueueRow, bool]]:
    brands = sorted(actor.brand_ids)
    mine = queue(actor, brands, "mine", now, size=_OFFERED)
    yield from ((row, True) for row in mine.due)
    nobodys = queue(actor, brands, "nobody", now, size=_OFFERED)
    yield from ((row, True) for row in nobodys.due)
    yield from ((row, False) for row in nobodys.rest)
    yield from ((row, False) for row in mine.rest)
