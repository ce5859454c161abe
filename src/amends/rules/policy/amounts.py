"""Amounts of a policy: whole minor units, one rounding rule, the same wherever it is computed."""

from __future__ import annotations

from amends import money

MOST = money.MOST
WHOLE = 10_000
"""A whole, in basis points."""
_HALF = WHOLE // 2


def share(amount: int, points: int) -> int:
    """Answers a share of an amount, halves away from zero. Units: minor units, basis points."""
    if amount < 0:
        return -share(-amount, points)
    return (amount * points + _HALF) // WHOLE


def at_least_share(part: int, whole: int, points: int) -> bool:
    """Answers whether a part is at least that share of a whole, exactly, without dividing."""
    return part * WHOLE >= whole * points
