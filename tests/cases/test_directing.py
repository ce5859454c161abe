"""Money that law makes due, or a gesture, goes to an account that somebody names; a doubted one takes two people."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest

from amends.cases.actions import payouts as acts
from amends.cases.actions.issuing import carry_out_remedy
from amends.cases.actions.payouts import add_account, direct_remedy
from amends.cases.actions.remedies import give_gesture
from amends.cases.models import Case, CaseEvent, PayoutAccount, Remedy
from amends.cases.recording import Refused
from amends.people.scope import every_brand
from amends.rules.payouts import AccountKind
from tests.cases.remedying import failed_case, put_in_force
from tests.conftest import NOON, Cast

LONG_AGO = NOON - timedelta(days=60)
LAW = {"by_law": {"when": {"delay_minutes": {"from": 60}}, "remedy": "tenth", "source": "Charter, 3"}}
"""A tenth of the price comes back as credit."""


@pytest.fixture
def desk(cast: Cast) -> Iterator[Cast]:
    """The cast, a policy whose charter pays money, and every brand in view."""
    put_in_force(cast.norvia, entitlements=LAW)
    with every_brand():
        yield cast


def due_in(desk: Cast) -> tuple[Case, Remedy]:
    """Answers a case with money that the charter made due."""
    case = failed_case(desk, delay_minutes=90)
    return case, Remedy.objects.get(case=case, part="due")


def added(desk: Cast, case: Case, who: str = "rep", now: Any = LONG_AGO) -> PayoutAccount:
    number = "DE89370400440532013000"
    return add_account(
        actor=desk.actor(who), case_uuid=case.uuid, kind=AccountKind.IBAN, number=number, now=now
    )


def directed(desk: Cast, case: Case, remedy: Remedy, account: PayoutAccount, who: str = "rep") -> Remedy:
    return direct_remedy(
        actor=desk.actor(who), case_uuid=case.uuid, remedy=remedy.uuid, account=account.uuid, now=NOON
    )


def test_what_the_charter_makes_due_goes_to_the_account_that_was_named(desk: Cast) -> None:
    case, due = due_in(desk)
    account = added(desk, case)
    directed(desk, case, due, account)
    due.refresh_from_db()
    assert (due.account_id, due.state) == (account.pk, "approved")
    assert CaseEvent.objects.filter(case=case, kind="remedy.directed").count() == 1


def check_doubted(desk: Cast) -> None:
    """Checks that money to a new account takes somebody who did not add it."""
    case, due = due_in(desk)
    new = added(desk, case, now=NOON)
    with pytest.raises(Refused, match="account_doubted"):
        directed(desk, case, due, new)
    assert Remedy.objects.get(pk=due.pk).account_id is None
    assert directed(desk, case, due, new, who="supervisor").account_id == new.pk


def test_a_new_account_is_named_by_somebody_who_did_not_add_it(desk: Cast) -> None:
    check_doubted(desk)


def test_the_negative_control_without_the_guard_one_person_is_enough(
    desk: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(acts, "why_not_direct", lambda *ids, **more: "")
    with pytest.raises(pytest.fail.Exception):
        check_doubted(desk)


def test_what_may_be_on_its_way_is_not_sent_elsewhere(desk: Cast) -> None:
    case, due = due_in(desk)
    account = added(desk, case)
    for left in ({"claimed_at": NOON}, {"attempts": 1, "claimed_at": None}):
        Remedy.objects.filter(pk=due.pk).update(**left)
        with pytest.raises(Refused, match="remedy_moved_on"):
            directed(desk, case, due, account)
    Remedy.objects.filter(pk=due.pk).update(attempts=0)
    carry_out_remedy(
        actor=desk.actor("supervisor"), case_uuid=case.uuid, remedy=due.uuid, proof="paid", now=NOON
    )
    with pytest.raises(Refused, match="remedy_moved_on"):
        directed(desk, case, due, account)
    assert Remedy.objects.get(pk=due.pk).account_id is None


def test_only_money_of_this_case_goes_to_an_account_of_its_own_customer(desk: Cast) -> None:
    case, due = due_in(desk)
    account = added(desk, case)
    with pytest.raises(Refused, match="not_in_case"):
        directed(desk, case, Remedy(uuid=uuid4()), account)
    with pytest.raises(Refused, match="not_in_case"):
        directed(desk, case, due, PayoutAccount(uuid=uuid4()))
    gift = give_gesture(
        actor=desk.actor("rep"), case_uuid=case.uuid, remedy="gift", key=uuid4(), now=NOON
    ).remedies.get()
    with pytest.raises(Refused, match="not_payable"):
        directed(desk, case, gift, account)
