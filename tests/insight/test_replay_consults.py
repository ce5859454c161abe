"""Questions that a policy spares are those about something that the asker may then give alone."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

import pytest
import yaml

from amends.cases.actions.consults import Question, ask_supervisor
from amends.insight.replay.consults import Consulted, consults_spared
from amends.people.scope import every_brand
from amends.rules.policy.compiled import Compiled, compile_policy
from amends.rules.policy.reading import read_policy
from tests.cases.remedying import failed_case, policy_text, put_in_force
from tests.conftest import NOON, Cast

TIMES = (NOON - timedelta(days=1), NOON + timedelta(days=1))


def with_limit(per_case: int) -> Compiled:
    said = yaml.safe_load(policy_text())
    said["authority"]["roles"]["rep"]["per_case"] = per_case
    return compile_policy(read_policy(yaml.safe_dump(said)).policy)


@pytest.fixture
def desk(cast: Cast) -> Iterator[Cast]:
    """One question about paying back 65.00, where a rep may give 50.00; one about nothing to be given."""
    put_in_force(cast.norvia)
    with every_brand():
        case = failed_case(cast, price=6_500)
        question = Question(
            text="May I?", wait=timedelta(minutes=10), option="B", remedy="back", amount_minor=6_500
        )
        ask_supervisor(actor=cast.actor("rep"), case_uuid=case.uuid, question=question, now=NOON)
        yield cast


def of(desk: Cast, after: int, before: int) -> Consulted:
    return consults_spared(desk.norvia, TIMES, with_limit(after), with_limit(before))


def test_what_may_be_given_alone_now_spares_the_question(desk: Cast) -> None:
    assert of(desk, 6_500, 5_000) == Consulted(asked=1, spared=1)
    assert of(desk, 6_499, 5_000) == Consulted(asked=1)


def test_what_may_not_be_given_any_more_needs_one(desk: Cast) -> None:
    assert of(desk, 5_000, 7_000) == Consulted(asked=1, newly_needed=1, in_vain=1)
    assert of(desk, 7_000, 7_000) == Consulted(asked=1, in_vain=1)


def test_a_cheaper_option_does_not_stand_for_what_was_asked(desk: Cast) -> None:
    # A, for 25.00, could be given alone all the time.
    assert of(desk, 6_000, 5_000).spared == 0
