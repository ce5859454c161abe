"""What answers to questions say about the policy: where nearly every answer was yes, what the power itself would do."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import NamedTuple

from amends.cases.consults import Tally
from amends.rules.consults import Verdict

YEAR = timedelta(days=365)
SHORTEST = timedelta(days=7)
"""Less than a week says nothing about a year."""
LEAST_ANSWERED, LEAST_SHARE = 5, 80
"""So many answers, and so many of a hundred of them yes, before it is said what the front line's own power would do."""


class Suggestion(NamedTuple):
    """What it comes to if the front line may give this itself. Units: minor units, questions a year."""

    approved: int
    granted: int
    answered: int
    most_minor: int
    cost_minor: int
    saved: int


def span_of(tallies: Iterable[Tally], now: datetime) -> timedelta:
    """Answers the time over which these questions were asked, a week at least."""
    first = min((one.first_asked_at for one in tallies), default=now)
    return max(now - first, SHORTEST)


def suggestion_of(tally: Tally, span: timedelta) -> Suggestion | None:
    """Answers what the front line's own power would come to; None where the answers do not say so clearly enough."""
    approved = tally.of(Verdict.APPROVE)
    granted = approved + tally.of(Verdict.AMEND)
    if tally.answered < LEAST_ANSWERED or granted * 100 < LEAST_SHARE * tally.answered or not tally.remedy:
        return None
    return Suggestion(
        approved,
        granted,
        tally.answered,
        tally.most_granted_minor,
        tally.granted_minor * YEAR // span,
        tally.answered * YEAR // span,
    )
