"""Checkpoints sign what all chains looked like: nothing vanishes, nothing is signed twice, no key no signature."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import DatabaseError, connection, transaction

from amends.cases import checkpoints
from amends.cases.actions.notes import add_note
from amends.cases.chain import head_leaf, merkle_root
from amends.cases.checkpoints import checkpoint_faults, make_checkpoint, make_checkpoints
from amends.cases.models import Case, CaseEvent, Checkpoint
from tests.cases.tampering import tamper
from tests.conftest import NOON, Cast, complain

pytestmark = pytest.mark.usefixtures("everywhere")
KEY = b"the key of these tests"
LATER = NOON + timedelta(hours=1)


def codes() -> list[tuple[int, str]]:
    """Answers what is wrong, as (number, code)."""
    return [(fault.number, fault.code) for fault in checkpoint_faults(KEY)]


def test_nothing_is_signed_when_nothing_changed(cast: Cast) -> None:
    assert make_checkpoint(key=KEY, now=NOON) is None
    complain(cast)
    assert make_checkpoint(key=KEY, now=NOON) is not None
    assert make_checkpoint(key=KEY, now=LATER) is None


def test_a_checkpoint_covers_the_cases_changed_since_the_last(cast: Cast) -> None:
    first, second = complain(cast), complain(cast, text="Another one.")
    one = make_checkpoint(key=KEY, now=NOON)
    add_note(actor=cast.actor("rep"), case_uuid=second.uuid, text="Rang.", now=LATER)
    two = make_checkpoint(key=KEY, now=LATER)
    assert one is not None and two is not None
    assert (one.case_count, two.case_count) == (2, 1)
    assert two.first_event_id == one.last_event_id + 1
    assert two.previous == one.signature
    assert one.root == merkle_root([head_leaf(case.pk, 1, case.head_hash) for case in (first, second)])
    changed = Case.objects.get(pk=second.pk)
    assert two.root == merkle_root([head_leaf(changed.pk, changed.event_count, changed.head_hash)])
    assert codes() == []


def test_an_import_is_signed_in_several_pieces_and_wholly(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    for number in range(5):
        complain(cast, text=f"Complaint {number}.")
    monkeypatch.setattr(checkpoints, "MOST_EVENTS", 2)
    made = make_checkpoints(key=KEY, now=NOON)
    assert [one.case_count for one in made] == [2, 2, 1]
    assert made[-1].last_event_id == CaseEvent.objects.order_by("-pk").values_list("pk", flat=True)[0]
    assert codes() == []


def test_a_case_that_vanished_with_its_whole_chain_is_noticed(cast: Cast) -> None:
    complain(cast)
    gone = complain(cast, text="To be forgotten.")
    make_checkpoint(key=KEY, now=NOON)
    tamper("DELETE FROM cases_caseevent WHERE case_id = %s", [gone.pk])
    assert codes() == [(1, "heads")]


def test_a_chain_rewritten_from_its_first_event_is_noticed(cast: Cast) -> None:
    case = complain(cast)
    make_checkpoint(key=KEY, now=NOON)
    tamper("UPDATE cases_caseevent SET hash = %s WHERE case_id = %s", ["0" * 64, case.pk])
    assert codes() == [(1, "heads")]


def test_another_key_makes_no_signature_of_ours(cast: Cast) -> None:
    complain(cast)
    make_checkpoint(key=b"somebody else's", now=NOON)
    assert codes() == [(1, "signature")]


@pytest.mark.parametrize("column", ["at", "case_count", "root", "previous", "signature", "last_event_id"])
def test_every_part_of_a_checkpoint_is_signed(cast: Cast, column: str) -> None:
    complain(cast)
    made = make_checkpoint(key=KEY, now=NOON)
    assert made is not None
    forged = {"at": LATER, "case_count": 7, "last_event_id": made.last_event_id + 5}.get(column, "f" * 64)
    tamper(f'UPDATE cases_checkpoint SET "{column}" = %s WHERE number = 1', [forged])
    assert (1, "signature") in codes()


def test_a_checkpoint_taken_out_of_the_row_is_noticed(cast: Cast) -> None:
    for number in range(3):
        complain(cast, text=f"Complaint {number}.")
        make_checkpoint(key=KEY, now=NOON)
    tamper("DELETE FROM cases_checkpoint WHERE number = 2")
    assert {code for number, code in codes() if number == 3} == {"number", "previous"}


def test_the_database_refuses_to_change_a_checkpoint(cast: Cast) -> None:
    complain(cast)
    make_checkpoint(key=KEY, now=NOON)
    for change in ("UPDATE cases_checkpoint SET case_count = 9", "DELETE FROM cases_checkpoint"):
        with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(change)
    assert Checkpoint.objects.get().case_count == 1


def test_without_the_comparison_of_heads_a_vanished_case_goes_unnoticed(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    gone = complain(cast)
    make_checkpoint(key=KEY, now=NOON)
    tamper("DELETE FROM cases_caseevent WHERE case_id = %s", [gone.pk])
    monkeypatch.setattr(checkpoints, "_fits", lambda checkpoint: True)
    assert codes() == []
