"""A past of many cases, made at random: with and without facts, customers, offers and what was given."""

from __future__ import annotations

from datetime import date, timedelta
from random import Random
from typing import Any
from uuid import UUID

from amends.cases.models import Case, Circumstances, Offer, Settlement
from amends.people.models import Customer
from tests.conftest import NOON, Cast, complain

CODES = {
    "failure": ["late", "lost", "danger", "", "of another time"],
    "product": [""],
    "courtesy": ["", "plain"],
}
COUNTS = {"times_failed": [None, 0, 1, 2, 3], "delay_minutes": [None, 59, 60], "times_asked": [None, 1, 2]}
AMOUNTS = {name: [None, 0, 999, 4_445, 6_500, 12_000] for name in ("price_paid", "monthly_price", "fee")}
FLAGS = {name: [None, True, False] for name in ("outage_reported", "error_known", "leave_intent")}
STATED: dict[str, list[Any]] = {**CODES, **COUNTS, **AMOUNTS, **FLAGS}


def make_past(cast: Cast, count: int, seed: int = 1) -> None:
    """Makes so many cases of norvia around noon, the same each time."""
    chance = Random(seed)
    for number in range(count):
        case = complain(cast)
        Case.objects.filter(pk=case.pk).update(
            opened_at=NOON + timedelta(hours=chance.randrange(-20, 20)),
            cause=chance.choice(["", "company", "supplier", "customer", "nobody", "unknown"]),
            stage=chance.choice(["received", "assessed", "decided"]),
            seriousness=chance.randrange(4),
            language=chance.choice(["en", "he", "bg"]),
            channel=chance.choice(["email", "phone"]),
        )
        _describe(chance, case)
        if number % 3 == 0:
            _offer(chance, case, number)


def _describe(chance: Random, case: Case) -> None:
    if chance.random() < 0.9:
        stated = {name: chance.choice(some) for name, some in STATED.items()}
        Circumstances.objects.create(brand_id=case.brand_id, case=case, recorded_at=NOON, **stated)
    if chance.random() < 0.1:
        Case.objects.filter(pk=case.pk).update(customer=None)
        return
    customer = Customer.objects.create(
        brand_id=case.brand_id,
        uuid=UUID(int=chance.getrandbits(100)),
        created_at=NOON,
        since_on=chance.choice(
            [None, date(2020, 2, 29), date(2026, 3, 31), NOON.date(), NOON.date() + timedelta(days=9)]
        ),
        value_minor=chance.choice([None, -5, 9_999, 60_000, 900_000]),
        currency=chance.choice(["EUR", "SEK"]),
    )
    Case.objects.filter(pk=case.pk).update(customer=customer)


def _offer(chance: Random, case: Case, number: int) -> None:
    for again in range(chance.randrange(3)):
        facts = {
            name: value for name, some in STATED.items() if (value := chance.choice(some)) not in (None, "")
        }
        facts |= chance.choice([{}, {"fault": "supplier", "seriousness": "2", "tenure_months": 40}])
        offer = Offer.objects.create(
            brand_id=case.brand_id,
            uuid=UUID(int=number * 10 + again),
            case=case,
            policy_number=1,
            facts=facts,
            options=[],
            offered_at=NOON,
        )
        Settlement.objects.create(
            brand_id=case.brand_id,
            uuid=UUID(int=number * 10 + again),
            case=case,
            offer=offer,
            origin=chance.choice(["option", "gesture", "due"]),
            code=f"A{again}",
            policy_number=1,
            total_minor=chance.randrange(9_000),
            currency="EUR",
            given_on=NOON.date(),
            state=chance.choice(["chosen", "issued", "dropped", "reversed"]),
            chosen_at=NOON,
        )
