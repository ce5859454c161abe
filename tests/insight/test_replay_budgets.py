"""What a day's budget would not have covered, in order of time."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from zoneinfo import ZoneInfo

import duckdb
import pytest

from amends.cases.models import Case, Settlement
from amends.insight.replay.budgets import day_budgets, gestures_wished, options_wished
from amends.insight.replay.on_duckdb import wished_in_year
from amends.insight.replay.totals import past_cases
from amends.people.scope import every_brand
from amends.rules.policy.budgets import Wish
from amends.rules.policy.statement import costs
from tests.cases.remedying import choose, failed_case, put_in_force
from tests.conftest import NOON, Cast
from tests.insight.pasts import make_past
from tests.insight.test_replay import COMPILED
from tests.insight.test_replay_sql import by_duckdb_year

TIMES = (NOON - timedelta(days=2), NOON + timedelta(days=2))


@pytest.fixture
def desk(cast: Cast) -> Iterator[Cast]:
    """Eighty cases, most of them owned by one of two people."""
    put_in_force(cast.norvia)
    with every_brand():
        make_past(cast, 80)
        for number, case in enumerate(Case.objects.order_by("pk")):
            owner = (cast.rep, cast.supervisor, None)[number % 3]
            Case.objects.filter(pk=case.pk).update(owner=owner)
        Settlement.objects.filter(origin="option").update(staff=cast.rep)
        Settlement.objects.filter(origin="gesture").update(charged_to=cast.rep)
        yield cast


def reference(desk: Cast) -> list[Wish]:
    """Answers case by case who would have given what, from the rows themselves."""
    zone, found = ZoneInfo(desk.norvia.zone), []
    for past in past_cases(desk.norvia, *TIMES):
        case, front = Case.objects.get(pk=past.case_id), costs(COMPILED, past.facts).front
        given = [one for one in case.settlements.order_by("pk") if one.origin == "option"]
        given = [one for one in given if one.state in ("chosen", "issued")]
        staff = given[-1].staff_id if given else case.owner_id
        if front and staff is not None:
            day = case.opened_at.astimezone(zone).date().isoformat()
            found.append((case.opened_at, case.pk, Wish(staff, day, front)))
    return [wish for _, _, wish in sorted(found)]


def test_the_database_and_duckdb_say_who_would_have_given_what(desk: Cast) -> None:
    expected = reference(desk)
    assert len(expected) > 3 and len({wish.day for wish in expected}) > 1
    assert list(options_wished(desk.norvia, TIMES, COMPILED)) == expected
    with duckdb.connect() as database:
        by_duckdb_year(desk, database, TIMES)
        assert list(wished_in_year(database, COMPILED)) == expected


def test_small_gestures_come_from_what_was_given(desk: Cast) -> None:
    wishes = list(gestures_wished(desk.norvia, TIMES))
    assert wishes and {wish.staff for wish in wishes} == {desk.rep.pk}


def test_what_does_not_fit_into_a_day_needed_somebody_above(cast: Cast) -> None:
    put_in_force(cast.norvia)
    with every_brand():
        for _ in range(4):
            choose(cast.actor("supervisor"), failed_case(cast, price=3_000))
        Case.objects.update(opened_at=NOON)
        found = day_budgets(
            cast.norvia, (NOON - timedelta(days=1), NOON + timedelta(days=1)), COMPILED
        ).options
    # 80.00 a day; the cheapest way is 25.00 each.
    assert (found.wishes, found.beyond, found.beyond_minor) == (4, 1, 2_500)
