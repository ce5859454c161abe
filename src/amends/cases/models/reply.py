"""What was found in our replies before they left, and what became of it."""

from __future__ import annotations

from django.db import models

from amends.cases.models.contact import Contact
from amends.people.scope import BrandOwned


class ReplyFinding(BrandOwned):
    """One finding about one reply: it stood when the reply left, or the writer had mended it by then.

    `was_shown` says whether the writer saw it; what nobody saw, nobody passed over.
    """

    contact = models.ForeignKey(
        Contact, on_delete=models.PROTECT, related_name="reply_findings", db_index=False
    )
    finding = models.CharField(max_length=40)
    was_shown = models.BooleanField()
    was_overridden = models.BooleanField()
    at = models.DateTimeField()

    class Meta(BrandOwned.Meta):
        constraints = [models.UniqueConstraint(fields=["contact", "finding"], name="reply_finding_once")]
        indexes = [models.Index(fields=["brand", "at"], name="reply_finding_at")]
