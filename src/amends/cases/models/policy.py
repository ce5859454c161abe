"""The versions of a brand's policy: what was written, from when it holds, who put it in force."""

from __future__ import annotations

from django.db import models

from amends.people.models import Staff
from amends.people.scope import BrandOwned


class PolicyVersion(BrandOwned):
    """One version as it was put in force; it never changes, and its digest binds it to the one before."""

    number = models.PositiveIntegerField()
    text = models.TextField()
    effective_at = models.DateTimeField()
    recorded_at = models.DateTimeField()
    staff = models.ForeignKey(Staff, on_delete=models.PROTECT, related_name="+", null=True)
    digest = models.CharField(max_length=64)

    class Meta(BrandOwned.Meta):
        constraints = [models.UniqueConstraint(fields=["brand", "number"], name="policy_once")]
        indexes = [models.Index(fields=["brand", "-effective_at", "-number"], name="policy_in_force")]
