"""A complaint solved in one contact: the whole path at once, once for each key; what can't be closed stays open."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest

from amends.cases.actions import closing, one_contact
from amends.cases.actions.contacts import continue_case
from amends.cases.actions.issuing import carry_out_remedy
from amends.cases.actions.remedies import approve_settlement, drop_settlement, give_gesture
from amends.cases.inbound import Caller
from amends.cases.models import Case, CaseEvent, FollowUp, OneContact, Remedy
from amends.cases.recording import NotFound, Refused
from amends.cases.verification import Verified, verify_cases
from amends.errors import DomainError
from amends.people.models import Customer
from amends.people.scope import every_brand
from amends.rules.recovery import Step
from amends.rules.vocabulary import Channel, Emotion, Situation
from tests.cases.remedying import put_in_force
from tests.cases.settling import settled, told
from tests.conftest import NOON, Cast

A_MINUTE = timedelta(minutes=1)
ABOVE = told(option="B", stated={"failure": "late", "price_paid": 6_500})
"""More than the rep may give alone, and the customer calls it solved."""


@pytest.fixture
def desk(cast: Cast) -> Iterator[Cast]:
    """The cast, a policy in force, and every brand in view."""
    put_in_force(cast.norvia)
    with every_brand():
        yield cast


def kinds(case: Case) -> list[str]:
    return list(CaseEvent.objects.filter(case=case).order_by("seq").values_list("kind", flat=True))


def test_from_received_to_solved_at_once_by_the_acts_of_the_path(desk: Cast) -> None:
    done, case = settled(desk, told(emotion=Emotion.WORRY))
    assert (done.step, done.stopped, done.is_closed) == (Step.ENDED, "", True)
    assert (case.is_open, case.ending, case.decision, case.cause) == (False, "solved", "upheld", "company")
    assert case.owner_id == desk.rep.pk
    assert case.acknowledged_at == case.decided_at == case.responded_at == case.closed_at == NOON
    found = kinds(case)
    for kind in ("case.assessed", "circumstances.set", "emotion.named", "case.decided", "remedies.offered"):
        assert found.count(kind) == 1
    assert found[0] == "case.received" and found[-1] == "case.closed"
    assert [row.state for row in Remedy.objects.filter(case=case)] == ["issued", "issued"]
    assert FollowUp.objects.get(case=case).is_satisfied is True


def test_the_record_of_such_a_case_holds(desk: Cast) -> None:
    settled(desk)
    whole = Verified()
    for batch in verify_cases():
        whole.add(batch)
    assert whole.faults == []


def test_sent_twice_with_one_key_it_is_one_case(desk: Cast) -> None:
    one = told()
    first, _ = settled(desk, one)
    again, _ = settled(desk, one)
    assert first == again
    assert Case.objects.count() == OneContact.objects.count() == 1


def test_the_negative_control_without_the_key_two_presses_are_two_cases(desk: Cast) -> None:
    one = told()
    settled(desk, one)
    settled(desk, replace(one, key=told().key))
    assert Case.objects.count() == 2


@pytest.mark.parametrize(
    ("more", "step", "stopped"),
    [
        ({"checked_how": ""}, Step.OPTIONS, "not_verified"),
        ({"option": ""}, Step.OPTIONS, "not_chosen"),
        ({"option": "B", "stated": {"failure": "late", "price_paid": 6_500}}, Step.OPTIONS, "needs_approval"),
        ({"said_back": " "}, Step.DECIDED, "nothing_said"),
        ({"situation": Situation.EXPLAIN}, Step.ACKNOWLEDGED, "explain"),
        ({"situation": Situation.HOLD}, Step.ACKNOWLEDGED, "hold"),
        ({"is_solved": False}, Step.CARRIED_OUT, "not_solved_yet"),
        ({"proof": ""}, Step.CHOSEN, "being_given"),
        ({"option": "B"}, Step.CHOSEN, "being_given"),
    ],
)
def test_what_can_not_be_closed_stays_open_at_the_step_it_reached(
    desk: Cast, more: dict[str, Any], step: Step, stopped: str
) -> None:
    done, case = settled(desk, told(**more))
    assert (done.step, done.stopped, case.is_open) == (step, stopped, True)


def test_it_closes_by_itself_when_somebody_else_has_paid(desk: Cast) -> None:
    _done, case = settled(desk, told(option="B"))
    pay(desk, case)
    case.refresh_from_db()
    assert (case.is_open, case.ending, kinds(case)[-1]) == (False, "solved", "case.closed")


def test_it_closes_by_itself_when_what_was_agreed_is_approved_and_paid(desk: Cast) -> None:
    _done, case = settled(desk, ABOVE)
    approve_settlement(
        actor=desk.actor("supervisor"), case_uuid=case.uuid, settlement=ABOVE.key, now=NOON + A_MINUTE
    )
    assert Case.objects.get(pk=case.pk).is_open
    pay(desk, case, by="manager")
    case.refresh_from_db()
    assert (case.is_open, case.ending) == (False, "solved")


def check_dropped(desk: Cast) -> None:
    """Checks that what they agreed to and did not get is not called solved because something else was given."""
    _done, case = settled(desk, ABOVE)
    rep: dict[str, Any] = {"actor": desk.actor("rep"), "case_uuid": case.uuid, "now": NOON + A_MINUTE}
    drop_settlement(**rep, settlement=ABOVE.key)
    give_gesture(**rep, remedy="gift", key=uuid4())
    gift = Remedy.objects.get(case=case, code="gift")
    carry_out_remedy(**rep, remedy=gift.uuid, proof="posted")
    assert Case.objects.get(pk=case.pk).is_open


def test_what_was_agreed_and_dropped_is_not_solved_by_a_gift(desk: Cast) -> None:
    check_dropped(desk)


def test_the_negative_control_without_looking_at_what_was_agreed_it_closes(
    desk: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(closing, "is_still_agreed", lambda kept: True)
    with pytest.raises(AssertionError):
        check_dropped(desk)


def test_what_they_say_meanwhile_keeps_it_open(desk: Cast) -> None:
    _done, case = settled(desk, told(option="B"))
    later = NOON + timedelta(minutes=5)
    continue_case(
        actor=desk.actor("rep"), case_uuid=case.uuid, channel=Channel.PHONE, text="Not yet.", now=later
    )
    pay(desk, case)
    assert Case.objects.get(pk=case.pk).is_open


def test_who_did_not_call_it_solved_is_not_closed_by_a_payment(desk: Cast) -> None:
    _done, case = settled(desk, told(option="B", is_solved=False))
    pay(desk, case)
    assert Case.objects.get(pk=case.pk).is_open


def pay(desk: Cast, case: Case, by: str = "supervisor") -> None:
    remedy, later = Remedy.objects.get(case=case), NOON + timedelta(hours=1)
    carry_out_remedy(actor=desk.actor(by), case_uuid=case.uuid, remedy=remedy.uuid, proof="booked", now=later)


def test_who_was_checked_in_full_before_is_not_checked_down(desk: Cast) -> None:
    settled(desk)
    Customer.objects.update(verification="full")
    settled(desk)
    assert Customer.objects.get().verification == "full"


def test_of_whom_nothing_is_known_nothing_can_be_checked_and_nothing_of_worth_is_given(desk: Cast) -> None:
    one = told()
    done, case = settled(desk, replace(one, inbound=replace(one.inbound, caller=Caller())))
    assert (done.step, done.stopped, case.customer_id) == (Step.OPTIONS, "not_verified", None)


def test_a_refused_act_leaves_what_was_done_before_it_and_nothing_of_its_own(desk: Cast) -> None:
    _done, case = settled(desk, told(offered=("A", "Z")))
    assert case.decision == "upheld"
    assert "remedies.offered" not in kinds(case)
    assert OneContact.objects.get(case=case).stopped == "no_options"


def test_a_fault_leaves_nothing_at_all(desk: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(**_: object) -> None:
        raise RuntimeError("the disk is full")

    monkeypatch.setattr(one_contact, "decide_case", fail)
    with pytest.raises(RuntimeError):
        settled(desk)
    assert Case.objects.count() == OneContact.objects.count() == 0


def test_without_an_outcome_nothing_is_begun(desk: Cast) -> None:
    one = told()
    with pytest.raises(DomainError, match="want_missing"):
        settled(desk, replace(one, inbound=replace(one.inbound, want=" ")))
    assert Case.objects.count() == 0


def test_a_stranger_settles_nothing_here(desk: Cast) -> None:
    with pytest.raises((Refused, NotFound)):
        settled(desk, by="stranger")
    assert Case.objects.count() == 0
