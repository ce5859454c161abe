"""How a promise stands, against a replay of what happened to it minute by minute; and which hours are free."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, time, timedelta
from fractions import Fraction
from itertools import accumulate, combinations, pairwise
from zoneinfo import ZoneInfo

import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from amends.errors import DomainError
from amends.rules.promises import (
    FINAL,
    HOUR,
    Book,
    Capacity,
    Move,
    Pause,
    Promise,
    PromiseKind,
    Room,
    Rules,
    State,
    attempts_counted,
    due_at,
    free_capacity,
    free_hours,
    kept_rate,
    moments,
    must_have_hour,
    next_check,
    state,
)
from amends.rules.vocabulary import Waiting

NOON = datetime(2026, 5, 12, 12, tzinfo=UTC)
MINUTE = timedelta(minutes=1)
RULES = Rules(attempts=2, spacing=5 * MINUTE, soon=10 * MINUTE)
FOR_EVER = 10**6

_ALWAYS_THE_SAME = settings(
    derandomize=True,
    database=None,
    phases=[Phase.generate],
    max_examples=2000,
    report_multiple_bugs=False,
    deadline=None,
)


def _fails(
    cases: st.SearchStrategy[object], check: Callable[..., None], wrong: Callable[..., object]
) -> None:
    """Asserts that a check catches what is wrong, always by the same examples."""

    @_ALWAYS_THE_SAME
    @given(cases)
    def tried(case: object) -> None:
        check(case, wrong)

    with pytest.raises(AssertionError):
        tried()


def _at(minute: int) -> datetime:
    return NOON + minute * MINUTE


def _promise(**facts: object) -> Promise:
    """Answers a call promised at noon for between 13:00 and 14:00."""
    said = {"kind": PromiseKind.CALL_BACK, "made_at": NOON, "starts_at": _at(60), "ends_at": _at(120)}
    return Promise(**{"zone": "Europe/Sofia", **said, **facts})  # type: ignore[arg-type]


# The reference: a story is a list of events in minutes since the promise. They are replayed one minute after the
# other against a clock that counts down and stands still while somebody waits whose wait stops it.


@dataclass(frozen=True)
class Event:
    """What happened: kept, withdrawn, message, attempt; a wait, with its end; a move, with window and word."""

    minute: int
    what: str
    until: int = 0
    reason: Waiting = Waiting.CUSTOMER
    starts: int = 0
    ends: int = 0
    is_agreed: bool = True


@dataclass(frozen=True)
class Story:
    """A promise's window, what had happened until now, and now."""

    kind: PromiseKind
    starts: int
    ends: int
    events: tuple[Event, ...]
    now: int

    @property
    def promise(self) -> Promise:
        return Promise(
            self.kind,
            NOON,
            _at(self.starts),
            _at(self.ends),
            "Europe/Sofia",
            kept_at=next((_at(event.minute) for event in self.of("kept")), None),
            attempts=tuple(_at(event.minute) for event in self.of("attempt")),
            message_at=next((_at(event.minute) for event in self.of("message")), None),
            moved_to=tuple(
                Move(_at(event.minute), _at(event.starts), _at(event.ends), 1 if event.is_agreed else None)
                for event in self.of("move")
            ),
            withdrawn_at=next((_at(event.minute) for event in self.of("withdrawn")), None),
            pauses=tuple(
                Pause(event.reason, _at(event.minute), _at(event.until)) for event in self.of("wait")
            ),
        )

    def of(self, what: str) -> Iterator[Event]:
        return (event for event in self.events if event.what == what and event.minute <= self.now)


@dataclass
class Replay:
    """A promise told step by step: what is left of its clock, and how it ended."""

    story: Story
    left: int
    whole_since: int = 0
    opens: int = 0
    is_moved: bool = False
    ended: str = ""
    counted: list[int] = field(default_factory=list)
    has_message: bool = False
    ran_out: int = FOR_EVER

    def run(self) -> Replay:
        for minute in range(FOR_EVER):
            self.happen(minute)
            if not self.left:
                self.ran_out = minute
                return self
            self.left -= not any(self.is_paused(event, minute) for event in self.story.of("wait"))
        return self

    def is_paused(self, event: Event, minute: int) -> bool:
        # A wait that begins when the clock has run out finds nothing to stop: then the replay is over.
        return event.reason in RULES.pausing and event.minute <= minute < event.until

    def happen(self, minute: int) -> None:
        """Tells what happened in this minute; what only counts before the end does not count at the end."""
        names = [event.what for event in self.story.events if event.minute == minute <= self.story.now]
        if "kept" in names and self.ended in ("", "attempted"):
            self.ended = "kept"
        if self.left and "withdrawn" not in names:
            for event in self.story.of("move"):
                if event.minute == minute:
                    self.move(event)
        self.try_again(minute, names)
        if self.left and "withdrawn" in names and not self.ended:
            self.ended = "withdrawn"

    def move(self, event: Event) -> None:
        if event.is_agreed and self.ended in ("", "attempted"):
            self.left, self.opens, self.whole_since = event.ends - event.minute, event.starts, event.minute
            self.is_moved, self.ended, self.counted, self.has_message = True, "", [], False

    def try_again(self, minute: int, names: list[str]) -> None:
        if minute < self.opens or self.ended:
            return
        if "attempt" in names and (not self.counted or minute - self.counted[-1] >= RULES.spacing // MINUTE):
            self.counted.append(minute)
        self.has_message = self.has_message or "message" in names
        is_enough = len(self.counted) >= RULES.attempts and self.has_message
        if is_enough and self.story.kind in RULES.kept_by_trying:
            self.ended = "attempted"


def _told(story: Story) -> tuple[str, int]:
    """Answers how the promise stands by its replay, and the minute at which its clock runs out."""
    replay = Replay(story, story.ends, opens=story.starts).run()
    due, now = replay.ran_out, story.now
    if replay.ended:
        return replay.ended, due
    if now >= due:
        return "broken", due
    margin = min(Fraction(RULES.soon // MINUTE), Fraction(due - replay.whole_since, 4))
    if due - now <= margin:
        return "soon", due
    return "moved" if replay.is_moved else "due", due


_MINUTES = st.integers(0, 90)


@st.composite
def _waits(draw: st.DrawFn) -> Event:
    minute = draw(st.integers(-20, 90))
    reason = draw(st.sampled_from([Waiting.CUSTOMER, Waiting.CUSTOMER, Waiting.SUPPLIER]))
    return Event(minute, "wait", until=draw(st.integers(minute - 5, minute + 40)), reason=reason)


@st.composite
def _moves(draw: st.DrawFn) -> Event:
    minute = draw(_MINUTES)
    starts = draw(st.integers(minute, minute + 40))
    ends = draw(st.integers(starts + 1, starts + 40))
    return Event(minute, "move", starts=starts, ends=ends, is_agreed=draw(st.booleans()))


def _tries(first: int, gaps: list[int], message: int | None) -> tuple[Event, ...]:
    """Answers attempts so many minutes apart, and perhaps a message some minutes after the first."""
    tries = tuple(Event(minute, "attempt") for minute in accumulate(gaps, initial=first))
    return tries if message is None else (*tries, Event(first + message, "message"))


@st.composite
def _mixed(draw: st.DrawFn) -> Story:
    """Draws whatever may happen to a promise, often close to its beginning or its end."""
    starts = draw(st.integers(0, 30))
    ends = starts + draw(st.integers(1, 40))
    close = st.one_of(_MINUTES, st.integers(starts, starts + 3), st.integers(max(0, ends - 2), ends + 2))
    gaps = st.lists(st.integers(1, 8), max_size=4)
    once = st.lists(st.builds(Event, close, st.sampled_from(["kept", "withdrawn"])), max_size=2)
    events = (
        *draw(st.lists(_waits(), max_size=3)),
        *draw(st.lists(_moves(), max_size=2, unique_by=lambda event: event.minute)),
        *{event.what: event for event in draw(once)}.values(),
        *draw(st.one_of(st.just(()), st.builds(_tries, close, gaps, st.integers(0, 20)))),
    )
    now = draw(st.one_of(close, st.integers(ends, 200), st.integers(starts, ends)))
    return Story(draw(st.sampled_from(PromiseKind)), starts, ends, events, now)


@st.composite
def _tried(draw: st.DrawFn) -> Story:
    """Draws a promise to call that was tried about as often as is enough."""
    starts, length = draw(st.integers(0, 30)), draw(st.integers(6, 20))
    gaps = [draw(st.sampled_from([5, 4, 6, 1])) for _ in range(draw(st.sampled_from([1, 2, 3])))]
    first = starts + draw(st.sampled_from([0, 1, 2, -1]))
    events = _tries(abs(first), gaps, draw(st.sampled_from([3, 5, 12, None])))
    other = draw(st.sampled_from(["nothing", "kept", "withdrawn", "wait", "move"]))
    if other != "nothing":
        minute = starts + draw(st.integers(0, length))
        events = (*events, Event(minute, other, until=minute + 10, starts=minute + 1, ends=minute + 30))
    now = draw(st.one_of(st.integers(90, 200), st.integers(starts, starts + 60)))
    return Story(PromiseKind.CALL_BACK, starts, starts + length, events, now)


def stories() -> st.SearchStrategy[Story]:
    """Answers stories of every kind; trying enough is rare, so half of them try."""
    return st.one_of(
        _mixed(), _mixed(), _tried(), st.builds(replace, _tried(), kind=st.just(PromiseKind.PAY))
    )


def check_state(story: Story, answer: Callable[..., State]) -> None:
    assert answer(story.promise, RULES, _at(story.now)) == _told(story)[0]


def check_due(story: Story, answer: Callable[..., datetime]) -> None:
    assert answer(story.promise, RULES) == _at(_told(story)[1])


def check_next(story: Story, answer: Callable[..., datetime | None]) -> None:
    """Until the next check the state stays, at it the state is another; and what has none never changes."""
    promise, now = story.promise, _at(story.now)
    stands, following = state(promise, RULES, now), answer(promise, RULES, now)
    assert (following is None) == (stands in FINAL)
    if following is None:
        assert state(promise, RULES, now + timedelta(days=999)) is stands
        return
    assert now < following
    assert state(promise, RULES, following - timedelta.resolution) is stands
    assert state(promise, RULES, following) is not stands


def check_attempts(story: Story, answer: Callable[..., int]) -> None:
    """As many attempts count as the largest choice of them in which each is far enough from the next."""
    promise = replace(story.promise, moved_to=(), pauses=())
    inside = sorted(moment for moment in promise.attempts if promise.starts_at <= moment <= promise.ends_at)
    choices = (choice for size in range(len(inside) + 1) for choice in combinations(inside, size))
    spaced = (
        len(choice)
        for choice in choices
        if all(later - moment >= RULES.spacing for moment, later in pairwise(choice))
    )
    assert answer(promise, RULES) == max(spaced)


@settings(deadline=None, max_examples=400)
@given(stories())
def test_a_promise_stands_as_its_story_tells(story: Story) -> None:
    check_state(story, state)


@settings(deadline=None, max_examples=400)
@given(stories())
def test_a_promise_breaks_when_the_clock_that_was_paused_runs_out(story: Story) -> None:
    check_due(story, due_at)


@settings(deadline=None, max_examples=400)
@given(stories())
def test_the_next_check_is_when_time_changes_the_state(story: Story) -> None:
    check_next(story, next_check)


@given(stories())
def test_attempts_count_when_they_are_far_enough_apart(story: Story) -> None:
    check_attempts(story, attempts_counted)


# What must not pass: each is a way in which a promise has been called kept, or broken, that was not.


def _pauses_add_up(promise: Promise, rules: Rules) -> datetime:
    """Wrong: two waits at once count twice."""
    waits = [max(timedelta(), pause.until - pause.since) for pause in promise.pauses]
    return due_at(replace(promise, pauses=()), rules) + sum(waits, timedelta())


def _never_pauses(promise: Promise, rules: Rules) -> datetime:
    """Wrong: the time of a wait is lost when it ends."""
    return due_at(replace(promise, pauses=()), rules)


def _every_wait_pauses(promise: Promise, rules: Rules) -> datetime:
    """Wrong: waiting for our own supplier stops the customer's clock."""
    return due_at(promise, replace(rules, pausing=frozenset(Waiting)))


def _moves_unasked(promise: Promise, rules: Rules, now: datetime) -> State:
    """Wrong: nobody asked the customer."""
    return state(
        replace(promise, moved_to=tuple(replace(move, word_id=1) for move in promise.moved_to)), rules, now
    )


def _mends_what_is_broken(promise: Promise, rules: Rules, now: datetime) -> State:
    """Wrong: what is kept late was kept."""
    return State.KEPT if promise.kept_at is not None else state(promise, rules, now)


def _tries_in_a_row(promise: Promise, rules: Rules, now: datetime) -> State:
    """Wrong: letting it ring three times in a minute is enough."""
    return state(promise, replace(rules, spacing=timedelta()), now)


def _tries_without_a_message(promise: Promise, rules: Rules, now: datetime) -> State:
    """Wrong: the customer never learns that somebody tried."""
    return state(replace(promise, message_at=promise.message_at or promise.starts_at), rules, now)


def _tries_to_pay(promise: Promise, rules: Rules, now: datetime) -> State:
    """Wrong: money is promised, and trying is enough."""
    return state(promise, replace(rules, kept_by_trying=frozenset(PromiseKind)), now)


def _late_at_the_end(promise: Promise, rules: Rules, now: datetime) -> State:
    """Wrong: gives the last moment away."""
    return state(promise, rules, now - timedelta.resolution)


def _only_at_the_end(promise: Promise, rules: Rules, now: datetime) -> datetime | None:
    """Wrong: nobody is warned before it breaks."""
    return None if state(promise, rules, now) in FINAL else due_at(promise, rules)


def _always_again(promise: Promise, rules: Rules, now: datetime) -> datetime | None:
    """Wrong: looks at what is final for ever."""
    return next_check(promise, rules, now) or now + HOUR


def _every_attempt(promise: Promise, rules: Rules) -> int:
    return len(promise.attempts)


def _spaced_from_the_last_ring(promise: Promise, rules: Rules) -> int:
    """Wrong: measures from the last attempt, counted or not."""
    rings = sorted(ring for ring in promise.attempts if promise.starts_at <= ring <= promise.ends_at)
    return bool(rings) + sum(later - ring >= rules.spacing for ring, later in pairwise(rings))


@pytest.mark.parametrize(
    "wrong",
    [
        _moves_unasked,
        _mends_what_is_broken,
        _tries_in_a_row,
        _tries_without_a_message,
        _tries_to_pay,
        _late_at_the_end,
    ],
)
def test_the_replay_catches_a_wrong_state(wrong: Callable[..., State]) -> None:
    _fails(stories(), check_state, wrong)


@pytest.mark.parametrize("wrong", [_pauses_add_up, _never_pauses, _every_wait_pauses])
def test_the_replay_catches_a_wrong_end(wrong: Callable[..., datetime]) -> None:
    _fails(stories(), check_due, wrong)


@pytest.mark.parametrize("wrong", [_only_at_the_end, _always_again])
def test_the_check_of_the_next_check_catches_a_wrong_one(wrong: Callable[..., datetime | None]) -> None:
    _fails(stories(), check_next, wrong)


@pytest.mark.parametrize("wrong", [_every_attempt, _spaced_from_the_last_ring])
def test_the_check_of_attempts_catches_a_wrong_count(wrong: Callable[..., int]) -> None:
    _fails(stories(), check_attempts, wrong)


# Cases that a reader can check by hand.


def test_soon_begins_half_an_hour_before_a_long_promise_ends_and_a_quarter_before_a_short_one() -> None:
    long, short = _promise(), _promise(starts_at=NOON, ends_at=_at(40))
    assert [state(long, Rules(), _at(minute)) for minute in (89, 90)] == [State.DUE, State.SOON]
    assert [state(short, Rules(), _at(minute)) for minute in (29, 30)] == [State.DUE, State.SOON]


def test_a_promise_is_broken_at_its_very_end_but_kept_when_it_was_kept_by_then() -> None:
    assert state(_promise(), Rules(), _at(120)) is State.BROKEN
    assert state(_promise(kept_at=_at(120)), Rules(), _at(120)) is State.KEPT
    assert state(_promise(kept_at=_at(121)), Rules(), _at(999)) is State.BROKEN


def test_a_call_before_its_window_keeps_the_promise_when_the_customer_was_reached() -> None:
    assert state(_promise(kept_at=_at(10)), Rules(), _at(10)) is State.KEPT


def test_three_calls_and_a_message_in_the_window_are_enough() -> None:
    calls = tuple(_at(minute) for minute in (60, 80, 100))
    tried = _promise(attempts=calls, message_at=_at(101))
    assert state(tried, Rules(), _at(999)) is State.ATTEMPTED
    assert state(replace(tried, kept_at=_at(110)), Rules(), _at(999)) is State.KEPT
    assert state(replace(tried, message_at=None), Rules(), _at(999)) is State.BROKEN
    assert state(replace(tried, message_at=_at(121)), Rules(), _at(999)) is State.BROKEN
    assert state(replace(tried, attempts=calls[:2]), Rules(), _at(999)) is State.BROKEN
    assert state(replace(tried, attempts=(_at(30), *calls[1:])), Rules(), _at(999)) is State.BROKEN


def test_a_brand_may_be_content_with_a_message() -> None:
    rules = Rules(attempts=0)
    assert state(_promise(message_at=_at(70)), rules, _at(999)) is State.ATTEMPTED


def test_with_the_customers_word_a_promise_is_moved_and_breaks_at_its_new_hour() -> None:
    moved = _promise(moved_to=(Move(_at(70), _at(240), _at(300), word_id=7),))
    assert [state(moved, Rules(), _at(minute)) for minute in (120, 270, 300)] == [
        State.MOVED,
        State.SOON,
        State.BROKEN,
    ]
    asked_nobody = replace(moved, moved_to=(replace(moved.moved_to[0], word_id=None),))
    assert state(asked_nobody, Rules(), _at(120)) is State.BROKEN


def test_a_promise_that_is_broken_can_be_neither_moved_nor_withdrawn_nor_paused() -> None:
    for facts in (
        {"moved_to": (Move(_at(120), _at(240), _at(300), word_id=7),)},
        {"withdrawn_at": _at(120)},
        {"pauses": (Pause(Waiting.CUSTOMER, _at(120), _at(180)),)},
    ):
        assert state(_promise(**facts), Rules(), _at(120)) is State.BROKEN


def test_a_wait_moves_the_end_by_its_own_length_and_only_from_when_the_promise_was_made() -> None:
    began_before = Pause(Waiting.CUSTOMER, _at(-60), _at(30))
    at_once = Pause(Waiting.CUSTOMER, _at(10), _at(50))
    assert due_at(_promise(pauses=(began_before,)), Rules()) == _at(150)
    assert due_at(_promise(pauses=(at_once, began_before)), Rules()) == _at(170)
    assert due_at(_promise(pauses=(Pause(Waiting.SUPPLIER, _at(10), _at(50)),)), Rules()) == _at(120)


def test_a_withdrawn_promise_stays_withdrawn() -> None:
    withdrawn = _promise(withdrawn_at=_at(70), kept_at=_at(80))
    assert state(withdrawn, Rules(), _at(999)) is State.WITHDRAWN
    assert next_check(withdrawn, Rules(), _at(70)) is None


# What the customer was told, in their own zone.

_CHANGES = {
    "Asia/Jerusalem": (date(2026, 3, 27), date(2026, 10, 25)),
    "Europe/Sofia": (date(2026, 3, 29), date(2026, 10, 25)),
    "Europe/Stockholm": (date(2026, 3, 29), date(2026, 10, 25)),
    "Asia/Shanghai": (date(2028, 2, 29), date(2026, 10, 1)),
    "America/New_York": (date(2026, 3, 8), date(2026, 11, 1)),
    "Australia/Lord_Howe": (date(2026, 4, 5), date(2026, 10, 4)),
    "America/Santiago": (date(2026, 4, 5), date(2026, 9, 6)),
}


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
    zone = draw(st.sampled_from(sorted(_CHANGES)))
    day = draw(st.sampled_from(_CHANGES[zone])) + timedelta(days=draw(st.sampled_from([0, 0, 0, -1, 1])))
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
    _fails(told(), check_told, wrong)


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
    _fails(halves, check_rate, _rate_in_floats)
    _fails(_COUNTS, check_rate, _rate_of_all)


def test_what_was_tried_enough_counts_as_kept_and_what_was_withdrawn_not_at_all() -> None:
    counts = {State.KEPT: 2, State.ATTEMPTED: 1, State.BROKEN: 1, State.WITHDRAWN: 9, State.DUE: 9}
    assert kept_rate(counts) == 7500
    assert kept_rate({State.MOVED: 3}) is None


# Which hours are free.

_QUARTERS = st.integers(0, 4 * 8)
_SPANS = st.tuples(_QUARTERS, _QUARTERS).map(lambda pair: (_at(15 * min(pair)), _at(15 * max(pair))))
_DAY = (_at(0), _at(60 * 9))


@st.composite
def _books(draw: st.DrawFn, person_id: int = 1) -> Book:
    """Draws a day's book in quarters of an hour, and perhaps that of a cover."""
    has_cover = person_id < 3 and draw(st.booleans())
    return Book(
        person_id,
        may_hold=draw(st.integers(0, 2)),
        holds=tuple(_at(15 * each) for each in draw(st.lists(_QUARTERS, max_size=6))),
        shifts=draw(st.one_of(st.just((_DAY,)), st.lists(_SPANS, max_size=3).map(tuple))),
        absences=draw(st.one_of(st.just((_DAY,)), st.lists(_SPANS, max_size=1).map(tuple))),
        cover=draw(_books(person_id + 1)) if has_cover else None,
    )


@dataclass(frozen=True)
class Asked:
    """A book and an hour that is asked for."""

    book: Book
    hour: datetime


_ASKED = st.builds(Asked, _books(), _QUARTERS.map(lambda quarters: _at(15 * quarters)))


def _asked_minutes(book: Book, hour: datetime) -> Capacity:
    """Answers the same from its sixty minutes, one person after the other."""
    minutes = [hour + minute * MINUTE for minute in range(60)]
    is_away = False
    while True:
        if any(not any(since <= minute < until for since, until in book.shifts) for minute in minutes):
            return Capacity(hour, Room.NOBODY_ON_SHIFT)
        if not any(since <= minute < until for since, until in book.absences for minute in minutes):
            break
        if book.cover is None:
            return Capacity(hour, Room.NOBODY_ON_SHIFT)
        book, is_away = book.cover, True
    held = [end for end in book.holds if end - MINUTE in minutes]
    room = Room.FULL if len(held) >= book.may_hold else Room.COVER if is_away else Room.FREE
    return Capacity(hour, room, book.person_id)


def check_capacity(asked: Asked, answer: Callable[..., Capacity]) -> None:
    assert answer(asked.book, asked.hour) == _asked_minutes(asked.book, asked.hour)


def _half_a_shift(book: Book, hour: datetime) -> Capacity:
    """Wrong: an hour is free when any of it is worked."""
    wider = tuple((since - HOUR + MINUTE, until + HOUR - MINUTE) for since, until in book.shifts)
    return free_capacity(replace(book, shifts=wider), hour)


def _forgets_absences(book: Book, hour: datetime) -> Capacity:
    """Wrong: promises the hours of somebody who is ill."""
    return free_capacity(replace(book, absences=()), hour)


def _one_too_many(book: Book, hour: datetime) -> Capacity:
    return free_capacity(replace(book, may_hold=book.may_hold + 1), hour)


def _cover_holds_all(book: Book, hour: datetime) -> Capacity:
    """Wrong: the cover has no book of their own."""
    cover = book.cover and replace(book.cover, may_hold=99)
    return free_capacity(replace(book, cover=cover), hour)


@given(_ASKED)
def test_an_hour_is_free_as_its_sixty_minutes_say(asked: Asked) -> None:
    check_capacity(asked, free_capacity)


@pytest.mark.parametrize("wrong", [_half_a_shift, _forgets_absences, _one_too_many, _cover_holds_all])
def test_the_sixty_minutes_catch_a_wrong_answer(wrong: Callable[..., Capacity]) -> None:
    _fails(_ASKED, check_capacity, wrong)


@dataclass(frozen=True)
class Wanted:
    """A book that is never full, and whose clock the next hours are asked for by."""

    zone: str
    after: datetime
    most: int
    busy: tuple[datetime, ...]

    @property
    def book(self) -> Book:
        return Book(1, 1, self.busy, ((self.after - HOUR, self.after + 40 * HOUR),))


@st.composite
def wanted(draw: st.DrawFn) -> Wanted:
    """Draws searches over a change of the clock; half the zones have hours that do not begin with Greenwich's."""
    zone = draw(st.sampled_from(["Australia/Lord_Howe", "Asia/Kolkata", *sorted(_CHANGES)]))
    day = draw(st.sampled_from(_CHANGES.get(zone, (date(2028, 2, 29),))))
    after = datetime.combine(day, time(), UTC) + draw(st.integers(-14 * 60, 4 * 60)) * MINUTE
    busy = draw(st.lists(st.integers(0, 12 * 60).map(lambda minutes: after + minutes * MINUTE), max_size=3))
    return Wanted(zone, after, draw(st.integers(0, 6)), tuple(busy))


def check_wanted(asked: Wanted, answer: Callable[..., tuple[Capacity, ...]]) -> None:
    clock, until = ZoneInfo(asked.zone), asked.after + 12 * HOUR
    each = (asked.after + minute * MINUTE for minute in range(12 * 60))
    full_hours = (moment for moment in each if not moment.astimezone(clock).minute)
    free = [hour for hour in full_hours if not any(hour < end <= hour + HOUR for end in asked.busy)]
    found = answer(asked.book, asked.after, until, asked.zone, asked.most)
    assert [capacity.hour for capacity in found] == free[: asked.most]


def _hours_of_greenwich(
    book: Book, after: datetime, until: datetime, zone: str, most: int
) -> tuple[Capacity, ...]:
    """Wrong: an hour begins for everybody when it begins in Greenwich."""
    return free_hours(book, after, until, "UTC", most)


def _hours_by_the_hour(
    book: Book, after: datetime, until: datetime, zone: str, most: int
) -> tuple[Capacity, ...]:
    """Wrong: the clock only ever changes by whole hours."""
    first = next((capacity.hour for capacity in free_hours(book, after, until, zone, 1)), until)
    each = (
        free_capacity(book, first + number * HOUR)
        for number in range((until - first + HOUR - MINUTE) // HOUR)
    )
    return tuple(capacity for capacity in each if capacity.room is Room.FREE)[:most]


@settings(deadline=None)
@given(wanted())
def test_the_next_free_hours_are_the_first_free_ones_on_the_clock(asked: Wanted) -> None:
    check_wanted(asked, free_hours)


@pytest.mark.parametrize("wrong", [_hours_of_greenwich, _hours_by_the_hour])
def test_the_clock_catches_wrong_hours(wrong: Callable[..., tuple[Capacity, ...]]) -> None:
    _fails(wanted(), check_wanted, wrong)


def test_a_full_hour_names_the_next_free_ones_and_an_absence_its_cover() -> None:
    shift = ((NOON, NOON + 5 * HOUR),)
    cover = Book(2, 1, (_at(240),), shift)
    book = Book(1, 2, (_at(60), _at(30)), shift, absences=((_at(150), _at(200)),), cover=cover)
    rooms = [free_capacity(book, NOON + number * HOUR).room for number in range(6)]
    assert rooms == [Room.FULL, Room.FREE, Room.COVER, Room.FULL, Room.FREE, Room.NOBODY_ON_SHIFT]
    found = free_hours(book, NOON, NOON + 9 * HOUR, "UTC")
    assert [(each.hour, each.person_id) for each in found] == [(_at(60), 1), (_at(120), 2), (_at(240), 1)]


def test_an_absence_without_length_takes_no_hour() -> None:
    book = Book(1, 1, (), ((NOON, NOON + HOUR),), absences=((_at(15), _at(15)),))
    assert free_capacity(book, NOON).room is Room.FREE


def test_a_zone_that_does_not_exist_has_no_hours() -> None:
    with pytest.raises(DomainError, match="zone_unknown"):
        free_hours(Book(1, 1, (), ()), NOON, NOON + HOUR, "Europe/Nowhere")
