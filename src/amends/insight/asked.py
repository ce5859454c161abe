"""What an address of a report asks for: a brand, and how many days back."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.http import Http404, HttpRequest
from django.utils.translation import ngettext

from amends.insight.door import brands_where
from amends.page.frame import actor_in, my_brands
from amends.page.parts import Choice
from amends.people.models import Brand

DAYS = (30, 90, 180, 365)


@dataclass(frozen=True, slots=True)
class Asked:
    """The brand a report is about, the time it looks back on, and what else could be chosen."""

    brand: Brand
    brands: Mapping[int, Brand]
    mine: Mapping[int, Brand]
    days: int
    until: datetime

    @property
    def since(self) -> datetime:
        """Answers the first moment of the time."""
        return self.until - timedelta(days=self.days)

    @property
    def address(self) -> dict[str, str]:
        """Answers what an address of the same report says."""
        return {"brand": self.brand.slug, "days": str(self.days)}

    @property
    def brand_choices(self) -> tuple[Choice, ...]:
        """Answers the brands that may be chosen."""
        return tuple(Choice(row.slug, row.name, row.pk == self.brand.pk) for row in self.brands.values())

    @property
    def day_choices(self) -> tuple[Choice, ...]:
        """Answers the times that may be chosen."""
        return tuple(Choice(str(days), _days_text(days), days == self.days) for days in DAYS)


def _days_text(days: int) -> str:
    return ngettext("The last {count} day", "The last {count} days", days).format(count=days)


def asked_in(request: HttpRequest, until: datetime, days: int = 365, act: str = "see_reports") -> Asked:
    """Answers what a report is asked for; a brand that is not this person's to read does not exist."""
    actor = actor_in(request)
    mine = my_brands(actor)
    brands = brands_where(actor, act, mine)
    slug = request.GET.get("brand", "")
    brand = next((row for row in brands.values() if not slug or row.slug == slug), None)
    if brand is None:
        raise Http404
    said = request.GET.get("days", "")
    chosen = next((one for one in DAYS if str(one) == said), days)
    return Asked(brand, brands, mine, chosen, until)
