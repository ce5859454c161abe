"""Words go for ever, also from the files; what happened stays provable; what must be kept is kept."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.db import connection

from amends.cases.actions.contacts import reply_to_customer
from amends.cases.actions.describing import Description, describe_case
from amends.cases.actions.details import add_fact, add_point, add_prior_step
from amends.cases.actions.erasure import erase_customer, erase_words, past_their_date
from amends.cases.actions.evidence import Upload, add_evidence
from amends.cases.actions.notes import add_note
from amends.cases.actions.stages import close_case, reopen_case
from amends.cases.models import Attachment, Case, CaseEvent, Contact, Outgoing
from amends.cases.queries import search_cases
from amends.cases.recording import Refused
from amends.cases.search import forget_erased_words
from amends.cases.verification import Verified, verify_cases
from amends.people.models import Address, Customer
from amends.people.permissions import SYSTEM
from amends.people.scope import every_brand
from amends.rules.retention import retain_until
from amends.rules.vocabulary import Channel, Ending
from tests.cases.acts import answered
from tests.conftest import NOON, Cast, complain

CANARY = "zebrafinch"
SAME: dict[str, Any] = {"why": "request", "now": NOON + timedelta(days=1)}


def told(cast: Cast, *, closed: bool = True) -> Case:
    """Answers a case with the canary in every place that holds words."""
    made = complain(
        cast,
        f"My {CANARY} is dead.",
        gist=f"{CANARY} gist",
        want=f"{CANARY} back",
        points=(f"{CANARY} point",),
        facts=(("order", CANARY),),
        tried=(f"Rang the {CANARY}",),
        raw=CANARY.encode(),
    )
    same: dict[str, Any] = {"actor": cast.actor("specialist"), "case_uuid": made.uuid, "now": NOON}
    with every_brand():
        add_note(**same, text=f"The {CANARY} again.")
        add_fact(**same, label="amount", value=f"12 {CANARY}")
        add_point(**same, text=f"second {CANARY}")
        add_prior_step(**same, text=f"wrote to {CANARY}")
        reply_to_customer(**same, text=f"Dear {CANARY}", channel=Channel.EMAIL)
        add_evidence(**same, upload=Upload(f"{CANARY}.txt", "text/plain", CANARY.encode()))
        describe_case(**same, description=Description(representative=CANARY, corrective_action=CANARY))
        if closed:
            answered(cast, made, NOON)
            close_case(**same, ending=Ending.SOLVED, reason=f"the {CANARY} sings")
        return Case.objects.get(pk=made.pk)


def whole() -> Verified:
    seen = Verified()
    with every_brand():
        for batch in verify_cases():
            seen.add(batch)
    return seen


def words_left(case: Case) -> list[str]:
    """Answers every column of every table in which the canary still stands."""
    left = []
    with every_brand(), connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f'SELECT * FROM "{table}"')
            names = [column[0] for column in cursor.description or ()]
            for row in cursor.fetchall():
                left += [
                    f"{table}.{name}" for name, value in zip(names, row, strict=True) if CANARY in str(value)
                ]
    return left


@pytest.mark.usefixtures("everywhere")
def test_no_word_is_left_in_any_row_and_the_record_says_erased(
    cast: Cast, django_capture_on_commit_callbacks: Any
) -> None:
    case = told(cast)
    assert len(words_left(case)) > 10
    customer = Customer.objects.get(pk=case.customer_id)
    customer.name = CANARY
    customer.save()
    before = {event.seq: event.hash for event in CaseEvent.objects.filter(case=case)}
    with django_capture_on_commit_callbacks(execute=True):
        erase_customer(actor=cast.actor("manager"), customer=customer, **SAME)
    forget_erased_words()
    assert words_left(case) == []
    assert not [path for path in Path(settings.ATTACHMENTS).rglob("*") if path.is_file()]
    assert Address.objects.filter(customer=customer).count() == 0
    after = {event.seq: event.hash for event in CaseEvent.objects.filter(case=case)}
    assert after.items() >= before.items() and len(after) == len(before) + 1
    seen = whole()
    assert (seen.faults, seen.erased > 8) == ([], True)


@pytest.mark.usefixtures("everywhere")
def test_what_was_erased_is_found_by_its_reference_only(cast: Cast) -> None:
    case = told(cast)
    brands = [cast.norvia.pk]
    assert len(search_cases(cast.actor("rep"), brands, CANARY).rows) == 1
    erase_words(actor=cast.actor("manager"), case_uuid=case.uuid, **SAME)
    assert search_cases(cast.actor("rep"), brands, CANARY).rows == []
    assert len(search_cases(cast.actor("rep"), brands, case.reference).rows) == 1


@pytest.mark.usefixtures("everywhere")
def test_erasing_twice_changes_nothing_more(cast: Cast) -> None:
    case = told(cast)
    erase_words(actor=SYSTEM, case_uuid=case.uuid, **SAME)
    count = Case.objects.get(pk=case.pk).event_count
    assert erase_words(actor=SYSTEM, case_uuid=case.uuid, **SAME).rows == 0
    assert Case.objects.get(pk=case.pk).event_count == count


@pytest.mark.usefixtures("everywhere")
@pytest.mark.parametrize(("way", "code"), [("open", "still_open"), ("legal", "legal_hold"), ("role", "role")])
def test_what_must_be_kept_is_kept_whole(cast: Cast, way: str, code: str) -> None:
    case = told(cast, closed=way != "open")
    if way == "legal":
        describe_case(
            actor=cast.actor("specialist"),
            case_uuid=case.uuid,
            description=Description(flags=["legal"]),
            now=NOON,
        )
    actor = cast.actor("rep" if way == "role" else "manager")
    customer = Customer.objects.get(pk=case.customer_id)
    with pytest.raises(Refused, match=code):
        erase_customer(actor=actor, customer=customer, **SAME)
    assert Contact.objects.filter(case=case, text__contains=CANARY).exists()
    assert Address.objects.filter(customer=customer).exists()


@pytest.mark.usefixtures("everywhere")
def test_a_message_still_waiting_to_leave_does_not_leave_after_erasure(cast: Cast) -> None:
    case = told(cast)
    erase_words(actor=SYSTEM, case_uuid=case.uuid, **SAME)
    assert not Outgoing.objects.filter(case=case, state="waiting").exists()


@pytest.mark.usefixtures("everywhere")
def test_files_stay_when_the_transaction_fails(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    case = told(cast)

    def broken(*_: object) -> None:
        raise RuntimeError("the disk is full")

    monkeypatch.setattr("amends.cases.actions.erasure.replace_document", broken)
    with pytest.raises(RuntimeError):
        erase_words(actor=SYSTEM, case_uuid=case.uuid, **SAME)
    assert Attachment.objects.get(case=case).name == f"{CANARY}.txt"
    assert [path for path in Path(settings.ATTACHMENTS).rglob("*") if path.is_file()]


@pytest.mark.usefixtures("everywhere")
def test_closing_says_until_when_a_case_is_kept_and_reopening_takes_it_back(cast: Cast) -> None:
    case = told(cast)
    assert case.retain_until_on == date(2029, 5, 12)
    assert list(past_their_date(cast.norvia.pk, NOON)) == []
    late = NOON + timedelta(days=3 * 366)
    assert list(past_their_date(cast.norvia.pk, late)) == [case.uuid]
    reopen_case(actor=cast.actor("rep"), case_uuid=case.uuid, reason="It died again.", now=NOON)
    assert Case.objects.get(pk=case.pk).retain_until_on is None
    assert list(past_their_date(cast.norvia.pk, late)) == []


def test_the_end_of_a_month_stays_the_end_of_a_month() -> None:
    assert retain_until(date(2024, 2, 29), 12) == date(2025, 2, 28)
    assert retain_until(date(2026, 8, 31), 6) == date(2027, 2, 28)
    assert retain_until(date(2026, 12, 5), 1) == date(2027, 1, 5)
    assert retain_until(date(2026, 5, 12), 0) == date(2026, 5, 12)
