"""What was given, by kind, and what waits: for somebody's approval, to be carried out, or because that failed."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from enum import StrEnum
from typing import NamedTuple
from uuid import UUID

from django.db.models import Count, F, Max, Sum
from django.db.models.functions import Coalesce

from amends.cases.models import Remedy
from amends.cases.visibility import visible
from amends.people.permissions import Actor
from amends.rules.remedies import State


class GivenKind(NamedTuple):
    """What was given of one kind. Units: minor units."""

    kind: str
    currency: str
    times: int
    total: int


def given_by_kind(brand_id: int, since: datetime, reader: Actor) -> Sequence[GivenKind]:
    """Answers what was carried out since then and stands, in cases the reader may know of. Queries: 1.

    The dearest comes first.
    """
    rows = Remedy.objects.of(brand_id).filter(case__in=visible(reader, brand_id), issued_at__gte=since)
    rows = rows.filter(state__in=(State.ISSUED.value, State.CONFIRMED.value))
    summed = rows.values_list("kind", "currency").annotate(times=Count("pk"), total=Sum("amount_minor"))
    return [GivenKind(*row) for row in summed.order_by("-total", "kind", "currency")]


class WaitsFor(StrEnum):
    """Why something that was chosen is not with the customer yet."""

    APPROVAL = "approval"
    HAND_OVER = "hand_over"
    STUCK = "stuck"


class Waiting(NamedTuple):
    """One thing that is chosen and not given yet, and since when it waits for that. Units: minor units."""

    waits_for: WaitsFor
    case_uuid: UUID
    reference: str
    code: str
    amount: int
    currency: str
    since: datetime


def waiting(brand_id: int, reader: Actor) -> Sequence[Waiting]:
    """Answers all that waits now in cases the reader may know of, the oldest first. Queries: 1."""
    states = (State.CHOSEN.value, State.APPROVED.value)
    rows = Remedy.objects.of(brand_id).filter(case__in=visible(reader, brand_id), state__in=states)
    # What needed nobody's approval waits since it was chosen.
    approved_at = Max("settlement__approvals__at")
    rows = rows.annotate(approved_at=approved_at, chosen_at=F("settlement__chosen_at"))
    named = rows.values_list(
        *("state", "next_at", "trouble", "case__uuid", "case__reference", "code", "amount_minor", "currency"),
        *("chosen_at", Coalesce("approved_at", "chosen_at")),
    )
    found = []
    for state, next_at, trouble, uuid, reference, code, amount, currency, chosen_at, since in named:
        waits_for = _waits_for(State(state), next_at, trouble)
        begun = chosen_at if waits_for is WaitsFor.APPROVAL else since
        found.append(Waiting(waits_for, uuid, reference, code, amount, currency, begun))
    return sorted(found, key=lambda one: (one.since, one.reference, one.code))


def _waits_for(state: State, next_at: datetime | None, trouble: str) -> WaitsFor:
    if state is State.CHOSEN:
        return WaitsFor.APPROVAL
    return WaitsFor.STUCK if trouble and next_at is None else WaitsFor.HAND_OVER
