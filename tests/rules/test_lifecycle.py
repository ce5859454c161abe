"""Which step may follow which."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from amends.rules.lifecycle import TRANSITIONS, may_end, may_reopen, next_step
from amends.rules.vocabulary import Ending, Stage

NOON = datetime(2026, 5, 12, 12, tzinfo=UTC)
FORWARD = [act for act in TRANSITIONS if act not in ("close", "reopen")]


@given(st.lists(st.sampled_from(FORWARD), max_size=12))
def test_no_order_of_acts_moves_a_case_back(acts: list[str]) -> None:
    stage, order = Stage.RECEIVED, list(Stage)
    for act in acts:
        step = next_step(act, stage)
        if step.stage is not None:
            assert order.index(step.stage) >= order.index(stage)
            stage = step.stage


@pytest.mark.parametrize("act", FORWARD)
def test_a_closed_case_refuses_every_act_but_reopening(act: str) -> None:
    assert next_step(act, Stage.CLOSED).reason == "closed"


def test_no_case_is_decided_before_it_is_assessed() -> None:
    assert next_step("decide", Stage.ACKNOWLEDGED).reason == "wrong_stage"


@pytest.mark.parametrize("ending", [Ending.SOLVED, Ending.PRESUMED, Ending.DISPUTED])
@pytest.mark.parametrize("stage", [Stage.RECEIVED, Stage.ASSESSED, Stage.DECIDED])
def test_no_case_is_solved_presumed_or_disputed_before_the_answer_went_out(
    ending: Ending, stage: Stage
) -> None:
    assert may_end(ending, stage).reason == "not_answered"


def test_a_complaint_may_be_withdrawn_at_any_time() -> None:
    assert all(may_end(Ending.WITHDRAWN, stage).stage for stage in Stage if stage is not Stage.CLOSED)


def test_the_grace_time_ends_to_the_second() -> None:
    assert may_reopen(NOON, NOON + timedelta(days=30), 30)
    assert not may_reopen(NOON, NOON + timedelta(days=30, seconds=1), 30)
