"""Powerless is a code with a remedy and an amount, counted per row of the policy; and what a demand costs in time."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta

import pytest

from amends.cases.actions.contacts import reply_to_customer
from amends.cases.actions.escalation import Lacking, escalate_case
from amends.cases.actions.stages import respond_case
from amends.cases.models import Case, CaseEvent, Escalation
from amends.cases.powerless import demands_for_higher, powerless_by_row
from amends.errors import DomainError
from amends.people.scope import every_brand
from amends.rules.ladder import Climb
from amends.rules.vocabulary import Channel
from amends.site.command import run
from tests.cases.acts import decided
from tests.cases.remedying import failed_case, put_in_force
from tests.conftest import NOON, Cast, complain

SINCE = NOON - timedelta(days=365)


@pytest.fixture
def desk(cast: Cast) -> Iterator[Cast]:
    """The cast, a policy in force, and every brand in view."""
    put_in_force(cast.norvia)
    with every_brand():
        yield cast


def powerless(
    cast: Cast, case: Case, remedy: str = "back", amount: int = 6_000, now: datetime = NOON
) -> Case:
    return escalate_case(
        actor=cast.actor("rep"),
        case_uuid=case.uuid,
        why=Climb.POWERLESS,
        lacking=Lacking(remedy=remedy, amount_minor=amount),
        now=now,
    )


def demanded(cast: Cast, case: Case, *, had_chance: bool | None, now: datetime) -> None:
    escalate_case(
        actor=cast.actor("rep"), case_uuid=case.uuid, why=Climb.DEMANDED, had_chance=had_chance, now=now
    )


def test_what_would_have_helped_is_kept_with_the_row_of_the_policy_and_without_a_person(desk: Cast) -> None:
    powerless(desk, failed_case(desk))
    row = Escalation.objects.get()
    assert (row.policy_row, row.remedy, row.amount_minor, row.limit_minor) == (
        "parcels.1",
        "back",
        6_000,
        5_000,
    )
    assert not {"staff", "staff_id", "actor"} & {field.name for field in Escalation._meta.get_fields()}


def test_it_is_counted_per_row_and_remedy_with_what_was_lacking_and_what_it_would_cost(desk: Cast) -> None:
    for days in (0, 10, 20):
        moment = NOON + timedelta(days=days)
        powerless(desk, failed_case(desk, now=moment), amount=6_000 + days * 10, now=moment)
    powerless(desk, failed_case(desk, times_failed=3), remedy="gift", amount=500)
    first, second = powerless_by_row(desk.norvia.pk, SINCE)
    assert (first.policy_row, first.remedy, first.times, first.most_minor) == ("parcels.1", "back", 3, 6_200)
    assert (first.asked_minor, first.lacking_minor) == (18_300, 3_300)
    assert first.a_year(NOON + timedelta(days=20)) == 18_300 * 365 // 20
    assert (second.policy_row, second.remedy, second.lacking_minor) == ("parcels.2", "gift", 0)


def test_at_the_end_of_the_ladder_it_is_counted_too(desk: Cast) -> None:
    case = failed_case(desk)
    for _ in range(3):
        powerless(desk, case)
    assert [row.rung for row in Escalation.objects.order_by("id")] == ["supervisor", "court", ""]
    assert CaseEvent.objects.filter(case=case, kind="case.powerless").count() == 1


@pytest.mark.parametrize(
    ("lacking", "code"),
    [
        (None, "remedy_missing"),
        (Lacking(remedy="", amount_minor=1), "remedy_missing"),
        (Lacking(remedy="moon", amount_minor=1), "remedy_unknown"),
        (Lacking(remedy="back", amount_minor=-1), "amount_wrong"),
        (Lacking(remedy="back", amount_minor=10**13), "amount_wrong"),
    ],
)
def test_without_a_remedy_of_the_policy_and_an_amount_it_is_refused(
    desk: Cast, lacking: Lacking | None, code: str
) -> None:
    case = failed_case(desk)
    with pytest.raises(DomainError, match=code):
        escalate_case(
            actor=desk.actor("rep"), case_uuid=case.uuid, why=Climb.POWERLESS, lacking=lacking, now=NOON
        )
    assert Escalation.objects.count() == 0


def test_a_demand_is_counted_once_a_case_with_what_it_cost_in_time(desk: Cast) -> None:
    for minutes, had_chance in ((10, False), (20, False), (30, True)):
        case = complain(desk)
        demanded(desk, case, had_chance=had_chance, now=NOON)
        later = NOON + timedelta(minutes=minutes)
        reply_to_customer(
            actor=desk.actor("rep"), case_uuid=case.uuid, text="Listen.", channel=Channel.PHONE, now=later
        )
        answer(desk, case, later + timedelta(minutes=10))
    demanded_again = Case.objects.order_by("id")[0]
    demanded(desk, demanded_again, had_chance=True, now=NOON + timedelta(hours=1))
    for _ in range(3):
        answer(desk, complain(desk), NOON + timedelta(minutes=5))
    found = demands_for_higher(desk.norvia.pk, SINCE)
    assert (found.count, found.with_chance, found.without_chance) == (3, 1, 2)
    assert found.next_step == timedelta(minutes=20)
    assert found.extra == timedelta(minutes=25)


def answer(cast: Cast, case: Case, moment: datetime) -> None:
    decided(cast, case, moment)
    respond_case(actor=cast.actor("rep"), case_uuid=case.uuid, text="So.", channel=Channel.PHONE, now=moment)


def test_the_report_says_rows_and_time_and_blames_nobody(
    desk: Cast, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("AMENDS_FROZEN_AT", (NOON + timedelta(days=1)).isoformat())
    powerless(desk, failed_case(desk))
    demanded(desk, complain(desk), had_chance=None, now=NOON)
    assert run(["powerless", "--brand", "norvia"]) == 0
    said = capsys.readouterr().out
    assert "back en (back), row parcels.1" in said
    assert "1 time, up to 60.00 EUR; lacking 10.00 EUR each time" in said
    assert "Somebody higher was asked for in 1 case." in said
    assert "not who" in said and desk.rep.name not in said


def test_another_brand_counts_nothing_of_ours(desk: Cast) -> None:
    powerless(desk, failed_case(desk))
    assert powerless_by_row(desk.sunfold.pk, SINCE) == []
    assert demands_for_higher(desk.sunfold.pk, SINCE).count == 0
