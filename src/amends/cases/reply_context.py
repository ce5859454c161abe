"""What a reply is held against: the case, the customer's words, what its writer may give, whose data is known."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime
from typing import Any

from django.db.models import QuerySet

from amends.cases.authority import day_of, power_of
from amends.cases.circumstances import circumstances_of
from amends.cases.consults import raised_authority
from amends.cases.ledger import given_in_case
from amends.cases.models import BrandContact, Case, Contact, Fact, Offer, Point, Settlement
from amends.cases.policies import InForce, policy_in_force
from amends.language.checks import Context, with_reading
from amends.people.models import Address, Brand, Staff
from amends.people.permissions import Actor
from amends.people.prepared import prepared
from amends.rules.policy.offers import limits_of
from amends.rules.vocabulary import Direction, Emotion

_MOST_SAID = 5
_MOST_OWN = 5


def reply_context(case: Case, actor: Actor, now: datetime, offered_minor: int = 0) -> Context:
    """Answers what a reply of this person in this case is held against; `offered_minor` is put to the customer with it.

    Queries: 10 to 15.
    """
    brand = Brand.objects.get(pk=case.brand_id)
    here = {"brand": brand.pk, "case": case.pk}
    contacts = list(_contacts(**here))
    points, facts = list(_points(**here)), list(_facts(**here))
    policy, said = policy_in_force(brand.pk, now), circumstances_of(case)
    context = with_reading(
        Context(
            language="" if case.language == "und" else case.language,
            said="\n\n".join(_last(contacts, Direction.IN, _MOST_SAID)),
            points=tuple(points),
            emotions=(case.emotion,) if case.emotion else (),
            fault=case.cause,
            situation=case.situation,
            is_heard=bool(points or facts),
            is_leaving=bool(said and said.leave_intent),
            limit_minor=_limit(case, brand, actor, now, policy, offered_minor) if policy else None,
            currency=brand.currency,
            own_last=tuple(_own_elsewhere(**here, staff=actor.staff_id or 0)),
            own_here=tuple(_last(contacts, Direction.OUT, _MOST_SAID)),
            known_minor=tuple(
                amount
                for amount in (said.price_paid, said.monthly_price, said.fee, said.disputed_minor)
                if amount is not None
            )
            if said
            else (),
            facts=tuple(_approved(policy)),
            known=tuple(_known(case, brand, facts, actor)),
            blocked=frozenset(policy.compiled.policy.reply_blocks if policy else ()),
            at=now,
        )
    )
    # A person who named it knows better: nothing has to be answered to somebody who is calm.
    return replace(context, emotions=()) if case.emotion == Emotion.CALM.value else context


def _last(contacts: Iterable[tuple[str, str]], direction: Direction, most: int) -> list[str]:
    return [text for one, text in contacts if one == direction.value and text][-most:]


def _approved(policy: InForce | None) -> Iterable[str]:
    return (text for block in policy.compiled.policy.fact_blocks for text in block.values()) if policy else ()


def _known(case: Case, brand: Brand, facts: Iterable[str], actor: Actor) -> Iterable[str]:
    """Answers what may be told: how this customer, the writer and the brand are reached; nothing of another brand."""
    yield case.reference
    yield from _own_address(staff=actor.staff_id or 0)
    yield brand.from_address
    yield from _addresses(brand=brand.pk, customer=case.customer_id or 0)
    yield from _ways(brand=brand.pk)
    yield from facts


def _limit(
    case: Case, brand: Brand, actor: Actor, now: datetime, policy: InForce, offered_minor: int
) -> int | None:
    """Answers the most that this person may say in this case; what was offered or given already may be said again.

    None for who holds no place in the policy and gives nothing. Units: minor units.
    """
    in_case = given_in_case(brand.pk, case.pk)
    power = power_of(actor, brand.pk, day_of(brand, now), policy, in_case)
    if power is None or actor.staff_id is None:
        return None
    limits = limits_of(policy.compiled.policy.authority, power.holder, power.team)
    left = min(limits.per_case - in_case, limits.per_day - power.given_today) if limits else 0
    raised = [one.amount_minor for one in raised_authority(case.pk, brand.pk, actor.staff_id)]
    settled = list(_settled(brand=brand.pk, case=case.pk))
    offered = [
        int(option["worth"] or 0) for options in _offers(brand=brand.pk, case=case.pk) for option in options
    ]
    most: int = max(0, left, offered_minor, *raised, *settled, *offered)
    return most


@prepared
def _contacts(*, brand: int, case: int) -> QuerySet[Contact, tuple[str, str]]:
    rows = Contact.objects.of(brand).filter(case_id=case).order_by("occurred_at", "id")
    return rows.values_list("direction", "text")


@prepared
def _own_elsewhere(*, brand: int, case: int, staff: int) -> QuerySet[Contact, str]:
    rows = Contact.objects.of(brand).filter(staff_id=staff, direction=Direction.OUT.value)
    rows = rows.exclude(case_id=case).exclude(text="").order_by("-recorded_at")
    return rows.values_list("text", flat=True)[:_MOST_OWN]


@prepared
def _points(*, brand: int, case: int) -> QuerySet[Point, str]:
    return Point.objects.of(brand).filter(case_id=case).order_by("number").values_list("text", flat=True)


@prepared
def _facts(*, brand: int, case: int) -> QuerySet[Fact, str]:
    return Fact.objects.of(brand).filter(case_id=case).values_list("value", flat=True)


@prepared
def _addresses(*, brand: int, customer: int) -> QuerySet[Address, str]:
    return Address.objects.of(brand).filter(customer_id=customer).values_list("value", flat=True)


@prepared
def _own_address(*, staff: int) -> QuerySet[Staff, str]:
    return Staff.objects.filter(pk=staff).values_list("email", flat=True)


@prepared
def _ways(*, brand: int) -> QuerySet[BrandContact, str]:
    return BrandContact.objects.of(brand).values_list("value", flat=True)


@prepared
def _settled(*, brand: int, case: int) -> QuerySet[Settlement, int]:
    return Settlement.objects.of(brand).filter(case_id=case).values_list("total_minor", flat=True)


@prepared
def _offers(*, brand: int, case: int) -> QuerySet[Offer, list[dict[str, Any]]]:
    return Offer.objects.of(brand).filter(case_id=case).values_list("options", flat=True)
