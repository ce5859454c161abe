"""A retailer's guidelines, written as a policy for a guide: it is well, and offers what the guide says."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

from amends.rules.policy.checking import check_policy
from amends.rules.policy.compiled import compile_policy
from amends.rules.policy.document import Holder
from amends.rules.policy.facts import Facts
from amends.rules.policy.options import Power, answer
from amends.rules.policy.reading import read_policy
from amends.rules.vocabulary import Situation

FILE = Path(__file__).parents[3] / "docs" / "guides" / "retailer.yaml"
TEXT = FILE.read_text(encoding="utf-8")
RETAILER = compile_policy(read_policy(TEXT).policy)
NOW = datetime(2026, 5, 12, 12, 0, tzinfo=UTC)
WEEK = 7 * 24 * 60
_Offered = dict[str, tuple[str, str, int | None]]


def offered(facts: Facts) -> tuple[Situation, _Offered]:
    """Answers what a rep may offer: for each option its fix, its extra and its worth."""
    found = answer(RETAILER, facts, Power(Holder.REP))
    return found.situation, {one.code: (one.fix, one.extra, one.worth) for one in found.options}


def test_lint_finds_nothing_to_mend() -> None:
    assert not check_policy(read_policy(TEXT).policy, NOW)


@pytest.mark.parametrize(
    ("facts", "options"),
    [
        (
            {"failure": "unknown_fee", "error_known": True, "fee": 1_250},
            {"A": ("fee_back", "next_code", 2_250), "B": ("fee_to_account", "next_code", 2_250)},
        ),
        (
            {"failure": "refund_late", "delay_minutes": WEEK + 1, "price_paid": 6_000},
            {"A": ("price_back", "next_code", 7_000), "B": ("price_to_account", "next_code", 7_000)},
        ),
        (
            {
                "failure": "parcel_missing",
                "delay_minutes": 20_000,
                "price_paid": 6_000,
                "customer_value": 90_000,
            },
            {"A": ("sent_again", "overnight", 8_000), "B": ("price_back", "next_code", 7_000)},
        ),
        (
            {"failure": "parcel_missing", "delay_minutes": 20_000, "price_paid": 6_000},
            {"A": ("sent_again", "next_code", 7_000), "B": ("price_back", "next_code", 7_000)},
        ),
        (
            {"failure": "code_refused", "error_known": True, "price_paid": 5_000},
            {"A": ("new_code", "", 1_000), "B": ("discount_back", "", 1_000)},
        ),
        (
            {"failure": "shipping_cost"},
            {"A": ("shipping_back", "", 800), "B": ("shipping_to_account", "next_code", 1_800)},
        ),
        (
            {"failure": "bill_wrong", "fee": 999},
            {"A": ("fee_back", "", 999), "B": ("fee_to_account", "next_code", 1_999)},
        ),
    ],
)
def test_what_the_guide_says_is_offered(facts: Facts, options: _Offered) -> None:
    assert offered(facts) == (Situation.MEND, options)


@pytest.mark.parametrize(
    ("facts", "reasons"),
    [
        ({"failure": "refund_late", "delay_minutes": WEEK}, ("week_not_over",)),
        ({"failure": "parcel_missing"}, ("not_yet_known",)),
        ({"failure": "never_bought", "error_known": False}, ("no_error",)),
        ({"failure": "price_moved", "times_asked": 5}, ("price_was_shown",)),
        ({"failure": "bill_wrong", "error_known": False, "fee": 1_000}, ("no_error",)),
    ],
)
def test_what_the_guide_says_is_explained(facts: Facts, reasons: tuple[str, ...]) -> None:
    found = answer(RETAILER, facts, Power(Holder.REP))
    assert found.situation is Situation.EXPLAIN
    assert found.row is not None and found.row.row.reasons == reasons


def test_safety_is_nobodys_to_mend_at_the_front_line() -> None:
    assert offered({"failure": "injury_or_fraud"}) == (Situation.HOLD, {})


def test_what_the_guidelines_do_by_membership_is_refused_by_lint() -> None:
    by_person = TEXT.replace(
        "{when: {error_known: false}, then: explain, reasons: [no_error], next_rung: manager}\n"
        "      - {when: {error_known: missing}, then: explain",
        "{when: {error_known: false, customer_value: {from: 50000}}, then: mend, "
        "options: {A: {fix: fee_back}, B: {fix: fee_to_account}}}\n"
        "      - {when: {error_known: false, customer_value: {to: 49999, or_missing: true}}, then: explain, "
        "reasons: [no_error], next_rung: manager}\n"
        "      - {when: {error_known: missing}, then: explain",
    )
    assert by_person != TEXT
    codes = {finding.code for finding in check_policy(read_policy(by_person).policy, NOW)}
    assert codes == {"fix_depends_on_person"}
