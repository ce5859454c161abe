"""When a brand is open: its working week, its closed days, and how much working time lies between two moments.

An hour that the clock shows twice in autumn is meant the first time; one that it skips in spring falls on
the change. So no shift closes and opens again while the clock goes back, and two that touch leave no gap.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from amends.errors import DomainError

Span = tuple[datetime, datetime]
Hours = tuple[tuple[time, time], ...]

AHEAD = timedelta(days=3660)
"""How far a calendar is searched for its next opening: ten years, so that every search ends."""

_MIDNIGHT = time()
_DAY = timedelta(days=1)
_SECOND = timedelta(seconds=1)
_YEARS = range(1900, 2500)


@dataclass(frozen=True, slots=True)
class WorkingHours:
    """A brand's week in its own zone, Monday first; `region` says whose public holidays it keeps.

    Hours that end no later than they begin run past midnight, and (00:00, 00:00) is the whole day. They
    belong to the day they begin on, and a closed day is closed from midnight to midnight: the night before
    stops where it begins.
    Raises: DomainError('week_not_seven_days').
    """

    week: tuple[Hours, ...]
    zone: str
    region: str = ""
    closed_days: frozenset[date] = frozenset()

    def __post_init__(self) -> None:
        if len(self.week) != 7:
            raise DomainError("week_not_seven_days", days=len(self.week))


def is_open(hours: WorkingHours, holidays: frozenset[date], moment: datetime) -> bool:
    """Answers whether the brand works at this moment; the moment of closing is closed.

    Raises: DomainError('zone_unknown'), DomainError('moment_without_zone'), DomainError('moment_out_of_range').
    """
    since = _in_utc(moment)
    return any(_spans(hours, holidays, since, since + timedelta.resolution))


def next_opening(hours: WorkingHours, holidays: frozenset[date], moment: datetime) -> datetime:
    """Answers when the brand works next: now when it is open. `holidays` reach as far as anybody may look.

    Raises: DomainError('calendar_never_opens') when ten years hold no open moment; and as `is_open`.
    """
    since = _in_utc(moment)
    for opens_at, _ in _spans(hours, holidays, since, since + AHEAD):
        return opens_at
    raise DomainError("calendar_never_opens", after=since)


def working_time_between(
    hours: WorkingHours, holidays: frozenset[date], since: datetime, until: datetime
) -> timedelta:
    """Answers how long the brand works between two moments; nought when the second is not the later one.

    Raises: as `is_open`.
    """
    spans = _spans(hours, holidays, _in_utc(since), _in_utc(until))
    return sum((closes_at - opens_at for opens_at, closes_at in spans), timedelta())


def add_working_time(
    hours: WorkingHours, holidays: frozenset[date], start: datetime, amount: timedelta
) -> datetime:
    """Answers the first moment by which so much working time has passed since the start.

    What fills a day ends with that day, not with the next morning; nothing added is the start itself.
    Raises: DomainError('working_time_negative'), DomainError('working_time_too_long') when ten years are too
    short for it, DomainError('calendar_never_opens'); and as `is_open`.
    """
    since, left = _in_utc(start), amount
    if left < timedelta():
        raise DomainError("working_time_negative", amount=amount)
    if not left:
        return since
    for opens_at, closes_at in _spans(hours, holidays, since, since + AHEAD):
        if left <= closes_at - opens_at:
            return opens_at + left
        left -= closes_at - opens_at
    raise DomainError("calendar_never_opens" if left == amount else "working_time_too_long", after=since)


def open_spans(
    hours: WorkingHours, holidays: frozenset[date], since: datetime, until: datetime
) -> tuple[Span, ...]:
    """Answers when the brand works between two moments, in order; empty when the second is not the later one.

    Raises: as `is_open`.
    """
    return tuple(_spans(hours, holidays, _in_utc(since), _in_utc(until)))


def zone_of(name: str) -> ZoneInfo:
    """Answers the zone of this name. Raises: DomainError('zone_unknown')."""
    try:
        return ZoneInfo(name)
    except (LookupError, ValueError, OSError) as error:
        # A name that is a folder of the zone files ("Europe") is an OSError, not an unknown key.
        raise DomainError("zone_unknown", zone=name) from error


def shown_at(zone: ZoneInfo, day: date, hour: time) -> datetime | None:
    """Answers the first moment at which clocks in this zone show this; None when the change skips it."""
    local = datetime.combine(day, hour.replace(fold=0), zone)
    moment = local.astimezone(UTC)
    is_shown = moment.astimezone(zone).replace(tzinfo=None) == local.replace(tzinfo=None)
    return moment if is_shown else None


def _reached_at(zone: ZoneInfo, day: date, hour: time) -> datetime:
    """Answers the first moment at which clocks in this zone show this or more."""
    return shown_at(zone, day, hour) or _change_over(zone, datetime.combine(day, hour, zone))


def _change_over(zone: ZoneInfo, skipped: datetime) -> datetime:
    """Answers the moment of the change that skips this local time: zones tell their offsets, not their changes."""
    whole = skipped.replace(microsecond=0)
    before, after = whole.replace(fold=1).astimezone(UTC), whole.replace(fold=0).astimezone(UTC)
    old = before.astimezone(zone).utcoffset()
    while after - before > _SECOND:
        middle = before + (after - before) // _SECOND // 2 * _SECOND
        if middle.astimezone(zone).utcoffset() == old:
            before = middle
        else:
            after = middle
    return after


def _in_utc(moment: datetime) -> datetime:
    if moment.utcoffset() is None:
        raise DomainError("moment_without_zone")
    if moment.year not in _YEARS:
        raise DomainError("moment_out_of_range", moment=moment)
    return moment.astimezone(UTC)


def _spans(
    hours: WorkingHours, holidays: frozenset[date], since: datetime, until: datetime
) -> Iterator[Span]:
    """Yields when the brand works between two moments, in order; hours that overlap are worked once."""
    zone = zone_of(hours.zone)
    closed = hours.closed_days | holidays
    # A clock set back over midnight shows the day before again, so one more day has begun than it shows.
    day, last = since.astimezone(zone).date() - _DAY, until.astimezone(zone).date() + _DAY
    worked_until = since
    while day <= last:
        for opens_at, closes_at in _spans_of_day(hours, closed, zone, day):
            span = max(opens_at, worked_until), min(closes_at, until)
            if span[0] < span[1]:
                yield span
                worked_until = span[1]
        day += _DAY


def _spans_of_day(hours: WorkingHours, closed: frozenset[date], zone: ZoneInfo, day: date) -> Iterator[Span]:
    if day in closed:
        return
    for start, end in sorted(hours.week[day.weekday()]):
        if start < end:
            yield _reached_at(zone, day, start), _reached_at(zone, day, end)
            continue
        midnight = _reached_at(zone, day + _DAY, _MIDNIGHT)
        yield _reached_at(zone, day, start), midnight
        if day + _DAY not in closed:
            yield midnight, _reached_at(zone, day + _DAY, end)
