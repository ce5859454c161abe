"""Words of people: rows that can be erased, while the record keeps only a keyed digest of them."""

from __future__ import annotations

from django.db import models

from amends.people.scope import BrandOwned


class Erasable(BrandOwned):
    """A row with somebody's words and the key of their digest; erasure takes both."""

    content_key = models.BinaryField(null=True)
    erased_at = models.DateTimeField(null=True)

    class Meta(BrandOwned.Meta):
        abstract = True
