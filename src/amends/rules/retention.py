"""Until when a case is kept, and whether its words may be erased."""

from __future__ import annotations

import calendar
from collections.abc import Collection
from datetime import date

LEGAL_HOLD = "legal"
"""A case with this flag is kept: it may be needed before a court."""


def retain_until(closed_on: date, months: int) -> date:
    """Answers the last day on which a case closed that day is kept; the end of a month stays its end.

    Source: the retention date of the minimum complaint record.
    """
    place = closed_on.year * 12 + closed_on.month - 1 + months
    year, month = divmod(place, 12)
    last = calendar.monthrange(year, month + 1)[1]
    return date(year, month + 1, min(closed_on.day, last))


def erasure_refusal(is_open: bool, is_held: bool, flags: Collection[str]) -> str:
    """Answers why the words of a case may not be erased, as a code; empty where they may."""
    if is_held or LEGAL_HOLD in flags:
        return "legal_hold"
    return "still_open" if is_open else ""
