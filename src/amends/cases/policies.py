"""Which policy holds for a brand at a moment, ready to be asked."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from datetime import datetime
from functools import lru_cache
from typing import NamedTuple

from django.db.models import QuerySet

from amends.cases.models import PolicyVersion
from amends.people.prepared import prepared
from amends.rules.policy.compiled import Compiled, compile_policy
from amends.rules.policy.reading import read_policy


class InForce(NamedTuple):
    """A policy that holds, and its number."""

    number: int
    compiled: Compiled


def policy_in_force(brand_id: int, now: datetime) -> InForce | None:
    """Answers the policy of a brand that holds now; None before the first one does. Queries: 1.

    Of two that began at the same moment the later written one holds. Raises: ScopeMissing.
    """
    for number, text in _begun(brand=brand_id, moment=now):
        return InForce(number, _compiled(text))
    return None


@prepared
def _begun(*, brand: int, moment: datetime) -> QuerySet[PolicyVersion, tuple[int, str]]:
    rows = PolicyVersion.objects.of(brand).filter(effective_at__lte=moment)
    return rows.order_by("-effective_at", "-number").values_list("number", "text")[:1]


@lru_cache(maxsize=64)
def _compiled(text: str) -> Compiled:
    """Answers a policy made ready; by its text, which is all that it depends on."""
    return compile_policy(read_policy(text).policy)


def version_digest(previous: str, text: str) -> str:
    """Answers the digest that binds a version to the one before it."""
    return hashlib.sha256(f"{previous}\n{text}".encode()).hexdigest()


def altered_versions() -> Iterator[PolicyVersion]:
    """Answers the first version of each brand in scope that is not what was put in force, or lacks the one before."""
    expected: dict[int, tuple[int, str]] = {}
    told: set[int] = set()
    for version in PolicyVersion.objects.order_by("brand_id", "number").select_related("brand"):
        number, before = expected.get(version.brand_id, (1, ""))
        fits = version.number == number and version.digest == version_digest(before, version.text)
        if not fits and version.brand_id not in told:
            told.add(version.brand_id)
            yield version
        expected[version.brand_id] = (version.number + 1, version.digest)


def policy_versions(brand_id: int) -> QuerySet[PolicyVersion]:
    """Answers the versions of a brand's policy, newest first. Raises: ScopeMissing."""
    return PolicyVersion.objects.of(brand_id).order_by("-number").select_related("staff")
