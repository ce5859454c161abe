"""What the policy asks about a case, gathered from its file; what nobody knows is absent."""

from __future__ import annotations

from datetime import date

from django.db.models import QuerySet

from amends.cases.models import Case, Circumstances
from amends.people.models import Customer
from amends.people.prepared import prepared
from amends.rules.policy.facts import Facts, Value
from amends.rules.vocabulary import Stage

STATED = (
    "failure",
    "product",
    "times_failed",
    "delay_minutes",
    "price_paid",
    "monthly_price",
    "fee",
    "outage_reported",
    "error_known",
    "times_asked",
    "courtesy",
    "leave_intent",
)
"""Facts that somebody says; the others stand in the file already."""

_UNASSESSED = (Stage.RECEIVED.value, Stage.ACKNOWLEDGED.value)


def circumstances_of(case: Case) -> Circumstances | None:
    """Answers what was said of the case for its policy. Queries: 1."""
    return next(iter(_circumstances(brand=case.brand_id, case=case.pk)), None)


@prepared
def _circumstances(*, brand: int, case: int) -> QuerySet[Circumstances]:
    return Circumstances.objects.of(brand).filter(case_id=case)


def facts_of(
    case: Case, said: Circumstances | None, customer: Customer | None, today: date, currency: str
) -> Facts:
    """Answers everything known of a case that a policy may ask about. An amount in another currency is not known."""
    facts: dict[str, Value] = {}
    if said is not None:
        stated = {name: getattr(said, name) for name in STATED}
        facts |= {name: value for name, value in stated.items() if value not in (None, "")}
    if case.cause:
        facts["fault"] = case.cause
    if case.stage not in _UNASSESSED:
        facts["seriousness"] = str(case.seriousness)
    if customer is not None:
        facts |= _of_customer(customer, today, currency)
    return facts


def _of_customer(customer: Customer, today: date, currency: str) -> Facts:
    facts: dict[str, Value] = {}
    since = customer.since_on
    if since is not None and since <= today:
        facts["tenure_months"] = (
            (today.year - since.year) * 12 + today.month - since.month - (today.day < since.day)
        )
    if customer.value_minor is not None and customer.currency == currency and customer.value_minor >= 0:
        facts["customer_value"] = customer.value_minor
    return facts
