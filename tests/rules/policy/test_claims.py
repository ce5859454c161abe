"""A late claim is told as late by the window that fits it, and by nothing else."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest

from amends.rules.policy.claims import late_claim
from amends.rules.policy.compiled import Compiled, compile_policy
from amends.rules.policy.document import Policy
from amends.rules.policy.facts import Facts

HAPPENED = date(2026, 3, 1)


@pytest.fixture
def windows(good: dict[str, Any]) -> Compiled:
    """A day for damaged goods, thirty for anything else whose fault is known to be ours."""
    good["claim_windows"] = [
        {"for": {"failure": "late"}, "days": 1},
        {"for": {"fault": ["company"]}, "days": 30},
    ]
    return compile_policy(Policy.model_validate(good))


@pytest.mark.parametrize(
    ("facts", "after", "expected"),
    [
        ({"failure": "late"}, 1, None),
        ({"failure": "late"}, 2, (2, 1)),
        ({"failure": "late", "fault": "company"}, 2, (2, 1)),
        ({"failure": "danger", "fault": "company"}, 30, None),
        ({"failure": "danger", "fault": "company"}, 31, (31, 30)),
        ({"failure": "danger", "fault": "customer"}, 900, None),
        ({}, 900, None),
        ({"failure": "late"}, -3, None),
    ],
)
def test_a_claim_is_late_by_the_first_window_that_fits(
    windows: Compiled, facts: Facts, after: int, expected: tuple[int, int] | None
) -> None:
    assert late_claim(windows, facts, HAPPENED, HAPPENED + timedelta(days=after)) == expected


def test_nobody_is_late_who_never_said_when_it_happened(windows: Compiled) -> None:
    assert late_claim(windows, {"failure": "late"}, None, HAPPENED) is None


def test_a_policy_without_windows_calls_nothing_late(good: dict[str, Any]) -> None:
    compiled = compile_policy(Policy.model_validate(good))
    assert late_claim(compiled, {"failure": "late"}, HAPPENED, date(2030, 1, 1)) is None
