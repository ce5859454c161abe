"""Who is at the desk: kept beside the case file, because it changes nothing in it."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from amends.cases.models import Presence
from amends.cases.recording import writing


def note_presence(*, staff_ids: Iterable[int], now: datetime) -> None:
    """Keeps that these people are at the desk now. Queries: 1 for any number."""
    rows = [Presence(staff_id=staff, seen_at=now) for staff in sorted(set(staff_ids))]
    if not rows:
        return
    with writing():
        Presence.objects.bulk_create(
            rows, update_conflicts=True, unique_fields=["staff"], update_fields=["seen_at"]
        )
