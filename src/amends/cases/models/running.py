"""Imports: how far each came, and which rows are already in."""

from __future__ import annotations

from django.db import models

from amends.people.scope import BrandOwned


class ImportRun(BrandOwned):
    """One file read into one brand; says where to resume."""

    source_digest = models.CharField(max_length=64)
    name = models.CharField(max_length=255)
    started_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True)
    rows_done = models.PositiveBigIntegerField(default=0)
    imported = models.PositiveBigIntegerField(default=0)
    doubles = models.PositiveBigIntegerField(default=0)
    rejected = models.PositiveBigIntegerField(default=0)

    class Meta(BrandOwned.Meta):
        pass


class ImportedKey(models.Model):
    """The key of one imported row, with its brand in front, so that nothing is doubled."""

    key = models.CharField(max_length=64, primary_key=True)
