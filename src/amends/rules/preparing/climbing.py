"""The ladder: who is asked next and from when on; a reasonable time first, never for ever.

Source: BG13, BG15, BG17, BG23, SV15.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Final

from amends.rules.preparing.draft import Draft, Rung, Told

PATIENCE: Final[Mapping[Rung, timedelta]] = {
    Rung.REP: timedelta(days=3),
    Rung.TEAM_LEADER: timedelta(days=3),
    Rung.SUPERVISOR: timedelta(days=5),
    Rung.HEAD_OFFICE: timedelta(days=10),
    Rung.PUBLIC: timedelta(days=5),
    Rung.OUTSIDE: timedelta(0),
}
"""So long each has to answer; what a company's own promise says comes first."""
BETWEEN_REQUESTS: Final = timedelta(days=7)
MOST_REQUESTS: Final = 3


class Standing(StrEnum):
    """How one rung stands: behind, here, open, or open from a day on."""

    BEHIND = "behind"
    HERE = "here"
    OPEN = "open"
    LATER = "later"


@dataclass(frozen=True, slots=True)
class Step:
    """One rung as it stands today; `opens_on` is the day from which the next one may be asked."""

    rung: Rung
    standing: Standing
    opens_on: date | None = None


def broken(draft: Draft, now: datetime) -> Told | None:
    """Answers the promise whose hour passed last; what is said to have been kept is taken off the list."""
    past = [one for one in draft.told if one.is_past(now)]
    return max(past, key=lambda one: (one.day or date.min, one.hour), default=None)


def ladder(draft: Draft, now: datetime) -> tuple[Step, ...]:
    """Answers every rung as it stands: a missed promise opens the next one at once, else a reasonable time does."""
    rungs = tuple(Rung)
    here = rungs.index(draft.rung) if draft.rung else -1
    opens_on = _opens_on(draft, now)
    return tuple(_step(rung, at - here, opens_on, now.date()) for at, rung in enumerate(rungs))


def _opens_on(draft: Draft, now: datetime) -> date:
    if draft.rung is None or broken(draft, now):
        return now.date()
    return (draft.asked_on or now.date()) + PATIENCE[draft.rung]


def _step(rung: Rung, ahead: int, opens_on: date, today: date) -> Step:
    if ahead < 0:
        return Step(rung, Standing.BEHIND)
    if ahead == 0:
        return Step(rung, Standing.HERE)
    if ahead == 1:
        return Step(rung, Standing.OPEN if opens_on <= today else Standing.LATER, opens_on)
    return Step(rung, Standing.LATER)


class Again(StrEnum):
    """What stands between somebody and a polite second request."""

    READY = "ready"
    WAIT = "wait"
    SAY_NEWS = "say_news"
    ENOUGH = "enough"


@dataclass(frozen=True, slots=True)
class Request:
    """Whether one may ask again, from which day on, and how often still."""

    state: Again
    on: date | None = None
    left: int = 0


def ask_again(draft: Draft, today: date) -> Request | None:
    """Answers how a request that was refused is repeated: after a week, with something new, three times at most."""
    if draft.refused_on is None:
        return None
    left = max(0, MOST_REQUESTS - max(1, draft.asked_times))
    on = draft.refused_on + BETWEEN_REQUESTS
    if not left:
        return Request(Again.ENOUGH)
    if not draft.news:
        return Request(Again.SAY_NEWS, on, left)
    return Request(Again.READY if on <= today else Again.WAIT, on, left)
