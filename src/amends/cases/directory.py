"""The contact directory of brands: read by everybody who works for them."""

from __future__ import annotations

from collections.abc import Sequence

from django.db.models import QuerySet

from amends.cases.models import BrandContact
from amends.people.prepared import prepared
from amends.rules.directory import Way

_ORDER = {way.value: place for place, way in enumerate(Way)}


def directory_of(brand_ids: Sequence[int]) -> list[BrandContact]:
    """Answers how brands are reached, brand by brand, in the order of their kinds. Queries: 0 to 1."""
    rows = _contacts(brands=tuple(brand_ids)) if brand_ids else []
    return sorted(rows, key=lambda row: (row.brand_id, _ORDER.get(row.kind, len(_ORDER)), row.label, row.pk))


def external_bodies(brand_id: int) -> list[BrandContact]:
    """Answers who outside looks at complaints of a brand. Queries: 1."""
    return _external(brand=brand_id)


@prepared
def _contacts(*, brands: tuple[int, ...]) -> QuerySet[BrandContact]:
    return BrandContact.objects.filter(brand_id__in=brands).select_related("verified_by")


@prepared
def _external(*, brand: int) -> QuerySet[BrandContact]:
    return BrandContact.objects.of(brand).filter(kind=Way.EXTERNAL.value).order_by("label", "id")
