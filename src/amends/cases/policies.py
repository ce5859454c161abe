"""Which policy holds for a brand at a moment, ready to be asked."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from datetime import datetime
from functools import lru_cache
from typing import NamedTuple

from django.db.models import QuerySet

from amends.cases.models import PolicyDraft, PolicyDraftStep, PolicyReplay, PolicyVersion
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


def draft_of(brand_id: int) -> PolicyDraft | None:
    """Answers what is being written for a brand, with who changed it last. Queries: 1. Raises: ScopeMissing."""
    return next(iter(_draft(brand=brand_id)), None)


@prepared
def _draft(*, brand: int) -> QuerySet[PolicyDraft]:
    return PolicyDraft.objects.of(brand).select_related("staff")


def draft_text_at(draft: PolicyDraft, version: int) -> str | None:
    """Answers what the draft said when it had this version; None where that is not kept. Queries: 0 to 1."""
    if version == draft.version:
        return draft.text
    rows = PolicyDraftStep.objects.of(draft.brand_id).filter(draft=draft, version=version)
    return rows.values_list("text", flat=True).first()


def can_undo(draft: PolicyDraft) -> bool:
    """Answers whether a draft has a text to go back to. Queries: 1."""
    return bool(_last_step(brand=draft.brand_id, draft=draft.pk))


@prepared
def _last_step(*, brand: int, draft: int) -> QuerySet[PolicyDraftStep, int]:
    rows = PolicyDraftStep.objects.of(brand).filter(draft_id=draft)
    return rows.order_by("-version").values_list("version", flat=True)[:1]


def replay_of(brand_id: int) -> PolicyReplay | None:
    """Answers the sum asked for under a brand's draft. Queries: 1. Raises: ScopeMissing."""
    return next(iter(_replay(brand=brand_id)), None)


@prepared
def _replay(*, brand: int) -> QuerySet[PolicyReplay]:
    return PolicyReplay.objects.of(brand).select_related("draft", "brand")


def open_replays() -> QuerySet[PolicyReplay]:
    """Answers the sums that are not finished, the one asked for first first. Raises: ScopeMissing."""
    rows = PolicyReplay.objects.filter(finished_at__isnull=True).order_by("started_at")
    return rows.select_related("draft", "brand")


def version_text(brand_id: int, number: int) -> str | None:
    """Answers what one version of a brand's policy says. Queries: 1. Raises: ScopeMissing."""
    # A number is no key, and a prepared read would take it for one out of range.
    rows = PolicyVersion.objects.of(brand_id).filter(number=number)
    return rows.values_list("text", flat=True).first()
