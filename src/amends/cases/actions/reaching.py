"""How a customer wants to be reached, said by themselves or heard by the desk."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from amends.cases.recording import Entry, Refused, record
from amends.errors import DomainError
from amends.people.permissions import Actor
from amends.rules.reaching import Wish


def set_reach(*, actor: Actor, case_uuid: UUID, wish: str, now: datetime, seen: int | None = None) -> None:
    """Keeps how the customer asked to be reached; nothing where they did not say.

    Raises: NotFound, Refused, Conflict, DomainError('unknown_way').
    """
    with record("describe", actor=actor, case_uuid=case_uuid, now=now, seen=seen) as entry:
        _keep(entry, wish)


def reach_own(*, actor: Actor, case_uuid: UUID, wish: str, now: datetime) -> None:
    """Keeps how the customer wants to be reached. Raises: NotFound, Refused('closed'), DomainError('unknown_way')."""
    with record("reach_own", actor=actor, case_uuid=case_uuid, now=now) as entry:
        if not entry.case.is_open:
            raise Refused("closed")
        _keep(entry, wish)


def _keep(entry: Entry, wish: str) -> None:
    if wish and wish not in list(Wish):
        raise DomainError("unknown_way")
    if entry.case.contact_preference != wish:
        entry.case.contact_preference = wish
        entry.event("case.described", changed=["contact_preference"])
