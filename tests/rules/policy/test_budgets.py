"""A day's budget covers what fits, in order; the rest needs somebody above and takes nothing of it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from amends.rules.policy.budgets import Beyond, Wish, beyond_budget

wishes = st.lists(st.builds(Wish, st.integers(1, 2), st.sampled_from("ab"), st.integers(0, 60)), max_size=25)
Way = Callable[[Iterable[Wish], int], Beyond]


def reference(told: Sequence[Wish], most: int) -> Beyond:
    """Answers the same person by person and day by day, each time adding up all that was covered before."""
    beyond = []
    for staff, day in {(wish.staff, wish.day) for wish in told}:
        covered: list[int] = []
        for wish in told:
            if (wish.staff, wish.day) == (staff, day):
                (covered if sum(covered) + wish.amount <= most else beyond).append(wish.amount)
    return Beyond(len(told), len(beyond), sum(beyond))


def check(way: Way, told: Sequence[Wish], most: int) -> None:
    assert way(told, most) == reference(told, most)


@given(wishes, st.integers(0, 100))
def test_the_rest_is_what_a_second_reckoning_leaves_over(told: list[Wish], most: int) -> None:
    check(beyond_budget, told, most)


@given(wishes, st.integers(0, 100), st.integers(0, 100))
def test_without_a_limit_nothing_is_beyond_and_with_none_to_give_everything_is(
    told: list[Wish], one: int, other: int
) -> None:
    assert beyond_budget(told, 60 * 25).beyond == 0
    assert beyond_budget(told, 0).beyond == sum(wish.amount > 0 for wish in told)


def test_the_negative_control_a_refused_wish_that_takes_of_the_budget_is_caught() -> None:
    def wrong(told: Iterable[Wish], most: int) -> Beyond:
        found, given = Beyond(), 0
        for wish in told:
            given += wish.amount
            is_beyond = given > most
            found = Beyond(
                found.wishes + 1, found.beyond + is_beyond, found.beyond_minor + is_beyond * wish.amount
            )
        return found

    with pytest.raises(AssertionError):
        check(wrong, [Wish(1, "a", 40), Wish(1, "a", 30), Wish(1, "a", 10)], 50)
