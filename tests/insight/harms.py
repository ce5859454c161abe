"""Decided complaints as rows, many at once: what failed, whose fault, the price, what was given, the wait."""

from __future__ import annotations

import uuid
from datetime import datetime, timedelta

from amends.cases.models import Case, Circumstances, Contact, Settlement
from amends.people.models import Brand, Staff
from amends.rules.ordering import recent_key
from tests.conftest import NOON

OPENED = NOON - timedelta(days=20)


def decided_case(
    brand: Brand,
    *,
    language: str = "en",
    channel: str = "phone",
    price: int | None = 5_000,
    given: int | None = 1_000,
    hours: int = 10,
    asked: int | None = 1,
    by: Staff | None = None,
    opened_at: datetime = OPENED,
    **more: object,
) -> Case:
    """Answers a decided complaint; nothing given is no settlement at all."""
    number = Case.objects.of(brand.pk).count() + 1
    decided_at = opened_at + timedelta(hours=hours)
    columns = {
        "cause": "company",
        "decision": "upheld",
        "gist": f"Parcel {number} came late",
        "decided_at": decided_at,
        "responded_at": decided_at,
        **{name: value for name, value in more.items() if name not in ("failure", "settled")},
    }
    case = Case.objects.create(
        brand=brand,
        uuid=uuid.uuid4(),
        reference=f"T{brand.pk}-{number:05d}",
        recent_key=recent_key(brand.pk, opened_at, number),
        rank=number,
        language=language,
        channel=channel,
        opened_at=opened_at,
        recorded_at=opened_at,
        **columns,  # type: ignore[arg-type]
    )
    Circumstances.objects.create(
        brand=brand,
        case=case,
        failure=more.get("failure", "late"),
        price_paid=price,
        times_asked=asked,
        recorded_at=opened_at,
    )
    if given is not None:
        settled(case, given, str(more.get("settled", "approved")))
    spoken(case, "in", opened_at)
    if by is not None:
        spoken(case, "out", decided_at, staff=by, is_answer=True)
    return case


def settled(case: Case, amount: int, state: str = "approved") -> Settlement:
    """Gives something in a case."""
    return Settlement.objects.create(
        brand_id=case.brand_id,
        uuid=uuid.uuid4(),
        case=case,
        origin="option",
        code="A",
        policy_number=1,
        total_minor=amount,
        currency="EUR",
        given_on=OPENED.date(),
        state=state,
        chosen_at=OPENED,
    )


def spoken(case: Case, direction: str, at: datetime, **more: object) -> Contact:
    """Writes down a contact of a case."""
    return Contact.objects.create(
        brand_id=case.brand_id,
        uuid=uuid.uuid4(),
        case=case,
        direction=direction,
        channel="phone",
        language=case.language,
        occurred_at=at,
        recorded_at=at,
        **more,  # type: ignore[arg-type]
    )


def unlike(brand: Brand, count: int = 30) -> None:
    """Fills a brand with equal complaints of which those in Hebrew are given less, wait longer and are refused more."""
    for number in range(count):
        is_refused = number % 10 < 8
        decided_case(
            brand, language="he", given=None if is_refused else 250, hours=60 + number % 7, channel="web"
        )
        decided_case(
            brand,
            language="en",
            given=None if number % 10 == 0 else 2_000 + 100 * (number % 5),
            hours=10 + number % 7,
        )
        decided_case(brand, language="sv", given=2_100 + 100 * (number % 5), hours=10 + number % 5)
