"""A replay's second pass: in order of time, what the day's budgets of the front line would not have covered.

The first pass weighs each case alone. Here each person gives what they would have given, the cheapest option within
their own authority, on the brand's day on which the case began; what does not fit into the day needed somebody above.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime

from django.db import connection
from django.db.models import Max

from amends.cases.models import Case, Settlement
from amends.insight.replay.source import source
from amends.people.models import Brand
from amends.rules.policy.budgets import Beyond, Wish, beyond_budget
from amends.rules.policy.compiled import Compiled
from amends.rules.policy.document import Holder
from amends.rules.policy.offers import limits_of
from amends.rules.policy.statement import Dialect, facts_asked, statement
from amends.rules.remedies import SPENT, Origin


@dataclass(frozen=True, slots=True)
class Budgets:
    """What two budgets of the day would not have covered: for options, and for small gestures off the menu."""

    options: Beyond
    gestures: Beyond


def day_budgets(
    brand: Brand, times: tuple[datetime, datetime], compiled: Compiled, holder: Holder = Holder.REP
) -> Budgets:
    """Answers what a policy's budgets would have come to in that time. Queries: 3. Raises: ScopeMissing."""
    options = options_wished(brand, times, compiled, holder)
    return budgets_of(compiled, options, gestures_wished(brand, times), holder)


def budgets_of(
    compiled: Compiled, options: Iterable[Wish], gestures: Iterable[Wish], holder: Holder = Holder.REP
) -> Budgets:
    """Answers what a policy's budgets would not have covered of what would be given, in order of time."""
    limits = limits_of(compiled.policy.authority, holder)
    if limits is None:
        return Budgets(Beyond(), Beyond())
    return Budgets(beyond_budget(options, limits.per_day), beyond_budget(gestures, limits.goodwill_per_day))


def options_wished(
    brand: Brand, times: tuple[datetime, datetime], compiled: Compiled, holder: Holder = Holder.REP
) -> Iterator[Wish]:
    """Answers what each person would have given as options, in order of time. Queries: 2. Raises: ScopeMissing."""
    last = Case.objects.of(brand.pk).aggregate(last=Max("pk"))["last"] or 0
    found = source(brand, *times, (0, last + 1))
    keep = (*sorted(facts_asked(compiled)), "staff", "day", "opened")
    weighed = statement(compiled, found.query, Dialect(connection.vendor), holder, keep)
    with connection.cursor() as cursor:
        cursor.execute(wished(weighed), found.values)
        while rows := cursor.fetchmany(2_000):
            yield from (Wish(staff, str(day), amount) for staff, day, amount in rows)


def wished(weighed: str) -> str:
    """Answers the query of who would have given how much on which day, in order of time, from cases weighed."""
    columns = "staff, day, CAST(front AS BIGINT) AS amount"
    return f"SELECT {columns} FROM ({weighed}) AS weighed WHERE front > 0 AND staff IS NOT NULL ORDER BY opened, id"


def gestures_wished(brand: Brand, times: tuple[datetime, datetime]) -> Iterator[Wish]:
    """Answers what each person gave as small gestures, in order of time. Queries: 1."""
    since, until = times
    rows = Settlement.objects.of(brand.pk).filter(
        case__opened_at__gte=since,
        case__opened_at__lt=until,
        origin=Origin.GESTURE.value,
        state__in=[state.value for state in SPENT],
        charged_to__isnull=False,
    )
    told = rows.order_by("chosen_at", "pk").values_list("charged_to_id", "given_on", "total_minor")
    for staff, day, amount in told.iterator(chunk_size=2_000):
        yield Wish(staff or 0, str(day), amount)
