"""Where the front line had no power, per row of the policy; and what it costs when somebody higher is asked for first.

Source: BG16, HE5, HE6, HE16.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from statistics import median

from django.db.models import QuerySet

from amends.cases.models import Case, CaseEvent, Escalation
from amends.cases.visibility import sees_restricted, visible, visible_to
from amends.people.permissions import SYSTEM, Actor
from amends.people.prepared import prepared
from amends.rules.ladder import Climb

YEAR = timedelta(days=365)
_LEAST_SPAN = timedelta(days=7)
_MOST = 2_000
"""So many of the newest cases are compared."""


@dataclass(slots=True)
class Powerless:
    """What would have helped in one row of the policy: how often, which remedy, how much. Units: minor units."""

    policy_row: str
    remedy: str
    currency: str
    first_at: datetime
    times: int = 0
    asked_minor: int = 0
    lacking_minor: int = 0
    most_minor: int = 0

    def a_year(self, now: datetime) -> int:
        """Answers what it would cost in a year if the front line could give it. Units: minor units."""
        return self.asked_minor * YEAR // max(now - self.first_at, _LEAST_SPAN)


def powerless_by_row(brand_id: int, since: datetime, reader: Actor = SYSTEM) -> list[Powerless]:
    """Answers where the front line had no power since then, in cases the reader may know of. Queries: 1.

    The most frequent comes first.
    """
    found: dict[tuple[str, str], Powerless] = {}
    sees, staff = sees_restricted(reader, brand_id), reader.staff_id or 0
    for row in _powerless(sees, brand=brand_id, since=since, why=Climb.POWERLESS.value, staff=staff):
        key = (row.policy_row, row.remedy)
        one = found.setdefault(key, Powerless(*key, row.currency, row.at))
        amount = row.amount_minor or 0
        one.times += 1
        one.asked_minor += amount
        one.lacking_minor += max(0, amount - (row.limit_minor or 0))
        one.most_minor = max(one.most_minor, amount)
    return sorted(found.values(), key=lambda one: (-one.times, one.policy_row, one.remedy))


@prepared
def _powerless(sees: bool, /, *, brand: int, since: datetime, why: str, staff: int) -> QuerySet[Escalation]:
    cases = visible_to(brand, staff, sees)
    rows = Escalation.objects.of(brand).filter(at__gte=since, why=why, case__in=cases)
    return rows.order_by("at", "id")


@dataclass(slots=True)
class Demands:
    """What demands for somebody higher came to: had the rep a fair chance, and what it cost in time."""

    with_chance: int = 0
    without_chance: int = 0
    unsaid: int = 0
    until_next_step: list[timedelta] = field(default_factory=list)
    until_answer: list[timedelta] = field(default_factory=list)
    until_answer_elsewhere: list[timedelta] = field(default_factory=list)

    @property
    def count(self) -> int:
        """Answers how many cases had such a demand."""
        return self.with_chance + self.without_chance + self.unsaid

    @property
    def next_step(self) -> timedelta | None:
        """Answers the middle time from the demand to the next step of anybody."""
        return _middle(self.until_next_step)

    @property
    def extra(self) -> timedelta | None:
        """Answers how much longer such cases take from arrival to answer than others, by their middle."""
        theirs, others = _middle(self.until_answer), _middle(self.until_answer_elsewhere)
        return theirs - others if theirs is not None and others is not None else None


def _middle(spans: Iterable[timedelta]) -> timedelta | None:
    seconds = [span.total_seconds() for span in spans]
    return timedelta(seconds=median(seconds)) if seconds else None


def demands_for_higher(brand_id: int, since: datetime, reader: Actor = SYSTEM) -> Demands:
    """Answers what demands for somebody higher since then came to, beside cases without, as the reader may know.

    Queries: 3.
    """
    demands = Demands()
    cases = visible(reader, brand_id)
    first = _first_demands(brand_id, since, demands, cases)
    steps = _next_steps(brand_id, {case_id: at for case_id, at, _opened, _responded in first.values()})
    for case_id, demanded_at, opened_at, responded_at in first.values():
        if responded_at is not None:
            demands.until_answer.append(responded_at - opened_at)
        if case_id in steps:
            demands.until_next_step.append(steps[case_id] - demanded_at)
    others = cases.filter(opened_at__gte=since, responded_at__isnull=False)
    others = others.exclude(pk__in=list(first)).order_by("-recent_key")
    spans = others.values_list("opened_at", "responded_at")[:_MOST]
    demands.until_answer_elsewhere += [answered - opened for opened, answered in spans if answered]
    return demands


_Demand = tuple[int, datetime, datetime, datetime | None]


def _first_demands(
    brand_id: int, since: datetime, demands: Demands, cases: QuerySet[Case]
) -> dict[int, _Demand]:
    rows = Escalation.objects.of(brand_id).filter(at__gte=since, why=Climb.DEMANDED.value, case__in=cases)
    rows = rows.order_by("-at")
    columns = ("case_id", "at", "case__opened_at", "case__responded_at", "had_chance")
    first: dict[int, _Demand] = {}
    chances: dict[int, bool | None] = {}
    # The newest first: what is seen last of a case is its first demand.
    for case_id, at, opened, responded, chance in rows.values_list(*columns)[:_MOST]:
        first[case_id], chances[case_id] = (case_id, at, opened, responded), chance
    said = list(chances.values())
    demands.with_chance, demands.without_chance = said.count(True), said.count(False)
    demands.unsaid = said.count(None)
    return first


def _next_steps(brand_id: int, demanded: Mapping[int, datetime]) -> dict[int, datetime]:
    """Answers when somebody next did something in each of these cases. Queries: 1, or none without a case."""
    if not demanded:
        return {}
    rows = CaseEvent.objects.of(brand_id).filter(case_id__in=list(demanded), actor_kind="staff")
    rows = rows.filter(at__gt=min(demanded.values())).order_by("at")
    found: dict[int, datetime] = {}
    for case_id, at in rows.values_list("case_id", "at").iterator():
        if at > demanded[case_id]:
            found.setdefault(case_id, at)
    return found
