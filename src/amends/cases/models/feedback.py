"""What a customer says once it is over, and what was changed because of it."""

from __future__ import annotations

from django.db import models

from amends.cases.models.case import Case
from amends.cases.models.seat import CaseVisit
from amends.cases.models.words import Erasable
from amends.people.models import Staff


class Feedback(Erasable):
    """How a closed case was for its customer: once for each closing, by the visit in which they say it.

    `closing` counts how often the case had been opened again by then.
    """

    uuid = models.UUIDField(unique=True)
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="feedback", db_index=False)
    closing = models.PositiveSmallIntegerField()
    visit = models.ForeignKey(
        CaseVisit, on_delete=models.SET_NULL, null=True, related_name="+", db_index=False
    )
    listened = models.CharField(max_length=8, blank=True)
    better = models.TextField(blank=True)
    thanked = models.ForeignKey(Staff, on_delete=models.SET_NULL, null=True, related_name="+", db_index=False)
    thanks = models.TextField(blank=True)
    at = models.DateTimeField()
    changed = models.TextField(blank=True)
    changed_by = models.ForeignKey(
        Staff, on_delete=models.SET_NULL, null=True, related_name="+", db_index=False
    )
    changed_at = models.DateTimeField(null=True)

    class Meta(Erasable.Meta):
        constraints = [models.UniqueConstraint(fields=["case", "closing"], name="feedback_once")]
        indexes = [models.Index(fields=["brand", "at"], name="feedback_at")]
