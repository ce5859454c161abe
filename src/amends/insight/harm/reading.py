"""Same harm, same remedy: the decided complaints of a brand, as they are compared, and the cases behind a difference.

What a viewer may not know of is not compared either: restricted cases, and cases about the viewer.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, NamedTuple

from django.db.models import Count, F, Q, Sum

from amends.cases.models import Contact, Settlement
from amends.cases.visibility import visible
from amends.people.models import Brand, Membership
from amends.people.permissions import Actor
from amends.rules.comparing import Comparison, Measure, compare, worst_first
from amends.rules.harms import Harm, Matched, Stratum, match
from amends.rules.remedies import SPENT
from amends.rules.vocabulary import Decision, Direction

DIMENSIONS = ("language", "channel", "team", "persistence")
ONCE, AGAIN = "once", "again"
CHUNK = 2_000
MOST_STRATA, MOST_EACH = 12, 8
"""So many strata, and so many cases of each side in them, stand behind a difference."""
_SPENT = [state.value for state in SPENT]


class Period(NamedTuple):
    """Complaints opened since then and before then."""

    since: datetime
    until: datetime


@dataclass(slots=True)
class Report:
    """What was compared, and what was not: not decided yet, or without a failure, a fault or a price.

    `settled` are the cases in which something was given, though it may be worth nothing.
    """

    matched: Matched
    compared: Sequence[Comparison]
    undecided: int
    unknown: Mapping[str, int]
    settled: frozenset[int] = field(default_factory=frozenset)


def same_harm(brand: Brand, actor: Actor, period: Period) -> Report:
    """Answers how equal complaints were answered, group by group, the worst first. Queries: 6."""
    harms, undecided, settled = _harms(brand, actor, period)
    unknown = Counter(_lacking(one) for one in harms)
    unknown.pop("", None)
    matched = match(harms)
    return Report(
        matched,
        worst_first(compare(matched, len(DIMENSIONS))),
        undecided,
        dict(unknown),
        settled,
    )


def _lacking(one: Harm) -> str:
    """Answers what keeps a complaint from being compared: what failed, whose fault it is, or the price."""
    if not one.failure:
        return "failure"
    if not one.fault:
        return "fault"
    return "" if one.price > 0 else "price"


class _Given(NamedTuple):
    """What is known beside the cases: what each was given, how often it was asked, and by whom it was answered."""

    totals: Mapping[int, int]
    asked: Mapping[int, int]
    answered_by: Mapping[int, int | None]
    teams: Mapping[int, str]


def _harms(brand: Brand, actor: Actor, period: Period) -> tuple[list[Harm], int, frozenset[int]]:
    cases = visible(actor, brand.pk).filter(opened_at__gte=period.since, opened_at__lt=period.until)
    beside = _beside(brand, period)
    decided = cases.filter(decided_at__isnull=False)
    rows: Iterator[dict[str, Any]] = decided.order_by("pk").values(*_FIELDS).iterator(chunk_size=CHUNK)
    harms = [_harm(row, beside) for row in rows]
    undecided = cases.filter(decided_at__isnull=True, is_open=True).count()
    return harms, undecided, frozenset(beside.totals)


_FIELDS = (
    *(
        "pk",
        "language",
        "channel",
        "cause",
        "decision",
        "opened_at",
        "decided_at",
        "responded_at",
        "owner_id",
    ),
    *("circumstances__failure", "circumstances__price_paid", "circumstances__monthly_price"),
    "circumstances__times_asked",
)


def _beside(brand: Brand, period: Period) -> _Given:
    of_time = {"case__opened_at__gte": period.since, "case__opened_at__lt": period.until}
    given = Settlement.objects.of(brand.pk).filter(state__in=_SPENT, **of_time).order_by()
    totals = given.values("case_id").annotate(total=Sum("total_minor")).values_list("case_id", "total")
    said = Contact.objects.of(brand.pk).filter(**of_time).order_by()
    is_asking = Q(direction=Direction.IN.value, occurred_at__lte=F("case__decided_at"))
    asked = said.filter(is_asking).values("case_id").annotate(times=Count("pk"))
    answers = said.filter(is_answer=True).order_by("pk").values_list("case_id", "staff_id")
    teams = Membership.objects.filter(brand_id=brand.pk, team__isnull=False)
    return _Given(
        dict(totals.iterator(chunk_size=CHUNK)),
        dict(asked.values_list("case_id", "times").iterator(chunk_size=CHUNK)),
        dict(answers.iterator(chunk_size=CHUNK)),
        dict(teams.values_list("staff_id", "team__name")),
    )


def _harm(row: Mapping[str, Any], beside: _Given) -> Harm:
    case = row["pk"]
    answered_at = row["responded_at"] or row["decided_at"]
    wait: timedelta = max(timedelta(0), answered_at - row["opened_at"])
    return Harm(
        key=case,
        failure=row["circumstances__failure"] or "",
        fault=row["cause"],
        price=row["circumstances__price_paid"] or row["circumstances__monthly_price"] or 0,
        given=beside.totals.get(case, 0),
        minutes=wait // timedelta(minutes=1),
        is_refused=row["decision"] == Decision.NOT_UPHELD.value or case not in beside.totals,
        groups=(
            "" if row["language"] == "und" else row["language"],
            row["channel"],
            beside.teams.get(beside.answered_by.get(case) or row["owner_id"] or 0, ""),
            _persistence(row["circumstances__times_asked"] or beside.asked.get(case, 0)),
        ),
    )


def _persistence(times: int) -> str:
    """Answers whether they asked once or again; what was asked before this case counts where it is known."""
    return AGAIN if times > 1 else ONCE


# The cases behind a difference


@dataclass(frozen=True, slots=True)
class Behind:
    """One stratum with complaints of both sides, the most telling first; and how many it holds beyond those shown."""

    stratum: Stratum
    theirs: Sequence[Harm]
    others: Sequence[Harm]
    more_theirs: int
    more_others: int


def cases_behind(report: Report, dimension: int, group: str, measure: Measure) -> list[Behind]:
    """Answers the strata that hold both sides, the one that adds most to the difference first."""
    sides: dict[int, tuple[list[Harm], list[Harm]]] = {}
    for one, place in zip(report.matched.harms, report.matched.places, strict=True):
        known = one.groups[dimension]
        if known:
            sides.setdefault(place, ([], []))[known != group].append(one)
    both = {place: found for place, found in sides.items() if found[0] and found[1]}
    is_worse = _worse_way(report, dimension, group, measure)
    order = sorted(both, key=lambda place: -is_worse * _apart(*both[place], measure))
    return [_behind(report, place, both[place], measure, is_worse) for place in order[:MOST_STRATA]]


def _worse_way(report: Report, dimension: int, group: str, measure: Measure) -> int:
    """Answers 1 where the difference is upwards, -1 where it is downwards."""
    for one in report.compared:
        if (one.dimension, one.group, one.measure) == (dimension, group, measure):
            return 1 if one.difference >= 0 else -1
    return 1


def outcome(one: Harm, measure: Measure) -> float:
    """Answers what a complaint adds to a measure. Units: share of the price, minutes, or one for a refusal."""
    if measure is Measure.REMEDY:
        return one.given / one.price
    return float(one.minutes if measure is Measure.WAIT else one.is_refused)


def _apart(theirs: Sequence[Harm], others: Sequence[Harm], measure: Measure) -> float:
    """Answers what a stratum adds to the whole difference."""
    mine, rest = (sum(outcome(one, measure) for one in side) / len(side) for side in (theirs, others))
    return (mine - rest) * len(theirs) * len(others) / (len(theirs) + len(others))


def _behind(
    report: Report, place: int, sides: tuple[list[Harm], list[Harm]], measure: Measure, way: int
) -> Behind:
    theirs = sorted(sides[0], key=lambda one: (-way * outcome(one, measure), one.key))
    others = sorted(sides[1], key=lambda one: (way * outcome(one, measure), one.key))
    return Behind(
        report.matched.strata[place],
        theirs[:MOST_EACH],
        others[:MOST_EACH],
        max(0, len(theirs) - MOST_EACH),
        max(0, len(others) - MOST_EACH),
    )


def case_rows(brand: Brand, actor: Actor, behind: Sequence[Behind]) -> dict[int, dict[str, Any]]:
    """Answers what the cases behind a difference are called, by id. Queries: 1."""
    keys = [one.key for stratum in behind for one in (*stratum.theirs, *stratum.others)]
    rows = visible(actor, brand.pk).filter(pk__in=keys)
    fields = ("pk", "uuid", "reference", "gist", "language", "decision")
    return {row["pk"]: dict(row) for row in rows.values(*fields)}
