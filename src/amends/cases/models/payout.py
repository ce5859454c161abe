"""Where money of a customer goes: their accounts, sealed; only the last four signs are readable in a row."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from amends.people.models import Customer, Staff
from amends.people.scope import BrandOwned


class PayoutAccount(BrandOwned):
    """One account of one customer. `digest` finds the same account elsewhere in the brand and tells nothing else.

    `key` opens `sealed` only together with the key that lies outside the database.
    """

    uuid = models.UUIDField(unique=True)
    customer = models.ForeignKey(Customer, on_delete=models.PROTECT, related_name="payout_accounts")
    kind = models.CharField(max_length=8)
    key = models.BinaryField(null=True)
    sealed = models.BinaryField(default=b"")
    last_four = models.CharField(max_length=4, blank=True)
    digest = models.CharField(max_length=64, blank=True)
    verified_as = models.CharField(max_length=16)
    added_by = models.ForeignKey(Staff, on_delete=models.PROTECT, null=True, related_name="+", db_index=False)
    added_at = models.DateTimeField()
    removed_at = models.DateTimeField(null=True)

    class Meta(BrandOwned.Meta):
        constraints = [
            models.UniqueConstraint(
                fields=["customer", "digest"], name="payout_account_once", condition=~Q(digest="")
            )
        ]
        indexes = [models.Index(fields=["brand", "digest"], name="payout_account_digest")]
