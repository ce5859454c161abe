"""What losses teach: where win-back gave what the front line could not, how talks with those who leave end.

Source: RU5 to RU8, RU22.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from django.db.models import Count, QuerySet

from amends.cases.models import Case, CriticalFinding, Leaving, WinBack
from amends.cases.visibility import sees_restricted, visible, visible_to
from amends.people.permissions import SYSTEM, Actor
from amends.people.prepared import prepared
from amends.rules.leaving import Critical


@dataclass(slots=True)
class Loss:
    """Talks after a loss in one row of the policy. Units: minor units.

    `gap_minor` is what win-back offered above what the front line could have; `yearly_minor` what the lost
    customers were worth in a year, as far as that is known.
    """

    policy_row: str
    currency: str
    times: int = 0
    came_back: int = 0
    should_have_been_given: int = 0
    offered_minor: int = 0
    limit_minor: int = 0
    gap_minor: int = 0
    yearly_minor: int = 0
    valued: int = 0
    reasons: Counter[str] = field(default_factory=Counter)
    beyond: list[Case] = field(default_factory=list)

    @property
    def references(self) -> list[str]:
        """Answers the open references of cases in which win-back went beyond the front line."""
        return [case.reference for case in self.beyond if not case.is_restricted]


def losses_by_row(brand_id: int, since: datetime, reader: Actor = SYSTEM) -> list[Loss]:
    """Answers what talks after losses say since then, in cases the reader may know of. Queries: 1.

    The widest gap comes first.
    """
    found: dict[str, Loss] = {}
    sees, staff = sees_restricted(reader, brand_id), reader.staff_id or 0
    for row in _talks(sees, brand=brand_id, since=since, staff=staff):
        _add(found.setdefault(row.policy_row, Loss(row.policy_row, row.currency)), row)
    return sorted(found.values(), key=lambda one: (-one.gap_minor, -one.times, one.policy_row))


@prepared
def _talks(sees: bool, /, *, brand: int, since: datetime, staff: int) -> QuerySet[WinBack]:
    cases = visible_to(brand, staff, sees)
    rows = WinBack.objects.of(brand).filter(at__gte=since, case__in=cases).select_related("case__customer")
    return rows.order_by("at", "id")


def _add(loss: Loss, row: WinBack) -> None:
    loss.times += 1
    loss.came_back += row.came_back is True
    loss.reasons[row.reason] += 1
    loss.offered_minor += row.offered_minor
    loss.limit_minor += row.limit_minor or 0
    gap = row.offered_minor - (row.limit_minor or 0)
    if row.offered_remedy and gap > 0:
        loss.gap_minor += gap
        loss.should_have_been_given += 1
        loss.beyond.append(row.case)
    customer = row.case.customer
    if customer is not None and customer.value_minor is not None and customer.currency == row.currency:
        loss.yearly_minor += customer.value_minor
        loss.valued += 1


def leaving_outcomes(brand_id: int, since: datetime, reader: Actor = SYSTEM) -> Mapping[str, int]:
    """Answers how it stands with those who said that they would leave since then, by outcome. Queries: 1."""
    rows = Leaving.objects.of(brand_id).filter(at__gte=since, case__in=visible(reader, brand_id))
    return dict(rows.values_list("outcome").annotate(count=Count("pk")).order_by("outcome"))


def critical_findings(
    brand_id: int, since: datetime, code: Critical = Critical.TOLD_TO_SWITCH, reader: Actor = SYSTEM
) -> list[CriticalFinding]:
    """Answers the contacts in which it was said, newest first, with the cases the reader may know of. Queries: 1."""
    rows = CriticalFinding.objects.of(brand_id).filter(at__gte=since, code=code.value)
    rows = rows.filter(case__in=visible(reader, brand_id))
    return list(rows.select_related("case", "contact").order_by("-at", "-id"))
