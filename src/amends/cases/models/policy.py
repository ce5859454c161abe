"""The versions of a brand's policy: what was written, from when it holds, who put it in force."""

from __future__ import annotations

from django.db import models

from amends.people.models import Staff
from amends.people.scope import BrandOwned


class PolicyVersion(BrandOwned):
    """One version as it was put in force; it never changes, and its digest binds it to the one before."""

    number = models.PositiveIntegerField()
    text = models.TextField()
    effective_at = models.DateTimeField()
    recorded_at = models.DateTimeField()
    staff = models.ForeignKey(Staff, on_delete=models.PROTECT, related_name="+", null=True)
    digest = models.CharField(max_length=64)

    class Meta(BrandOwned.Meta):
        constraints = [models.UniqueConstraint(fields=["brand", "number"], name="policy_once")]
        indexes = [models.Index(fields=["brand", "-effective_at", "-number"], name="policy_in_force")]


class PolicyDraft(BrandOwned):
    """What a manager is writing: one for each brand, a text that reads as a policy, whatever lint finds in it."""

    version = models.PositiveIntegerField(default=1)
    based_on = models.PositiveIntegerField(default=0)
    text = models.TextField()
    begun_at = models.DateTimeField()
    updated_at = models.DateTimeField()
    staff = models.ForeignKey(Staff, on_delete=models.PROTECT, related_name="+", null=True)

    class Meta(BrandOwned.Meta):
        constraints = [models.UniqueConstraint(fields=["brand"], name="policy_draft_once")]


class PolicyDraftStep(BrandOwned):
    """A text that a draft had before, so that the last change can be undone and two people's changes compared."""

    draft = models.ForeignKey(PolicyDraft, on_delete=models.CASCADE, related_name="steps")
    version = models.PositiveIntegerField()
    text = models.TextField()

    class Meta(BrandOwned.Meta):
        constraints = [models.UniqueConstraint(fields=["brand", "draft", "version"], name="policy_step_once")]


class PolicyReplay(BrandOwned):
    """What a year would have cost under a draft: how far the sum has come, and what it came to."""

    draft = models.OneToOneField(PolicyDraft, on_delete=models.CASCADE, related_name="replay")
    draft_version = models.PositiveIntegerField()
    held_number = models.PositiveIntegerField(default=0)
    since = models.DateTimeField()
    until = models.DateTimeField()
    parts = models.PositiveIntegerField()
    parts_done = models.PositiveIntegerField(default=0)
    found = models.JSONField(default=dict)
    started_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True)

    class Meta(BrandOwned.Meta):
        indexes = [
            models.Index(
                fields=["started_at"], name="policy_replay_open", condition=models.Q(finished_at__isnull=True)
            )
        ]
