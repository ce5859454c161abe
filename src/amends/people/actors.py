"""Turns a signed-in person into an actor."""

from __future__ import annotations

from django.db.models import QuerySet

from amends.people.models import Membership, Staff
from amends.people.permissions import Actor
from amends.people.prepared import prepared
from amends.rules.vocabulary import Role


def actor_of(staff: Staff) -> Actor:
    """Answers the person with the role held in each brand. Queries: 1."""
    rows = _memberships(staff=staff.pk)
    return Actor("staff", staff.name, staff.pk, {brand: Role(role) for brand, role in rows})


@prepared
def _memberships(*, staff: int) -> QuerySet[Membership, tuple[int, str]]:
    return Membership.objects.filter(staff_id=staff).values_list("brand_id", "role")
