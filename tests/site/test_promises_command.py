"""`promises` and `shifts` at the terminal."""

from __future__ import annotations

import importlib
from datetime import timedelta

import pytest
import time_machine
import typer
from typer.testing import CliRunner

from amends.cases.models import Absence, BrandHours, Shift
from amends.people.models import Membership, Team
from amends.people.scope import every_brand
from amends.site.command.shifts import read_week
from amends.site.command.tour import find_command
from tests.cases.promising import DUE, promised, watched
from tests.conftest import Cast, complain


def call(*words: str) -> typer.testing.Result:  # type: ignore[name-defined]
    """Answers what came of one command."""
    module = importlib.import_module(f"amends.site.command.{find_command(words[0]).module}")  # type: ignore[union-attr]
    return CliRunner().invoke(module.app, list(words))


def test_the_table_says_the_rate_and_what_stands_beside_it(cast: Cast) -> None:
    team = Team.objects.create(brand=cast.norvia, name="Fibre")
    Membership.objects.filter(staff=cast.rep).update(team=team)
    with every_brand():
        case = complain(cast)
        promised(cast, case)
        watched(DUE)
    with time_machine.travel(DUE + timedelta(days=1), tick=False):
        said = call("promises").output
    assert [line.split() for line in said.splitlines() if line.startswith("Norvia Telecom, Fibre")] == [
        ["Norvia", "Telecom,", "Fibre", "0.0", "%", "1", "0", "1", "0", "0", "0"]
    ]
    assert "Norvia Telecom, Rep" in said and "kept of ended" in said


def test_where_nothing_was_promised_it_says_so(cast: Cast) -> None:
    assert call("promises", "--brand", "sunfold").output == "Nothing was promised in the last 30 days.\n"
    assert call("promises", "--brand", "other").exception.code == "brand_unknown"


def test_a_week_an_absence_and_a_brands_hours_are_planned_and_listed(cast: Cast) -> None:
    assert call("shifts", "hours", "norvia", "mon-fri 08:00-20:00", "--region", "GB-ENG").exit_code == 0
    said = call("shifts", "set", "rep@example.org", "norvia", "mon-tue 09:00-17:30, sat 10:00-24:00")
    assert said.output == "Rep works 3 shifts a week for Norvia Telecom.\n"
    away = ("away", "rep@example.org", "norvia", "2126-06-01T00:00", "2126-06-02T00:00")
    assert "Specialist covers" in call("shifts", *away, "--cover", "specialist@example.org").output
    listed = call("shifts", "list", "norvia").output
    assert "Rep: sat 10:00-00:00 Europe/London" in listed and "covered by Specialist" in listed
    assert "public holidays of GB-ENG" in listed
    with every_brand():
        assert (Shift.objects.count(), Absence.objects.count(), BrandHours.objects.count()) == (3, 1, 1)


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (("set", "rep@example.org", "norvia", "always"), "week_wrong"),
        (("set", "rep@example.org", "norvia", "mon 25:00-26:00"), "week_wrong"),
        (("set", "rep@example.org", "norvia", "moo 09:00-10:00"), "week_wrong"),
        (("set", "rep@example.org", "norvia", "mon 09:00-10:00", "--zone", "Moon/Base"), "zone_unknown"),
        (("set", "rep@example.org", "other", ""), "brand_unknown"),
        (("set", "who@example.org", "norvia", ""), "person_unknown"),
        (("set", "stranger@example.org", "norvia", ""), "owner_may_not"),
        (("hours", "norvia", "mon 09:00-10:00", "--region", "ATLANTIS"), "region_unknown"),
        (("hours", "norvia", "mon 09:00-10:00", "--closed", "soon"), "moment_wrong"),
        (("away", "rep@example.org", "norvia", "soon", "later"), "moment_wrong"),
    ],
)
def test_what_can_not_be_planned_is_refused(cast: Cast, words: tuple[str, ...], code: str) -> None:
    assert call("shifts", *words).exception.code == code


def test_a_week_is_read_day_by_day() -> None:
    assert {day: len(hours) for day, hours in read_week("fri-sun 09:00-12:00, sun 13:00-15:00").items()} == {
        4: 1,
        5: 1,
        6: 2,
    }
    assert read_week("") == {}
