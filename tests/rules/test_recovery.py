"""The path of recovery: the first thing that is missing comes next, and what nobody asks for is skipped."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from amends.rules.recovery import MENDING, PASSABLE, Gate, Seen, Standing, Step, path
from amends.rules.vocabulary import Cause, Decision, Situation

WHOLE = Seen(
    has_want=True,
    fact_count=1,
    point_count=1,
    is_acknowledged=True,
    has_emotion=True,
    cause=Cause.COMPANY,
    decision=Decision.UPHELD,
    has_failure=True,
    is_answered=True,
    is_chosen=True,
    is_approved=True,
    are_all_issued=True,
    is_followed_up=True,
    is_closed=True,
)
_FLAGS = ("has_want", "is_acknowledged", "has_emotion", "has_failure", "is_answered", "is_chosen")
_MORE = ("is_approved", "are_all_issued", "is_followed_up", "is_closed")


@st.composite
def files(draw: st.DrawFn) -> Seen:
    flags = {name: draw(st.booleans()) for name in (*_FLAGS, *_MORE)}
    return Seen(
        **flags,
        fact_count=draw(st.integers(0, 2)),
        point_count=draw(st.integers(0, 2)),
        cause=draw(st.sampled_from(Cause)),
        decision=draw(st.sampled_from(Decision)),
        situation=draw(st.sampled_from(Situation)),
        passed=frozenset(draw(st.sets(st.sampled_from(Step)))),
    )


def standing(seen: Seen) -> dict[Step, Standing]:
    return {one.step: one.standing for one in path(seen)}


@given(files())
def test_at_most_one_step_is_current_and_nothing_before_it_is_open(seen: Seen) -> None:
    found = [one.standing for one in path(seen)]
    assert found.count(Standing.CURRENT) <= 1
    if Standing.CURRENT in found:
        assert Standing.OPEN not in found[: found.index(Standing.CURRENT)]
    assert (Standing.CURRENT in found) is not seen.is_closed


@given(files())
def test_only_the_current_step_says_what_it_needs(seen: Seen) -> None:
    for one in path(seen):
        assert one.gate is Gate.NONE or one.standing is Standing.CURRENT


@given(files())
def test_a_decision_and_a_debt_are_never_passed(seen: Seen) -> None:
    for step in set(Step) - PASSABLE:
        assert standing(seen)[step] is not Standing.PASSED


def test_a_whole_file_is_done_from_heard_to_ended() -> None:
    assert set(standing(WHOLE).values()) == {Standing.DONE}


def test_without_the_outcome_asked_for_nothing_else_comes_first() -> None:
    first = path(replace(WHOLE, has_want=False, is_closed=False))[0]
    assert (first.standing, first.gate) == (Standing.CURRENT, Gate.OUTCOME)


def test_fault_that_nobody_knows_is_not_owned() -> None:
    unknown = replace(WHOLE, cause=Cause.UNKNOWN, is_closed=False)
    assert path(unknown)[2].gate is Gate.FAULT


def test_where_nothing_is_upheld_nobody_is_asked_to_choose() -> None:
    seen = replace(
        WHOLE, decision=Decision.NOT_UPHELD, is_chosen=False, are_all_issued=False, is_closed=False
    )
    assert [standing(seen)[step] for step in Step if step in MENDING] == [Standing.SKIPPED, Standing.SKIPPED]
    assert standing(seen)[Step.ENDED] is Standing.CURRENT


def test_where_something_is_upheld_a_choice_is_asked_for() -> None:
    seen = replace(WHOLE, is_chosen=False, is_closed=False)
    assert path(seen)[5].gate is Gate.CHOICE


def test_a_step_passed_with_a_reason_lets_the_next_one_begin() -> None:
    seen = replace(WHOLE, has_emotion=False, is_closed=False, is_followed_up=False)
    assert standing(seen)[Step.ACKNOWLEDGED] is Standing.CURRENT
    passed = replace(seen, passed=frozenset({Step.ACKNOWLEDGED}))
    assert standing(passed)[Step.ACKNOWLEDGED] is Standing.PASSED
    assert standing(passed)[Step.FOLLOWED_UP] is Standing.CURRENT
