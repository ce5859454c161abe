"""How a promise stands, against a replay of what happened to it minute by minute."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from fractions import Fraction
from itertools import accumulate, combinations, pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.rules.moments import MINUTE, NOON, at, fails

from amends.rules.promise_book import HOUR
from amends.rules.promises import (
    FINAL,
    Move,
    Pause,
    Promise,
    PromiseKind,
    Rules,
    State,
    attempts_counted,
    due_at,
    next_check,
    state,
)
from amends.rules.vocabulary import Waiting

RULES = Rules(attempts=2, spacing=5 * MINUTE, soon=10 * MINUTE)
FOR_EVER = 10**6


def _promise(**facts: object) -> Promise:
    """Answers a call promised at noon for between 13:00 and 14:00."""
    said = {"kind": PromiseKind.CALL_BACK, "made_at": NOON, "starts_at": at(60), "ends_at": at(120)}
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
            at(self.starts),
            at(self.ends),
            "Europe/Sofia",
            kept_at=next((at(event.minute) for event in self.of("kept")), None),
            attempts=tuple(at(event.minute) for event in self.of("attempt")),
            message_at=next((at(event.minute) for event in self.of("message")), None),
            moved_to=tuple(
                Move(at(event.minute), at(event.starts), at(event.ends), 1 if event.is_agreed else None)
                for event in self.of("move")
            ),
            withdrawn_at=next((at(event.minute) for event in self.of("withdrawn")), None),
            pauses=tuple(Pause(event.reason, at(event.minute), at(event.until)) for event in self.of("wait")),
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
    assert answer(story.promise, RULES, at(story.now)) == _told(story)[0]


def check_due(story: Story, answer: Callable[..., datetime]) -> None:
    assert answer(story.promise, RULES) == at(_told(story)[1])


def check_next(story: Story, answer: Callable[..., datetime | None]) -> None:
    """Until the next check the state stays, at it the state is another; and what has none never changes."""
    promise, now = story.promise, at(story.now)
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


@settings(deadline=None, max_examples=200)
@given(stories())
def test_a_promise_stands_as_its_story_tells(story: Story) -> None:
    check_state(story, state)


@settings(deadline=None, max_examples=200)
@given(stories())
def test_a_promise_breaks_when_the_clock_that_was_paused_runs_out(story: Story) -> None:
    check_due(story, due_at)


@settings(deadline=None, max_examples=200)
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
    fails(stories(), check_state, wrong)


@pytest.mark.parametrize("wrong", [_pauses_add_up, _never_pauses, _every_wait_pauses])
def test_the_replay_catches_a_wrong_end(wrong: Callable[..., datetime]) -> None:
    fails(stories(), check_due, wrong)


@pytest.mark.parametrize("wrong", [_only_at_the_end, _always_again])
def test_the_check_of_the_next_check_catches_a_wrong_one(wrong: Callable[..., datetime | None]) -> None:
    fails(stories(), check_next, wrong)


@pytest.mark.parametrize("wrong", [_every_attempt, _spaced_from_the_last_ring])
def test_the_check_of_attempts_catches_a_wrong_count(wrong: Callable[..., int]) -> None:
    fails(stories(), check_attempts, wrong)


# Cases that a reader can check by hand.


def test_soon_begins_half_an_hour_before_a_long_promise_ends_and_a_quarter_before_a_short_one() -> None:
    long, short = _promise(), _promise(starts_at=NOON, ends_at=at(40))
    assert [state(long, Rules(), at(minute)) for minute in (89, 90)] == [State.DUE, State.SOON]
    assert [state(short, Rules(), at(minute)) for minute in (29, 30)] == [State.DUE, State.SOON]


def test_a_promise_is_broken_at_its_very_end_but_kept_when_it_was_kept_by_then() -> None:
    assert state(_promise(), Rules(), at(120)) is State.BROKEN
    assert state(_promise(kept_at=at(120)), Rules(), at(120)) is State.KEPT
    assert state(_promise(kept_at=at(121)), Rules(), at(999)) is State.BROKEN


def test_a_call_before_its_window_keeps_the_promise_when_the_customer_was_reached() -> None:
    assert state(_promise(kept_at=at(10)), Rules(), at(10)) is State.KEPT


def test_three_calls_and_a_message_in_the_window_are_enough() -> None:
    calls = tuple(at(minute) for minute in (60, 80, 100))
    tried = _promise(attempts=calls, message_at=at(101))
    assert state(tried, Rules(), at(999)) is State.ATTEMPTED
    assert state(replace(tried, kept_at=at(110)), Rules(), at(999)) is State.KEPT
    assert state(replace(tried, message_at=None), Rules(), at(999)) is State.BROKEN
    assert state(replace(tried, message_at=at(121)), Rules(), at(999)) is State.BROKEN
    assert state(replace(tried, attempts=calls[:2]), Rules(), at(999)) is State.BROKEN
    assert state(replace(tried, attempts=(at(30), *calls[1:])), Rules(), at(999)) is State.BROKEN


def test_a_brand_may_be_content_with_a_message() -> None:
    rules = Rules(attempts=0)
    assert state(_promise(message_at=at(70)), rules, at(999)) is State.ATTEMPTED


def test_with_the_customers_word_a_promise_is_moved_and_breaks_at_its_new_hour() -> None:
    moved = _promise(moved_to=(Move(at(70), at(240), at(300), word_id=7),))
    assert [state(moved, Rules(), at(minute)) for minute in (120, 270, 300)] == [
        State.MOVED,
        State.SOON,
        State.BROKEN,
    ]
    asked_nobody = replace(moved, moved_to=(replace(moved.moved_to[0], word_id=None),))
    assert state(asked_nobody, Rules(), at(120)) is State.BROKEN


def test_a_promise_that_is_broken_can_be_neither_moved_nor_withdrawn_nor_paused() -> None:
    for facts in (
        {"moved_to": (Move(at(120), at(240), at(300), word_id=7),)},
        {"withdrawn_at": at(120)},
        {"pauses": (Pause(Waiting.CUSTOMER, at(120), at(180)),)},
    ):
        assert state(_promise(**facts), Rules(), at(120)) is State.BROKEN


def test_a_wait_moves_the_end_by_its_own_length_and_only_from_when_the_promise_was_made() -> None:
    began_before = Pause(Waiting.CUSTOMER, at(-60), at(30))
    at_once = Pause(Waiting.CUSTOMER, at(10), at(50))
    assert due_at(_promise(pauses=(began_before,)), Rules()) == at(150)
    assert due_at(_promise(pauses=(at_once, began_before)), Rules()) == at(170)
    assert due_at(_promise(pauses=(Pause(Waiting.SUPPLIER, at(10), at(50)),)), Rules()) == at(120)


def test_a_withdrawn_promise_stays_withdrawn() -> None:
    withdrawn = _promise(withdrawn_at=at(70), kept_at=at(80))
    assert state(withdrawn, Rules(), at(999)) is State.WITHDRAWN
    assert next_check(withdrawn, Rules(), at(70)) is None
