"""The path of a complaint, with its gates."""

from __future__ import annotations

from datetime import timedelta

import pytest

from amends.cases.actions.contacts import Received, continue_case, receive_contact, reply_to_customer
from amends.cases.actions.stages import PointFinding, assess_case, close_case, decide_case, reopen_case
from amends.cases.actions.waiting import resume_case, wait_for
from amends.cases.inbound import Caller, InboundContact
from amends.cases.models import Case, Contact, Outgoing
from amends.cases.recording import Refused
from amends.errors import DomainError
from amends.rules.vocabulary import Channel, Decision, Ending, Kind, Waiting
from tests.cases.acts import answered, assessment, decided
from tests.conftest import NOON, Cast, complain

pytestmark = pytest.mark.usefixtures("everywhere")
LATER = NOON + timedelta(hours=1)


def _fresh(case: Case) -> Case:
    return Case.objects.get(pk=case.pk)


def test_an_assessment_without_the_outcome_wanted_is_refused(cast: Cast) -> None:
    case = complain(cast)
    with pytest.raises(DomainError, match="want_missing"):
        assess_case(actor=cast.actor("rep"), case_uuid=case.uuid, assessment=assessment(want=" "), now=LATER)
    assert _fresh(case).stage == "received"


def test_each_point_needs_its_finding_and_a_refusal_its_reason(cast: Cast) -> None:
    case = complain(cast)
    actor = cast.actor("rep")
    assess_case(actor=actor, case_uuid=case.uuid, assessment=assessment(("one", "two")), now=LATER)
    one_only = {1: PointFinding(Decision.UPHELD, "")}
    with pytest.raises(DomainError, match="point_undecided"):
        decide_case(actor=actor, case_uuid=case.uuid, findings=one_only, now=LATER)
    silent = {**one_only, 2: PointFinding(Decision.NOT_UPHELD, " ")}
    with pytest.raises(DomainError, match="reason_missing"):
        decide_case(actor=actor, case_uuid=case.uuid, findings=silent, now=LATER)
    assert _fresh(case).decision == ""


def test_a_complaint_goes_from_arrival_to_solved(cast: Cast) -> None:
    case = answered(cast, complain(cast), LATER)
    close_case(actor=cast.actor("rep"), case_uuid=case.uuid, ending=Ending.SOLVED, now=LATER)
    case = _fresh(case)
    assert (case.stage, case.decision, case.ending, case.is_open) == ("closed", "upheld", "solved", False)
    assert case.next_due_at is None


def test_nothing_is_solved_before_it_is_answered(cast: Cast) -> None:
    case = decided(cast, complain(cast), LATER)
    with pytest.raises(Refused, match="not_answered"):
        close_case(actor=cast.actor("rep"), case_uuid=case.uuid, ending=Ending.SOLVED, now=LATER)


def test_the_first_reply_acknowledges_and_stops_that_clock(cast: Cast) -> None:
    case = complain(cast)
    reply_to_customer(
        actor=cast.actor("rep"), case_uuid=case.uuid, text="We have it.", channel=Channel.EMAIL, now=LATER
    )
    case = _fresh(case)
    assert (case.stage, case.acknowledged_at) == ("acknowledged", LATER)
    assert case.next_due_at == case.respond_due_at
    assert Outgoing.objects.get(case=case).address == "dana@example.org"


def test_waiting_for_the_customer_stops_the_clocks_and_their_answer_starts_them_again(cast: Cast) -> None:
    case = complain(cast)
    due = case.respond_due_at
    assert due is not None
    wait_for(
        actor=cast.actor("rep"),
        case_uuid=case.uuid,
        waiting=Waiting.CUSTOMER,
        until=LATER + timedelta(days=3),
        now=LATER,
    )
    assert _fresh(case).next_due_at is None
    answer_at = LATER + timedelta(days=2)
    continue_case(
        actor=cast.actor("rep"), case_uuid=case.uuid, channel=Channel.EMAIL, text="Here it is.", now=answer_at
    )
    assert _fresh(case).waiting == ""
    assert _fresh(case).respond_due_at == due + timedelta(days=2)


@pytest.mark.parametrize("waiting", [Waiting.SUPPLIER, Waiting.RECORDS, Waiting.SPECIALIST])
def test_nobody_pays_for_anothers_delay(cast: Cast, waiting: Waiting) -> None:
    case = complain(cast)
    due = case.respond_due_at
    actor, until = cast.actor("rep"), LATER + timedelta(days=3)
    wait_for(actor=actor, case_uuid=case.uuid, waiting=waiting, until=until, now=LATER)
    resume_case(actor=actor, case_uuid=case.uuid, now=LATER + timedelta(days=2))
    assert _fresh(case).respond_due_at == due


def test_a_wait_needs_a_moment_that_is_still_to_come(cast: Cast) -> None:
    case = complain(cast)
    with pytest.raises(DomainError, match="until_past"):
        wait_for(
            actor=cast.actor("rep"), case_uuid=case.uuid, waiting=Waiting.CUSTOMER, until=LATER, now=LATER
        )


def test_within_the_grace_time_a_case_is_reopened(cast: Cast) -> None:
    case = answered(cast, complain(cast), LATER)
    actor = cast.actor("rep")
    close_case(actor=actor, case_uuid=case.uuid, ending=Ending.PRESUMED, now=LATER)
    reopen_case(actor=actor, case_uuid=case.uuid, reason="Down again", now=LATER + timedelta(days=30))
    case = _fresh(case)
    assert (case.is_open, case.stage, case.ending, case.reopened_count) == (True, "assessed", "", 1)


def test_after_the_grace_time_a_linked_new_case_is_opened(cast: Cast) -> None:
    case = answered(cast, complain(cast), LATER)
    actor = cast.actor("rep")
    close_case(actor=actor, case_uuid=case.uuid, ending=Ending.PRESUMED, now=LATER)
    opened = reopen_case(
        actor=actor, case_uuid=case.uuid, reason="Down again", now=LATER + timedelta(days=31)
    )
    assert isinstance(opened, Received)
    new = Case.objects.get(pk=opened.case_id)
    assert new.continues_id == case.pk and new.is_open and not _fresh(case).is_open


def test_an_enquiry_is_counted_and_opens_no_case(cast: Cast) -> None:
    inbound = InboundContact(
        channel=Channel.PHONE, text="When do you open?", kind=Kind.ENQUIRY, caller=Caller()
    )
    received = receive_contact(actor=cast.actor("rep"), brand=cast.norvia, inbound=inbound, now=NOON)
    assert received.case_id is None
    assert (Contact.objects.count(), Case.objects.count()) == (1, 0)


def test_an_empty_contact_is_refused(cast: Cast) -> None:
    inbound = InboundContact(channel=Channel.PHONE, text=" \n ")
    with pytest.raises(DomainError, match="nothing_said"):
        receive_contact(actor=cast.actor("rep"), brand=cast.norvia, inbound=inbound, now=NOON)


def test_imported_history_keeps_its_time_and_starts_no_clock(cast: Cast) -> None:
    long_ago = NOON - timedelta(days=900)
    case = complain(cast, is_history=True, occurred_at=long_ago, is_closed=True)
    assert (case.opened_at, case.recorded_at, case.next_due_at) == (long_ago, NOON, None)
    assert (case.stage, case.ending) == ("closed", "")


def test_the_same_customer_is_known_again_by_address_and_not_across_brands(cast: Cast) -> None:
    first, second = complain(cast), complain(cast, text="Again.")
    assert first.customer_id == second.customer_id
    inbound = InboundContact(channel=Channel.WEB, text="Hello", caller=Caller(email="dana@example.org"))
    other = receive_contact(actor=cast.actor("stranger"), brand=cast.sunfold, inbound=inbound, now=NOON)
    assert Case.objects.get(pk=other.case_id).customer_id != first.customer_id


def test_card_numbers_are_masked_before_anything_is_written(cast: Cast) -> None:
    case = complain(cast, text="You charged 4111 1111 1111 1111 twice.")
    assert "4111 1111" not in Contact.objects.get(case=case).text
    assert "4111 1111" not in case.gist
