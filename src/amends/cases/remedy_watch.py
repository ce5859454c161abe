"""What somebody should look at in what was given: the same two people often, and amounts just under a limit."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple

from django.db.models import Count, QuerySet, Sum

from amends.cases.models import PayoutAccount, Remedy, Settlement
from amends.cases.policies import policy_in_force
from amends.people.models import Membership
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


class Near(NamedTuple):
    """One settlement just under what its chooser may give alone. Units: minor units."""

    reference: str
    staff: str
    total: int
    limit: int


def pairs(brand_id: int, since: datetime) -> Sequence[Pair]:
    """Answers who gave to the same customer OFTEN or more since then, the most first. Queries: 1."""
    # By id and name, because two customers may have one name.
    names = ("staff__name", "case__customer__name")
    rows = _chosen(brand_id, since).values("staff_id", "case__customer_id", *names)
    counted = rows.annotate(times=Count("id"), total=Sum("total_minor")).filter(times__gte=OFTEN)
    ordered = counted.order_by("-times", "-total", "staff__name").values_list(*names, "times", "total")
    return [Pair(*row) for row in ordered]


def just_under(brand_id: int, since: datetime, now: datetime) -> Sequence[Near]:
    """Answers settlements just under the limit of who chose them, by the policy in force now. Queries: 3."""
    policy = policy_in_force(brand_id, now)
    if policy is None:
        return []
    authority = policy.compiled.policy.authority
    limits = _limits(brand_id, authority)
    rows = _chosen(brand_id, since).order_by("-chosen_at")
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


def shared_accounts(brand_id: int) -> Sequence[SharedAccount]:
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
    sums = paid.values_list("account__digest").annotate(times=Count("id"), total=Sum("amount_minor"))
    given = {digest: (times, total) for digest, times, total in sums}
    return [_shared(held[digest], given.get(digest, (0, 0))) for digest in digests]


def _shared(held: Sequence[tuple[str, str]], given: tuple[int, int]) -> SharedAccount:
    names = tuple(sorted(name for name, _last in held))
    return SharedAccount(held[0][1], len(held), names, *given)


def _is_just_under(total: int, limit: int) -> bool:
    return limit * (WHOLE - JUST_UNDER) <= total * WHOLE <= limit * WHOLE


def _chosen(brand_id: int, since: datetime) -> QuerySet[Settlement]:
    rows = Settlement.objects.of(brand_id).filter(chosen_at__gte=since, state__in=_ALIVE, total_minor__gt=0)
    return rows.filter(staff__isnull=False).exclude(origin=Origin.DUE.value)


def _limits(brand_id: int, authority: Authority) -> dict[int, int]:
    rows = Membership.objects.filter(brand_id=brand_id).exclude(role=Role.ADMINISTRATOR.value)
    found = {}
    for staff, role, team in rows.values_list("staff_id", "role", "team__name"):
        limits = limits_of(authority, Holder(role), team or "")
        if limits is not None:
            found[staff] = limits.per_case
    return found
