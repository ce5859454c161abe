"""What a brand leaves alone while a complaint is open, and for a while after a failure.

Source: SV17, ZH11.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum


class Paused(StrEnum):
    """What is not done to a customer for now."""

    SALES = "sales"
    PRICE_RISE = "price_rise"
    DUNNING_DISPUTED = "dunning_disputed"
    DUNNING_ALL = "dunning_all"


@dataclass(frozen=True, slots=True)
class Disputed:
    """What is in dispute in one case; an amount of None says that nobody knows it yet. Units: minor units."""

    amount_minor: int | None
    currency: str


@dataclass(frozen=True, slots=True)
class Troubled:
    """One complaint, as far as a pause depends on it."""

    is_open: bool
    closed_on: date | None
    was_failure: bool
    disputed: Disputed


@dataclass(frozen=True, slots=True)
class Pause:
    """What is paused, which amounts are in dispute, and the last day; no day while something is open."""

    what: tuple[Paused, ...] = ()
    disputed: tuple[Disputed, ...] = ()
    until_on: date | None = None

    @property
    def is_on(self) -> bool:
        """Answers whether anything is paused."""
        return bool(self.what)


NO_PAUSE = Pause()


def pause_of(cases: Iterable[Troubled], *, is_vulnerable: bool, quiet_days: int, today: date) -> Pause:
    """Answers what is paused for a customer: no sales, no price rise, no dunning of what is in dispute.

    Where the customer is vulnerable nothing at all is dunned. After a failure of ours all of it goes on for the
    quiet days, the day of closing not counted.
    """
    seen = list(cases)
    running = [case for case in seen if case.is_open]
    quiet = [case for case in seen if not case.is_open and _last_day(case, quiet_days) >= today]
    if not running and not quiet:
        return NO_PAUSE
    dunning = Paused.DUNNING_ALL if is_vulnerable else Paused.DUNNING_DISPUTED
    until = None if running else max(_last_day(case, quiet_days) for case in quiet)
    disputed = tuple(case.disputed for case in (*running, *quiet))
    return Pause((Paused.SALES, Paused.PRICE_RISE, dunning), disputed, until)


def _last_day(case: Troubled, quiet_days: int) -> date:
    if case.closed_on is None or not case.was_failure or not quiet_days:
        return date.min
    return case.closed_on + timedelta(days=quiet_days)
