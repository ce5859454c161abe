"""Who is asked, how long, and what an answer may grant."""

from __future__ import annotations

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.conftest import NOON

from amends.errors import DomainError
from amends.rules.consults import (
    LEAST_WAIT,
    MOST_WAIT,
    OPEN,
    ConsultState,
    Sum,
    Verdict,
    Waiting,
    above_own_authority,
    first_rung,
    holder_of,
    is_asked,
    may_follow,
    may_grant_unattended,
    next_rung,
    own_limit,
    rank_of,
    waits_until,
)
from amends.rules.policy.document import LADDER_OF_AUTHORITY, Authority, Holder, Limits, RemedyKind
from amends.rules.vocabulary import Role

CREDIT, GIFT = RemedyKind.CREDIT, RemedyKind.GIFT
AUTHORITY = Authority(
    roles={
        Holder.REP: Limits(per_case=5_000, per_day=9_000),
        Holder.SUPERVISOR: Limits(per_case=10_000, per_day=50_000, kinds={GIFT: 3_000}),
        Holder.MANAGER: Limits(per_case=50_000, per_day=90_000),
    },
    unattended=6_000,
)
ALONE = Waiting(ConsultState.ASKED, has_risen=False, present=0)
HOLDERS = st.sampled_from(LADDER_OF_AUTHORITY)
AMOUNTS = st.integers(min_value=-1, max_value=60_000)


def test_a_rep_asks_the_supervisors_and_a_supervisor_the_manager() -> None:
    asked = {holder: first_rung(holder) for holder in LADDER_OF_AUTHORITY[:-1]}
    assert asked == {
        Holder.REP: Holder.SUPERVISOR,
        Holder.TEAM_LEADER: Holder.SUPERVISOR,
        Holder.SPECIALIST: Holder.SUPERVISOR,
        Holder.SUPERVISOR: Holder.MANAGER,
    }
    with pytest.raises(DomainError, match="nobody_above"):
        first_rung(Holder.MANAGER)


def test_an_unanswered_question_goes_up_and_ends_at_the_top() -> None:
    assert next_rung(Holder.SUPERVISOR) is Holder.MANAGER
    assert next_rung(Holder.MANAGER) is None


@given(asker=HOLDERS, rung=HOLDERS, holder=HOLDERS)
def test_who_was_asked_once_is_asked_still_when_it_goes_up(
    asker: Holder, rung: Holder, holder: Holder
) -> None:
    higher = next_rung(rung)
    if is_asked(holder, asker, rung):
        assert rank_of(holder) > rank_of(asker)
        assert higher is None or is_asked(holder, asker, higher)


def test_an_administrator_holds_no_authority() -> None:
    assert holder_of(Role.ADMINISTRATOR) is None and holder_of(None) is None
    assert holder_of(Role.SUPERVISOR) is Holder.SUPERVISOR


@pytest.mark.parametrize("state", ConsultState)
def test_only_an_open_question_is_answered(state: ConsultState) -> None:
    refused = "" if state in OPEN else "question_over"
    assert may_follow(state, Verdict.APPROVE, asks_for=Sum(CREDIT, 100)) == refused


def test_what_asks_for_no_money_is_not_amended() -> None:
    words = Sum(None, 0)
    answers = {verdict: may_follow(ConsultState.ASKED, verdict, asks_for=words) for verdict in Verdict}
    fits = {verdict for verdict, reason in answers.items() if not reason}
    assert fits == {Verdict.APPROVE, Verdict.DECLINE, Verdict.JOIN}


def test_a_question_waits_as_long_as_the_customer_can() -> None:
    assert waits_until(NOON, timedelta(minutes=4)) == NOON + timedelta(minutes=4)
    for wait in (timedelta(0), LEAST_WAIT - timedelta(seconds=1), MOST_WAIT + timedelta(seconds=1)):
        with pytest.raises(DomainError, match="wait_out_of_range"):
            waits_until(NOON, wait)


@given(
    holder=HOLDERS, amount=AMOUNTS, given_already=st.integers(0, 60_000), kind=st.sampled_from((CREDIT, GIFT))
)
def test_nobody_grants_above_their_own_authority(
    holder: Holder, amount: int, given_already: int, kind: RemedyKind
) -> None:
    reason = above_own_authority(AUTHORITY, holder, Sum(kind, amount), given_already)
    limits = AUTHORITY.roles.get(holder)
    within = (
        limits is not None
        and 0 <= amount <= limits.of_kind(kind)
        and given_already + amount <= limits.per_case
    )
    # Nought is within every authority that there is, however much was given.
    nothing = limits is not None and amount == 0
    assert (reason == "") is (within or nothing)


def test_the_kind_of_a_remedy_has_its_own_limit() -> None:
    assert own_limit(AUTHORITY, Holder.SUPERVISOR, GIFT) == 3_000
    assert own_limit(AUTHORITY, Holder.SUPERVISOR, CREDIT) == 10_000
    assert own_limit(AUTHORITY, Holder.SUPERVISOR, CREDIT, 9_500) == 500
    assert own_limit(AUTHORITY, Holder.TEAM_LEADER, CREDIT) == 0


def test_money_without_a_remedy_is_granted_by_nobody() -> None:
    assert above_own_authority(AUTHORITY, Holder.MANAGER, Sum(None, 1)) == "remedy_missing"
    assert above_own_authority(AUTHORITY, Holder.MANAGER, Sum(None, 0)) == ""
    assert may_grant_unattended(AUTHORITY, ALONE, Sum(None, 0)) == "remedy_missing"


@pytest.mark.parametrize(
    ("stands", "reason"),
    [
        (ALONE, ""),
        (Waiting(ConsultState.ASKED, has_risen=False, present=2), "somebody_is_there"),
        (Waiting(ConsultState.TAKEN, has_risen=False, present=1), "somebody_is_there"),
        (Waiting(ConsultState.ASKED, has_risen=True, present=2), ""),
        (Waiting(ConsultState.UNANSWERED, has_risen=True, present=2), ""),
        (Waiting(ConsultState.ANSWERED, has_risen=False, present=0), "question_over"),
        (Waiting(ConsultState.WITHDRAWN, has_risen=False, present=0), "question_over"),
    ],
)
def test_one_grants_alone_only_when_nobody_answered_or_nobody_is_there(stands: Waiting, reason: str) -> None:
    assert may_grant_unattended(AUTHORITY, stands, Sum(CREDIT, 6_000)) == reason


@given(amount=AMOUNTS, before=st.integers(0, 12_000))
def test_what_is_granted_alone_never_passes_the_unattended_ceiling(amount: int, before: int) -> None:
    reason = may_grant_unattended(AUTHORITY, ALONE, Sum(CREDIT, amount), before)
    assert (reason == "") is (amount > 0 and before + amount <= AUTHORITY.unattended)
