"""Turns a signed-in person into an actor."""

from __future__ import annotations

from amends.people.models import Membership, Staff
from amends.people.permissions import Actor
from amends.rules.vocabulary import Role


def actor_of(staff: Staff) -> Actor:
    """Answers the person with the role held in each brand. Queries: 1."""
    rows = Membership.objects.filter(staff=staff).values_list("brand_id", "role")
    return Actor("staff", staff.name, staff.pk, {brand: Role(role) for brand, role in rows})
