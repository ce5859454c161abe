"""The record: a chain of events for each case, and signed checkpoints over all chains."""

from __future__ import annotations

from django.db import models

from amends.people.scope import BrandOwned


class CaseEvent(BrandOwned):
    """One thing that happened to a case; holds ids, codes and digests, never words of people."""

    case = models.ForeignKey("cases.Case", on_delete=models.PROTECT, related_name="events", db_index=False)
    seq = models.PositiveIntegerField()
    at = models.DateTimeField()
    kind = models.CharField(max_length=40)
    actor_kind = models.CharField(max_length=8)
    actor_id = models.BigIntegerField(null=True)
    data = models.TextField()
    hash = models.CharField(max_length=64)

    class Meta(BrandOwned.Meta):
        constraints = [models.UniqueConstraint(fields=["case", "seq"], name="event_once")]


class Checkpoint(models.Model):
    """A signed root over the heads of all cases changed since the one before."""

    number = models.BigIntegerField(primary_key=True)
    at = models.DateTimeField()
    first_event_id = models.BigIntegerField()
    last_event_id = models.BigIntegerField()
    case_count = models.PositiveIntegerField()
    root = models.CharField(max_length=64)
    previous = models.CharField(max_length=64)
    signature = models.CharField(max_length=64)
