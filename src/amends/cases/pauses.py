"""What is left alone for a customer while a complaint is open, as billing and sales ask it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db.models import Q, QuerySet

from amends.cases.models import Case
from amends.cases.policies import InForce, policy_in_force
from amends.cases.search import find
from amends.people.addresses import EMAIL, PHONE, address_key
from amends.people.models import Address, Brand, Customer
from amends.people.prepared import prepared
from amends.rules.pause import Disputed, Pause, Troubled, pause_of
from amends.rules.vocabulary import Decision

FAILURES = (Decision.UPHELD.value, Decision.PARTLY.value)
"""What was decided where we had failed: only then is there something to make good in quiet."""
_COLUMNS = (
    *("customer_id", "is_open", "closed_at", "decision", "circumstances__disputed_minor"),
    *("customer__vulnerability", "customer__uuid", "customer__merged_into_id"),
)
_MOST_FOUND = 5
_Row = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Quiet:
    """How a brand keeps quiet at a moment: for how many days after a failure, by which days, in which currency."""

    brand: Brand
    days: int
    now: datetime

    def troubled(self, row: _Row) -> Troubled:
        """Answers one complaint as far as a pause depends on it."""
        closed = row["closed_at"]
        return Troubled(
            is_open=row["is_open"],
            closed_on=closed.astimezone(ZoneInfo(self.brand.zone)).date() if closed else None,
            was_failure=row["decision"] in FAILURES,
            disputed=Disputed(row["circumstances__disputed_minor"], self.brand.currency),
        )

    def pause(self, rows: Sequence[_Row], is_vulnerable: bool) -> Pause:
        """Answers what is paused for these complaints of one customer."""
        today = self.now.astimezone(ZoneInfo(self.brand.zone)).date()
        cases = [self.troubled(row) for row in rows]
        return pause_of(cases, is_vulnerable=is_vulnerable, quiet_days=self.days, today=today)

    @property
    def since(self) -> datetime:
        """Answers from when on a closed complaint may still keep things quiet."""
        return self.now - timedelta(days=self.days + 2)


def quiet_of(brand: Brand, now: datetime) -> Quiet:
    """Answers how a brand keeps quiet now. Queries: 1."""
    return quiet_under(policy_in_force(brand.pk, now), brand, now)


def quiet_under(policy: InForce | None, brand: Brand, now: datetime) -> Quiet:
    """Answers how a brand keeps quiet under a policy that was read already."""
    return Quiet(brand, policy.compiled.policy.quiet_days if policy else 0, now)


def pause_for(customer: Customer, quiet: Quiet) -> Pause:
    """Answers what is paused for a customer, hidden complaints counted too: nothing of them is told. Queries: 1."""
    brand = quiet.brand
    rows = _complaints(brand=brand.pk, customer=customer.pk, since=quiet.since)
    return quiet.pause(rows, bool(customer.vulnerability))


def pause_for_case(case: Case, customer: Customer | None, quiet: Quiet) -> Pause:
    """Answers what is paused where a case is looked at: for its customer, or by this case alone. Queries: 1."""
    if customer is not None:
        return pause_for(customer, quiet)
    return quiet.pause(_one(brand=case.brand_id, case=case.pk), is_vulnerable=False)


@prepared
def _complaints(*, brand: int, customer: int, since: datetime) -> QuerySet[Case, dict[str, Any]]:
    lately = Q(is_open=True) | Q(closed_at__gte=since, decision__in=FAILURES)
    rows: QuerySet[Case, dict[str, Any]] = Case.objects.of(brand).values(*_COLUMNS)
    return rows.filter(lately, customer_id=customer)


@prepared
def _one(*, brand: int, case: int) -> QuerySet[Case, dict[str, Any]]:
    rows: QuerySet[Case, dict[str, Any]] = Case.objects.of(brand).values(*_COLUMNS)
    return rows.filter(pk=case)


@dataclass(frozen=True, slots=True)
class Paused:
    """One customer for whom something is paused, and where the next page begins."""

    customer: UUID
    key: int
    pause: Pause


def paused_customers(brand: Brand, now: datetime, *, after: int, most: int) -> list[Paused]:
    """Answers the customers of a brand for whom something is paused, in the order of their keys. Queries: 3."""
    quiet = quiet_of(brand, now)
    lately = Q(is_open=True)
    if quiet.days:
        lately |= Q(closed_at__gte=quiet.since, decision__in=FAILURES)
    cases = Case.objects.of(brand.pk).filter(lately, customer_id__gt=after)
    ids = list(cases.order_by("customer_id").values_list("customer_id", flat=True).distinct()[:most])
    rows: dict[int, list[_Row]] = {pk: [] for pk in ids if pk is not None}
    for row in cases.filter(customer_id__in=rows).values(*_COLUMNS):
        rows[row["customer_id"]].append(row)
    return [
        Paused(own[0]["customer__uuid"], key, quiet.pause(own, bool(own[0]["customer__vulnerability"])))
        for key, own in rows.items()
        if own
    ]


def customer_meant(brand: Brand, said: str) -> Customer | None:
    """Answers the customer whom another program names: by our id, by an address or number, or by the reference
    under which it gave us a complaint. Queries: 1 to 4."""
    customer = _by_id(brand, said) or _by_address(brand, said) or _by_reference(brand, said)
    if customer is not None and customer.merged_into_id is not None:
        return Customer.objects.of(brand.pk).get(pk=customer.merged_into_id)
    return customer


def _by_id(brand: Brand, said: str) -> Customer | None:
    try:
        return Customer.objects.of(brand.pk).filter(uuid=UUID(said)).first()
    except ValueError:
        return None


def _by_address(brand: Brand, said: str) -> Customer | None:
    kind = EMAIL if "@" in said else PHONE
    if not (key := address_key(kind, said)):
        return None
    rows = Address.objects.of(brand.pk).filter(kind=kind, value_key=key).select_related("customer")
    row = rows.first()
    return row.customer if row else None


def _by_reference(brand: Brand, said: str) -> Customer | None:
    # The search knows where a reference stands; whether it is that one, and nothing longer, is seen on the case.
    keys = find(brand.pk, said, _MOST_FOUND).keys
    rows = Case.objects.of(brand.pk).filter(recent_key__in=keys, external_reference=said)
    row = rows.exclude(customer=None).select_related("customer").first()
    return row.customer if row else None
