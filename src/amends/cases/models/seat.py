"""How a customer comes to their case: keys that open it once, and the visits that they began."""

from __future__ import annotations

from django.db import models

from amends.cases.models.case import Case
from amends.cases.models.representative import Representative
from amends.people.models import Brand, Staff
from amends.people.scope import BrandOwned


class CaseKey(models.Model):
    """A key to one case, kept as a hash: a link that is mailed, or a short code that somebody reads out."""

    # Found by its secret before anybody knows which brand it is of.
    brand = models.ForeignKey(Brand, on_delete=models.PROTECT, related_name="+", db_index=False)
    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="keys")
    kind = models.CharField(max_length=8)
    reference = models.CharField(max_length=12)
    token_hash = models.CharField(max_length=64, unique=True)
    representative = models.ForeignKey(
        Representative, on_delete=models.CASCADE, null=True, related_name="keys"
    )
    made_by = models.ForeignKey(Staff, on_delete=models.SET_NULL, null=True, related_name="+", db_index=False)
    made_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True)
    tries = models.PositiveSmallIntegerField(default=0)


class CaseVisit(models.Model):
    """A visit to one case, by its customer or who acts for them; their browser names it by a secret of its own."""

    brand = models.ForeignKey(Brand, on_delete=models.PROTECT, related_name="+", db_index=False)
    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="visits")
    representative = models.ForeignKey(
        Representative, on_delete=models.CASCADE, null=True, related_name="visits"
    )
    token_hash = models.CharField(max_length=64, unique=True)
    began_at = models.DateTimeField()
    ends_at = models.DateTimeField()


class PreparedCase(BrandOwned):
    """That a prepared complaint came, by the key its sender gave it; the same key never opens a second case."""

    key = models.UUIDField()
    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="+")
    digest = models.CharField(max_length=64)
    at = models.DateTimeField()

    class Meta(BrandOwned.Meta):
        constraints = [models.UniqueConstraint(fields=["brand", "key"], name="prepared_once")]
