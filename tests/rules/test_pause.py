"""While something is open nothing is sold, raised or dunned; after a failure it stays quiet for some days."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from amends.rules.pause import NO_PAUSE, Disputed, Pause, Paused, Troubled, pause_of

TODAY = date(2026, 5, 12)
AMOUNT = Disputed(4_900, "EUR")


def troubled(*, is_open: bool = True, days_ago: int = 0, was_failure: bool = True) -> Troubled:
    closed = None if is_open else TODAY - timedelta(days=days_ago)
    return Troubled(is_open, closed, was_failure, AMOUNT)


def paused(*cases: Troubled, quiet: int = 14, vulnerable: bool = False) -> Pause:
    return pause_of(cases, is_vulnerable=vulnerable, quiet_days=quiet, today=TODAY)


def test_an_open_complaint_stops_sales_price_rises_and_dunning_of_what_is_in_dispute() -> None:
    pause = paused(troubled())
    assert pause == Pause((Paused.SALES, Paused.PRICE_RISE, Paused.DUNNING_DISPUTED), (AMOUNT,), None)


def test_where_the_customer_is_vulnerable_nothing_at_all_is_dunned() -> None:
    assert Paused.DUNNING_ALL in paused(troubled(), vulnerable=True).what
    assert Paused.DUNNING_DISPUTED not in paused(troubled(), vulnerable=True).what


@pytest.mark.parametrize(("days_ago", "is_quiet"), [(0, True), (14, True), (15, False)])
def test_after_a_failure_it_stays_quiet_for_the_days_and_no_longer(days_ago: int, is_quiet: bool) -> None:
    pause = paused(troubled(is_open=False, days_ago=days_ago))
    assert pause.is_on is is_quiet
    assert pause.until_on == (TODAY + timedelta(days=14 - days_ago) if is_quiet else None)


def test_without_quiet_days_or_a_failure_of_ours_nothing_goes_on_after_the_closing() -> None:
    assert paused(troubled(is_open=False), quiet=0) == NO_PAUSE
    assert paused(troubled(is_open=False, was_failure=False)) == NO_PAUSE
    assert paused() == NO_PAUSE


def test_an_open_complaint_has_no_last_day_whatever_is_quiet_beside_it() -> None:
    pause = paused(troubled(), troubled(is_open=False))
    assert (pause.until_on, pause.disputed) == (None, (AMOUNT, AMOUNT))


CASES = st.builds(
    Troubled,
    st.booleans(),
    st.none() | st.dates(TODAY - timedelta(days=60), TODAY),
    st.booleans(),
    st.just(AMOUNT),
)


@given(st.lists(CASES, max_size=5), CASES, st.booleans(), st.integers(0, 30))
def test_one_more_complaint_never_ends_a_pause(
    cases: list[Troubled], more: Troubled, vulnerable: bool, quiet: int
) -> None:
    before, after = (paused(*some, quiet=quiet, vulnerable=vulnerable) for some in (cases, [*cases, more]))
    assert set(before.what) <= set(after.what)
    assert after.is_on or not before.is_on
