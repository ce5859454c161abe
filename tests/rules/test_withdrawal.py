"""Who takes a promise back just before it breaks does not get away with it."""

from __future__ import annotations

from datetime import datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st
from tests.rules.moments import NOON, at, fails

from amends.rules.calendars import WorkingHours, open_spans, working_time_between
from amends.rules.promises import Move, Promise, PromiseKind, Rules, State, due_at, is_withdrawn_late, state

RULES = Rules()


def promise(withdrawn: datetime | None, until: int = 120, **more: object) -> Promise:
    return Promise(
        PromiseKind.ANSWER,
        NOON,
        at(until - 30),
        at(until),
        "UTC",
        withdrawn_at=withdrawn,
        **more,  # type: ignore[arg-type]
    )


def test_the_last_quarter_begins_at_its_very_minute() -> None:
    assert [is_withdrawn_late(promise(at(minute)), RULES) for minute in (0, 89, 90, 120, 500)] == [
        False,
        False,
        True,
        True,
        True,
    ]


def test_what_was_not_withdrawn_was_not_withdrawn_late() -> None:
    assert not is_withdrawn_late(promise(None), RULES)


def test_after_a_move_the_quarter_is_that_of_the_new_window() -> None:
    moved = (Move(at(60), at(230), at(260), word_id=1),)
    assert not is_withdrawn_late(promise(at(209), moved_to=moved), RULES)
    assert is_withdrawn_late(promise(at(210), moved_to=moved), RULES)


CASES = st.tuples(st.integers(4, 5_000), st.integers(0, 6_000))


def check_late(case: tuple[int, int], is_late: object) -> None:
    until, minute = case
    one = promise(at(minute), until)
    # By minutes, and in whole numbers: four times what is left is no more than the whole.
    expected = 4 * (until - minute) <= until
    assert is_late(one, RULES) is expected  # type: ignore[operator]
    if state(one, RULES, at(10_000)) is State.BROKEN:
        assert is_late(one, RULES)  # type: ignore[operator]


@given(CASES)
def test_late_is_late_whatever_the_length(case: tuple[int, int]) -> None:
    check_late(case, is_withdrawn_late)


def test_the_negative_control_late_only_after_the_end() -> None:
    fails(CASES, check_late, lambda one, rules: one.withdrawn_at >= due_at(one, rules))


@given(st.integers(0, 20_000), st.integers(0, 20_000))
def test_open_spans_add_up_to_the_working_time(since: int, length: int) -> None:
    week = WorkingHours(tuple(((NOON.time(), (NOON + timedelta(hours=5)).time()),) for _ in range(7)), "UTC")
    start, end = at(since), at(since + length)
    spans = open_spans(week, frozenset(), start, end)
    assert sum((until - begin for begin, until in spans), timedelta()) == working_time_between(
        week, frozenset(), start, end
    )
    assert all(begin < until for begin, until in spans)
    assert list(spans) == sorted(spans)
