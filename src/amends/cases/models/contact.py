"""What was said, and what came with it: contacts, notes, attachments, raw originals."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from amends.cases.models.case import Case
from amends.cases.models.representative import Representative
from amends.cases.models.words import Erasable
from amends.people.models import Customer, Staff
from amends.people.scope import BrandOwned
from amends.rules.vocabulary import Direction, Kind


class Contact(Erasable):
    """One interaction with the outside, in or out; without a case where it is no complaint."""

    uuid = models.UUIDField(unique=True)
    case = models.ForeignKey(
        Case, on_delete=models.PROTECT, null=True, related_name="contacts", db_index=False
    )
    customer = models.ForeignKey(
        Customer, on_delete=models.PROTECT, null=True, related_name="contacts", db_index=False
    )
    staff = models.ForeignKey(Staff, on_delete=models.SET_NULL, null=True, related_name="+", db_index=False)
    representative = models.ForeignKey(
        Representative, on_delete=models.PROTECT, null=True, related_name="+", db_index=False
    )
    kind = models.CharField(max_length=10, default=Kind.COMPLAINT.value)
    direction = models.CharField(max_length=3, default=Direction.IN.value)
    channel = models.CharField(max_length=10)
    language = models.CharField(max_length=12)
    text = models.TextField(blank=True)
    is_answer = models.BooleanField(default=False)
    occurred_at = models.DateTimeField()
    recorded_at = models.DateTimeField()

    class Meta(Erasable.Meta):
        indexes = [
            models.Index(fields=["case", "brand", "occurred_at"], name="contact_case"),
            models.Index(fields=["brand", "recorded_at"], name="contact_day"),
            models.Index(fields=["customer", "brand"], name="contact_customer"),
            # Who handled how much today; imported history was handled by nobody here.
            models.Index(
                fields=["staff", "recorded_at"], name="contact_staff", condition=Q(staff__isnull=False)
            ),
        ]


class Note(Erasable):
    """What colleagues tell each other; never leaves the desk."""

    uuid = models.UUIDField(unique=True)
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="notes")
    staff = models.ForeignKey(Staff, on_delete=models.SET_NULL, null=True, related_name="+", db_index=False)
    text = models.TextField()
    occurred_at = models.DateTimeField()

    class Meta(Erasable.Meta):
        pass


class Attachment(Erasable):
    """A file that somebody sent: stored under a random id, its name kept as data only."""

    uuid = models.UUIDField(unique=True)
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="attachments")
    contact = models.ForeignKey(Contact, on_delete=models.PROTECT, null=True, related_name="attachments")
    point = models.ForeignKey("cases.Point", on_delete=models.SET_NULL, null=True, related_name="evidence")
    staff = models.ForeignKey(Staff, on_delete=models.SET_NULL, null=True, related_name="+", db_index=False)
    name = models.CharField(max_length=255)
    said_type = models.CharField(max_length=120, blank=True)
    found_type = models.CharField(max_length=120)
    size = models.PositiveBigIntegerField()
    has_preview = models.BooleanField(default=False)
    stored_at = models.DateTimeField()

    class Meta(Erasable.Meta):
        pass


class RawOriginal(BrandOwned):
    """What arrived, byte for byte, encrypted under its own key."""

    contact = models.OneToOneField(Contact, on_delete=models.CASCADE, related_name="raw")
    key = models.BinaryField(null=True)
    sealed = models.BinaryField()

    class Meta(BrandOwned.Meta):
        pass
