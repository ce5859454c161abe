"""What a customer wrote of who they are and where their money lies: sealed; the words hold the last four signs."""

from __future__ import annotations

from django.db import models

from amends.cases.models.case import Case
from amends.people.scope import BrandOwned


class SealedNumber(BrandOwned):
    """One national id, passport number or IBAN that was said in a case.

    `key` opens `sealed` only together with the key that lies outside the database.
    """

    uuid = models.UUIDField(unique=True)
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="sealed_numbers")
    kind = models.CharField(max_length=16)
    key = models.BinaryField(null=True)
    sealed = models.BinaryField(default=b"")
    last_four = models.CharField(max_length=4, blank=True)
    kept_at = models.DateTimeField()

    class Meta(BrandOwned.Meta):
        pass
