"""What waits to leave: a row is the queue."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from amends.cases.models.case import Case
from amends.cases.models.contact import Contact
from amends.cases.models.representative import Representative
from amends.people.scope import BrandOwned


class Outgoing(BrandOwned):
    """One message on its way, written in the same transaction as what it carries.

    That is a contact, or, without one, the notice that something is new: why, as codes with the ids of their rows.
    """

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="outgoing")
    contact = models.OneToOneField(Contact, on_delete=models.PROTECT, null=True, related_name="outgoing")
    notice = models.JSONField(null=True)
    representative = models.ForeignKey(
        Representative, on_delete=models.PROTECT, null=True, related_name="+", db_index=False
    )
    kind = models.CharField(max_length=10)
    address = models.CharField(max_length=254)
    state = models.CharField(max_length=12, default="waiting")
    reason = models.CharField(max_length=120, blank=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    next_at = models.DateTimeField()
    claimed_at = models.DateTimeField(null=True)
    sent_at = models.DateTimeField(null=True)
    message_id = models.CharField(max_length=120)

    class Meta(BrandOwned.Meta):
        indexes = [models.Index(fields=["next_at"], name="outgoing_next", condition=Q(state="waiting"))]
