"""How long words are kept, and what keeps them."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from amends.rules.retention import retain_until, why_kept


@pytest.mark.parametrize(
    ("closed_on", "months", "until"),
    [
        (date(2026, 5, 12), 36, date(2029, 5, 12)),
        (date(2026, 12, 31), 2, date(2027, 2, 28)),
        (date(2027, 12, 31), 2, date(2028, 2, 29)),
        (date(2026, 11, 30), 1, date(2026, 12, 30)),
        (date(2026, 5, 12), 0, None),
    ],
)
def test_words_are_kept_whole_months(closed_on: date, months: int, until: date | None) -> None:
    assert retain_until(closed_on, months) == until


@given(st.dates(date(1990, 1, 1), date(2100, 1, 1)), st.integers(1, 600))
def test_no_day_is_kept_shorter_than_an_earlier_one(closed_on: date, months: int) -> None:
    until = retain_until(closed_on, months)
    assert until is not None
    assert (until.year - closed_on.year) * 12 + until.month - closed_on.month == months
    assert until.day == closed_on.day or (until.day < closed_on.day and until.day >= 28)


@pytest.mark.parametrize(
    ("is_open", "is_hold", "flags", "code"),
    [
        (False, False, [], ""),
        (False, False, ["media", "privacy"], ""),
        (True, False, [], "still_open"),
        (False, True, [], "legal_hold"),
        (False, False, ["legal"], "legal_hold"),
        (True, True, ["legal"], "legal_hold"),
    ],
)
def test_an_open_case_and_a_held_one_keep_their_words(
    is_open: bool, is_hold: bool, flags: list[str], code: str
) -> None:
    assert why_kept(is_open=is_open, is_hold=is_hold, flags=flags) == code
