"""What a customer was told in their own zone, what is refused, and the rate of promises kept."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from fractions import Fraction
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.rules.moments import CHANGES, MINUTE, fails

from amends.errors import DomainError
from amends.rules.promises import State, kept_rate, moments, must_have_hour

# What the customer was told, in their own zone.


@dataclass(frozen=True)
class Told:
    """A window as the customer was told it."""

    zone: str
    day: date
    starts: time
    ends: time


@st.composite
def told(draw: st.DrawFn) -> Told:
    """Draws windows on the days on which the clocks change, and about, most of them in the small hours."""
    zone = draw(st.sampled_from(sorted(CHANGES)))
    day = draw(st.sampled_from(CHANGES[zone])) + timedelta(days=draw(st.sampled_from([0, 0, 0, -1, 1])))
    small = st.builds(time, st.integers(0, 4), st.sampled_from([0, 10, 30, 45]))
    hours = st.one_of(small, st.builds(time, st.integers(0, 23), st.integers(0, 59)))
    starts, ends = sorted(draw(st.lists(hours, min_size=2, max_size=2, unique=True)))
    return Told(zone, day, starts, ends)


def _first_shown(zone: str, day: date, hour: time) -> datetime | None:
    """Answers the first minute at which a clock on the wall shows this, looking at every minute there is."""
    begin, wanted, clock = datetime.combine(day, time(), UTC), datetime.combine(day, hour), ZoneInfo(zone)
    for minute in range(-16 * 60, 40 * 60):
        moment = begin + minute * MINUTE
        if moment.astimezone(clock).replace(tzinfo=None) == wanted:
            return moment
    return None


def check_told(window: Told, answer: Callable[..., object]) -> None:
    expected = tuple(_first_shown(window.zone, window.day, hour) for hour in (window.starts, window.ends))
    try:
        answered = answer(window.day, window.starts, window.ends, window.zone)
    except DomainError as error:
        assert error.code == "hour_does_not_exist"
        answered = None
    assert answered == (None if None in expected else expected)


def _told_twice_late(day: date, starts: time, ends: time, zone: str) -> object:
    """Wrong: of an hour that comes twice the later is meant."""
    clock = ZoneInfo(zone)
    moments(day, starts, ends, zone)
    return tuple(
        datetime.combine(day, hour, clock).replace(fold=1).astimezone(UTC) for hour in (starts, ends)
    )


def _told_in_thin_air(day: date, starts: time, ends: time, zone: str) -> object:
    """Wrong: promises an hour that no clock will show."""
    return tuple(datetime.combine(day, hour, ZoneInfo(zone)).astimezone(UTC) for hour in (starts, ends))


def _told_by_the_days_offset(day: date, starts: time, ends: time, zone: str) -> object:
    """Wrong: counts local hours from midnight."""
    moments(day, starts, ends, zone)
    midnight = datetime.combine(day, time(), ZoneInfo(zone)).astimezone(UTC)
    return tuple(midnight + timedelta(hours=hour.hour, minutes=hour.minute) for hour in (starts, ends))


@settings(deadline=None)
@given(told())
def test_a_window_is_when_the_customers_wall_first_shows_it(window: Told) -> None:
    check_told(window, moments)


@pytest.mark.parametrize("wrong", [_told_twice_late, _told_in_thin_air, _told_by_the_days_offset])
def test_the_wall_catches_a_wrong_window(wrong: Callable[..., object]) -> None:
    fails(told(), check_told, wrong)


def test_a_window_that_ends_before_it_begins_is_refused() -> None:
    with pytest.raises(DomainError, match="window_backwards"):
        moments(date(2026, 5, 12), time(14), time(14), "Europe/Sofia")
    with pytest.raises(DomainError, match="zone_unknown"):
        moments(date(2026, 5, 12), time(13), time(14), "Europe/Nowhere")


@pytest.mark.parametrize(
    ("said", "missing"),
    [
        ((None, None, None), ("date", "from", "to")),
        ((date(2026, 5, 12), None, None), ("from", "to")),
        ((None, time(13), time(14)), ("date",)),
        ((date(2026, 5, 12), time(), None), ("to",)),
    ],
)
def test_a_promise_without_hour_and_date_is_refused(
    said: tuple[date | None, time | None, time | None], missing: tuple[str, ...]
) -> None:
    with pytest.raises(DomainError, match="promise_without_hour") as refused:
        must_have_hour(*said)
    assert refused.value.values == {"missing": missing}


def test_midnight_is_an_hour() -> None:
    assert must_have_hour(date(2026, 5, 12), time(), time(1)) == (date(2026, 5, 12), time(), time(1))


# The rate of promises kept.

_COUNTS = st.dictionaries(st.sampled_from(State), st.one_of(st.integers(0, 40), st.integers(0, 10**12)))


def check_rate(counts: dict[State, int], answer: Callable[..., int | None]) -> None:
    kept = counts.get(State.KEPT, 0) + counts.get(State.ATTEMPTED, 0)
    ended = kept + counts.get(State.BROKEN, 0)
    rate = answer(counts)
    if not ended:
        assert rate is None
        return
    assert rate is not None
    over = rate - Fraction(kept * 10_000, ended)
    assert Fraction(-1, 2) < over <= Fraction(1, 2)


def _rate_in_floats(counts: dict[State, int]) -> int | None:
    """Wrong: rounds halves to the even number."""
    kept = counts.get(State.KEPT, 0) + counts.get(State.ATTEMPTED, 0)
    ended = kept + counts.get(State.BROKEN, 0)
    return round(kept / ended * 10_000) if ended else None


def _rate_of_all(counts: dict[State, int]) -> int | None:
    """Wrong: a promise that still runs counts as not kept."""
    return kept_rate({**counts, State.BROKEN: counts.get(State.BROKEN, 0) + counts.get(State.DUE, 0)})


@given(_COUNTS)
def test_the_rate_is_the_nearest_basis_point(counts: dict[State, int]) -> None:
    check_rate(counts, kept_rate)


def test_the_check_of_the_rate_catches_a_wrong_one() -> None:
    halves = st.builds(lambda kept: {State.KEPT: kept, State.BROKEN: 20_000 - kept}, st.integers(0, 20_000))
    fails(halves, check_rate, _rate_in_floats)
    fails(_COUNTS, check_rate, _rate_of_all)


def test_what_was_tried_enough_counts_as_kept_and_what_was_withdrawn_not_at_all() -> None:
    counts = {State.KEPT: 2, State.ATTEMPTED: 1, State.BROKEN: 1, State.WITHDRAWN: 9, State.DUE: 9}
    assert kept_rate(counts) == 7500
    assert kept_rate({State.MOVED: 3}) is None
