"""A policy is put in force: checked as lint checks it, numbered, never changed again."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from amends.cases.models import PolicyVersion
from amends.cases.policies import policy_versions, version_digest
from amends.cases.recording import allow, write_lock
from amends.errors import DomainError
from amends.people.models import Brand
from amends.people.permissions import Actor, Subject, may
from amends.rules.policy.checking import Finding, check_policy
from amends.rules.policy.reading import Read, read_policy


class PolicyFaulty(DomainError):
    """A policy that may not be used, with everything that keeps it from being used."""

    def __init__(self, read: Read, findings: tuple[Finding, ...]) -> None:
        super().__init__("policy_faulty", count=len(findings))
        self.read = read
        self.findings = findings


def activate_policy(*, actor: Actor, brand: Brand, text: str, now: datetime) -> PolicyVersion:
    """Puts a policy in force from the moment it names, as the brand's next version.

    Raises: Refused, NotAPolicy, PolicyFaulty, DomainError("other_currency").
    """
    allow(may(actor, "manage_policy", Subject(brand.pk)))
    read = read_policy(text)
    faults = tuple(finding for finding in check_policy(read.policy, now) if not finding.is_warning)
    if faults:
        raise PolicyFaulty(read, faults)
    if read.policy.currency != brand.currency:
        raise DomainError("other_currency", currency=read.policy.currency, expected=brand.currency)
    with write_lock(), transaction.atomic():
        # The brand's row is the turnstile: two managers get two numbers.
        Brand.objects.select_for_update().get(pk=brand.pk)
        before = policy_versions(brand.pk).first()
        return PolicyVersion.objects.create(
            brand_id=brand.pk,
            number=before.number + 1 if before else 1,
            text=text,
            effective_at=read.policy.effective_at,
            recorded_at=now,
            staff_id=actor.staff_id,
            digest=version_digest(before.digest if before else "", text),
        )
