"""Shares of amounts are exact, and rounded the same way on both sides of zero."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from amends.rules.policy.amounts import MOST, WHOLE, at_least_share, share

amounts = st.integers(-MOST, MOST)
points = st.integers(0, 100 * WHOLE)
Rounding = Callable[[int, int], int]


def check_rounding(rounding: Rounding, amount: int, part: int) -> None:
    exact = Fraction(amount * part, WHOLE)
    found = rounding(amount, part)
    assert abs(found - exact) <= Fraction(1, 2)
    if abs(found - exact) == Fraction(1, 2):
        assert abs(found) > abs(exact), "a half goes away from zero"
    assert rounding(-amount, part) == -found


@given(amounts, points)
@example(25, 5_000)
@example(-25, 5_000)
def test_a_share_is_the_nearest_whole_amount_with_halves_away_from_zero(amount: int, part: int) -> None:
    check_rounding(share, amount, part)


@pytest.mark.parametrize(
    "wrong",
    [
        lambda amount, part: round(amount * part / WHOLE),
        lambda amount, part: amount * part // WHOLE,
        lambda amount, part: (amount * part + WHOLE // 2) // WHOLE,
    ],
    ids=["to the even", "downwards", "halves upwards"],
)
def test_the_negative_control_other_roundings_are_caught(wrong: Rounding) -> None:
    with pytest.raises(AssertionError):
        for amount in (25, -25, 15, -15):
            check_rounding(wrong, amount, 5_000)


@given(st.integers(0, MOST), st.integers(0, MOST), st.integers(0, WHOLE))
def test_a_part_is_compared_without_rounding(part: int, whole: int, least: int) -> None:
    assert at_least_share(part, whole, least) == (Fraction(part) >= Fraction(whole * least, WHOLE))
