"""How and when the next word reaches a customer best: what they asked for, else the way they came themselves.

Source: SV7 (early, and when there is time to talk), SV9, HE15.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from enum import StrEnum
from typing import Final
from zoneinfo import ZoneInfo

from amends.rules.calendars import Span
from amends.rules.vocabulary import Channel

AHEAD: Final = timedelta(days=8)
"""How far an hour for a call is looked for: a week, and the rest of its last day."""


class Wish(StrEnum):
    """How a customer asked to be reached."""

    EMAIL = "email"
    PHONE = "phone"
    MORNING = "phone:am"
    AFTERNOON = "phone:pm"
    EVENING = "phone:eve"


class Ground(StrEnum):
    """Why it is this way: they asked for it, came so themselves, no other is known, or what is written stays."""

    ASKED = "asked"
    CAME_SO = "came_so"
    ONLY = "only"
    STAYS = "stays"


@dataclass(frozen=True, slots=True)
class Known:
    """What is known of a customer's ways: which ones there are, which they asked for, by which they came last."""

    has_email: bool
    has_phone: bool
    wish: Wish | None = None
    came_by: Channel | None = None


@dataclass(frozen=True, slots=True)
class Reach:
    """The next best way, and for a call from when to when; a mail may go at any hour.

    A call without one finds no hour in the days `AHEAD` in which both the brand works and the customer wants it.
    """

    channel: Channel
    ground: Ground
    call: Span | None = None


_HOURS: Final[Mapping[Wish, tuple[int, int]]] = {
    Wish.PHONE: (9, 20),
    Wish.MORNING: (9, 12),
    Wish.AFTERNOON: (12, 17),
    Wish.EVENING: (17, 20),
}
"""Nobody is called before nine or after eight, whatever the brand's own hours are."""


def next_reach(known: Known, works: Sequence[Span], zone: str, now: datetime) -> Reach | None:
    """Answers the best way and its time; `works` is when the brand works in the days `AHEAD`, `zone` the customer's.

    None where no way to them is known: then nobody should guess.
    """
    wish = known.wish
    if wish is Wish.EMAIL and known.has_email:
        return Reach(Channel.EMAIL, Ground.ASKED)
    if wish is not None and wish is not Wish.EMAIL and known.has_phone:
        return _by_phone(wish, Ground.ASKED, works, zone, now)
    if known.has_phone and (known.came_by is Channel.PHONE or not known.has_email):
        ground = Ground.CAME_SO if known.has_email else Ground.ONLY
        return _by_phone(Wish.PHONE, ground, works, zone, now)
    if not known.has_email:
        return None
    came_so = known.came_by is Channel.EMAIL
    return Reach(
        Channel.EMAIL, Ground.ONLY if not known.has_phone else Ground.CAME_SO if came_so else Ground.STAYS
    )


def _by_phone(wish: Wish, ground: Ground, works: Sequence[Span], zone: str, now: datetime) -> Reach:
    for opens, closes in _windows(_HOURS[wish], zone, now):
        for starts, ends in works:
            since, until = max(opens, starts, now), min(closes, ends)
            if since < until:
                return Reach(Channel.PHONE, ground, (since, until))
    return Reach(Channel.PHONE, ground)


def _windows(hours: tuple[int, int], zone: str, now: datetime) -> Iterator[Span]:
    place = ZoneInfo(zone)
    today = now.astimezone(place).date()
    for days in range(AHEAD.days):
        day = today + timedelta(days=days)
        since, until = (datetime.combine(day, time(hour), place) for hour in hours)
        yield since.astimezone(now.tzinfo), until.astimezone(now.tzinfo)
