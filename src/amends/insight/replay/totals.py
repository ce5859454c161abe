"""What a time that is over would have cost under a policy: a range, and how much of it the front line could have given.

Each case is weighed by what was known of it then, with no more than one person's authority for one case; what a day's
budget would have refused is counted apart (`replay_budgets`). Here stands the way case by case, which is the reference;
`replay_sql` lets a database do the same.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, fields
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from django.db.models import Prefetch, QuerySet, Sum

from amends.cases.circumstances import facts_of
from amends.cases.models import Case, Circumstances, Offer, Settlement
from amends.insight.replay.segments import segments_of
from amends.people.models import Brand
from amends.rules.policy.compiled import Compiled
from amends.rules.policy.document import Holder
from amends.rules.policy.facts import Facts
from amends.rules.policy.statement import Costs, costs
from amends.rules.remedies import SPENT, Origin

CHUNK = 2_000
_STATES = [state.value for state in SPENT]


@dataclass(slots=True)
class Totals:
    """What some cases come to. Units: minor units.

    `known` are those whose facts were enough to find a row, `mended` those with options, `alone` those of them in
    which the front line could have given one; `cheapest` and `dearest` are the range of the mended, `given` is what
    options cost in truth. Beside the policy that the cases are compared with: `better` and `worse` are the cases whose
    cheapest option is worth more or less, with by how much; `newly_alone` those in which nobody need be asked any more,
    `newly_needed` those in which somebody must be.
    """

    cases: int = 0
    known: int = 0
    mended: int = 0
    alone: int = 0
    cheapest: int = 0
    dearest: int = 0
    given: int = 0
    better: int = 0
    better_minor: int = 0
    worse: int = 0
    worse_minor: int = 0
    newly_alone: int = 0
    newly_needed: int = 0

    def add(self, found: Costs, is_mended: bool) -> None:
        """Adds one case."""
        self.cases += 1
        self.known += found.row is not None
        if is_mended and found.cheapest is not None and found.dearest is not None:
            self.mended += 1
            self.alone += found.front is not None
            self.cheapest += found.cheapest
            self.dearest += found.dearest

    def compare(self, found: Costs, before: Costs) -> None:
        """Adds what changes in one case."""
        change = (found.cheapest or 0) - (before.cheapest or 0)
        self.better += change > 0
        self.better_minor += max(change, 0)
        self.worse += change < 0
        self.worse_minor += max(-change, 0)
        self.newly_alone += found.front is not None and before.cheapest is not None and before.front is None
        self.newly_needed += found.cheapest is not None and found.front is None and before.front is not None

    def merge(self, other: Totals) -> None:
        """Adds what other cases come to."""
        for one in fields(self):
            setattr(self, one.name, getattr(self, one.name) + getattr(other, one.name))


@dataclass(slots=True)
class Replayed:
    """The totals of all cases, and of each segment; "" stands for what is not known."""

    whole: Totals = field(default_factory=Totals)
    by_failure: dict[str, Totals] = field(default_factory=dict)
    by_language: dict[str, Totals] = field(default_factory=dict)
    by_seriousness: dict[str, Totals] = field(default_factory=dict)
    by_tenure: dict[str, Totals] = field(default_factory=dict)
    by_value: dict[str, Totals] = field(default_factory=dict)
    by_channel: dict[str, Totals] = field(default_factory=dict)

    def of(self, segment: str) -> dict[str, Totals]:
        """Answers the totals by one segment, as `SEGMENTS` names it."""
        found: dict[str, Totals] = getattr(self, f"by_{segment}")
        return found

    def merge(self, segments: Iterable[tuple[str, str]], totals: Totals) -> None:
        """Adds what some cases of the same segments come to."""
        self.whole.merge(totals)
        for segment, name in segments:
            self.of(segment).setdefault(name, Totals()).merge(totals)


@dataclass(frozen=True, slots=True)
class Past:
    """One case that is over or not: what is asked of it, its language and channel, what was given as an option."""

    facts: Facts
    language: str
    channel: str = ""
    given: int = 0
    case_id: int = 0


def past_cases(brand: Brand, since: datetime, until: datetime) -> Iterator[Past]:
    """Answers the complaints of a time, a chunk at once. Queries: 3 for each chunk."""
    zone = ZoneInfo(brand.zone)
    rows = Case.objects.of(brand.pk).filter(opened_at__gte=since, opened_at__lt=until)
    rows = rows.select_related("circumstances", "customer").prefetch_related(
        offers_kept(brand), Prefetch("settlements", options_given(brand))
    )
    for case in rows.order_by("pk").iterator(chunk_size=CHUNK):
        given = sum(one.total_minor for one in case.settlements.all())
        yield Past(facts_then(case, zone, brand), case.language, case.channel, given, case.pk)


def facts_then(case: Case, zone: ZoneInfo, brand: Brand) -> Facts:
    """Answers what was known then: where options were put to the customer, what was kept with the newest of them.

    The case was read with its circumstances, its customer and its offers.
    """
    offers = list(case.offers.all())
    if offers:
        return dict(offers[-1].facts)
    said: Circumstances | None = getattr(case, "circumstances", None)
    return facts_of(case, said, case.customer, case.opened_at.astimezone(zone).date(), brand.currency)


def with_what_was_known(brand: Brand, path: str) -> Prefetch[Any]:
    """Answers how to read the cases of other rows so that `facts_then` can be asked about them."""
    cases = Case.objects.of(brand.pk).select_related("circumstances", "customer")
    return Prefetch(path, cases.prefetch_related(offers_kept(brand)))


def offers_kept(brand: Brand) -> Prefetch[Any]:
    """Answers how to read what was put to the customers of some cases, the newest last."""
    return Prefetch("offers", Offer.objects.of(brand.pk).order_by("pk"))


def replay(
    compiled: Compiled, cases: Iterable[Past], holder: Holder = Holder.REP, held: Compiled | None = None
) -> Replayed:
    """Answers what these cases come to under a policy, compared with the one in force where that is said."""
    found = Replayed()
    for case in cases:
        one = costs(compiled, case.facts, holder)
        totals = Totals(given=case.given)
        totals.add(one, is_mended=one.cheapest is not None)
        if held is not None:
            totals.compare(one, costs(held, case.facts, holder))
        found.merge(segments_of(case.facts, case.language, case.channel), totals)
    return found


def options_given(brand: Brand) -> QuerySet[Settlement]:
    """Answers what was given as options and not taken back. Raises: ScopeMissing."""
    return Settlement.objects.of(brand.pk).filter(origin=Origin.OPTION.value, state__in=_STATES)


def observed(brand: Brand, since: datetime, until: datetime) -> int:
    """Answers what was given as options in the cases of that time. Units: minor units. Queries: 1."""
    rows = options_given(brand).filter(case__opened_at__gte=since, case__opened_at__lt=until)
    return rows.aggregate(total=Sum("total_minor"))["total"] or 0
