"""What is read from words begins a case as they say, rings where it must, and gives way to a person's word."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

import pytest

from amends.cases import actions
from amends.cases.actions import readings as acts
from amends.cases.actions.contacts import continue_case, receive_contact
from amends.cases.actions.describing import Description, describe_case
from amends.cases.actions.erasure import erase_case
from amends.cases.actions.readings import correct_reading, take_alarm
from amends.cases.actions.stages import Assessment, assess_case, close_case
from amends.cases.alarms import alarms_for
from amends.cases.changes import changes_since, place_now
from amends.cases.inbound import Caller, InboundContact
from amends.cases.models import Alarm, Case, CaseEvent, Contact, ReadingCorrection
from amends.cases.queue import counts_of, queue
from amends.cases.readings import reading_of
from amends.cases.recording import NotFound, Refused
from amends.errors import DomainError
from amends.people.scope import ScopeMissing, brand_scope, every_brand
from amends.rules.retention import LEGAL, why_kept
from amends.rules.vocabulary import Channel, Ending, Erasure, Kind, Situation
from tests.cases.reading_book import DESPAIR, FIRST, GRAVE, test_book
from tests.conftest import NOON, Cast, complain

__all__ = ["test_book"]
LATER = NOON + timedelta(hours=1)


@pytest.fixture
def desk(cast: Cast, test_book: None) -> Iterator[Cast]:
    """The cast, the small phrasebook, and every brand in view."""
    with every_brand():
        yield cast


def heard(case: Case) -> Contact:
    return Contact.objects.get(case=case, direction="in")


def correct(desk: Cast, case: Case, label: str, *, is_right: bool = False, by: str = "rep") -> Case:
    contact = heard(case)
    reading = reading_of(contact)
    assert reading is not None
    start = next(span.start for span in reading.spans if span.label == label)
    correct_reading(
        actor=desk.actor(by),
        case_uuid=case.uuid,
        contact_uuid=contact.uuid,
        label=label,
        start=start,
        is_right=is_right,
        now=LATER,
    )
    return Case.objects.get(pk=case.pk)


def again(desk: Cast, case: Case, text: str) -> Case:
    rep = desk.actor("rep")
    continue_case(actor=rep, case_uuid=case.uuid, channel=Channel.EMAIL, text=text, now=LATER)
    return Case.objects.get(pk=case.pk)
