"""What a policy says of a case is what its rows say, read one by one; and nobody gives more than they may."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.rules.policy.conftest import _GOOD, DEMONSTRATION

from amends.errors import DomainError
from amends.rules.policy.compiled import Compiled, PlacedRow, compile_policy
from amends.rules.policy.document import Condition, Holder, Policy
from amends.rules.policy.facts import FACTS, FactKind, Facts, check_facts
from amends.rules.policy.options import Answer, Power, answer, supervisor_adds
from amends.rules.policy.reading import read_policy
from amends.rules.vocabulary import Situation

NORVIA = compile_policy(read_policy((DEMONSTRATION / "norvia.yaml").read_text(encoding="utf-8")).policy)
REP = Power(Holder.REP)


def known(fact: str) -> st.SearchStrategy[str | int | bool]:
    kind = FACTS[fact].kind
    if kind is FactKind.FLAG:
        return st.booleans()
    if kind is FactKind.CODE:
        codes = FACTS[fact].codes or tuple(NORVIA.policy.codes_of(fact)) or ("nothing",)
        return st.sampled_from(codes)
    # Around the edges of the demonstration's ranges, where mistakes live.
    return st.sampled_from([0, 1, 2, 47, 48, 1_439, 1_440, 4_400, 10**9])


@st.composite
def cases(draw: st.DrawFn) -> dict[str, str | int | bool]:
    names = draw(st.sets(st.sampled_from(sorted(FACTS))))
    return {name: draw(known(name)) for name in names}


def holds(condition: Condition, value: str | int | bool | None) -> bool:
    """Answers whether a condition holds, as its words say: the reference."""
    if value is None:
        return condition.or_missing
    if condition.is_so is not None:
        return value is condition.is_so
    if condition.one_of:
        return value in condition.one_of
    if condition.least is None and condition.most is None:
        return False
    assert isinstance(value, int)
    return (condition.least or 0) <= value and (condition.most is None or value <= condition.most)


def reference_row(compiled: Compiled, facts: Facts) -> PlacedRow | None:
    fitting = [
        row
        for row in compiled.rows
        if all(holds(condition, facts.get(fact)) for fact, condition in row.conditions)
    ]
    fitting.sort(key=lambda row: row.row.then is not Situation.HOLD)
    return fitting[0] if fitting else None


def check_row(compiled: Compiled, facts: Facts) -> None:
    found = answer(compiled, facts, REP).row
    expected = reference_row(compiled, facts)
    assert (found and found.place) == (expected and expected.place)


@given(cases())
def test_the_row_found_is_the_row_that_fits(facts: dict[str, str | int | bool]) -> None:
    check_row(NORVIA, facts)


def test_the_negative_control_a_range_that_leaves_out_its_end_is_caught() -> None:
    content = NORVIA.policy.model_dump(by_alias=True)
    content["tables"]["visits"]["rows"][0]["when"]["times_failed"]["to"] = 0
    wrong = compile_policy(Policy.model_validate(content))
    facts: Facts = {"failure": "missed_visit", "fault": "supplier", "times_failed": 1}
    with pytest.raises(AssertionError):
        assert answer(wrong, facts, REP).row == reference_row(NORVIA, facts)


@given(cases(), st.sampled_from(list(Holder)), st.integers(0, 30_000), st.integers(0, 300_000))
def test_nobody_is_offered_more_than_they_may_give(
    facts: dict[str, str | int | bool], holder: Holder, in_case: int, today: int
) -> None:
    limits = NORVIA.policy.authority.roles[holder]
    for option in answer(NORVIA, facts, Power(holder, "", in_case, today)).options:
        if option.refusal or option.worth is None:
            continue
        assert in_case + option.worth <= limits.per_case
        assert today + option.worth <= limits.per_day


@given(cases())
def test_a_supervisor_adds_only_what_the_rep_may_not_give(facts: dict[str, str | int | bool]) -> None:
    found = answer(NORVIA, facts, REP)
    adds = supervisor_adds(found.options, REP)
    for option in answer(NORVIA, facts, Power(Holder.SUPERVISOR)).options:
        mine = next(one for one in found.options if one.code == option.code)
        assert (option.code in adds) == (bool(mine.refusal) and not option.refusal)


def of(facts: Mapping[str, Any], power: Power = REP, **changed: Any) -> Answer:
    return answer(compile_policy(Policy.model_validate({**_GOOD, **changed})), facts, power)


LATE = {"failure": "late", "fault": "company", "price_paid": 3_000}


def test_an_option_says_its_worth_and_its_proportion_to_the_price() -> None:
    first, second = of(LATE).options
    assert (first.code, first.fix, first.extra, first.worth) == ("A", "again", "gift", 2_500)
    assert (second.worth, second.proportion) == (3_000, 10_000)
    assert (first.holder, first.refusal) == (Holder.REP, "")


def test_a_share_stays_within_its_bounds() -> None:
    worths = {
        price: of({**LATE, "times_failed": 2, "price_paid": price}).options[0].worth
        for price in (0, 999, 4_445, 9_000, 10**12)
    }
    assert worths == {0: 2_100, 999: 2_100, 4_445: 2_445, 9_000: 2_900, 10**12: 2_900}


def test_an_amount_that_nobody_knows_is_asked_for() -> None:
    second = of({"failure": "late", "fault": "company"}).options[1]
    assert (second.worth, second.refusal, second.needs) == (None, "needs", ("price_paid",))


def test_a_case_of_which_too_little_is_known_says_what_to_ask() -> None:
    found = of({"fault": "company"})
    assert (found.situation, found.row, found.needs) == (Situation.EXPLAIN, None, ("failure", "times_failed"))


def test_what_was_given_in_the_case_counts() -> None:
    assert of(LATE, Power(Holder.REP, given_in_case=2_500)).options[0].refusal == ""
    above = of(LATE, Power(Holder.REP, given_in_case=2_501)).options[0]
    assert (above.refusal, above.holder) == ("above_authority", Holder.SUPERVISOR)


def test_what_was_given_today_counts() -> None:
    assert of(LATE, Power(Holder.REP, given_today=17_500)).options[0].refusal == ""
    assert of(LATE, Power(Holder.REP, given_today=17_501)).options[0].refusal == "above_day"


def test_beyond_everybody_is_said_so() -> None:
    expensive = of({**LATE, "price_paid": 10_001}).options[1]
    assert (expensive.holder, expensive.refusal) == (None, "above_everyone")


def test_a_team_may_hold_more_than_its_role() -> None:
    authority = {
        **_GOOD["authority"],
        "teams": {"lost parcels": {"rep": {"per_case": 9_000, "per_day": 90_000}}},
    }
    facts = {**LATE, "price_paid": 8_000}
    assert of(facts, authority=authority).options[1].refusal == "above_authority"
    assert of(facts, Power(Holder.REP, "lost parcels"), authority=authority).options[1].refusal == ""


def test_what_is_due_by_law_needs_no_row_and_no_asking() -> None:
    assert of({"delay_minutes": 60}).due == ("by_law",)
    assert of({"delay_minutes": 59}).due == ()
    assert of({"failure": "danger", "delay_minutes": 61}).due == ("by_law",)


def test_danger_is_for_a_specialist() -> None:
    found = of({"failure": "danger", "fault": "company"})
    assert (found.situation, found.options) == (Situation.HOLD, ())


@pytest.mark.parametrize(
    ("facts", "currency", "code"),
    [
        ({"mood": "bad"}, "EUR", "unknown_fact"),
        ({"price_paid": -1}, "EUR", "fact_out_of_range"),
        ({"price_paid": 10**12 + 1}, "EUR", "fact_out_of_range"),
        ({"price_paid": True}, "EUR", "fact_out_of_range"),
        ({"fault": "fate"}, "EUR", "fact_out_of_range"),
        ({"outage_reported": 1}, "EUR", "fact_out_of_range"),
        ({"price_paid": 1}, "SEK", "other_currency"),
    ],
)
def test_facts_that_can_not_be_are_refused(facts: dict[str, Any], currency: str, code: str) -> None:
    with pytest.raises(DomainError, match=code):
        check_facts(facts, currency, "EUR")
