"""How long words are kept, and when they may go."""

from __future__ import annotations

import calendar
from collections.abc import Collection
from datetime import date

LEGAL = "legal"
"""The flag that says a case may be needed in court."""


def retain_until(closed_on: date, months: int) -> date | None:
    """Answers the last day on which the words of a case closed then are kept; None with 0 months: for ever.

    A day that the month does not have becomes its last one.
    """
    if not months:
        return None
    year, month = divmod(closed_on.year * 12 + closed_on.month - 1 + months, 12)
    last = calendar.monthrange(year, month + 1)[1]
    return date(year, month + 1, min(closed_on.day, last))


def why_kept(*, is_open: bool, is_hold: bool, flags: Collection[str]) -> str:
    """Answers why the words of a case may not go now, as a code; empty when they may.

    An open case needs its words; one under a legal hold may be evidence.
    """
    if is_hold or LEGAL in flags:
        return "legal_hold"
    return "still_open" if is_open else ""
