"""How a clock reads."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from amends.rules.clocks import Clock, clock_state, next_due, pauses, share_left
from amends.rules.vocabulary import Waiting

NOON = datetime(2026, 5, 12, 12, tzinfo=UTC)


def _clock(hours: float, **more: datetime) -> Clock:
    return Clock("answer", NOON, NOON + timedelta(hours=hours), **more)


def test_soon_begins_half_an_hour_before_a_long_clock_ends() -> None:
    assert clock_state(_clock(8), NOON + timedelta(hours=7, minutes=29)) == "due"
    assert clock_state(_clock(8), NOON + timedelta(hours=7, minutes=30)) == "soon"


def test_soon_begins_at_the_last_quarter_of_a_short_clock() -> None:
    assert clock_state(_clock(1), NOON + timedelta(minutes=44)) == "due"
    assert clock_state(_clock(1), NOON + timedelta(minutes=45)) == "soon"


def test_a_clock_is_broken_at_its_very_moment() -> None:
    assert clock_state(_clock(1), NOON + timedelta(minutes=59, seconds=59)) == "soon"
    assert clock_state(_clock(1), NOON + timedelta(hours=1)) == "broken"


def test_what_was_done_late_is_not_kept() -> None:
    assert clock_state(_clock(1, done_at=NOON + timedelta(minutes=61)), NOON + timedelta(days=9)) == "late"


def test_only_the_customers_turn_stops_a_clock() -> None:
    assert [waiting for waiting in Waiting if pauses(waiting)] == [Waiting.CUSTOMER]


@given(st.integers(0, 10**6), st.integers(1, 10**6))
def test_the_share_left_only_falls(passed: int, whole: int) -> None:
    clock = Clock("answer", NOON, NOON + timedelta(seconds=whole))
    now = NOON + timedelta(seconds=passed)
    assert 0 <= share_left(clock, now + timedelta(seconds=1)) <= share_left(clock, now) <= 1


def test_what_is_done_is_no_longer_due() -> None:
    assert next_due((NOON, NOON), (NOON + timedelta(hours=1), None)) == NOON + timedelta(hours=1)
    assert next_due((NOON, NOON), (None, None)) is None
