"""`amends verify` names what was altered, deleted or slipped in, and knows erased from broken."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import timedelta
from typing import Any

import pytest
from django.conf import settings
from django.db import connection
from typer.testing import CliRunner

from amends.cases import verification
from amends.cases.actions.contacts import continue_case, reply_to_customer
from amends.cases.actions.details import add_fact, add_point, add_prior_step, set_want
from amends.cases.actions.notes import add_note
from amends.cases.checkpoints import make_checkpoint
from amends.cases.models import Case, CaseEvent, Contact, Note
from amends.cases.recording import record
from amends.cases.verification import Verified, chain_faults, verify_cases
from amends.people.scope import every_brand
from amends.rules.vocabulary import Channel
from amends.site.command import record as command
from tests.cases.tampering import tamper, unguarded
from tests.conftest import NOON, Cast, complain

pytestmark = pytest.mark.usefixtures("everywhere")
LATER = NOON + timedelta(hours=1)
WORDS = {"contact", "case", "point", "fact", "tried", "note"}


@pytest.fixture
def case(cast: Cast) -> Case:
    """A case with every kind of words in it, some said at the start and some added."""
    made = complain(
        cast, gist="Line down", want="A line", points=("One",), facts=(("order", "A1"),), tried=("Rang",)
    )
    same: dict[str, Any] = {"actor": cast.actor("rep"), "case_uuid": made.uuid, "now": LATER}
    reply_to_customer(**same, text="We look into it.", channel=Channel.PHONE)
    continue_case(**same, text="And the TV too.", channel=Channel.PHONE)
    add_point(**same, text="Two")
    add_fact(**same, label="amount", value="12")
    add_prior_step(**same, text="Wrote")
    add_note(**same, text="Linewright says Friday.")
    set_want(**same, want="A line and an apology")
    return Case.objects.get(pk=made.pk)


def seen() -> Verified:
    """Answers what the whole record comes to."""
    whole = Verified()
    for batch in verify_cases():
        whole.add(batch)
    return whole


def found() -> set[tuple[int, str, str]]:
    """Answers the faults as (event, code, key of the words)."""
    return {(fault.seq, fault.code, fault.key) for fault in seen().faults}


def test_an_untouched_record_is_whole(case: Case) -> None:
    result = seen()
    assert result.faults == []
    assert (result.cases, result.events) == (1, case.event_count)


@pytest.mark.parametrize(
    ("column", "value"),
    [
        ("kind", "case.closed"),
        ("data", "{}"),
        ("actor_kind", "system"),
        ("actor_id", 999),
        ("hash", "0" * 64),
    ],
)
def test_an_altered_event_is_named(case: Case, column: str, value: object) -> None:
    tamper(f'UPDATE cases_caseevent SET "{column}" = %s WHERE case_id = %s AND seq = 3', [value, case.pk])
    assert (3, "altered", "") in found()


def test_a_moved_moment_is_named(case: Case) -> None:
    with unguarded():
        CaseEvent.objects.filter(case=case, seq=2).update(at=LATER + timedelta(microseconds=1))
    assert found() == {(2, "altered", "")}


def test_a_deleted_event_is_named(case: Case) -> None:
    tamper("DELETE FROM cases_caseevent WHERE case_id = %s AND seq = 2", [case.pk])
    assert (2, "event_missing", "") in found()


def test_a_deleted_last_event_is_named(case: Case) -> None:
    tamper("DELETE FROM cases_caseevent WHERE case_id = %s AND seq = %s", [case.pk, case.event_count])
    assert {code for _, code, _ in found()} >= {"count", "head"}


def test_an_event_slipped_in_is_named(case: Case) -> None:
    CaseEvent.objects.create(
        brand_id=case.brand_id,
        case=case,
        seq=case.event_count + 1,
        at=LATER,
        kind="case.closed",
        actor_kind="staff",
        data="{}",
        hash="1" * 64,
    )
    assert (case.event_count + 1, "altered", "") in found()
    assert (case.event_count + 1, "count", "") in found()


def test_a_head_that_the_chain_does_not_reach_is_named(case: Case) -> None:
    Case.objects.filter(pk=case.pk).update(head_hash="2" * 64)
    assert (case.event_count, "head", "") in found()


ALTERED: Sequence[tuple[str, str]] = (
    ("UPDATE cases_contact SET text = 'I am happy.' WHERE case_id = %s AND direction = 'in'", "contact"),
    ("UPDATE cases_case SET want = 'Nothing' WHERE id = %s", "case"),
    ("UPDATE cases_case SET gist = 'All fine' WHERE id = %s", "case"),
    ("UPDATE cases_point SET text = 'Nothing' WHERE case_id = %s AND number = 2", "point"),
    ("UPDATE cases_fact SET value = '0' WHERE case_id = %s", "fact"),
    ("UPDATE cases_fact SET label = 'place' WHERE case_id = %s", "fact"),
    ("UPDATE cases_priorstep SET text = 'Nothing' WHERE case_id = %s", "tried"),
    ("UPDATE cases_note SET text = 'Nothing' WHERE case_id = %s", "note"),
)


@pytest.mark.parametrize(("statement", "kind"), ALTERED)
def test_altered_words_are_named(case: Case, statement: str, kind: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement, [case.pk])
    keys = {key.partition(":")[0] for _, code, key in found() if code == "words_altered"}
    assert keys == {kind}


def test_words_that_are_gone_are_named(case: Case) -> None:
    note = Note.objects.get()
    Note.objects.all().delete()
    assert ("words_missing", f"note:{note.pk}") in {(code, key) for _, code, key in found()}


def test_words_nobody_recorded_are_named(case: Case) -> None:
    slipped = Note.objects.create(
        brand_id=case.brand_id, uuid=case.uuid, case=case, text="!", occurred_at=LATER
    )
    assert found() == {(0, "words_unrecorded", f"note:{slipped.pk}")}


def test_erased_words_are_erased_and_not_broken(cast: Cast, case: Case) -> None:
    contact = Contact.objects.order_by("pk").first()
    assert contact is not None
    with record("note", actor=cast.actor("rep"), case_uuid=case.uuid, now=LATER) as entry:
        entry.event("content.erased", keys=[f"contact:{contact.pk}"])
    Contact.objects.filter(pk=contact.pk).update(text="", content_key=None, erased_at=LATER)
    result = seen()
    assert (result.faults, result.erased) == ([], 1)


def test_emptied_words_without_a_recorded_erasure_are_named(case: Case) -> None:
    Note.objects.update(text="", content_key=None, erased_at=LATER)
    assert {code for _, code, _ in found()} == {"erased_unrecorded"}


def test_erased_words_that_came_back_are_named(cast: Cast, case: Case) -> None:
    note = Note.objects.get()
    with record("note", actor=cast.actor("rep"), case_uuid=case.uuid, now=LATER) as entry:
        entry.event("content.erased", keys=[f"note:{note.pk}"])
    assert {code for _, code, _ in found()} == {"words_back"}


def test_a_write_between_two_reads_is_no_fault(case: Case, monkeypatch: pytest.MonkeyPatch) -> None:
    real, calls = verification.verify_batch, []

    def first_seen_half(cases: Sequence[Case]) -> Verified:
        calls.append(len(cases))
        if len(calls) == 1:
            cases[0].event_count -= 1
        return real(cases)

    monkeypatch.setattr(verification, "verify_batch", first_seen_half)
    assert seen().faults == []
    assert calls == [1, 1]


def test_without_the_check_of_the_chain_the_same_alteration_goes_unnoticed(
    case: Case, monkeypatch: pytest.MonkeyPatch
) -> None:
    tamper("UPDATE cases_caseevent SET kind = 'case.closed' WHERE case_id = %s AND seq = 3", [case.pk])
    assert (3, "altered", "") in found()
    monkeypatch.setattr(verification, "chain_faults", lambda case, chain: iter(()))
    assert found() == set()


def test_without_the_keyed_digest_altered_words_go_unnoticed(
    case: Case, monkeypatch: pytest.MonkeyPatch
) -> None:
    Note.objects.update(text="Nothing")
    monkeypatch.setattr(verification, "_word_fault", lambda found, digest, is_erased: "")
    assert found() == set()


def test_the_command_names_reference_event_and_fault(
    case: Case, run_verify: Callable[[], tuple[int, str]]
) -> None:
    tamper("UPDATE cases_caseevent SET kind = 'case.closed' WHERE case_id = %s AND seq = 3", [case.pk])
    code, said = run_verify()
    assert code == 1
    assert f"{case.reference}, event 3: the event was altered" in said


def test_the_command_says_that_a_whole_record_is_whole(
    case: Case, run_verify: Callable[[], tuple[int, str]]
) -> None:
    make_checkpoint(key=settings.CHECKPOINT_KEY, now=LATER)
    code, said = run_verify()
    assert code == 0
    assert "The record is whole." in said


def test_the_command_names_a_broken_checkpoint(case: Case, run_verify: Callable[[], tuple[int, str]]) -> None:
    make_checkpoint(key=b"another key", now=LATER)
    code, said = run_verify()
    assert code == 1
    assert "checkpoint 1: its signature is wrong" in said


def test_every_fault_has_a_sentence() -> None:
    assert set(command.CHECKPOINT_FAULTS) == {"heads", "number", "previous", "signature"}
    assert all(sentence for sentence in command.FAULTS.values())


def test_a_case_without_events_is_broken(case: Case) -> None:
    assert [fault.code for fault in chain_faults(case, [])] == ["count", "head"]


@pytest.fixture
def run_verify() -> Callable[[], tuple[int, str]]:
    """Runs the command and answers its exit code and what it said."""

    def run() -> tuple[int, str]:
        with every_brand():
            result = CliRunner().invoke(command.app, ["verify"])
        return result.exit_code, result.output

    return run
