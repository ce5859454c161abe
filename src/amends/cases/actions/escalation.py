"""Somebody sends a case one rung up the ladder."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from amends.cases.escalation import climb
from amends.cases.models import Case
from amends.cases.policies import policy_in_force
from amends.cases.recording import Refused, record
from amends.errors import DomainError
from amends.people.permissions import Actor
from amends.rules.ladder import Climb


def escalate_case(
    *, actor: Actor, case_uuid: UUID, why: Climb, now: datetime, had_chance: bool | None = None
) -> Case:
    """Sends a case one rung up; of a demanded supervisor it says whether the rep had a fair chance first.

    Raises: NotFound, Refused('closed', 'ladder_ends'), DomainError('no_policy').
    """
    with record("assess", actor=actor, case_uuid=case_uuid, now=now) as entry:
        if not entry.case.is_open:
            raise Refused("closed")
        if policy_in_force(entry.case.brand_id, now) is None:
            raise DomainError("no_policy")
        more = {"had_chance": had_chance} if why is Climb.DEMANDED else {}
        if not climb(entry, why, **more):
            raise Refused("ladder_ends")
        return entry.case
