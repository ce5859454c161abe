"""Claims that come late: a person looks at them, with what a refusal would cost beside it; no clock refuses.

Source: ZH12.
"""

from __future__ import annotations

from datetime import date
from typing import NamedTuple

from amends.rules.policy.compiled import Compiled
from amends.rules.policy.facts import Facts


class Late(NamedTuple):
    """How many days after it happened something was reported, and for how many days the policy lets it wait."""

    days: int
    allowed: int


def late_claim(compiled: Compiled, facts: Facts, happened_on: date | None, reported_on: date) -> Late | None:
    """Answers how late a claim is by the first window that fits it; None where it is in time, or nobody knows."""
    fitting = compiled.windows.fitting(facts) if compiled.windows.count else 0
    if happened_on is None or not fitting:
        return None
    window = compiled.policy.claim_windows[(fitting & -fitting).bit_length() - 1]
    days = (reported_on - happened_on).days
    return Late(days, window.days) if days > window.days else None
