"""What law or charter makes due in a case is granted by itself, apart from every option, once."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from datetime import date

from django.db.models import QuerySet

from amends.cases.authority import day_of
from amends.cases.circumstances import circumstances_of, facts_of
from amends.cases.ledger import move
from amends.cases.models import Remedy, Settlement
from amends.cases.policies import InForce, policy_in_force
from amends.cases.recording import Entry
from amends.cases.remedy_rows import remedy_row
from amends.people.models import Brand, Customer
from amends.people.prepared import prepared
from amends.rules.policy.facts import Facts
from amends.rules.policy.offers import ready_part
from amends.rules.policy.options import due_by_law
from amends.rules.remedies import Act, Origin, State


def grant_dues(entry: Entry) -> list[Settlement]:
    """Grants what is due in the case by now and was not granted yet; nobody asks, nobody approves, no limit is touched.

    What an earlier fact made due stays granted when the facts change: taking it back is a person's act.
    """
    case = entry.case
    policy = policy_in_force(case.brand_id, entry.now)
    if policy is None:
        return []
    brand = _brand(brand=case.brand_id)[0]
    customer = next(iter(_customer(brand=brand.pk, customer=case.customer_id or 0)), None)
    day = day_of(brand, entry.now)
    facts = facts_of(case, circumstances_of(case), customer, day, brand.currency)
    due = due_by_law(policy.compiled, facts)
    granted = set(_granted_before(brand=brand.pk, case=case.pk)) if due else set()
    return [one for code in due if code not in granted for one in _granted(entry, policy, code, facts, day)]


@prepared
def _brand(*, brand: int) -> QuerySet[Brand]:
    return Brand.objects.filter(pk=brand)


@prepared
def _customer(*, brand: int, customer: int) -> QuerySet[Customer]:
    return Customer.objects.of(brand).filter(pk=customer)


@prepared
def _granted_before(*, brand: int, case: int) -> QuerySet[Settlement, str]:
    rows = Settlement.objects.of(brand).filter(case_id=case, origin=Origin.DUE.value)
    return rows.values_list("code", flat=True)


def _granted(entry: Entry, policy: InForce, code: str, facts: Facts, day: date) -> Iterator[Settlement]:
    document = policy.compiled.policy
    name = document.entitlements[code].remedy
    worth = ready_part(name, document.remedies[name]).worth(facts)
    if worth is None:
        # A share of an amount that nobody knows yet: it is granted when the amount is.
        return
    case = entry.case
    settlement = Settlement.objects.create(
        brand_id=case.brand_id,
        uuid=uuid.uuid4(),
        case=case,
        origin=Origin.DUE.value,
        code=code,
        policy_number=policy.number,
        facts=dict(facts),
        total_minor=worth,
        currency=document.currency,
        given_on=day,
        state=State.APPROVED.value,
        chosen_at=entry.now,
    )
    remedy: Remedy = remedy_row(entry, settlement, document, "due", name, worth)
    entry.event("settlement.due", settlement=settlement.pk, code=code, amount=worth)
    move(entry, remedy, Act.APPROVE)
    yield settlement
