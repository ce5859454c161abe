"""What a time that is over would have cost under a policy: a range, and how much of it the front line could have given.

Each case is weighed by its file as it stands, with no more than one person's authority for one case; what a day's
budget would have refused is not taken off.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from zoneinfo import ZoneInfo

from django.db.models import Sum

from amends.cases.circumstances import facts_of
from amends.cases.models import Case, Circumstances, Settlement
from amends.people.models import Brand
from amends.rules.policy.compiled import Compiled
from amends.rules.policy.document import Holder
from amends.rules.policy.facts import Facts
from amends.rules.policy.statement import Costs, costs
from amends.rules.remedies import SPENT, Origin
from amends.rules.vocabulary import Situation

CHUNK = 2_000


@dataclass(slots=True)
class Totals:
    """What some cases come to. Units: minor units.

    `known` are those whose facts were enough to find a row, `mended` those with options, `alone` those of them in
    which the front line could have given one; `cheapest` and `dearest` are the range of the mended.
    """

    cases: int = 0
    known: int = 0
    mended: int = 0
    alone: int = 0
    cheapest: int = 0
    dearest: int = 0

    def add(self, found: Costs, is_mended: bool) -> None:
        """Adds one case."""
        self.cases += 1
        self.known += found.row is not None
        if is_mended and found.cheapest is not None and found.dearest is not None:
            self.mended += 1
            self.alone += found.front is not None
            self.cheapest += found.cheapest
            self.dearest += found.dearest


@dataclass(slots=True)
class Replayed:
    """The totals of all cases, and of each segment: by what failed and by the case's language."""

    whole: Totals = field(default_factory=Totals)
    by_failure: dict[str, Totals] = field(default_factory=lambda: defaultdict(Totals))
    by_language: dict[str, Totals] = field(default_factory=lambda: defaultdict(Totals))


@dataclass(frozen=True, slots=True)
class Past:
    """One case that is over or not: what the policy asks of it, and its language."""

    facts: Facts
    language: str


def past_cases(brand: Brand, since: datetime, until: datetime) -> Iterator[Past]:
    """Answers the complaints of a time, a chunk at once. Queries: 1 for each chunk."""
    zone = ZoneInfo(brand.zone)
    rows = Case.objects.of(brand.pk).filter(opened_at__gte=since, opened_at__lt=until)
    for case in rows.select_related("circumstances", "customer").order_by("pk").iterator(chunk_size=CHUNK):
        said: Circumstances | None = getattr(case, "circumstances", None)
        today = case.opened_at.astimezone(zone).date()
        yield Past(facts_of(case, said, case.customer, today, brand.currency), case.language)


def replay(compiled: Compiled, cases: Iterable[Past], holder: Holder = Holder.REP) -> Replayed:
    """Answers what these cases come to under a policy."""
    found = Replayed()
    for case in cases:
        one = costs(compiled, case.facts, holder)
        is_mended = one.row is not None and compiled.rows[one.row].row.then is Situation.MEND
        failure = str(case.facts.get("failure", ""))
        for totals in (found.whole, found.by_failure[failure], found.by_language[case.language]):
            totals.add(one, is_mended)
    return found


def observed(brand: Brand, since: datetime, until: datetime) -> int:
    """Answers what was given as options in the cases of that time. Units: minor units. Queries: 1."""
    rows = Settlement.objects.of(brand.pk).filter(
        case__opened_at__gte=since,
        case__opened_at__lt=until,
        origin=Origin.OPTION.value,
        state__in=[state.value for state in SPENT],
    )
    return rows.aggregate(total=Sum("total_minor"))["total"] or 0


def moved_most(before: Mapping[str, Totals], after: Mapping[str, Totals]) -> list[tuple[str, int]]:
    """Answers segments whose cheapest way changed, with by how much, the largest change first."""
    changes = [(name, after[name].cheapest - before[name].cheapest) for name in before if name in after]
    return sorted((one for one in changes if one[1]), key=lambda one: (-abs(one[1]), one[0]))
