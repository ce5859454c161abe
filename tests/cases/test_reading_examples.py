"""What people corrected and what they saw and left teaches a brand; what nobody saw, and what is erased, does not."""

from __future__ import annotations

from datetime import timedelta

from amends.cases.actions.erasure import erase_case
from amends.cases.actions.readings import correct_reading
from amends.cases.actions.stages import close_case
from amends.cases.models import Case, Contact, ReadingCorrection, ReadingModel
from amends.cases.reading_examples import examples_of
from amends.rules.vocabulary import Ending, Erasure
from tests.cases.reading_book import test_book
from tests.cases.teaching import LEARNED_AT, PUBLIC, READ, correct, desk, switched, taught
from tests.conftest import Cast, complain

__all__ = ["desk", "switched", "taught", "test_book"]
LATER = LEARNED_AT + timedelta(hours=1)


def heard(case: Case) -> Contact:
    return Contact.objects.get(case=case, direction="in")


def end(desk: Cast, case: Case) -> None:
    close_case(actor=desk.actor("rep"), case_uuid=case.uuid, ending=Ending.WITHDRAWN, now=LATER)


def left_alone(desk: Cast) -> set[tuple[str, int]]:
    """Answers the examples that nobody spoke of: label and case."""
    said = set(ReadingCorrection.objects.values_list("label", "contact__case_id", "start"))
    found = examples_of(desk.norvia.pk)
    return {(one.label, one.group) for one in found if (one.label, one.group, one.start) not in said}


def test_erased_contacts_teach_nothing(desk: Cast) -> None:
    case = complain(desk, f"It broke down. {PUBLIC}.")
    correct(desk, case, "flag.media", is_right=True)
    assert len(examples_of(desk.norvia.pk)) == 1
    end(desk, case)
    erase_case(desk.actor("manager"), case.uuid, Erasure.REQUEST, LATER)
    assert examples_of(desk.norvia.pk) == []


def test_what_was_seen_and_left_is_right_once_the_case_is_closed(desk: Cast) -> None:
    case = complain(desk, f"I will switch to Linkway. It broke down. {READ}. Give me my money back.")
    quiet = complain(desk, "I will switch to Linkway.")
    correct(desk, case, "flag.media", is_right=False)
    assert left_alone(desk) == set()
    end(desk, case)
    end(desk, quiet)
    assert left_alone(desk) == {("flag.leave", case.pk), ("want.refund", case.pk)}


def test_what_the_page_did_not_show_nobody_left(switched: Cast) -> None:
    case = complain(switched, f"My lawyer knows. I want money back. {READ}.")
    contact = heard(case)
    correct_reading(
        actor=switched.actor("rep"),
        case_uuid=case.uuid,
        contact_uuid=contact.uuid,
        label="want.refund",
        start=contact.text.index("money back"),
        is_right=False,
        now=LATER,
    )
    end(switched, case)
    assert left_alone(switched) == {("flag.legal", case.pk)}
    ReadingModel.objects.update(weights={})
    assert left_alone(switched) == set(), "nobody knows any more what was shown"


def test_the_negative_control_while_it_was_off_the_same_was_left(taught: Cast) -> None:
    case = complain(taught, f"I want money back. {READ}.")
    contact = heard(case)
    ReadingCorrection.objects.create(
        brand=taught.norvia, contact=contact, label="want.refund", start=7, end=17, is_right=False, at=LATER
    )
    end(taught, case)
    assert left_alone(taught) == {("flag.media", case.pk)}
