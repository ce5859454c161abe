"""Questions to somebody with more authority, and who is there to answer them."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from amends.cases.models.case import Case
from amends.cases.models.words import Erasable
from amends.people.models import Staff
from amends.rules.consults import ConsultState

_OPEN = Q(is_open=True)


class Consult(Erasable):
    """One question about one case: what is asked for, until when it waits, who answered and what it grants."""

    uuid = models.UUIDField(unique=True)
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="consults", db_index=False)
    state = models.CharField(max_length=10, default=ConsultState.ASKED.value)
    is_open = models.BooleanField(default=True)
    asked_by = models.ForeignKey(Staff, on_delete=models.PROTECT, related_name="+", db_index=False)
    asked_as = models.CharField(max_length=16)
    asked_at = models.DateTimeField()
    question = models.TextField()
    option = models.CharField(max_length=1, blank=True)
    remedy = models.CharField(max_length=40, blank=True)
    amount_minor = models.BigIntegerField(default=0)
    currency = models.CharField(max_length=3, blank=True)
    policy_number = models.PositiveIntegerField(null=True)
    policy_row = models.CharField(max_length=60, blank=True)

    rung = models.CharField(max_length=16)
    has_risen = models.BooleanField(default=False)
    wait_seconds = models.PositiveIntegerField()
    waits_until = models.DateTimeField()
    taken_by = models.ForeignKey(Staff, on_delete=models.PROTECT, null=True, related_name="+", db_index=False)
    taken_at = models.DateTimeField(null=True)

    answered_by = models.ForeignKey(
        Staff, on_delete=models.PROTECT, null=True, related_name="+", db_index=False
    )
    answered_at = models.DateTimeField(null=True)
    verdict = models.CharField(max_length=8, blank=True)
    answer = models.TextField(blank=True)
    granted_remedy = models.CharField(max_length=40, blank=True)
    granted_minor = models.BigIntegerField(null=True)
    is_unattended = models.BooleanField(default=False)
    needs_review = models.BooleanField(default=False)
    reviewed_by = models.ForeignKey(
        Staff, on_delete=models.PROTECT, null=True, related_name="+", db_index=False
    )
    reviewed_at = models.DateTimeField(null=True)
    was_right = models.BooleanField(null=True)
    ended_at = models.DateTimeField(null=True)

    class Meta(Erasable.Meta):
        constraints = [models.UniqueConstraint(fields=["case"], condition=_OPEN, name="consult_open_once")]
        indexes = [
            models.Index(fields=["case", "brand", "asked_at"], name="consult_case"),
            models.Index(fields=["brand", "waits_until"], name="consult_open", condition=_OPEN),
            models.Index(fields=["brand", "asked_at"], name="consult_asked"),
            models.Index(
                fields=["answered_by", "answered_at"],
                name="consult_answered",
                condition=Q(answered_by__isnull=False),
            ),
            models.Index(fields=["brand"], name="consult_review", condition=Q(needs_review=True)),
        ]

    def __str__(self) -> str:
        return f"{self.case_id}:{self.state}"


class Presence(models.Model):
    """When somebody who answers questions was last seen at the desk; nothing of it is of the case file."""

    staff = models.OneToOneField(Staff, on_delete=models.CASCADE, primary_key=True, related_name="+")
    seen_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["seen_at"], name="presence_seen")]
