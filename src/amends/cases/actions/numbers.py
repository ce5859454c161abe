"""A number that was said in a case, shown whole to who says why."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from amends.cases.models import SealedNumber
from amends.cases.numbers import number_of
from amends.cases.recording import NotFound, Refused, record
from amends.people.permissions import Actor
from amends.rules.payouts import RevealReason


def reveal_number(*, actor: Actor, case_uuid: UUID, number: UUID, reason: RevealReason, now: datetime) -> str:
    """Answers the whole number, and writes down who saw it and why.

    Raises: NotFound, Refused('person_only'), DomainError('number_gone').
    """
    with record("reveal_number", actor=actor, case_uuid=case_uuid, now=now) as entry:
        if actor.staff_id is None:
            raise Refused("person_only")
        row = find_number(entry.case.brand_id, entry.case.pk, number)
        whole = number_of(row)
        entry.event("number.revealed", number=row.pk, what=row.kind, why=reason.value)
        return whole


def find_number(brand_id: int, case_id: int, number: UUID) -> SealedNumber:
    """Answers a number of a case, masked. Queries: 1. Raises: NotFound."""
    row = SealedNumber.objects.of(brand_id).filter(uuid=number, case_id=case_id, key__isnull=False).first()
    if row is None:
        raise NotFound("number_not_found")
    return row
