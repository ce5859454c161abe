"""Moments that the tests of clocks share: a noon, days on which clocks change, and checks that must fail."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

NOON = datetime(2026, 5, 12, 12, tzinfo=UTC)
MINUTE = timedelta(minutes=1)

CHANGES = {
    "Asia/Jerusalem": (date(2026, 3, 27), date(2026, 10, 25)),
    "Europe/Sofia": (date(2026, 3, 29), date(2026, 10, 25)),
    "Europe/Stockholm": (date(2026, 3, 29), date(2026, 10, 25)),
    "Asia/Shanghai": (date(2028, 2, 29), date(2026, 10, 1)),
    "America/New_York": (date(2026, 3, 8), date(2026, 11, 1)),
    "Australia/Lord_Howe": (date(2026, 4, 5), date(2026, 10, 4)),
    "America/Santiago": (date(2026, 4, 5), date(2026, 9, 6)),
    "Pacific/Apia": (date(2011, 12, 30), date(2011, 4, 2)),
}
"""Days on which the clocks change. Shanghai never does; Lord Howe by half an hour; Santiago at midnight, so that
one evening comes twice and one day begins at one; Apia once left out a whole day."""

ALWAYS_THE_SAME = settings(
    derandomize=True,
    database=None,
    phases=[Phase.generate],
    max_examples=2000,
    report_multiple_bugs=False,
    deadline=None,
)


def fails(cases: st.SearchStrategy[object], check: Callable[..., None], wrong: Callable[..., object]) -> None:
    """Asserts that a check catches what is wrong, always by the same examples."""

    @ALWAYS_THE_SAME
    @given(cases)
    def tried(case: object) -> None:
        check(case, wrong)

    with pytest.raises(AssertionError):
        tried()


def at(minute: int) -> datetime:
    return NOON + minute * MINUTE
