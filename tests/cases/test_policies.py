"""A policy is put in force whole, by who may, once; and afterwards nobody changes it unseen."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest
import yaml
from django.db import DatabaseError, transaction

from amends.cases.actions.policies import PolicyFaulty, activate_policy
from amends.cases.models import PolicyVersion
from amends.cases.policies import altered_versions, policy_in_force
from amends.cases.recording import Refused
from amends.errors import DomainError
from amends.people.permissions import SYSTEM
from amends.people.scope import ScopeMissing, brand_scope
from amends.rules.policy.document import Holder
from amends.rules.policy.options import Power, answer
from amends.rules.policy.reading import NotAPolicy
from tests.cases.tampering import tamper
from tests.conftest import NOON, Cast
from tests.rules.policy.conftest import _GOOD

LATE = {"failure": "late", "fault": "company", "price_paid": 3_000}


def text(begins: datetime, **changed: Any) -> str:
    return yaml.safe_dump({**_GOOD, "effective_at": begins.isoformat(), **changed})


def put(cast: Cast, begins: datetime, who: str = "manager", **changed: Any) -> PolicyVersion:
    with brand_scope([cast.norvia.pk]):
        return activate_policy(
            actor=cast.actor(who), brand=cast.norvia, text=text(begins, **changed), now=NOON
        )


@pytest.fixture
def euros(cast: Cast) -> Cast:
    """Answers the cast, with a brand in the policy's currency."""
    cast.norvia.currency = "EUR"
    cast.norvia.save()
    return cast


TOMORROW, NEXT_WEEK = NOON + timedelta(days=1), NOON + timedelta(days=7)


def test_the_policy_that_holds_is_the_last_one_that_has_begun(euros: Cast) -> None:
    first, second = put(euros, TOMORROW), put(euros, NEXT_WEEK, reopen_days=10)
    assert (first.number, second.number) == (1, 2)
    with brand_scope([euros.norvia.pk]):
        held = [policy_in_force(euros.norvia.pk, moment) for moment in (NOON, TOMORROW, NEXT_WEEK)]
    assert [one and one.number for one in held] == [None, 1, 2]
    assert held[1] is not None
    options = answer(held[1].compiled, LATE, Power(Holder.REP)).options
    assert [option.worth for option in options] == [2_500, 3_000]


def test_of_two_that_begin_together_the_later_written_one_holds(euros: Cast) -> None:
    put(euros, TOMORROW), put(euros, TOMORROW, reopen_days=10)
    with brand_scope([euros.norvia.pk]):
        held = policy_in_force(euros.norvia.pk, TOMORROW)
    assert held is not None
    assert held.compiled.policy.reopen_days == 10


@pytest.mark.parametrize("who", ["rep", "specialist", "supervisor", "stranger"])
def test_only_a_manager_or_administrator_of_the_brand_may(euros: Cast, who: str) -> None:
    with pytest.raises(DomainError) as caught:
        put(euros, TOMORROW, who)
    assert caught.value.code in ("role", "case_not_found")
    with brand_scope([euros.norvia.pk]):
        assert not PolicyVersion.objects.exists()


def test_a_policy_with_a_fault_is_not_put_in_force(euros: Cast) -> None:
    with pytest.raises(PolicyFaulty) as caught:
        put(euros, TOMORROW, ladder={})
    assert {finding.code for finding in caught.value.findings} == {"unknown_rung"}
    with pytest.raises(PolicyFaulty):
        put(euros, NOON)
    with pytest.raises(NotAPolicy):
        put(euros, TOMORROW, colour="blue")
    with brand_scope([euros.norvia.pk]):
        assert not PolicyVersion.objects.exists()


def test_a_policy_in_another_currency_is_refused(cast: Cast) -> None:
    cast.norvia.currency = "SEK"
    with pytest.raises(DomainError, match="other_currency"):
        put(cast, TOMORROW)


def test_another_brands_policy_is_out_of_reach(euros: Cast) -> None:
    put(euros, TOMORROW)
    with brand_scope([euros.sunfold.pk]):
        assert policy_in_force(euros.sunfold.pk, NEXT_WEEK) is None
        with pytest.raises(ScopeMissing):
            policy_in_force(euros.norvia.pk, NEXT_WEEK)
    with pytest.raises(ScopeMissing):
        policy_in_force(euros.norvia.pk, NEXT_WEEK)


def test_a_version_is_never_changed(euros: Cast) -> None:
    put(euros, TOMORROW)
    with brand_scope([euros.norvia.pk]):
        for change in (
            lambda: PolicyVersion.objects.update(text="another"),
            lambda: PolicyVersion.objects.all().delete(),
        ):
            with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
                change()


def test_a_version_changed_behind_the_desk_is_named(euros: Cast) -> None:
    put(euros, TOMORROW), put(euros, NEXT_WEEK)
    with brand_scope([euros.norvia.pk]):
        assert list(altered_versions()) == []
        tamper("UPDATE cases_policyversion SET text = text || ' ' WHERE number = 1")
        assert [version.number for version in altered_versions()] == [1]
        tamper("DELETE FROM cases_policyversion WHERE number = 1")
        assert [version.number for version in altered_versions()] == [2]


def test_the_command_line_puts_policies_in_force_as_the_desk_itself(euros: Cast) -> None:
    with brand_scope([euros.norvia.pk]):
        made = activate_policy(actor=SYSTEM, brand=euros.norvia, text=text(TOMORROW), now=NOON)
    assert made.staff_id is None


def test_the_refusal_names_the_role(euros: Cast) -> None:
    with pytest.raises(Refused, match="role"):
        put(euros, TOMORROW, "rep")
