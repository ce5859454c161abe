"""Which cases ring at this moment, for whoever leads."""

from __future__ import annotations

from django.db.models import QuerySet

from amends.cases.models import Alarm
from amends.cases.recording import subject_of
from amends.people.permissions import PERMISSIONS, Actor, may
from amends.people.prepared import prepared

_MOST = 20


def alarms_for(actor: Actor) -> list[Alarm]:
    """Answers the alarms nobody has taken yet, the oldest first, that this person may take. Queries: 0 to 1."""
    roles = actor.roles.items()
    brands = tuple(sorted(brand for brand, role in roles if role in PERMISSIONS["answer_consult"]))
    rows = _open(brands=brands) if brands else []
    return [row for row in rows if may(actor, "answer_consult", subject_of(row.case)).is_granted]


@prepared
def _open(*, brands: tuple[int, ...]) -> QuerySet[Alarm]:
    rows = Alarm.objects.filter(brand_id__in=brands, taken_at__isnull=True)
    return rows.select_related("case").order_by("raised_at", "id")[:_MOST]
