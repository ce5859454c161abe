"""A remedy's life: what may follow what, and that both sides of every act sum to nought."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from amends.rules.remedies import (
    MOVES,
    Account,
    Act,
    State,
    lines,
    moved,
    others_needed,
    why_not_approve,
    why_not_pay,
)
from amends.rules.vocabulary import Verification

AMOUNTS = st.integers(0, 10**12)


@given(st.sampled_from(Act), st.sampled_from(State), AMOUNTS, st.booleans())
def test_the_lines_of_every_act_sum_to_nought(
    act: Act, state: State, amount: int, is_recharged: bool
) -> None:
    assert sum(line.amount for line in lines(act, state, amount, is_recharged)) == 0


@given(st.lists(st.sampled_from(Act), max_size=12), st.integers(1, 10**9), st.booleans())
def test_whatever_happens_the_accounts_say_where_the_money_is(
    acts: list[Act], amount: int, is_recharged: bool
) -> None:
    state, held = State.CHOSEN, dict.fromkeys(Account, 0)
    for act in acts:
        after = moved(act, state)
        if after is None:
            continue
        for line in lines(act, state, amount, is_recharged):
            held[line.account] += line.amount
        state = after
    assert held[Account.OWED] == (-amount if state is State.APPROVED else 0)
    assert held[Account.GIVEN] == (-amount if state in (State.ISSUED, State.CONFIRMED) else 0)
    borne = Account.RECHARGED if is_recharged else Account.COST
    assert (
        held[borne] == (amount if state in (State.ISSUED, State.CONFIRMED) else 0) or state is State.APPROVED
    )


def test_what_ended_does_not_go_on() -> None:
    for act in Act:
        assert moved(act, State.REVERSED) is None
        assert moved(act, State.DROPPED) is None


def test_nothing_is_issued_that_nobody_approved() -> None:
    assert moved(Act.ISSUE, State.CHOSEN) is None
    assert [state for state in State if moved(Act.ISSUE, state)] == [State.APPROVED]
    assert set(MOVES) == set(Act)


def test_above_the_brands_limit_two_others_approve_even_within_ones_own_authority() -> None:
    assert others_needed(5_000, True, 5_000) == 0
    assert others_needed(5_001, True, 5_000) == 2
    assert others_needed(5_000, False, None) == 1


def test_nobody_approves_their_own_or_twice() -> None:
    assert why_not_approve(1, 1, ()) == "own_remedy"
    assert why_not_approve(2, 1, {2}) == "approved_already"
    assert why_not_approve(2, 1, {3}) == ""
    # What no person chose, any person may approve.
    assert why_not_approve(2, None, ()) == ""


def test_somebody_unknown_is_given_nothing_of_worth() -> None:
    assert why_not_pay(Verification.NONE, 1) == "not_verified"
    assert why_not_pay(Verification.NONE, 0) == ""
    assert why_not_pay(Verification.PARTIAL, 1) == ""
