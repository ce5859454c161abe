"""What a whole complaint comes to, from its points."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from amends.rules.decision import whole_decision
from amends.rules.vocabulary import Decision

DECIDED = [decision for decision in Decision if decision is not Decision.OPEN]


@given(st.lists(st.sampled_from(DECIDED), min_size=1))
def test_the_order_of_points_changes_nothing(points: list[Decision]) -> None:
    assert whole_decision(points) is whole_decision(points[::-1])


@given(st.lists(st.sampled_from(DECIDED)), st.lists(st.sampled_from(DECIDED)))
def test_one_open_point_leaves_the_whole_open(before: list[Decision], after: list[Decision]) -> None:
    assert whole_decision([*before, Decision.OPEN, *after]) is Decision.OPEN


def test_one_refused_point_makes_the_whole_partly_upheld() -> None:
    assert whole_decision([Decision.UPHELD, Decision.NOT_UPHELD]) is Decision.PARTLY


def test_a_complaint_without_points_is_not_decided() -> None:
    assert whole_decision([]) is Decision.OPEN
