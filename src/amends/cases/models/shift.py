"""When people and brands work: weekly shifts, absences with a cover, opening hours and closed days."""

from __future__ import annotations

from django.db import models

from amends.people.models import Staff
from amends.people.scope import BrandOwned


class BrandHours(BrandOwned):
    """A brand's calendar. `week` is seven lists of ["09:00", "17:30"], Monday first, in the brand's zone;
    `region` says whose public holidays it keeps, as "GB" or "DE-BY"; empty when it keeps none.
    """

    week = models.JSONField()
    region = models.CharField(max_length=12, blank=True)
    closed_days = models.JSONField(default=list)
    promises_an_hour = models.PositiveSmallIntegerField(default=3)

    class Meta(BrandOwned.Meta):
        constraints = [models.UniqueConstraint(fields=["brand"], name="hours_once")]


class Shift(BrandOwned):
    """One stretch of a person's week; ends no later than it begins where it runs past midnight."""

    staff = models.ForeignKey(Staff, on_delete=models.CASCADE, related_name="+", db_index=False)
    weekday = models.PositiveSmallIntegerField()
    starts = models.TimeField()
    ends = models.TimeField()
    # A person may change the zone they read in; their working hours stay where they were planned.
    zone = models.CharField(max_length=64)

    class Meta(BrandOwned.Meta):
        constraints = [
            models.UniqueConstraint(fields=["staff", "brand", "weekday", "starts"], name="shift_once")
        ]


class Absence(BrandOwned):
    """Time in which a person does not work, and who does their work then, if anybody."""

    staff = models.ForeignKey(Staff, on_delete=models.CASCADE, related_name="+", db_index=False)
    cover = models.ForeignKey(Staff, on_delete=models.SET_NULL, null=True, related_name="+", db_index=False)
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()

    class Meta(BrandOwned.Meta):
        indexes = [models.Index(fields=["staff", "brand", "ends_at"], name="absence_staff")]
