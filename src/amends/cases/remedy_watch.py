"""What somebody should look at in what was given: the same two people often, and amounts just under a limit."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple

from django.db.models import Count, QuerySet, Sum

from amends.cases.models import PayoutAccount, Remedy, Settlement
from amends.cases.policies import policy_in_force
from amends.cases.visibility import visible
from amends.people.models import Membership
from amends.people.permissions import SYSTEM, Actor
from amends.rules.policy.amounts import WHOLE
from amends.rules.policy.document import Authority, Holder
from amends.rules.policy.offers import limits_of
from amends.rules.remedies import SPENT, Origin
from amends.rules.vocabulary import Role

JUST_UNDER = 500
"""So close below a limit is just under it. Units: basis points of the limit."""
OFTEN = 3
MOST_SHARED = 100
_ALIVE = [state.value for state in SPENT]


class Pair(NamedTuple):
    """One person of the desk who gave to one customer again and again. Units: minor units."""

    staff: str
    customer: str
    times: int
    total: int
    references: tuple[str, ...] = ()


class Near(NamedTuple):
    """One settlement just under what its chooser may give alone. Units: minor units."""

    reference: str
    staff: str
    total: int
    limit: int


def pairs(brand_id: int, since: datetime, reader: Actor = SYSTEM) -> Sequence[Pair]:
    """Answers who gave to the same customer OFTEN or more since then, the most first.

    Queries: 1, and 1 more where there are any.
    """
    # By id and name, because two customers may have one name.
    who, names = ("staff_id", "case__customer_id"), ("staff__name", "case__customer__name")
    chosen = _chosen(brand_id, since, reader).filter(case__customer__isnull=False)
    rows = chosen.values(*who, *names).annotate(times=Count("id"), total=Sum("total_minor"))
    ordered = rows.filter(times__gte=OFTEN).order_by("-times", "-total", "staff__name", "case__customer_id")
    found = list(ordered.values_list(*who, *names, "times", "total"))
    behind = _references(chosen, {row[1] for row in found}) if found else {}
    return [
        Pair(staff, customer, times, total, behind[by, to]) for by, to, staff, customer, times, total in found
    ]


def _references(chosen: QuerySet[Settlement], customers: set[int]) -> dict[tuple[int, int], tuple[str, ...]]:
    rows = chosen.filter(case__customer_id__in=customers).order_by("-chosen_at", "-id")
    behind: dict[tuple[int, int], dict[str, None]] = {}
    for staff, customer, reference in rows.values_list("staff_id", "case__customer_id", "case__reference"):
        behind.setdefault((staff, customer), {})[reference] = None
    return {pair: tuple(references) for pair, references in behind.items()}


def just_under(brand_id: int, since: datetime, now: datetime, reader: Actor = SYSTEM) -> Sequence[Near]:
    """Answers settlements just under the limit of who chose them, by the policy in force now. Queries: 3."""
    policy = policy_in_force(brand_id, now)
    if policy is None:
        return []
    authority = policy.compiled.policy.authority
    limits = _limits(brand_id, authority)
    rows = _chosen(brand_id, since, reader).order_by("-chosen_at", "-id")
    found = []
    for staff, reference, name, total in rows.values_list(
        "staff_id", "case__reference", "staff__name", "total_minor"
    ):
        both = (limits.get(staff), authority.two_people_above)
        near = next((limit for limit in both if limit is not None and _is_just_under(total, limit)), None)
        if near is not None:
            found.append(Near(reference, name, total, near))
    return found


class SharedAccount(NamedTuple):
    """One account that several customers have. Units: minor units."""

    last_four: str
    customers: int
    names: tuple[str, ...]
    times: int
    total: int
    references: tuple[str, ...] = ()


def shared_accounts(brand_id: int, reader: Actor = SYSTEM) -> Sequence[SharedAccount]:
    """Answers accounts that several customers have, the most first. Queries: 1, and 2 more where there are any."""
    rows = PayoutAccount.objects.of(brand_id).exclude(digest="").filter(customer__merged_into=None)
    counted = (
        rows.values("digest").annotate(holders=Count("customer_id", distinct=True)).filter(holders__gte=2)
    )
    digests = list(counted.order_by("-holders", "digest").values_list("digest", flat=True)[:MOST_SHARED])
    if not digests:
        return []
    held: dict[str, list[tuple[str, str]]] = {digest: [] for digest in digests}
    for digest, name, last in rows.filter(digest__in=digests).values_list(
        "digest", "customer__name", "last_four"
    ):
        held[digest].append((name, last))
    paid = Remedy.objects.of(brand_id).filter(account__digest__in=digests, state__in=_ALIVE)
    paid = paid.filter(case__in=visible(reader, brand_id)).order_by("-id")
    given: dict[str, list[tuple[str, int]]] = {digest: [] for digest in digests}
    for digest, reference, amount in paid.values_list("account__digest", "case__reference", "amount_minor"):
        given[digest].append((reference, amount))
    return [_shared(held[digest], given[digest]) for digest in digests]


def _shared(held: Sequence[tuple[str, str]], given: Sequence[tuple[str, int]]) -> SharedAccount:
    names = tuple(sorted(name for name, _last in held))
    references = tuple(dict.fromkeys(reference for reference, _amount in given))
    total = sum(amount for _reference, amount in given)
    return SharedAccount(held[0][1], len(held), names, len(given), total, references)


def _is_just_under(total: int, limit: int) -> bool:
    return limit * (WHOLE - JUST_UNDER) <= total * WHOLE <= limit * WHOLE


def _chosen(brand_id: int, since: datetime, reader: Actor) -> QuerySet[Settlement]:
    rows = Settlement.objects.of(brand_id).filter(chosen_at__gte=since, state__in=_ALIVE, total_minor__gt=0)
    rows = rows.filter(case__in=visible(reader, brand_id))
    return rows.filter(staff__isnull=False).exclude(origin=Origin.DUE.value)


def _limits(brand_id: int, authority: Authority) -> dict[int, int]:
    rows = Membership.objects.filter(brand_id=brand_id).exclude(role=Role.ADMINISTRATOR.value)
    found = {}
    for staff, role, team in rows.values_list("staff_id", "role", "team__name"):
        limits = limits_of(authority, Holder(role), team or "")
        if limits is not None:
            found[staff] = limits.per_case
    return found
