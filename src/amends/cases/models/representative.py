"""Who acts for a customer, with what authority, and until when."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from amends.cases.models.case import Case
from amends.cases.models.words import Erasable
from amends.people.models import Staff


class Representative(Erasable):
    """A relative or adviser who acts for the customer of one case; it ends at `ends_at` by itself, or earlier.

    `told` says whether news goes to them instead of the customer, or beside.
    """

    uuid = models.UUIDField(unique=True)
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="representatives")
    name = models.CharField(max_length=200)
    email = models.CharField(max_length=254, blank=True)
    phone = models.CharField(max_length=40, blank=True)
    authority = models.CharField(max_length=300)
    told = models.CharField(max_length=8, default="beside")
    named_by = models.ForeignKey(
        Staff, on_delete=models.SET_NULL, null=True, related_name="+", db_index=False
    )
    named_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    class Meta(Erasable.Meta):
        constraints = [
            models.UniqueConstraint(
                fields=["case"], condition=Q(ended_at__isnull=True), name="represented_once"
            )
        ]
