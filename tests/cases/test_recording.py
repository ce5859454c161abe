"""All or nothing, permitted, recorded; and nobody can rewrite it."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.db import DatabaseError, connection, models, transaction

from amends.cases.actions.assignment import assign_case, take_next_case
from amends.cases.actions.details import restrict_case, set_want
from amends.cases.actions.notes import add_note
from amends.cases.actions.stages import assess_case
from amends.cases.guards import install_guards, missing_guards
from amends.cases.models import Case, CaseEvent, Note
from amends.cases.queries import history
from amends.cases.recording import Conflict, NotFound, Refused, record
from amends.people.scope import every_brand
from tests.cases.acts import assessment
from tests.conftest import NOON, Cast, complain, is_postgres

pytestmark = pytest.mark.usefixtures("everywhere")
LATER = NOON + timedelta(hours=1)


def test_an_act_that_fails_leaves_nothing_behind(cast: Cast) -> None:
    case = complain(cast)
    with pytest.raises(RuntimeError):  # noqa: SIM117
        with record("note", actor=cast.actor("rep"), case_uuid=case.uuid, now=LATER) as entry:
            Note.objects.create(
                brand_id=case.brand_id, uuid=case.uuid, case=case, text="half", occurred_at=LATER
            )
            entry.event("note.added")
            raise RuntimeError
    assert Note.objects.count() == 0
    assert [event.kind for event in history(case)] == ["case.received"]


def test_events_hold_no_words_of_people(cast: Cast) -> None:
    case = complain(cast, text="Canary of the customer, zebra", want="zebra back", points=("zebra gone",))
    add_note(actor=cast.actor("rep"), case_uuid=case.uuid, text="zebra in a note", now=LATER)
    set_want(actor=cast.actor("rep"), case_uuid=case.uuid, want="a zebra", now=LATER)
    told = " ".join(event.data for event in history(case))
    assert "zebra" not in told
    assert len(json.loads(history(case)[0].data)["digests"]) == 3


def test_a_stranger_finds_no_case_and_a_wrong_role_is_refused(cast: Cast) -> None:
    case = complain(cast)
    with pytest.raises(NotFound):
        add_note(actor=cast.actor("stranger"), case_uuid=case.uuid, text="hello", now=LATER)
    with pytest.raises(Refused):
        assign_case(actor=cast.actor("rep"), case_uuid=case.uuid, owner=cast.supervisor, now=LATER)


def test_who_read_an_older_state_overwrites_nothing(cast: Cast) -> None:
    case = complain(cast)
    seen = case.event_count
    set_want(actor=cast.actor("rep"), case_uuid=case.uuid, want="the first", now=LATER, seen=seen)
    with pytest.raises(Conflict):
        set_want(actor=cast.actor("supervisor"), case_uuid=case.uuid, want="the second", now=LATER, seen=seen)
    assert Case.objects.get(pk=case.pk).want == "the first"


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE cases_caseevent SET data = '{}' WHERE case_id = %s",
        "DELETE FROM cases_caseevent WHERE case_id = %s",
    ],
)
def test_the_record_refuses_change_and_deletion(cast: Cast, statement: str) -> None:
    case = complain(cast)
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement, [case.pk])


def test_the_record_refuses_replacement_and_truncation(cast: Cast) -> None:
    case = complain(cast)
    event = CaseEvent.objects.get(case=case)
    row = [event.pk, case.brand_id, case.pk, 1, "forged", "staff", "{}", ""]
    columns = "(id, brand_id, case_id, seq, kind, actor_kind, data, hash, at)"
    sly = (
        "TRUNCATE cases_caseevent"
        if is_postgres()
        else f"INSERT OR REPLACE INTO cases_caseevent {columns} VALUES (%s, %s, %s, %s, %s, %s, %s, %s, '2026-01-01')"
    )
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sly, [] if is_postgres() else row)
    assert CaseEvent.objects.get(case=case).kind == "case.received"


def test_the_negative_control_without_triggers_lets_a_change_through(cast: Cast) -> None:
    case = complain(cast)
    with connection.cursor() as cursor:
        if is_postgres():
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
            cursor.execute("DROP TRIGGER cases_caseevent_no_change ON cases_caseevent")
        else:
            cursor.execute("DROP TRIGGER cases_caseevent_no_update")
        cursor.execute("UPDATE cases_caseevent SET kind = 'forged' WHERE case_id = %s", [case.pk])
    assert missing_guards()
    install_guards()
    assert missing_guards() == []


def test_altering_the_table_drops_triggers_and_doctor_sees_it(cast: Cast) -> None:
    if is_postgres():
        pytest.skip("PostgreSQL keeps its triggers")
    with connection.cursor() as cursor:
        cursor.execute("CREATE TABLE event_copy AS SELECT * FROM cases_caseevent")
        cursor.execute("DROP TABLE cases_caseevent")
        cursor.execute("ALTER TABLE event_copy RENAME TO cases_caseevent")
    assert "cases_caseevent_no_update" in missing_guards()


def test_two_people_never_take_the_same_case(cast: Cast) -> None:
    case = complain(cast)
    first = take_next_case(actor=cast.actor("rep"), staff=cast.rep, now=LATER)
    second = take_next_case(actor=cast.actor("specialist"), staff=cast.specialist, now=LATER)
    assert first is not None and first.pk == case.pk
    assert second is None


def test_a_complaint_about_a_person_is_hidden_from_that_person(cast: Cast) -> None:
    case = complain(cast, about_staff_id=cast.rep.pk)
    with pytest.raises(NotFound):
        add_note(actor=cast.actor("rep"), case_uuid=case.uuid, text="me?", now=LATER)
    with pytest.raises(Refused):
        assign_case(actor=cast.actor("supervisor"), case_uuid=case.uuid, owner=cast.rep, now=LATER)
    assert take_next_case(actor=cast.actor("rep"), staff=cast.rep, now=LATER) is None


def test_every_act_moves_the_head_of_the_chain(cast: Cast) -> None:
    case = complain(cast)
    acts: list[Callable[[], object]] = [
        lambda: add_note(actor=cast.actor("rep"), case_uuid=case.uuid, text="note", now=LATER),
        lambda: assess_case(actor=cast.actor("rep"), case_uuid=case.uuid, assessment=assessment(), now=LATER),
    ]
    heads = {case.head_hash}
    for act in acts:
        act()
        heads.add(Case.objects.get(pk=case.pk).head_hash)
    assert len(heads) == 3


def test_outside_a_scope_no_act_can_be_recorded(cast: Cast) -> None:
    with every_brand():
        case = complain(cast)
    assert case.event_count == 1


def test_a_restricted_case_leaves_the_hands_of_who_may_no_longer_see_it(cast: Cast) -> None:
    case = complain(cast)
    assign_case(actor=cast.actor("rep"), case_uuid=case.uuid, owner=cast.rep, now=LATER)
    restrict_case(actor=cast.actor("specialist"), case_uuid=case.uuid, is_restricted=True, now=LATER)
    assert Case.objects.get(pk=case.pk).owner is None


def _different(column: models.Field[Any, Any], value: object) -> object:
    if isinstance(column, models.BooleanField):
        return not value
    if isinstance(value, int):
        return value + 1
    if isinstance(column, models.JSONField):
        return ["about_money"]
    if isinstance(column, models.DateTimeField):
        return NOON + timedelta(days=3)
    if isinstance(column, models.DateField):
        return (NOON + timedelta(days=4)).date()
    if column.name == "waiting":
        return "customer"
    return b"k" * 32 if isinstance(column, models.BinaryField) else "x"


@pytest.mark.usefixtures("everywhere")
def test_whatever_column_an_act_changes_is_what_the_next_reader_finds(cast: Cast) -> None:
    """An act writes only what it changed: none of eighty columns may be forgotten, nor a list that grew in place."""
    case = complain(cast)
    computed = {"event_count", "head_hash", "rank", "next_due_at", "is_held", "is_waiting", "is_reopened"}
    given = {"id", "uuid", "brand_id"}
    with record("note", actor=cast.actor("rep"), case_uuid=case.uuid, now=NOON) as entry:
        for column in Case._meta.concrete_fields:
            if column.attname not in computed | given and not column.is_relation:
                value = _different(column, getattr(entry.case, column.attname))
                setattr(entry.case, column.attname, value)
        entry.case.owner_id = cast.rep.pk
        entry.case.about_staff_id = cast.specialist.pk
        entry.event("case.changed")
    found = Case.objects.get(pk=case.pk)
    for column in Case._meta.concrete_fields:
        assert getattr(found, column.attname) == getattr(entry.case, column.attname), column.attname
    with record("note", actor=cast.actor("supervisor"), case_uuid=case.uuid, now=NOON) as entry:
        entry.case.flags.append("about_time")
        entry.event("case.changed")
    assert Case.objects.get(pk=case.pk).flags == ["about_money", "about_time"]
