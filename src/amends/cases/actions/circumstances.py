"""What the policy asks about a case is written down; what law or charter makes due follows by itself."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

from amends.cases.circumstances import STATED
from amends.cases.dues import grant_dues
from amends.cases.models import Circumstances
from amends.cases.policies import policy_in_force
from amends.cases.recording import Entry, Refused, record
from amends.errors import DomainError
from amends.people.models import Brand
from amends.people.permissions import Actor
from amends.rules.policy.amounts import MOST
from amends.rules.policy.document import Policy
from amends.rules.policy.facts import FACTS, NAMED_BY_POLICY, FactKind, Value, check_facts

Stated = Mapping[str, Value | None]
"""Fact -> what is known of it; None says that it is not known any more."""


def set_circumstances(
    *, actor: Actor, case_uuid: UUID, stated: Stated, now: datetime, seen: int | None = None
) -> Circumstances:
    """Writes down what is known of a case for its policy; facts that are not named stay as they are.

    Raises: NotFound, Refused, Conflict, DomainError('unknown_fact'), DomainError('fact_out_of_range'),
    DomainError('no_policy').
    """
    if unknown := stated.keys() - set(STATED):
        raise DomainError("unknown_fact", fact=min(unknown))
    with record("describe", actor=actor, case_uuid=case_uuid, now=now, seen=seen) as entry:
        brand = Brand.objects.get(pk=entry.case.brand_id)
        policy = policy_in_force(brand.pk, now)
        if policy is None:
            raise DomainError("no_policy")
        _check(policy.compiled.policy, stated, brand.currency)
        row = _row(entry)
        for name, value in stated.items():
            setattr(row, name, _stored(name, value))
        row.recorded_at = now
        row.save()
        entry.event("circumstances.set", **dict(stated))
        grant_dues(entry)
        return row


def dispute_amount(
    *, actor: Actor, case_uuid: UUID, amount_minor: int | None, now: datetime
) -> Circumstances:
    """Writes down how much is in dispute, so that nobody duns for it; None says that it is not known any more.

    Raises: NotFound, Refused('closed'), DomainError('amount_wrong'). Units: minor units.
    """
    if amount_minor is not None and not 0 <= amount_minor <= MOST:
        raise DomainError("amount_wrong")
    with record("describe", actor=actor, case_uuid=case_uuid, now=now) as entry:
        if not entry.case.is_open:
            raise Refused("closed")
        row = _row(entry)
        row.disputed_minor, row.recorded_at = amount_minor, now
        row.save()
        entry.event("amount.disputed", amount=amount_minor)
        return row


def _row(entry: Entry) -> Circumstances:
    brand = entry.case.brand_id
    row = Circumstances.objects.of(brand).filter(case=entry.case).first()
    return row or Circumstances(brand_id=brand, case=entry.case)


def _check(policy: Policy, stated: Stated, currency: str) -> None:
    known = {name: value for name, value in stated.items() if value is not None}
    check_facts(known, currency, policy.currency)
    for name in NAMED_BY_POLICY:
        if name in known and known[name] not in policy.codes_of(name):
            raise DomainError("fact_out_of_range", fact=name, value=known[name])


def _stored(name: str, value: Value | None) -> Value | None:
    return "" if value is None and FACTS[name].kind is FactKind.CODE else value
