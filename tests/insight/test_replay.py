"""A time that is over, weighed by another policy: the range, what was known, who would have got more or less."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator, Mapping
from datetime import timedelta
from pathlib import Path

import pytest
import yaml
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from typer.testing import CliRunner

from amends.cases.models import Case
from amends.errors import DomainError
from amends.insight.replay.totals import Past, Totals, observed, past_cases, replay
from amends.people.scope import every_brand
from amends.rules.policy.compiled import compile_policy
from amends.rules.policy.reading import read_policy
from amends.rules.policy.statement import costs
from amends.site.command.policies import policies
from amends.site.command.sentences import sentence
from tests.cases.remedying import choose, failed_case, policy_text, put_in_force
from tests.conftest import NOON, Cast, complain

SINCE, UNTIL = NOON - timedelta(days=1), NOON + timedelta(days=1)
COMPILED = compile_policy(read_policy(policy_text()).policy)


def generous() -> str:
    """Answers the policy with a gift of nine instead of five."""
    said = yaml.safe_load(policy_text())
    said["remedies"]["gift"]["worth"]["fixed"] = 900
    return yaml.safe_dump(said)


@pytest.fixture
def desk(cast: Cast) -> Iterator[Cast]:
    """Three complaints of yesterday and today: two weighed, one of which nobody knows anything."""
    put_in_force(cast.norvia)
    with every_brand():
        first = failed_case(cast, price=3_000)
        failed_case(cast, price=6_500)
        complain(cast)
        choose(cast.actor("rep"), first)
        yield cast


def test_a_time_is_a_range_with_what_was_known_and_what_the_front_line_could_give(desk: Cast) -> None:
    found = replay(COMPILED, past_cases(desk.norvia, SINCE, UNTIL)).whole
    assert (found.cases, found.known, found.mended, found.alone) == (3, 2, 2, 2)
    # A is 25.00 in both; B is the price paid.
    assert (found.cheapest, found.dearest) == (5_000, 9_500)
    assert observed(desk.norvia, SINCE, UNTIL) == 3_000


def test_another_time_holds_none_of_them(desk: Cast) -> None:
    later = NOON + timedelta(days=1)
    assert replay(COMPILED, past_cases(desk.norvia, later, later + timedelta(days=9))).whole.cases == 0
    assert observed(desk.norvia, later, later + timedelta(days=9)) == 0


def changes(before: Mapping[str, Totals], after: Mapping[str, Totals]) -> dict[str, int]:
    found = {name: after[name].cheapest - before[name].cheapest for name in before}
    return {name: change for name, change in found.items() if change}


def test_who_would_have_got_more_is_named_by_what_failed_and_by_language(desk: Cast) -> None:
    Case.objects.filter(pk=Case.objects.order_by("pk").values("pk")[:1]).update(language="he")
    cases = list(past_cases(desk.norvia, SINCE, UNTIL))
    before, after = replay(COMPILED, cases), replay(compile_policy(read_policy(generous()).policy), cases)
    assert changes(before.by_failure, after.by_failure) == {"late": 800}
    assert changes(before.by_language, after.by_language) == {"en": 400, "he": 400}
    assert changes(before.by_failure, before.by_failure) == {}


_FACTS = st.fixed_dictionaries(
    {},
    optional={
        "failure": st.sampled_from(["late", "lost", "danger", "rain"]),
        "fault": st.sampled_from(["company", "supplier", "customer", "nobody", "unknown"]),
        "price_paid": st.integers(0, 10**6),
        "times_failed": st.integers(0, 4),
    },
)


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(_FACTS, max_size=8))
def test_the_whole_is_the_sum_of_its_segments_and_of_its_cases(cases: list[dict[str, object]]) -> None:
    found = replay(COMPILED, [Past(facts, "en") for facts in cases])  # type: ignore[arg-type]
    assert found.whole.cases == len(cases)
    for name in ("cases", "known", "mended", "alone", "cheapest", "dearest"):
        parts = [getattr(totals, name) for totals in found.by_failure.values()]
        assert sum(parts) == getattr(found.whole, name)
    assert found.whole.cheapest <= found.whole.dearest
    alone = [costs(COMPILED, facts) for facts in cases]  # type: ignore[arg-type]
    assert found.whole.known == sum(one.row is not None for one in alone)


def test_the_sum_of_two_halves_is_the_whole() -> None:
    cases = [
        Past({"failure": "late", "fault": "company", "price_paid": price}, "en")
        for price in range(0, 9_000, 700)
    ]
    whole, halves = replay(COMPILED, cases), replay(COMPILED, cases[:5])
    halves.whole.merge(replay(COMPILED, cases[5:]).whole)
    assert halves.whole == whole.whole


def test_who_gets_more_or_less_is_counted_with_by_how_much(desk: Cast) -> None:
    cases = list(past_cases(desk.norvia, SINCE, UNTIL))
    more = replay(compile_policy(read_policy(generous()).policy), cases, held=COMPILED)
    assert (more.whole.better, more.whole.better_minor, more.whole.worse) == (2, 800, 0)
    less = replay(COMPILED, cases, held=compile_policy(read_policy(generous()).policy))
    assert (less.whole.worse, less.whole.worse_minor, less.whole.better) == (2, 800, 0)
    assert (more.by_failure["late"].better, more.by_failure[""].better) == (2, 0)


def test_where_somebody_must_be_asked_newly_is_counted_both_ways(desk: Cast) -> None:
    cases = list(past_cases(desk.norvia, SINCE, UNTIL))
    said = yaml.safe_load(policy_text())
    said["authority"]["roles"]["rep"]["per_case"] = 2_400
    poor = compile_policy(read_policy(yaml.safe_dump(said)).policy)
    assert replay(poor, cases, held=COMPILED).whole.newly_needed == 2
    assert replay(COMPILED, cases, held=poor).whole.newly_alone == 2


def run(file: Path, *words: str) -> str:
    told = CliRunner().invoke(policies, ["replay", str(file), "--brand", "norvia", "--days", "3660", *words])
    assert told.exit_code == 0, told.output
    return told.stdout


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """The generous policy as a file."""
    path = tmp_path / "generous.yaml"
    path.write_text(generous())
    return path


def test_the_command_says_both_policies_side_by_side(desk: Cast, file: Path) -> None:
    output = run(file)
    assert any(
        line.split()[-2:] == ["50.00", "58.00"] for line in output.splitlines() if line.startswith("cheapest")
    )
    assert "given in truth                                   30.00" in output
    assert "late                             2 cases: 2 get more (8.00)" in output
    assert "Questions to supervisors about a remedy: 0." in output
    assert "Denied first: no row in force does" in output


def test_duckdb_says_the_same_word_for_word(desk: Cast, file: Path) -> None:
    assert run(file, "--engine", "duckdb") == run(file)


def test_the_same_comes_as_data(desk: Cast, file: Path) -> None:
    found = json.loads(run(file, "--json"))
    assert found["currency"] == "EUR" and found["policy_in_force"] == 1
    assert (found["before"]["whole"]["cheapest"], found["after"]["whole"]["cheapest"]) == (5_000, 5_800)
    assert found["observed"] == found["after"]["by_failure"]["late"]["given"] == 3_000
    assert found["budgets"]["after"]["options"] == {"wishes": 1, "beyond": 0, "beyond_minor": 0}
    assert json.loads(run(file, "--json", "--engine", "duckdb")) | {"since": "", "until": ""} == found | {
        "since": "",
        "until": "",
    }


def test_a_time_without_cases_is_said_too(desk: Cast, file: Path) -> None:
    Case.objects.update(opened_at=NOON - timedelta(days=9_000))
    assert "complaints                                           0             0" in run(file)
    assert run(file, "--engine", "duckdb") == run(file)


def test_without_duckdb_it_is_said_what_to_do(
    desk: Cast, file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "duckdb", None)
    with pytest.raises(DomainError) as told:
        CliRunner().invoke(
            policies,
            ["replay", str(file), "--brand", "norvia", "--engine", "duckdb"],
            catch_exceptions=False,
        )
    assert "pip install 'amends[analytics]'" in sentence(told.value)
