"""Who may give how much in a case: a person's place in the policy, and what was given already."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import NamedTuple
from zoneinfo import ZoneInfo

from django.db.models import QuerySet

from amends.cases.circumstances import circumstances_of, facts_of
from amends.cases.consults import Raised
from amends.cases.ledger import given_in_case, given_today
from amends.cases.models import Case, Circumstances
from amends.cases.policies import InForce, policy_in_force
from amends.cases.recording import Entry
from amends.errors import DomainError
from amends.people.models import Brand, Customer, Membership
from amends.people.permissions import Actor
from amends.people.prepared import prepared
from amends.rules.policy.document import Holder, Limits
from amends.rules.policy.facts import Facts
from amends.rules.policy.offers import limits_of
from amends.rules.policy.options import Answer, Option, Power, answer
from amends.rules.vocabulary import Role


class Grounds(NamedTuple):
    """What a case is weighed by: the policy in force, and what was said of the case for it."""

    policy: InForce | None
    said: Circumstances | None


def grounds_of(case: Case, now: datetime, *, is_untold: bool = False) -> Grounds:
    """Answers what a case is weighed by now; `is_untold` where it is known that nothing was said. Queries: 1 to 2."""
    return Grounds(policy_in_force(case.brand_id, now), None if is_untold else circumstances_of(case))


@dataclass(frozen=True, slots=True)
class Weighed:
    """A case weighed by the policy in force: the facts, what may be offered, and by whose power."""

    policy: InForce
    facts: Facts
    power: Power | None
    answer: Answer
    day: date

    @property
    def row_name(self) -> str:
        """Answers the row of the policy that holds, by its table and place, as people count; empty without one."""
        row = self.answer.row
        return f"{row.table}.{row.number + 1}" if row else ""

    @property
    def limits(self) -> Limits | None:
        """Answers what this person may give; None for who holds no authority."""
        if self.power is None:
            return None
        return limits_of(self.policy.compiled.policy.authority, self.power.holder, self.power.team)


NOBODY = Power(Holder.REP, "", 10**15, 10**15)
"""Stands for who holds no authority: nothing fits."""


def weigh_case(
    case: Case,
    customer: Customer | None,
    brand: Brand,
    actor: Actor,
    now: datetime,
    *,
    grounds: Grounds,
    in_case: int,
) -> Weighed | None:
    """Answers a case weighed by its brand's policy, given what was said of it and what it was given already.

    None while no policy is in force. Queries: 0 to 2.
    """
    policy, said = grounds
    if policy is None:
        return None
    day = day_of(brand, now)
    facts = facts_of(case, said, customer, day, brand.currency)
    power = power_of(actor, case.brand_id, day, policy, in_case)
    return Weighed(policy, facts, power, answer(policy.compiled, facts, power or NOBODY), day)


def weigh_entry(entry: Entry) -> Weighed:
    """Answers the case that is being written, weighed for who writes. Queries: 6 to 8.

    Raises: DomainError('no_policy').
    """
    case = entry.case
    weighed = weigh_case(
        case,
        Customer.objects.of(case.brand_id).filter(pk=case.customer_id or 0).first(),
        Brand.objects.get(pk=case.brand_id),
        entry.actor,
        entry.now,
        grounds=grounds_of(case, entry.now),
        in_case=given_in_case(case.brand_id, case.pk),
    )
    if weighed is None:
        raise DomainError("no_policy")
    return weighed


def power_of(actor: Actor, brand_id: int, day: date, policy: InForce, in_case: int) -> Power | None:
    """Answers a person's place in the policy and what was given already. Queries: 1 to 2."""
    role = actor.roles.get(brand_id)
    if role is None or role is Role.ADMINISTRATOR or actor.staff_id is None:
        return None
    team = team_of(brand_id, actor.staff_id, policy)
    return Power(Holder(role.value), team, in_case, given_today(brand_id, actor.staff_id, day).given)


def team_of(brand_id: int, staff_id: int, policy: InForce) -> str:
    """Answers a person's team, where the policy has teams with limits of their own. Queries: 0 to 1."""
    if not policy.compiled.policy.authority.teams:
        return ""
    return next(iter(_team(brand_id=brand_id, staff=staff_id)), "") or ""


@prepared
def _team(*, brand_id: int, staff: int) -> QuerySet[Membership, str | None]:
    rows = Membership.objects.filter(brand_id=brand_id, staff_id=staff)
    return rows.values_list("team__name", flat=True)


def granted(raised: Sequence[Raised], option: Option) -> Raised | None:
    """Answers the answer to a question that covers an option: about its fix or its extra, for all it is worth."""
    if option.worth is None:
        return None
    fitting = (one for one in raised if one.remedy in (option.fix, option.extra))
    return next((one for one in fitting if option.worth <= one.amount_minor), None)


def limits_of_staff(brand_id: int, staff_id: int, policy: InForce) -> Limits | None:
    """Answers what a person may give by their own role and team; None for who holds no authority. Queries: 1."""
    found = Membership.objects.filter(brand_id=brand_id, staff_id=staff_id).values_list("role", "team__name")
    role, team = found.first() or (Role.ADMINISTRATOR.value, "")
    if role == Role.ADMINISTRATOR.value:
        return None
    return limits_of(policy.compiled.policy.authority, Holder(role), team or "")


def day_of(brand: Brand, now: datetime) -> date:
    """Answers the brand's day, in its own zone."""
    return now.astimezone(ZoneInfo(brand.zone)).date()
