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
