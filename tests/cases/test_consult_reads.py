"""What is read of questions over many cases: figures, and by index."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connection

from amends.cases.consults import consult_tallies
from amends.cases.models import Case, Consult
from amends.rules.consults import Verdict
from tests.cases.asking import asked, policy_holds
from tests.cases.test_consults import LATER, NO, reply
from tests.conftest import NOON, Cast, complain


@pytest.fixture(autouse=True)
def scope(everywhere: None) -> None:
    """Looks at every brand."""


@pytest.fixture
def case(cast: Cast) -> Case:
    """A complaint to Norvia, whose policy holds."""
    policy_holds(cast)
    return complain(cast)


def test_the_report_counts_by_remedy_and_row(cast: Cast, case: Case) -> None:
    reply(cast, asked(cast, case, policy_row="parcels.1"))
    reply(
        cast, asked(cast, case, now=LATER, policy_row="parcels.1"), said=NO, now=LATER + timedelta(seconds=20)
    )
    asked(cast, case, now=LATER, remedy="gift", amount_minor=10)
    first, second = consult_tallies(case.brand_id, NOON - timedelta(days=1))
    assert (first.policy_row, first.remedy, first.asked, first.answered) == ("parcels.1", "back", 2, 2)
    assert (first.of(Verdict.APPROVE), first.of(Verdict.DECLINE), first.waited_seconds) == (1, 1, 60)
    assert (first.granted_minor, second.remedy, second.answered) == (8_000, "gift", 0)


def test_a_question_is_found_by_index_and_not_by_reading_all(cast: Cast, case: Case) -> None:
    if connection.vendor != "sqlite":
        pytest.skip("the plan of a small table says nothing on PostgreSQL")
    rows = Consult.objects.filter(brand_id__in=[case.brand_id], is_open=True).order_by("waits_until")
    assert "consult_open" in rows.explain()
    late = Consult.objects.filter(is_open=True, waits_until__lte=NOON).order_by("waits_until")
    assert "INDEX consult_" in late.explain()
