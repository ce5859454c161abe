"""Equal complaints compared: what is read of them, who may know of them, what the page, file and terminal say."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Iterator
from datetime import timedelta

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from typer.testing import CliRunner

from amends.cases.models import Case
from amends.insight.harm.reading import DIMENSIONS, Period, Report, cases_behind, same_harm
from amends.people.models import Membership, Team
from amends.people.scope import brand_scope, every_brand
from amends.rules.comparing import Measure, Verdict
from amends.site.command.same_harm import app
from tests.conftest import NOON, Cast, signed_in
from tests.insight.harms import OPENED, decided_case, settled, spoken, unlike

PERIOD = Period(NOON - timedelta(days=365), NOON)


@pytest.fixture
def wide(cast: Cast) -> Iterator[Cast]:
    """Lets the test look everywhere."""
    with every_brand():
        yield cast


def report(cast: Cast, name: str = "manager") -> Report:
    """Answers the report on Norvia for somebody."""
    with every_brand():
        return same_harm(cast.norvia, cast.actor(name), PERIOD)


def ask(cast: Cast, address: str, name: str = "manager") -> str:
    """Answers a page as somebody sees it at noon."""
    with time_machine.travel(NOON, tick=False):
        response = signed_in(getattr(cast, name)).get(address)
    assert response.status_code == 200, response.status_code
    return response.content.decode()


def test_a_complaint_is_read_with_what_was_given_waited_and_asked(wide: Cast) -> None:
    team = Team.objects.create(brand=wide.norvia, name="Fibre")
    Membership.objects.filter(staff=wide.rep).update(team=team)
    case = decided_case(
        wide.norvia, language="he", channel="web", given=700, hours=30, asked=None, by=wide.rep
    )
    settled(case, 300)
    settled(case, 9_000, "reversed")
    spoken(case, "in", OPENED + timedelta(hours=1))
    spoken(case, "in", OPENED + timedelta(hours=99))
    decided_case(wide.norvia, price=6_000, given=None, asked=3, decision="not_upheld")
    first, second = report(wide).matched.harms[::-1]
    assert (first.given, first.minutes, first.price, first.is_refused) == (1_000, 1_800, 5_000, False)
    assert first.groups == ("he", "web", "Fibre", "again")
    assert (second.given, second.is_refused, second.groups) == (0, True, ("en", "phone", "", "again"))


def test_what_came_after_the_decision_is_no_second_asking(wide: Cast) -> None:
    case = decided_case(wide.norvia, asked=None)
    spoken(case, "in", OPENED + timedelta(hours=99))
    assert [one.groups[3] for one in report(wide).matched.harms] == ["once"]


def test_what_is_not_decided_or_not_known_is_counted_and_not_compared(wide: Cast) -> None:
    decided_case(wide.norvia)
    decided_case(wide.norvia, price=None)
    decided_case(wide.norvia, failure="")
    decided_case(wide.norvia, cause="")
    decided_case(wide.norvia, decided_at=None)
    decided_case(wide.norvia, opened_at=NOON - timedelta(days=400))
    decided_case(wide.sunfold)
    found = report(wide)
    assert len(found.matched.harms) == 1
    assert (found.undecided, found.unknown) == (1, {"price": 1, "failure": 1, "fault": 1})


def test_what_is_restricted_or_about_the_viewer_is_not_compared_for_them(wide: Cast) -> None:
    decided_case(wide.norvia)
    decided_case(wide.norvia, is_restricted=True)
    decided_case(wide.norvia, about_staff=wide.manager)
    counts = {
        name: len(report(wide, name).matched.harms) for name in ("manager", "supervisor", "administrator")
    }
    # A manager may know of restricted cases, an administrator may not.
    assert counts == {"manager": 2, "supervisor": 3, "administrator": 2}


def test_the_negative_control_without_visibility_everybody_would_see_them(
    wide: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    decided_case(wide.norvia, about_staff=wide.manager)
    monkeypatch.setattr("amends.insight.harm.reading.visible", lambda actor, brand: Case.objects.of(brand))
    assert len(report(wide).matched.harms) == 1


def test_the_reads_stay_as_many_however_many_cases_there_are(wide: Cast) -> None:
    actor = wide.actor("manager")
    for _ in range(3):
        decided_case(wide.norvia)
    with CaptureQueriesContext(connection) as few:
        same_harm(wide.norvia, actor, PERIOD)
    unlike(wide.norvia, 20)
    with CaptureQueriesContext(connection) as many:
        same_harm(wide.norvia, actor, PERIOD)
    assert len(many) == len(few)
    assert sum("SELECT" in one["sql"] for one in many) == 6


def test_those_who_fare_worse_are_found_with_the_cases_behind_it(wide: Cast) -> None:
    unlike(wide.norvia)
    found = report(wide)
    clear = {
        (DIMENSIONS[one.dimension], one.group, one.measure)
        for one in found.compared
        if one.verdict is Verdict.CLEAR and one.is_worse
    }
    assert {("language", "he", measure) for measure in Measure} <= clear
    behind = cases_behind(found, 0, "he", Measure.REMEDY)
    assert behind and {one.groups[0] for one in behind[0].theirs} == {"he"}
    assert "he" not in {one.groups[0] for one in behind[0].others}
    # The most telling first: of theirs who got least, of the others who got most.
    assert behind[0].theirs[0].given <= behind[0].theirs[-1].given
    assert behind[0].others[0].given >= behind[0].others[-1].given


def test_the_page_says_it_in_words_worst_first_and_leads_to_the_cases(cast: Cast) -> None:
    with every_brand():
        unlike(cast.norvia)
    shown = ask(cast, "/insight/same-harm/")
    assert "90 decided complaints compared" in shown and "hardly chance" in shown
    assert re.search(r"\d+% less of the price paid, for the same harm \(between \d+% and \d+%\)", shown)
    assert (
        "Answered 2 d later" in shown or "Answered 51 h later" in shown or "later, for the same harm" in shown
    )
    # A tag in words and a mark for each; and what it can't say stands below.
    assert "Hardly chance" in shown and 'class="dots__range"' in shown
    assert "What this can’t say" in shown and "A difference is a reason to read the cases" in shown
    link = re.search(r'href="(/insight/same-harm/cases/[^"]*group=he[^"]*)"', shown)
    assert link is not None
    behind = ask(cast, link[1].replace("&amp;", "&"))
    assert "came late" in behind and "/cases/" in behind
    with every_brand():
        theirs = Case.objects.filter(language="he").first()
    assert theirs is not None and "Cause: With us." in behind


def test_an_empty_desk_says_when_the_first_complaint_counts(cast: Cast) -> None:
    shown = ask(cast, "/insight/same-harm/")
    assert "Nothing to compare yet" in shown and "table.csv" not in shown


def test_too_few_are_named_and_nothing_is_claimed_of_them(cast: Cast) -> None:
    with every_brand():
        for language in ("he", "en", "sv"):
            decided_case(cast.norvia, language=language)
    shown = ask(cast, "/insight/same-harm/")
    assert "There are too few complaints with the same harm to say anything yet." in shown
    assert "Too few to say:" in shown and "Hebrew (1)" in shown


@pytest.mark.parametrize(
    "query",
    [
        "brand=sunfold",
        "brand=none",
        "by=language&group=xx&measure=wait",
        "by=words&group=he&measure=wait",
        "by=language&group=he&measure=charm",
        "by=language",
    ],
)
def test_what_is_not_theirs_or_not_there_does_not_exist(cast: Cast, query: str) -> None:
    with every_brand():
        decided_case(cast.norvia, language="he")
        decided_case(cast.norvia)
    assert signed_in(cast.manager).get(f"/insight/same-harm/cases/?{query}").status_code == 404


def test_another_time_is_chosen_and_nonsense_is_a_year(cast: Cast) -> None:
    with every_brand():
        decided_case(cast.norvia, opened_at=NOON - timedelta(days=100))
    assert "1 decided complaint compared" in ask(cast, "/insight/same-harm/?days=365")
    assert "Nothing to compare yet" in ask(cast, "/insight/same-harm/?days=90")
    assert "1 decided complaint compared" in ask(cast, "/insight/same-harm/?days=-7&days=x")


def test_the_table_comes_as_a_file_that_no_spreadsheet_computes(cast: Cast) -> None:
    with every_brand():
        unlike(cast.norvia)
        team = Team.objects.create(brand=cast.norvia, name="=1+1")
        Membership.objects.filter(staff=cast.rep).update(team=team)
        Case.objects.filter(language="sv").update(owner=cast.rep)
        unlike(cast.norvia, 1)
    text = ask(cast, "/insight/same-harm/table.csv").removeprefix("\ufeff")
    rows = list(csv.DictReader(io.StringIO(text)))
    hebrew = next(row for row in rows if row["group"] == "he" and row["measure"] == "remedy")
    assert hebrew["verdict"] == "clear"
    # Less than nought is no formula either.
    assert float(hebrew["difference"].removeprefix("'")) < 0
    assert all(not cell.startswith(("=", "-", "+", "@")) for row in rows for cell in row.values())


def test_the_terminal_says_the_same(cast: Cast) -> None:
    with every_brand():
        unlike(cast.norvia)
    with time_machine.travel(NOON, tick=False):
        told = CliRunner().invoke(app, ["same-harm", "--brand", "norvia"])
        as_json = CliRunner().invoke(app, ["same-harm", "--brand", "norvia", "--json"])
        nobody = CliRunner().invoke(app, ["same-harm", "--brand", "nowhere"])
    assert told.exit_code == 0, told.output
    assert "90 decided complaints compared" in told.output and "hardly chance" in told.output
    said = json.loads(as_json.output)
    assert (said["compared"], said["undecided"]) == (90, 0)
    assert said["differences"][0]["verdict"] == "clear"
    assert nobody.exception.code == "brand_unknown"  # type: ignore[union-attr]


def test_a_narrow_scope_is_enough(cast: Cast) -> None:
    with every_brand():
        decided_case(cast.norvia)
        decided_case(cast.sunfold)
    with brand_scope([cast.norvia.pk]):
        assert len(same_harm(cast.norvia, cast.actor("manager"), PERIOD).matched.harms) == 1
