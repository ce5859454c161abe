"""How promises were kept, per person, team, brand and supplier; beside it made, moved, withdrawn."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, NamedTuple

from django.db.models import Count, F, Q

from amends.cases.models import Case, Promise
from amends.people.models import Brand, Membership
from amends.rules.promises import OPEN, State, kept_rate

Whose = tuple[str, ...]


@dataclass(slots=True)
class Kept:
    """What became of the promises of somebody: how many were made, and how those ended that have ended.

    A promise that was withdrawn late counts as broken, and is said as withdrawn too.
    """

    made: int = 0
    moved: int = 0
    withdrawn: int = 0
    states: dict[State, int] = field(default_factory=dict)

    @property
    def running(self) -> int:
        """Answers how many can still be kept."""
        return sum(self.states.get(state, 0) for state in OPEN)

    @property
    def kept(self) -> int:
        """Answers how many were kept, tried enough included."""
        return self.states.get(State.KEPT, 0) + self.states.get(State.ATTEMPTED, 0)

    @property
    def broken(self) -> int:
        """Answers how many were broken, or withdrawn too late."""
        return self.states.get(State.BROKEN, 0)

    @property
    def rate(self) -> int | None:
        """Answers the share kept of those that ended one way or the other. Units: basis points."""
        return kept_rate(self.states)

    def add(self, state: State, *, made: int, moved: int, is_counted_broken: bool) -> None:
        """Adds promises that ended alike."""
        self.made += made
        self.moved += moved
        self.withdrawn += made if state is State.WITHDRAWN else 0
        counted = State.BROKEN if is_counted_broken else state
        self.states[counted] = self.states.get(counted, 0) + made


@dataclass(frozen=True, slots=True)
class Figures:
    """The promises made in a stretch of time, by brand, team, person and supplier, all but the first with their brand.

    Only promises that depend on a supplier count for one.
    """

    brands: dict[Whose, Kept]
    teams: dict[Whose, Kept]
    people: dict[Whose, Kept]
    suppliers: dict[Whose, Kept]


def promise_figures(since: datetime, until: datetime) -> Figures:
    """Answers what became of the promises made in this time, in the brands in scope. Queries: 3."""
    brands = dict(Brand.objects.values_list("pk", "name"))
    teams = _teams()
    found = list(_counted(since, until))

    def brand(row: Any) -> Whose:
        return (brands[row["brand_id"]],)

    def team(row: Any) -> Whose:
        return (brands[row["brand_id"]], teams.get((row["brand_id"], row["owner_id"]), ""))

    def person(row: Any) -> Whose:
        return (brands[row["brand_id"]], row["owner__name"])

    def supplier(row: Any) -> Whose:
        return (brands[row["brand_id"]], row["supplier__name"])

    depending = [row for row in found if row["supplier_id"] is not None]
    return Figures(_by(brand, found), _by(team, found), _by(person, found), _by(supplier, depending))


class Judged(NamedTuple):
    """Cases that somebody held against what the brand promises everybody: below it, and not below it."""

    below: int
    kept: int


def judged_cases(brand_id: int, since: datetime, until: datetime) -> Judged:
    """Answers how the cases of this time were judged by the brand's own promise. Queries: 1."""
    cases = Case.objects.of(brand_id).filter(opened_at__gte=since, opened_at__lt=until)
    counted = cases.aggregate(
        below=Count("pk", filter=Q(below_promise=True)), kept=Count("pk", filter=Q(below_promise=False))
    )
    return Judged(counted["below"], counted["kept"])


def _by(whose: Callable[[Any], Whose], rows: Iterable[Any]) -> dict[Whose, Kept]:
    summed: dict[Whose, Kept] = {}
    for row in rows:
        summed.setdefault(whose(row), Kept()).add(
            State(row["state"]),
            made=row["made"],
            moved=row["moved"],
            is_counted_broken=row["is_counted_broken"],
        )
    return dict(sorted(summed.items()))


def _counted(since: datetime, until: datetime) -> Iterable[dict[str, Any]]:
    rows = Promise.objects.filter(made_at__gte=since, made_at__lt=until).order_by()
    people = ("owner_id", "owner__name", "supplier_id", "supplier__name")
    alike: Any = rows.values("brand_id", *people, "state", "is_counted_broken")
    found: Iterable[dict[str, Any]] = alike.annotate(
        made=Count("pk"), moved=Count("pk", filter=Q(agreed_at__gt=F("made_at")))
    )
    return found


def _teams() -> dict[tuple[int, int], str]:
    rows = Membership.objects.filter(team__isnull=False).values_list("brand_id", "staff_id", "team__name")
    return {(brand, staff): name for brand, staff, name in rows}
