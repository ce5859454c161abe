"""A client brand: for whom the desk speaks, how it looks, and what it allows itself."""

from __future__ import annotations

from django.db import models


class Brand(models.Model):
    """One client brand; everything a customer says belongs to exactly one."""

    slug = models.SlugField(max_length=40, unique=True)
    name = models.CharField(max_length=80)
    letter = models.CharField(max_length=2)
    mark = models.CharField(max_length=8, default="square")
    colour_light = models.CharField(max_length=7, default="#4A4F5A")
    colour_dark = models.CharField(max_length=7, default="#B9BEC9")
    language = models.CharField(max_length=12, default="en")
    zone = models.CharField(max_length=64, default="UTC")
    currency = models.CharField(max_length=3, default="EUR")
    from_address = models.EmailField(blank=True)
    acknowledge_hours = models.PositiveIntegerField(default=24)
    respond_days = models.PositiveIntegerField(default=14)
    reopen_days = models.PositiveIntegerField(default=30)
    retain_months = models.PositiveSmallIntegerField(default=36)
    external_body = models.CharField(max_length=200, blank=True)
    shows_names = models.BooleanField(default=True)
    """Whether customers read by first name who has their case and who wrote."""
    created_at = models.DateTimeField(auto_now_add=True)

    def __str__(self) -> str:
        return self.name


class Team(models.Model):
    """About fifty people or fewer who work together for a brand."""

    brand = models.ForeignKey(Brand, on_delete=models.PROTECT, related_name="teams")
    name = models.CharField(max_length=80)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["brand", "name"], name="team_once")]

    def __str__(self) -> str:
        return self.name
