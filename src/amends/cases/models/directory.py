"""Where a brand itself can be reached: what a customer may be told, and when somebody last saw that it is right."""

from __future__ import annotations

from django.db import models

from amends.people.models import Staff
from amends.people.scope import BrandOwned


class BrandContact(BrandOwned):
    """One way to reach a brand, or the body outside that looks at its complaints."""

    uuid = models.UUIDField(unique=True)
    kind = models.CharField(max_length=12)
    label = models.CharField(max_length=120)
    value = models.CharField(max_length=300)
    verified_on = models.DateField()
    verified_by = models.ForeignKey(
        Staff, on_delete=models.SET_NULL, null=True, related_name="+", db_index=False
    )
    added_at = models.DateTimeField()

    class Meta(BrandOwned.Meta):
        constraints = [models.UniqueConstraint(fields=["brand", "kind", "value"], name="brand_contact_once")]
