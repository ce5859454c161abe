"""Who wants to leave, who left, and what was said and offered then."""

from __future__ import annotations

from django.db import models

from amends.cases.models.case import Case
from amends.cases.models.contact import Contact
from amends.cases.models.words import Erasable
from amends.people.models import Staff
from amends.people.scope import BrandOwned


class Leaving(Erasable):
    """A customer says that they will leave: for whom and for what, what was offered to keep them, how it ended."""

    case = models.OneToOneField(Case, on_delete=models.PROTECT, related_name="leaving")
    competitor = models.CharField(max_length=120, blank=True)
    competitor_offer = models.CharField(max_length=500, blank=True)
    offered_remedy = models.CharField(max_length=40, blank=True)
    outcome = models.CharField(max_length=10)
    staff = models.ForeignKey(Staff, on_delete=models.PROTECT, null=True, related_name="+", db_index=False)
    at = models.DateTimeField()

    class Meta(Erasable.Meta):
        indexes = [models.Index(fields=["brand", "at"], name="leaving_at")]


class WinBack(Erasable):
    """The talk after a loss: why they left, what was offered to come back, and what the front line could have.

    `limit_minor` is what the front line may give of that kind by the policy that held when the case was closed.
    """

    case = models.OneToOneField(Case, on_delete=models.PROTECT, related_name="win_back")
    reason = models.CharField(max_length=16)
    words = models.TextField(blank=True)
    offered_remedy = models.CharField(max_length=40, blank=True)
    offered_minor = models.PositiveBigIntegerField(default=0)
    limit_minor = models.PositiveBigIntegerField(null=True)
    currency = models.CharField(max_length=3, blank=True)
    policy_number = models.PositiveIntegerField(null=True)
    policy_row = models.CharField(max_length=60, blank=True)
    came_back = models.BooleanField(null=True)
    staff = models.ForeignKey(Staff, on_delete=models.PROTECT, null=True, related_name="+", db_index=False)
    at = models.DateTimeField()

    class Meta(Erasable.Meta):
        indexes = [models.Index(fields=["brand", "at"], name="win_back_at")]


class CriticalFinding(BrandOwned):
    """Somebody who reviews found in a contact what must never be said; a code, once for each contact."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="critical_findings")
    contact = models.ForeignKey(Contact, on_delete=models.PROTECT, related_name="+")
    code = models.CharField(max_length=20)
    staff = models.ForeignKey(Staff, on_delete=models.PROTECT, related_name="+", db_index=False)
    at = models.DateTimeField()

    class Meta(BrandOwned.Meta):
        constraints = [models.UniqueConstraint(fields=["contact", "code"], name="critical_once")]
        indexes = [models.Index(fields=["brand", "at"], name="critical_at")]
