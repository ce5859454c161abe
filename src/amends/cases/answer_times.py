"""How soon a brand answers by each way in: measured, so that a customer can be told which one is quickest."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from django.db.models import QuerySet

from amends.cases.models import Case
from amends.people.prepared import prepared
from amends.rules.vocabulary import Channel

LOOKED_AT: Final = 300
ENOUGH: Final = 10
"""Fewer answers by a way say nothing about it."""


def answer_times(brand_id: int) -> dict[Channel, timedelta]:
    """Answers the median time to the first answer by each way, of the newest cases. Queries: 1."""
    waited: dict[Channel, list[timedelta]] = defaultdict(list)
    for channel, opened_at, responded_at in _newest(brand=brand_id):
        if responded_at is not None:
            waited[Channel(channel)].append(responded_at - opened_at)
    return {way: sorted(spans)[len(spans) // 2] for way, spans in waited.items() if len(spans) >= ENOUGH}


@dataclass(frozen=True, slots=True)
class Soonest:
    """The way that is answered first, and within which time half of it was."""

    way: Channel
    within: timedelta


def quickest(brand_id: int) -> Soonest | None:
    """Answers the way by which this brand answers soonest; None while nobody can say. Queries: 1."""
    times = answer_times(brand_id)
    found = min(times, key=lambda way: times[way], default=None)
    return Soonest(found, times[found]) if found else None


@prepared
def _newest(*, brand: int) -> QuerySet[Case, tuple[str, datetime, datetime | None]]:
    newest = Case.objects.of(brand).order_by("-recent_key")
    return newest.values_list("channel", "opened_at", "responded_at")[:LOOKED_AT]
