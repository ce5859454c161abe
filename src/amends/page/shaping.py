"""What every page names: a brand by its mark, a case by its address, a count."""

from __future__ import annotations

from functools import lru_cache
from typing import Literal
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext as _

from amends.cases.queue import MOST_COUNTED
from amends.page.parts import BrandShape
from amends.people.models import Brand

_ANY = str(UUID(int=0))


def written_by(name: str, customer: str) -> str:
    """Answers who wrote what somebody said for the customer; a name that was erased is not made up."""
    return _("Written by {name}, for {customer}").format(name=name or _("somebody else"), customer=customer)


def case_url(case_uuid: object) -> str:
    """Answers the address of a case."""
    return _case_pattern().replace(_ANY, str(case_uuid))


@lru_cache(maxsize=1)
def _case_pattern() -> str:
    return reverse("desk:case", args=[_ANY])


def count_text(count: int) -> str:
    """Answers a count as it is shown: 1,000+ past a thousand."""
    return "1,000+" if count > MOST_COUNTED else str(count)


def brand_shape(brand: Brand) -> BrandShape:
    """Answers a brand's mark."""
    short = brand.name.split()[0] if len(brand.name) > 12 else brand.name
    mark: Literal["square", "round"] = "round" if brand.mark == "round" else "square"
    return BrandShape(brand.slug, brand.name, brand.letter, mark, short)
