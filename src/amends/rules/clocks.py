"""When something is due, and how its clock reads now."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from amends.rules.vocabulary import Waiting

SOON_AT_MOST = timedelta(minutes=30)
DUE_WINDOW = timedelta(hours=2)
"""Clocks that end within this time come first in the queue."""


@dataclass(frozen=True, slots=True)
class Clock:
    """One moment that was named: when it began, when it is due, and how it ended."""

    name: str
    started_at: datetime
    due_at: datetime
    done_at: datetime | None = None
    paused_until: datetime | None = None


def clock_state(clock: Clock, now: datetime) -> str:
    """Answers how a clock reads: kept, late (done after its time), paused, broken, soon or due.

    Soon begins 30 minutes or a quarter of the whole time before the end, whichever is less.
    """
    if clock.done_at is not None:
        return "kept" if clock.done_at <= clock.due_at else "late"
    if clock.paused_until is not None:
        return "paused"
    if now >= clock.due_at:
        return "broken"
    margin = min(SOON_AT_MOST, (clock.due_at - clock.started_at) / 4)
    return "soon" if clock.due_at - now <= margin else "due"


def share_left(clock: Clock, now: datetime) -> float:
    """Answers what share of the clock's time is left, 0 to 1."""
    whole = (clock.due_at - clock.started_at).total_seconds()
    if whole <= 0:
        return 0.0
    return min(1.0, max(0.0, (clock.due_at - now).total_seconds() / whole))


def pauses(waiting: Waiting) -> bool:
    """Answers whether this wait stops the clock: only the customer's own turn does, so nobody pays for another."""
    return waiting is Waiting.CUSTOMER


def next_due(*moments: tuple[datetime | None, datetime | None]) -> datetime | None:
    """Answers the nearest moment still open, of pairs (due, done); None when nothing is due."""
    open_moments = [due for due, done in moments if due is not None and done is None]
    return min(open_moments, default=None)
