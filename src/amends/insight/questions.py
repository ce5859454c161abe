"""What questions to supervisors came to, and what their answers would be worth as power of the front line."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from amends.cases.consults import Tally
from amends.rules.consults import Verdict

YEAR = timedelta(days=365)
LEAST_SPAN = timedelta(days=7)
LEAST_ANSWERED, LEAST_SHARE = 5, 80
"""So many answers, and so many of a hundred of them yes, before it is said what the front line's own power would do."""


@dataclass(frozen=True, slots=True)
class Power:
    """What it would come to if the front line had this power itself. Units: minor units and questions a year."""

    approved: int
    answered: int
    most_minor: int
    cost_minor: int
    saved: int


def span_of(tallies: Sequence[Tally], now: datetime) -> timedelta:
    """Answers how long questions have been asked; a year is reckoned from a week or more."""
    first = min((one.first_asked_at for one in tallies), default=now)
    return max(now - first, LEAST_SPAN)


def power_of(tally: Tally, span: timedelta) -> Power | None:
    """Answers what the power itself would come to, where nearly every answer was yes."""
    granted = tally.of(Verdict.APPROVE) + tally.of(Verdict.AMEND)
    if tally.answered < LEAST_ANSWERED or granted * 100 < LEAST_SHARE * tally.answered or not tally.remedy:
        return None
    return Power(
        approved=tally.of(Verdict.APPROVE),
        answered=tally.answered,
        most_minor=tally.most_granted_minor,
        cost_minor=tally.granted_minor * YEAR // span,
        saved=tally.answered * YEAR // span,
    )
