"""What was promised by which hour, and how it stands. All moments are UTC."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from enum import StrEnum

from amends.errors import DomainError
from amends.rules.calendars import Span, shown_at, zone_of
from amends.rules.clocks import pauses
from amends.rules.vocabulary import Waiting


class PromiseKind(StrEnum):
    """What was promised."""

    CALL_BACK = "call_back"
    ANSWER = "answer"
    REPAIR = "repair"
    PAY = "pay"
    DELIVER = "deliver"


class State(StrEnum):
    """How a promise stands. Moved is due at another hour; attempted is kept by having tried."""

    DUE = "due"
    SOON = "soon"
    BROKEN = "broken"
    KEPT = "kept"
    ATTEMPTED = "attempted"
    MOVED = "moved"
    WITHDRAWN = "withdrawn"


OPEN = frozenset({State.DUE, State.SOON, State.MOVED})
"""States in which a promise can still be kept in time."""
FINAL = frozenset({State.BROKEN, State.KEPT, State.ATTEMPTED, State.WITHDRAWN})
"""States that time changes no more; what is kept after its hour stays broken."""


@dataclass(frozen=True, slots=True)
class Pause:
    """A wait laid over the promise: for whom, and from when until when."""

    reason: Waiting
    since: datetime
    until: datetime


@dataclass(frozen=True, slots=True)
class Move:
    """Another window, said at a moment; `word_id` is the contact in which the customer agreed, None without."""

    at: datetime
    starts_at: datetime
    ends_at: datetime
    word_id: int | None = None


@dataclass(frozen=True, slots=True)
class Promise:
    """A promise and what has happened to it until now; the end of its window is its clock, `zone` the customer's."""

    kind: PromiseKind
    made_at: datetime
    starts_at: datetime
    ends_at: datetime
    zone: str
    kept_at: datetime | None = None
    attempts: tuple[datetime, ...] = ()
    message_at: datetime | None = None
    moved_to: tuple[Move, ...] = ()
    withdrawn_at: datetime | None = None
    pauses: tuple[Pause, ...] = ()


@dataclass(frozen=True, slots=True)
class Rules:
    """What a brand allows itself: what stops the clock, how much trying is enough, when soon begins.

    Only these kinds can be kept by trying: nobody has paid who tried to pay three times.
    """

    pausing: frozenset[Waiting] = frozenset(filter(pauses, Waiting))
    attempts: int = 3
    spacing: timedelta = timedelta(minutes=15)
    kept_by_trying: frozenset[PromiseKind] = frozenset({PromiseKind.CALL_BACK})
    soon: timedelta = timedelta(minutes=30)


@dataclass(frozen=True, slots=True)
class _Window:
    """The window last agreed: since when its clock runs, when trying begins to count, and the end, pauses added."""

    set_at: datetime
    opens_at: datetime
    due_at: datetime
    is_moved: bool


def due_at(promise: Promise, rules: Rules) -> datetime:
    """Answers when the promise breaks: the end of the window last agreed, later by every pause since.

    A wait before the promise was made or after it broke adds nothing; two at once count once.
    """
    return _window(promise, rules).due_at


def state(promise: Promise, rules: Rules, now: datetime) -> State:
    """Answers how the promise stands. It is broken at the very end of its window, unless kept by then.

    Soon begins the rules' margin or a quarter of the whole time before the end, whichever is less.
    """
    window = _window(promise, rules)
    ended = _ended(promise, rules, window)
    if ended is not None:
        return ended
    if now >= window.due_at:
        return State.BROKEN
    if now >= _soon_at(window, rules):
        return State.SOON
    return State.MOVED if window.is_moved else State.DUE


def next_check(promise: Promise, rules: Rules, now: datetime) -> datetime | None:
    """Answers the next moment at which time alone changes the state; None when it is final."""
    standing = state(promise, rules, now)
    if standing in FINAL:
        return None
    window = _window(promise, rules)
    return window.due_at if standing is State.SOON else _soon_at(window, rules)


def attempts_counted(promise: Promise, rules: Rules) -> int:
    """Answers how many attempts count: inside the window, and far enough from the last that counted."""
    return len(_counted(promise, rules, _window(promise, rules)))


def is_withdrawn_late(promise: Promise, rules: Rules) -> bool:
    """Answers whether it was withdrawn too late to count as withdrawn: in the last quarter of the time that the
    customer had been given, or after it. Who sees that a promise will break must not get away by taking it back.
    """
    if promise.withdrawn_at is None:
        return False
    window = _window(replace(promise, withdrawn_at=None), rules)
    return promise.withdrawn_at >= window.due_at - _whole(window) / 4


def _window(promise: Promise, rules: Rules) -> _Window:
    due = _after_pauses(promise, rules, promise.made_at, promise.ends_at)
    window = _Window(promise.made_at, max(promise.starts_at, promise.made_at), due, is_moved=False)
    ends = [end for end in (promise.kept_at, promise.withdrawn_at) if end is not None]
    for move in sorted(promise.moved_to, key=lambda move: move.at):
        # Without the customer's word it is a wish; after the end it would unbreak what is broken.
        if move.word_id is not None and move.at < min([window.due_at, *ends]):
            due = _after_pauses(promise, rules, move.at, move.ends_at)
            window = _Window(move.at, max(move.starts_at, move.at), due, is_moved=True)
    return window


def _after_pauses(promise: Promise, rules: Rules, since: datetime, end: datetime) -> datetime:
    paused_until = since
    for pause in sorted(promise.pauses, key=lambda pause: pause.since):
        began = max(pause.since, paused_until)
        if pause.reason in rules.pausing and began < min(end, pause.until):
            end += pause.until - began
            paused_until = pause.until
    return end


def _ended(promise: Promise, rules: Rules, window: _Window) -> State | None:
    """Answers how the promise ended before it could break; what came after its end changes nothing.

    Who is reached after enough trying was reached; but nothing is done for a promise that was withdrawn.
    """
    withdrawn_at = promise.withdrawn_at
    if withdrawn_at is not None and withdrawn_at >= window.due_at:
        withdrawn_at = None
    last = withdrawn_at or window.due_at
    if promise.kept_at is not None and promise.kept_at <= last:
        return State.KEPT
    tried_at = _tried_at(promise, rules, window)
    if tried_at is not None and tried_at <= last:
        return State.ATTEMPTED
    return State.WITHDRAWN if withdrawn_at is not None else None


def _tried_at(promise: Promise, rules: Rules, window: _Window) -> datetime | None:
    """Answers when enough had been tried and a message left for the customer; None when it was not."""
    message_at, counted = promise.message_at, _counted(promise, rules, window)
    if promise.kind not in rules.kept_by_trying or message_at is None or len(counted) < rules.attempts:
        return None
    is_inside = window.opens_at <= message_at <= window.due_at
    return max([message_at, *counted[: rules.attempts]]) if is_inside else None


def _counted(promise: Promise, rules: Rules, window: _Window) -> list[datetime]:
    counted: list[datetime] = []
    for attempt in sorted(promise.attempts):
        is_inside = window.opens_at <= attempt <= window.due_at
        if is_inside and (not counted or attempt - counted[-1] >= rules.spacing):
            counted.append(attempt)
    return counted


def _soon_at(window: _Window, rules: Rules) -> datetime:
    return window.due_at - min(rules.soon, _whole(window) / 4)


def _whole(window: _Window) -> timedelta:
    return max(timedelta(), window.due_at - window.set_at)


def must_have_hour(
    local_date: date | None, local_from: time | None, local_to: time | None
) -> tuple[date, time, time]:
    """Answers the date and the two hours of a promise, all there: without them nobody knows when it is broken.

    Raises: DomainError('promise_without_hour') with what is missing.
    """
    if local_date is None or local_from is None or local_to is None:
        said = {"date": local_date, "from": local_from, "to": local_to}
        raise DomainError("promise_without_hour", missing=tuple(name for name in said if said[name] is None))
    return local_date, local_from, local_to


def moments(local_date: date, local_from: time, local_to: time, zone: str) -> Span:
    """Answers when the window begins and ends that a customer in this zone was told.

    Of an hour that comes twice in autumn the earlier is meant: who waits for it waits from then on.
    Raises: DomainError('window_backwards'), DomainError('hour_does_not_exist'), DomainError('zone_unknown').
    """
    if local_to <= local_from:
        raise DomainError("window_backwards", starts=local_from, ends=local_to)
    return _existing(local_date, local_from, zone), _existing(local_date, local_to, zone)


def _existing(day: date, hour: time, zone: str) -> datetime:
    moment = shown_at(zone_of(zone), day, hour)
    if moment is None:
        raise DomainError("hour_does_not_exist", day=day, hour=hour, zone=zone)
    return moment


def kept_rate(counts: Mapping[State, int]) -> int | None:
    """Answers the share of promises kept, tried enough included, of those kept or broken; None without any.

    Units: basis points, halves rounded up. A promise that still runs or was withdrawn is neither.
    """
    kept = counts.get(State.KEPT, 0) + counts.get(State.ATTEMPTED, 0)
    ended = kept + counts.get(State.BROKEN, 0)
    return (kept * 10_000 * 2 + ended) // (ended * 2) if ended else None
