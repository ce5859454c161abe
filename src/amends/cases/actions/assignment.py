"""Who has a case: given, taken as the best next one, passed over with a reason."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from amends.cases.models import Case, Skipped
from amends.cases.next_case import best_next
from amends.cases.recording import Refused, allow, record, subject_of
from amends.people.actors import actor_of
from amends.people.models import Staff
from amends.people.permissions import Actor, may
from amends.rules.vocabulary import Skip


def assign_case(*, actor: Actor, case_uuid: UUID, owner: Staff | None, now: datetime) -> Case:
    """Gives a case to a person, or back to nobody. Raises: NotFound, Refused."""
    with record("assign", actor=actor, case_uuid=case_uuid, now=now) as entry:
        case = entry.case
        if owner is not None and owner.pk != actor.staff_id:
            allow(may(actor, "assign_others", subject_of(case)))
        if owner is not None:
            _check_owner(owner, case)
        before, case.owner = case.owner_id, owner
        entry.event("case.assigned", before=before, after=case.owner_id)
        return case


def _check_owner(owner: Staff, case: Case) -> None:
    if not owner.is_active or not may(actor_of(owner), "reply", subject_of(case)).is_granted:
        raise Refused("owner_may_not")


def take_next_case(*, actor: Actor, staff: Staff, now: datetime) -> Case | None:
    """Gives the best next case to this person and answers it; None when there is none.

    Two people never get the same: the row is taken by a conditional write, and a lost race tries again.
    """
    for _ in range(5):
        found = best_next(actor, staff, now)
        if found is None or found.owner_id == staff.pk:
            return found
        try:
            return _take(actor, found.uuid, staff, now)
        except Refused:
            continue
    return None


def _take(actor: Actor, case_uuid: UUID, staff: Staff, now: datetime) -> Case:
    with record("assign", actor=actor, case_uuid=case_uuid, now=now) as entry:
        if entry.case.owner_id is not None or not entry.case.is_open:
            raise Refused("taken")
        entry.case.owner = staff
        entry.event("case.taken", before=None, after=staff.pk)
        return entry.case


def skip_case(*, actor: Actor, staff: Staff, case_uuid: UUID, reason: Skip, now: datetime) -> None:
    """Passes over a case, with the reason; it goes back to nobody and is not offered again today.

    Raises: NotFound, Refused.
    """
    with record("assign", actor=actor, case_uuid=case_uuid, now=now) as entry:
        case = entry.case
        Skipped.objects.create(brand_id=case.brand_id, case=case, staff=staff, reason=reason.value, at=now)
        if case.owner_id == staff.pk:
            case.owner = None
        entry.event("case.skipped", reason=reason.value)
