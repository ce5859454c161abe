"""Working time, against a walk that looks at the clock on the wall once a minute."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from functools import cache
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.rules.moments import ALWAYS_THE_SAME, CHANGES, MINUTE, fails

from amends.errors import DomainError
from amends.rules.calendars import (
    WorkingHours,
    add_working_time,
    is_open,
    next_opening,
    shown_at,
    working_time_between,
    zone_of,
)

DAY = timedelta(days=1)
NOBODY = frozenset[date]()
OFFICE = ((time(9), time(17)),)
ROUND_THE_CLOCK = ((time(), time()),)
NIGHT = ((time(22), time(6)),)

CLOCKS_CHANGE = [(zone, day) for zone, days in CHANGES.items() for day in days]
PLACES = [(zone, day) for zone in CHANGES for day in (date(2028, 2, 29), date(2026, 12, 31))]
BEFORE, LENGTH = 2, 4
"""Walks begin so many days before their day, and are so many days long."""


def _week(
    *, weekdays: tuple[tuple[time, time], ...], weekend: tuple[tuple[time, time], ...] = ()
) -> WorkingHours:
    return WorkingHours((weekdays,) * 5 + (weekend,) * 2, "Europe/Sofia", "BG")


def _at(zone: str, *parts: int, fold: int = 0) -> datetime:
    return datetime(*parts, tzinfo=ZoneInfo(zone), fold=fold).astimezone(UTC)  # type: ignore[arg-type,misc]


# The reference: walk minute by minute, and remember the highest time that the wall has shown. A shop opens when
# the wall first shows its opening hour, and closes when it first shows its closing hour.


@cache
def _walls(zone: str, day: date) -> tuple[datetime, list[datetime], int]:
    """Answers where a walk over some days begins, the highest wall time of each minute, and the minute of the change.

    Without a change it is the midnight in the middle.
    """
    clock = ZoneInfo(zone)
    begin = datetime.combine(day - BEFORE * DAY, time(), UTC)
    highest = begin.replace(year=1, tzinfo=None)
    shown: list[datetime] = []
    for minute in range(-24 * 60, LENGTH * 24 * 60):
        wall = (begin + minute * MINUTE).astimezone(clock).replace(tzinfo=None)
        highest = max(highest, wall)
        shown.append(highest)
    shown = shown[24 * 60 :]
    changes = [minute for minute in range(1, len(shown)) if shown[minute] - shown[minute - 1] != MINUTE]
    return begin, shown, changes[0] if changes else BEFORE * 24 * 60


def _is_within(hours: WorkingHours, closed: frozenset[date], wall: datetime) -> bool:
    day, hour = wall.date(), wall.time()
    if day in closed:
        return False
    if any(start <= hour and (hour < end or end <= start) for start, end in hours.week[day.weekday()]):
        return True
    eve = day - DAY
    return eve not in closed and any(hour < end <= start for start, end in hours.week[eve.weekday()])


@dataclass(frozen=True)
class Walk:
    """A calendar over a few days, and two minutes of them."""

    hours: WorkingHours
    holidays: frozenset[date]
    day: date
    first: int
    second: int

    def is_open(self, minute: int) -> bool:
        return _is_within(self.hours, self.hours.closed_days | self.holidays, self.walls[minute])

    @property
    def begin(self) -> datetime:
        return _walls(self.hours.zone, self.day)[0]

    @property
    def walls(self) -> list[datetime]:
        return _walls(self.hours.zone, self.day)[1]

    @property
    def since(self) -> datetime:
        return self.begin + self.first * MINUTE

    @property
    def until(self) -> datetime:
        return self.begin + self.second * MINUTE


@cache
def _weeks(turn: datetime) -> st.SearchStrategy[tuple[tuple[tuple[time, time], ...], ...]]:
    """Answers weeks with hours near the turn of the clock, where there is something to get wrong, and ordinary ones."""
    near = st.integers(-8, 8).map(lambda quarters: (turn + quarters * 15 * MINUTE).time())
    hour = st.one_of(near, st.builds(time, st.integers(0, 23), st.integers(0, 59)))
    hours = st.lists(st.tuples(hour, hour), max_size=3).map(tuple)
    return st.one_of(
        hours.map(lambda every_day: (every_day,) * 7),
        st.tuples(*[hours] * 7),
        st.sampled_from([(OFFICE,) * 7, (ROUND_THE_CLOCK,) * 7, (NIGHT,) * 7]),
    )


@st.composite
def walks(draw: st.DrawFn) -> Walk:
    """Draws a calendar with closed days, around a day on which something happens to the clock."""
    zone, day = draw(st.one_of(st.sampled_from(CLOCKS_CHANGE), st.sampled_from(PLACES)))
    _, walls, change = _walls(zone, day)
    some_days = st.frozensets(st.integers(-2, 2).map(lambda days: day + days * DAY), max_size=2)
    hours = WorkingHours(draw(_weeks(walls[change])), zone, closed_days=draw(some_days))
    holidays = draw(some_days)
    near_change = st.integers(change - 180, change + 120)
    first = draw(st.one_of(near_change, st.integers(24 * 60, (LENGTH - 1) * 24 * 60)))
    second = draw(st.one_of(st.integers(first, first + 240), st.integers(first, len(walls) - 1)))
    return Walk(hours, holidays, day, first, second)


def check_open(walk: Walk, answer: Callable[..., bool]) -> None:
    for minute in range(walk.first, walk.first + 120, 10):
        moment = walk.begin + minute * MINUTE
        assert answer(walk.hours, walk.holidays, moment) == walk.is_open(minute)


def check_between(walk: Walk, answer: Callable[..., timedelta]) -> None:
    counted = sum(map(walk.is_open, range(walk.first, walk.second))) * MINUTE
    assert answer(walk.hours, walk.holidays, walk.since, walk.until) == counted


def check_added(walk: Walk, answer: Callable[..., datetime]) -> None:
    """The minutes counted up to the last open one, added, lead to the end of that minute."""
    worked = list(filter(walk.is_open, range(walk.first, walk.second)))
    ends_at = walk.begin + (worked[-1] + 1) * MINUTE if worked else walk.since
    assert answer(walk.hours, walk.holidays, walk.since, len(worked) * MINUTE) == ends_at


def check_next(walk: Walk, answer: Callable[..., datetime]) -> None:
    following = next(filter(walk.is_open, range(walk.first, len(walk.walls))), None)
    if following is not None:
        assert answer(walk.hours, walk.holidays, walk.since) == walk.begin + following * MINUTE


@settings(deadline=None)
@given(walks())
def test_the_brand_is_open_when_the_wall_shows_its_hours(walk: Walk) -> None:
    check_open(walk, is_open)


@settings(deadline=None)
@given(walks())
def test_working_time_is_what_a_count_of_minutes_says(walk: Walk) -> None:
    check_between(walk, working_time_between)


@settings(deadline=None)
@given(walks())
def test_added_working_time_ends_where_the_count_of_minutes_ends(walk: Walk) -> None:
    check_added(walk, add_working_time)


@settings(deadline=None)
@given(walks())
def test_the_next_opening_is_the_first_open_minute(walk: Walk) -> None:
    check_next(walk, next_opening)


# What must not pass: each is a mistake that somebody has made with a calendar.


def _keeps_winter(hours: WorkingHours, holidays: frozenset[date], moment: datetime) -> bool:
    """Wrong: takes the zone's offset of January the whole year."""
    winter = datetime(moment.year, 1, 1, tzinfo=ZoneInfo(hours.zone)).utcoffset()
    assert winter is not None
    return _is_within(hours, hours.closed_days | holidays, (moment + winter).replace(tzinfo=None))


def _forgets_fold(hours: WorkingHours, holidays: frozenset[date], moment: datetime) -> bool:
    """Wrong: opens again for the hour that comes twice."""
    wall = moment.astimezone(ZoneInfo(hours.zone)).replace(tzinfo=None)
    return _is_within(hours, hours.closed_days | holidays, wall)


def _works_on_holidays(hours: WorkingHours, holidays: frozenset[date], moment: datetime) -> bool:
    """Wrong: knows the brand's own closed days only."""
    return is_open(hours, NOBODY, moment)


def _lets_the_night_end(hours: WorkingHours, holidays: frozenset[date], moment: datetime) -> bool:
    """Wrong: the night before a closed day runs on into it."""
    eve = moment.astimezone(ZoneInfo(hours.zone)).date() - DAY
    nights = tuple(tuple(span for span in day if span[1] <= span[0]) for day in hours.week)
    runs_on = replace(hours, week=nights, closed_days=hours.closed_days - {eve + DAY})
    return is_open(hours, holidays, moment) or is_open(runs_on, holidays - {eve + DAY}, moment)


def _counts_local(
    hours: WorkingHours, holidays: frozenset[date], since: datetime, until: datetime
) -> timedelta:
    """Wrong: subtracts what the wall shows, as if no day had 23 hours or 25."""
    zone, closed, worked = ZoneInfo(hours.zone), hours.closed_days | holidays, timedelta()
    wall, last = (moment.astimezone(zone).replace(tzinfo=None) for moment in (since, until))
    while wall < last:
        worked += MINUTE * _is_within(hours, closed, wall)
        wall += MINUTE
    return worked


def _counts_overlaps_twice(
    hours: WorkingHours, holidays: frozenset[date], since: datetime, until: datetime
) -> timedelta:
    """Wrong: adds up every pair of hours for itself."""
    return sum(
        (
            working_time_between(
                replace(hours, week=tuple(day[nth : nth + 1] for day in hours.week)), holidays, since, until
            )
            for nth in range(3)
        ),
        timedelta(),
    )


def _adds_local(
    hours: WorkingHours, holidays: frozenset[date], start: datetime, amount: timedelta
) -> datetime:
    """Wrong: walks along the wall's own time."""
    zone, closed = ZoneInfo(hours.zone), hours.closed_days | holidays
    wall = start.astimezone(zone).replace(tzinfo=None)
    for _ in range(LENGTH * 24 * 60):
        if not amount:
            break
        amount -= MINUTE * _is_within(hours, closed, wall)
        wall += MINUTE
    return wall.replace(tzinfo=zone).astimezone(UTC)


def _adds_to_the_next_morning(
    hours: WorkingHours, holidays: frozenset[date], start: datetime, amount: timedelta
) -> datetime:
    """Wrong: what fills a day is due when the next one begins."""
    ends_at = add_working_time(hours, holidays, start, amount)
    return next_opening(hours, holidays, ends_at) if amount else ends_at


def _opens_by_utc_days(hours: WorkingHours, holidays: frozenset[date], moment: datetime) -> datetime:
    """Wrong: a day is closed from midnight to midnight in Greenwich."""
    for minute in range(LENGTH * 24 * 60):
        later = moment + minute * MINUTE
        if later.date() not in holidays | hours.closed_days and is_open(hours, holidays, later):
            return later
    return moment


def _opens_after(hours: WorkingHours, holidays: frozenset[date], moment: datetime) -> datetime:
    """Wrong: waits for the next opening although it is open."""
    later = (moment + minute * MINUTE for minute in range(LENGTH * 24 * 60))
    closed = next((minute for minute in later if not is_open(hours, holidays, minute)), moment)
    return next_opening(hours, holidays, closed)


@pytest.mark.parametrize("wrong", [_keeps_winter, _forgets_fold, _works_on_holidays, _lets_the_night_end])
def test_the_check_of_open_catches_a_wrong_calendar(wrong: Callable[..., bool]) -> None:
    fails(walks(), check_open, wrong)


@pytest.mark.parametrize("wrong", [_counts_local, _counts_overlaps_twice])
def test_the_check_of_working_time_catches_a_wrong_count(wrong: Callable[..., timedelta]) -> None:
    fails(walks(), check_between, wrong)


@pytest.mark.parametrize("wrong", [_adds_local, _adds_to_the_next_morning])
def test_the_check_of_adding_catches_a_wrong_sum(wrong: Callable[..., datetime]) -> None:
    fails(walks(), check_added, wrong)


@pytest.mark.parametrize("wrong", [_opens_by_utc_days, _opens_after])
def test_the_check_of_the_next_opening_catches_a_wrong_one(wrong: Callable[..., datetime]) -> None:
    fails(walks(), check_next, wrong)


# Laws that hold to the microsecond, where no walk can follow.

_MOMENTS = st.timedeltas(timedelta(), timedelta(days=550)).map(
    lambda since: datetime(2027, 6, 1, tzinfo=UTC) + since
)


def check_parts(whole: Callable[..., timedelta], calendar: WorkingHours, moments: list[datetime]) -> None:
    first, middle, last = sorted(moments)
    parts = whole(calendar, NOBODY, first, middle) + whole(calendar, NOBODY, middle, last)
    assert parts == whole(calendar, NOBODY, first, last)


def check_comes_back(
    add: Callable[..., datetime], calendar: WorkingHours, start: datetime, amount: timedelta
) -> None:
    ends_at = add(calendar, NOBODY, start, amount)
    assert working_time_between(calendar, NOBODY, start, ends_at) == amount
    if amount:
        just_before = ends_at - timedelta.resolution
        assert working_time_between(calendar, NOBODY, start, just_before) < amount


_NIGHTS = _week(weekdays=(*NIGHT, (time(9), time(12, 30))), weekend=((time(1, 30), time(2, 15)),))
_ZONES = st.sampled_from(list(CHANGES)).map(lambda zone: replace(_NIGHTS, zone=zone))
_AMOUNTS = st.timedeltas(timedelta(), timedelta(days=40))


@settings(deadline=None)
@given(_ZONES, st.lists(_MOMENTS, min_size=3, max_size=3))
def test_the_parts_of_working_time_add_up(calendar: WorkingHours, moments: list[datetime]) -> None:
    check_parts(working_time_between, calendar, moments)


@settings(deadline=None)
@given(_ZONES, _MOMENTS, _AMOUNTS)
def test_what_was_added_is_what_lies_between(
    calendar: WorkingHours, start: datetime, amount: timedelta
) -> None:
    check_comes_back(add_working_time, calendar, start, amount)


def test_the_laws_catch_rounding_and_the_next_morning() -> None:
    def rounded(*args: object) -> timedelta:
        return working_time_between(*args) // MINUTE * MINUTE  # type: ignore[arg-type]

    @ALWAYS_THE_SAME
    @given(_ZONES, st.lists(_MOMENTS, min_size=3, max_size=3))
    def parts(calendar: WorkingHours, moments: list[datetime]) -> None:
        check_parts(rounded, calendar, moments)

    @ALWAYS_THE_SAME
    @given(st.integers(1, 20))
    def comes_back(days: int) -> None:
        morning, amount = _at("Europe/Sofia", 2026, 5, 12, 9), days * timedelta(hours=8)
        check_comes_back(_adds_to_the_next_morning, _week(weekdays=OFFICE), morning, amount)

    for check in (parts, comes_back):
        with pytest.raises(AssertionError):
            check()


# Cases that a reader can check by hand.


def test_a_night_of_work_is_an_hour_longer_in_autumn_and_shorter_in_spring() -> None:
    nights = _week(weekdays=NIGHT, weekend=NIGHT)
    for day, hours in ((date(2026, 3, 28), 7), (date(2026, 5, 12), 8), (date(2026, 10, 24), 9)):
        evening = _at("Europe/Sofia", day.year, day.month, day.day, 21)
        assert working_time_between(nights, NOBODY, evening, evening + timedelta(hours=14)) == timedelta(
            hours=hours
        )


def test_a_shift_does_not_close_and_open_again_while_the_clock_goes_back() -> None:
    hours = _week(weekdays=(), weekend=((time(3, 15), time(3, 45)),))
    for fold, minutes in ((0, [False, True, True, False]), (1, [False] * 4)):
        quarters = [_at("Europe/Sofia", 2026, 10, 25, 3, minute, fold=fold) for minute in (0, 15, 30, 45)]
        assert [is_open(hours, NOBODY, moment) for moment in quarters] == minutes


def test_a_shift_in_the_hour_that_spring_skips_has_no_length() -> None:
    hours = _week(weekdays=(), weekend=((time(3, 15), time(3, 45)), (time(3, 50), time(5))))
    assert next_opening(hours, NOBODY, _at("Europe/Sofia", 2026, 3, 29, 1)) == _at(
        "Europe/Sofia", 2026, 3, 29, 4
    )


def test_eight_working_hours_from_friday_noon_end_on_monday() -> None:
    friday = _at("Europe/Sofia", 2026, 5, 15, 13)
    assert add_working_time(_week(weekdays=OFFICE), NOBODY, friday, timedelta(hours=8)) == _at(
        "Europe/Sofia", 2026, 5, 18, 13
    )


def test_a_public_holiday_and_a_closed_day_move_the_end() -> None:
    hours = replace(_week(weekdays=OFFICE), closed_days=frozenset({date(2026, 5, 19)}))
    friday = _at("Europe/Sofia", 2026, 5, 15, 13)
    ends_at = add_working_time(hours, frozenset({date(2026, 5, 18)}), friday, timedelta(hours=8))
    assert ends_at == _at("Europe/Sofia", 2026, 5, 20, 13)


def test_what_fills_the_day_ends_with_it() -> None:
    morning = _at("Europe/Sofia", 2026, 5, 12, 9)
    assert add_working_time(_week(weekdays=OFFICE), NOBODY, morning, timedelta(hours=8)) == _at(
        "Europe/Sofia", 2026, 5, 12, 17
    )


def test_the_moment_of_closing_is_closed_and_that_of_opening_open() -> None:
    hours = _week(weekdays=OFFICE)
    assert is_open(hours, NOBODY, _at("Europe/Sofia", 2026, 5, 12, 9))
    assert not is_open(hours, NOBODY, _at("Europe/Sofia", 2026, 5, 12, 17))


def test_the_night_before_a_closed_day_stops_at_midnight_and_its_own_never_begins() -> None:
    hours = replace(_week(weekdays=NIGHT), closed_days=frozenset({date(2026, 5, 13)}))
    at = [(12, 23), (13, 1), (13, 23), (14, 1), (14, 23)]
    opened = [is_open(hours, NOBODY, _at("Europe/Sofia", 2026, 5, day, hour)) for day, hour in at]
    assert opened == [True, False, False, False, True]


def test_the_29th_of_february_is_a_working_day_of_its_own() -> None:
    hours = _week(weekdays=OFFICE)
    eve, after = _at("Europe/Sofia", 2028, 2, 28, 17), _at("Europe/Sofia", 2028, 3, 1, 9)
    assert working_time_between(hours, NOBODY, eve, after) == timedelta(hours=8)
    assert working_time_between(hours, frozenset({date(2028, 2, 29)}), eve, after) == timedelta()


def test_between_a_moment_and_an_earlier_one_lies_no_working_time() -> None:
    noon = _at("Europe/Sofia", 2026, 5, 12, 12)
    assert working_time_between(_week(weekdays=OFFICE), NOBODY, noon, noon - DAY) == timedelta()


def test_moments_of_any_zone_are_understood() -> None:
    hours = _week(weekdays=OFFICE)
    morning = datetime(2026, 5, 12, 8, tzinfo=ZoneInfo("Europe/Stockholm"))
    assert next_opening(hours, NOBODY, morning) == morning
    assert next_opening(hours, NOBODY, morning).tzinfo is UTC


def test_a_calendar_that_never_opens_says_so() -> None:
    noon = _at("Europe/Sofia", 2026, 5, 12, 12)
    never = _week(weekdays=())
    every_day = frozenset(noon.date() + number * DAY for number in range(-1, 3700))
    with pytest.raises(DomainError, match="calendar_never_opens"):
        next_opening(never, NOBODY, noon)
    with pytest.raises(DomainError, match="calendar_never_opens"):
        add_working_time(_week(weekdays=OFFICE), every_day, noon, MINUTE)
    assert not is_open(never, NOBODY, noon)
    assert working_time_between(never, NOBODY, noon, noon + 400 * DAY) == timedelta()


def test_what_cannot_be_answered_is_refused_with_a_code() -> None:
    hours, noon = _week(weekdays=OFFICE), _at("Europe/Sofia", 2026, 5, 12, 12)
    with pytest.raises(DomainError, match="week_not_seven_days"):
        WorkingHours((OFFICE,) * 5, "Europe/Sofia")
    with pytest.raises(DomainError, match="moment_without_zone"):
        is_open(hours, NOBODY, noon.replace(tzinfo=None))
    with pytest.raises(DomainError, match="moment_out_of_range"):
        is_open(hours, NOBODY, datetime.max.replace(tzinfo=UTC))
    with pytest.raises(DomainError, match="working_time_negative"):
        add_working_time(hours, NOBODY, noon, -MINUTE)
    with pytest.raises(DomainError, match="working_time_too_long"):
        add_working_time(hours, NOBODY, noon, timedelta(days=3650))


@pytest.mark.parametrize("name", ["", "Europe", "Europe/Nowhere", "../Europe/Sofia", "/etc/passwd", "x\0"])
def test_a_zone_that_does_not_exist_is_refused(name: str) -> None:
    with pytest.raises(DomainError, match="zone_unknown"):
        zone_of(name)


def test_an_hour_that_spring_skips_is_never_shown_and_one_that_comes_twice_is_shown_first() -> None:
    sofia = ZoneInfo("Europe/Sofia")
    assert shown_at(sofia, date(2026, 3, 29), time(3, 30)) is None
    assert shown_at(sofia, date(2026, 10, 25), time(3, 30)) == datetime(2026, 10, 25, 0, 30, tzinfo=UTC)
