"""The closed list of facts that a policy may ask about."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from amends.errors import DomainError
from amends.rules.policy.amounts import MOST
from amends.rules.vocabulary import Cause

Value = str | int | bool
Facts = Mapping[str, Value]
"""What is known of a case; a fact that is not known is absent."""

MOST_COUNT = 10**9


class FactKind(StrEnum):
    """How a fact is said."""

    CODE = "code"
    COUNT = "count"
    MONEY = "money"
    FLAG = "flag"


@dataclass(frozen=True, slots=True)
class Fact:
    """A fact: how it is said, which codes it has (none: the policy names them), whether it is about the person."""

    kind: FactKind
    codes: tuple[str, ...] = ()
    is_personal: bool = False


_COURTESY = ("courteous", "plain", "abusive")
_CAUSES = tuple(cause.value for cause in Cause if cause is not Cause.UNSAID)

FACTS: Mapping[str, Fact] = {
    "failure": Fact(FactKind.CODE),
    "product": Fact(FactKind.CODE),
    "fault": Fact(FactKind.CODE, _CAUSES),
    "seriousness": Fact(FactKind.CODE, ("0", "1", "2", "3")),
    "times_failed": Fact(FactKind.COUNT),
    "delay_minutes": Fact(FactKind.COUNT),
    "price_paid": Fact(FactKind.MONEY),
    "monthly_price": Fact(FactKind.MONEY),
    "fee": Fact(FactKind.MONEY),
    "outage_reported": Fact(FactKind.FLAG),
    "error_known": Fact(FactKind.FLAG),
    "tenure_months": Fact(FactKind.COUNT),
    "times_asked": Fact(FactKind.COUNT, is_personal=True),
    "customer_value": Fact(FactKind.MONEY, is_personal=True),
    "courtesy": Fact(FactKind.CODE, _COURTESY, is_personal=True),
    "leave_intent": Fact(FactKind.FLAG, is_personal=True),
}
"""Fact by name. What is personal may change the extra of a remedy, never the fix."""

NAMED_BY_POLICY = ("failure", "product")
MONEY_FACTS = tuple(name for name, fact in FACTS.items() if fact.kind is FactKind.MONEY)


def check_facts(facts: Facts, currency: str, policy_currency: str) -> None:
    """Raises DomainError: unknown_fact, fact_out_of_range, other_currency."""
    for name, value in facts.items():
        if name not in FACTS:
            raise DomainError("unknown_fact", fact=name)
        if not _fits(FACTS[name], value):
            raise DomainError("fact_out_of_range", fact=name, value=value)
    if currency != policy_currency and any(name in MONEY_FACTS for name in facts):
        raise DomainError("other_currency", currency=currency, expected=policy_currency)


def _fits(fact: Fact, value: Value) -> bool:
    if fact.kind is FactKind.FLAG:
        return isinstance(value, bool)
    if fact.kind is FactKind.CODE:
        return isinstance(value, str) and (not fact.codes or value in fact.codes)
    most = MOST if fact.kind is FactKind.MONEY else MOST_COUNT
    return isinstance(value, int) and not isinstance(value, bool) and 0 <= value <= most
