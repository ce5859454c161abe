"""Who looked, who passed over, which programs may come in."""

from __future__ import annotations

from django.db import models

from amends.cases.models.case import Case
from amends.people.models import Staff
from amends.people.scope import BrandOwned


class CaseView(BrandOwned):
    """One look at a case by one person."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="+", db_index=False)
    staff = models.ForeignKey(Staff, on_delete=models.PROTECT, related_name="+", db_index=False)
    at = models.DateTimeField()

    class Meta(BrandOwned.Meta):
        indexes = [
            models.Index(fields=["case", "at"], name="view_case"),
            models.Index(fields=["staff", "at"], name="view_staff"),
        ]


class Skipped(BrandOwned):
    """A case that a person passed over, and why; it is not offered to them again that day."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="+", db_index=False)
    staff = models.ForeignKey(Staff, on_delete=models.PROTECT, related_name="+", db_index=False)
    reason = models.CharField(max_length=10)
    at = models.DateTimeField()

    class Meta(BrandOwned.Meta):
        indexes = [models.Index(fields=["staff", "at"], name="skipped_staff")]


class ProgramToken(models.Model):
    """A program's way in, for one brand and one role; only the token's hash is kept."""

    brand = models.ForeignKey("people.Brand", on_delete=models.PROTECT, related_name="+")
    name = models.CharField(max_length=80)
    role = models.CharField(max_length=16)
    token_hash = models.CharField(max_length=64, unique=True)
    is_active = models.BooleanField(default=True)
    created_at = models.DateTimeField(auto_now_add=True)


class ProgramRequest(BrandOwned):
    """A request that a program made once; the same key again gets the same answer."""

    token = models.ForeignKey(ProgramToken, on_delete=models.PROTECT, related_name="+", db_index=False)
    key = models.CharField(max_length=120)
    digest = models.CharField(max_length=64)
    case = models.ForeignKey(Case, on_delete=models.PROTECT, null=True, related_name="+", db_index=False)
    at = models.DateTimeField()

    class Meta(BrandOwned.Meta):
        constraints = [models.UniqueConstraint(fields=["token", "key"], name="request_once")]
