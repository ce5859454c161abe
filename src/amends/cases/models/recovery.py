"""The path of recovery, as far as it is not in the file already: steps passed with a reason, and following up."""

from __future__ import annotations

from django.db import models

from amends.cases.models.case import Case
from amends.people.models import Staff
from amends.people.scope import BrandOwned


class PassedStep(BrandOwned):
    """Somebody went on without what a step needs, and said why as a code; it is counted."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="passed_steps")
    step = models.CharField(max_length=12)
    reason = models.CharField(max_length=20)
    staff = models.ForeignKey(Staff, on_delete=models.PROTECT, null=True, related_name="+", db_index=False)
    at = models.DateTimeField()

    class Meta(BrandOwned.Meta):
        constraints = [models.UniqueConstraint(fields=["case", "step"], name="passed_once")]


class FollowUp(BrandOwned):
    """One try to hear from the customer whether it is over: reached or not, and then what was said.

    `is_satisfied` is the customer's word and nobody else's; silence leaves it empty.
    """

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="follow_ups")
    channel = models.CharField(max_length=10)
    is_reached = models.BooleanField()
    is_satisfied = models.BooleanField(null=True)
    is_something_open = models.BooleanField(null=True)
    staff = models.ForeignKey(Staff, on_delete=models.PROTECT, null=True, related_name="+", db_index=False)
    at = models.DateTimeField()

    class Meta(BrandOwned.Meta):
        pass


class Escalation(BrandOwned):
    """A case goes up the ladder, or would: why, as a code, and what its policy said of it then.

    Powerless says besides what would have helped: which remedy, for how much, and how far the power of whoever
    answered reached. Who that was is left out: it says something about the policy, never about a person (BG16).
    """

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="escalations")
    why = models.CharField(max_length=16)
    rung = models.CharField(max_length=40, blank=True)
    had_chance = models.BooleanField(null=True)
    policy_number = models.PositiveIntegerField(null=True)
    policy_row = models.CharField(max_length=60, blank=True)
    remedy = models.CharField(max_length=40, blank=True)
    amount_minor = models.PositiveBigIntegerField(null=True)
    limit_minor = models.PositiveBigIntegerField(null=True)
    currency = models.CharField(max_length=3, blank=True)
    at = models.DateTimeField()

    class Meta(BrandOwned.Meta):
        indexes = [models.Index(fields=["brand", "at"], name="escalation_at")]


class OneContact(BrandOwned):
    """A complaint that was settled while they were on the line: once for each key, however often it is sent.

    `closes_when_given` says that the customer called it solved, and only what is still being given keeps it open.
    """

    key = models.UUIDField()
    case = models.ForeignKey(Case, on_delete=models.PROTECT, null=True, related_name="one_contacts")
    step = models.CharField(max_length=12, blank=True)
    stopped = models.CharField(max_length=40, blank=True)
    closes_when_given = models.BooleanField(default=False)
    staff = models.ForeignKey(Staff, on_delete=models.PROTECT, null=True, related_name="+", db_index=False)
    at = models.DateTimeField()

    class Meta(BrandOwned.Meta):
        constraints = [models.UniqueConstraint(fields=["brand", "key"], name="one_contact_once")]
