"""`./amends consults`: what answers say about the policy, at the terminal."""

from __future__ import annotations

from datetime import timedelta

import pytest

from amends.cases.actions.consults import Reply, answer_consult
from amends.clock import now
from amends.people.scope import every_brand
from amends.rules.consults import Verdict
from amends.site.command import run
from tests.cases.asking import asked, policy_holds
from tests.conftest import NOON, Cast, complain

Capture = pytest.CaptureFixture[str]
YES, NO = Verdict.APPROVE, Verdict.DECLINE


@pytest.fixture(autouse=True)
def time_stands_still(monkeypatch: pytest.MonkeyPatch) -> None:
    """Lets a hundred days be a hundred days."""
    monkeypatch.setenv("AMENDS_FROZEN_AT", NOON.isoformat())


def answers(cast: Cast, verdicts: list[Verdict]) -> None:
    """Asks and answers one question after the other, each in a case of its own, over the last hundred days."""
    begun = now() - timedelta(days=100)
    policy_holds(cast, begun)
    for number, verdict in enumerate(verdicts):
        moment = begun + timedelta(days=number)
        case = complain(cast, text=f"Number {number}.", now=moment)
        consult = asked(cast, case, moment, policy_row="parcels.1")
        with every_brand():
            answer_consult(
                actor=cast.actor("supervisor"),
                consult_uuid=consult.uuid,
                reply=Reply(verdict=verdict, text="So it is."),
                now=moment + timedelta(seconds=30),
            )


def said(capsys: Capture, *words: str) -> str:
    assert run(["consults", "--brand", "norvia", *words]) == 0
    return capsys.readouterr().out


def test_nearly_always_yes_is_said_with_what_it_would_cost_and_save(cast: Cast, capsys: Capture) -> None:
    answers(cast, [YES] * 4 + [NO])
    told = said(capsys)
    assert "Norvia Telecom: 5 questions since" in told
    assert "back en (back, row parcels.1)" in told
    assert "asked 5, approved 4, amended 0, declined 1, joined 0; 0.5 minutes waited" in told
    assert "Approved 4 of 5 times, up to 80.00 EUR." in told
    # 320.00 in a hundred days are 1,168.00 in a year, and five questions eighteen.
    assert (
        "costs about 1,167.9" in told
        or "costs about 1,168.00 EUR a year and saves about 18 questions." in told
    )


def test_too_few_answers_and_too_many_refusals_say_nothing_of_the_policy(cast: Cast, capsys: Capture) -> None:
    answers(cast, [YES, YES, YES, NO, NO])
    assert "Given to the front line" not in said(capsys)
    assert "Norvia Telecom: 0 questions" in said(capsys, "--days", "1")


def test_an_unknown_brand_is_said(cast: Cast, capsys: Capture) -> None:
    assert run(["consults", "--brand", "nowhere"]) == 2
    assert "There is no brand 'nowhere'" in capsys.readouterr().err
