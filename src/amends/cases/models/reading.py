"""What a person said of what was read from words, and whom it rang: labels and places, never the words themselves."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from amends.cases.models.case import Case
from amends.cases.models.contact import Contact
from amends.people.models import Staff
from amends.people.scope import BrandOwned


class ReadingCorrection(BrandOwned):
    """A person's word on one span that was read: so, or not so. It outweighs what is read there, for good."""

    contact = models.ForeignKey(Contact, on_delete=models.CASCADE, related_name="corrections", db_index=False)
    label = models.CharField(max_length=24)
    start = models.PositiveIntegerField()
    end = models.PositiveIntegerField()
    is_right = models.BooleanField()
    staff = models.ForeignKey(Staff, on_delete=models.SET_NULL, null=True, related_name="+", db_index=False)
    at = models.DateTimeField()

    class Meta(BrandOwned.Meta):
        constraints = [
            models.UniqueConstraint(fields=["contact", "label", "start"], name="reading_corrected_once")
        ]


class Alarm(BrandOwned):
    """Words that somebody who leads must see at once, until one of them says: I have it."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="alarms", db_index=False)
    kind = models.CharField(max_length=12)
    raised_at = models.DateTimeField()
    taken_by = models.ForeignKey(
        Staff, on_delete=models.SET_NULL, null=True, related_name="+", db_index=False
    )
    taken_at = models.DateTimeField(null=True)

    class Meta(BrandOwned.Meta):
        constraints = [
            models.UniqueConstraint(
                fields=["case", "kind"], condition=Q(taken_at__isnull=True), name="alarm_open_once"
            )
        ]
        indexes = [
            models.Index(
                fields=["brand", "raised_at"], name="alarm_open", condition=Q(taken_at__isnull=True)
            ),
            models.Index(fields=["case"], name="alarm_case"),
        ]


class ReadingModel(BrandOwned):
    """What corrections taught, as numbers at hashed places: it holds no words, and does nothing until it is on."""

    uuid = models.UUIDField(unique=True)
    weights = models.JSONField(default=dict)
    measured = models.JSONField(default=list)
    made_at = models.DateTimeField()
    made_by = models.ForeignKey(Staff, on_delete=models.SET_NULL, null=True, related_name="+", db_index=False)
    is_on = models.BooleanField(default=False)

    class Meta(BrandOwned.Meta):
        constraints = [
            models.UniqueConstraint(fields=["brand"], condition=Q(is_on=True), name="reading_model_on_once")
        ]


class ReadingModelTurn(BrandOwned):
    """Who switched a model on or off, and when: so it is known what a page showed when somebody corrected it."""

    model = models.ForeignKey(ReadingModel, on_delete=models.CASCADE, related_name="turns", db_index=False)
    is_on = models.BooleanField()
    at = models.DateTimeField()
    staff = models.ForeignKey(Staff, on_delete=models.SET_NULL, null=True, related_name="+", db_index=False)

    class Meta(BrandOwned.Meta):
        indexes = [models.Index(fields=["model"], name="reading_model_turn")]
