"""A case waits: for whom, until when; and goes on."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from amends.cases.actions.contacts import shift_clocks
from amends.cases.models import Case
from amends.cases.promise_clocks import resettle
from amends.cases.recording import Refused, record
from amends.errors import DomainError
from amends.people.permissions import Actor
from amends.rules.vocabulary import Waiting


def wait_for(*, actor: Actor, case_uuid: UUID, waiting: Waiting, until: datetime, now: datetime) -> Case:
    """Lays a wait over the stage; only waiting for the customer stops the clocks of the law.

    A promise's clock stops for what the brand's policy names, and no longer than until the hour given here.

    Raises: NotFound, Refused, DomainError('until_past').
    """
    if until <= now:
        raise DomainError("until_past")
    if waiting is Waiting.NOBODY:
        raise DomainError("waiting_for_nobody")
    with record("wait", actor=actor, case_uuid=case_uuid, now=now) as entry:
        case = entry.case
        if not case.is_open:
            raise Refused("closed")
        if case.waiting:
            shift_clocks(case, now)
        case.waiting, case.waiting_until, case.waiting_since = waiting.value, until, now
        entry.event("wait.begun", why=waiting.value, until=until.isoformat())
        resettle(entry)
        return case


def resume_case(*, actor: Actor, case_uuid: UUID, now: datetime) -> Case:
    """Ends a wait by hand. Raises: NotFound, Refused('not_waiting')."""
    with record("wait", actor=actor, case_uuid=case_uuid, now=now) as entry:
        if not entry.case.waiting:
            raise Refused("not_waiting")
        shift_clocks(entry.case, now)
        entry.event("wait.ended", why="by_hand")
        resettle(entry)
        return entry.case
