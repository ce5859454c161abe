"""The parts of a complaint: its points, its facts, what was tried before."""

from __future__ import annotations

from django.db import models

from amends.cases.models.case import Case
from amends.cases.models.words import Erasable


class Point(Erasable):
    """One point of a complaint, with its own finding."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="points")
    number = models.PositiveSmallIntegerField()
    text = models.CharField(max_length=300)
    decision = models.CharField(max_length=12, blank=True)
    reason = models.TextField(blank=True)
    cause = models.CharField(max_length=10, blank=True)
    decided_at = models.DateTimeField(null=True)

    class Meta(Erasable.Meta):
        ordering = ["number"]
        constraints = [models.UniqueConstraint(fields=["case", "number"], name="point_number")]


class Fact(Erasable):
    """One fact of the file: an order number, an amount, a place."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="facts")
    label = models.CharField(max_length=20)
    value = models.CharField(max_length=300)
    recorded_at = models.DateTimeField()

    class Meta(Erasable.Meta):
        ordering = ["id"]


class PriorStep(Erasable):
    """What the customer tried already, so that nobody asks again."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="prior_steps")
    text = models.CharField(max_length=300)
    recorded_at = models.DateTimeField()

    class Meta(Erasable.Meta):
        ordering = ["id"]
