"""Which cases of a brand a person may know of."""

from __future__ import annotations

from django.db.models import QuerySet

from amends.cases.models import Case
from amends.people.permissions import PERMISSIONS, Actor


def visible(actor: Actor, brand_id: int) -> QuerySet[Case]:
    """Answers the cases of a brand that this actor may know of."""
    return visible_to(brand_id, actor.staff_id or 0, sees_restricted(actor, brand_id))


def visible_to(brand: int, staff: int, sees_restricted: bool) -> QuerySet[Case]:
    rows = Case.objects.of(brand) if sees_restricted else Case.objects.of(brand).filter(is_restricted=False)
    return rows.exclude(about_staff_id=staff)


def sees_restricted(actor: Actor, brand_id: int) -> bool:
    return actor.kind == "system" or actor.roles.get(brand_id) in PERMISSIONS["see_restricted"]
