"""Whatever field names somebody adds to a form, only what the form is for changes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields

import pytest
from django.apps import apps
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import models
from django.test import Client

from amends.api.v1 import CaseIn
from amends.cases.actions.describing import Description
from amends.cases.models import Case
from amends.clock import now
from amends.desk.acts import ACTS
from amends.desk.asked import Asked, Outcome
from amends.people.scope import every_brand
from tests.conftest import signed_in
from tests.desk.forms import ACT_FORMS, ActForm, lead_there
from tests.desk.world import World, api_post

Rows = dict[tuple[str, int], dict[str, object]]
_SETTLED = {
    "head_hash",
    "event_count",
    "content_key",
    "next_due_at",
    "rank",
    "is_held",
    "is_waiting",
    "is_reopened",
    "promise_due_at",
    "promise_agreed_at",
    "promise_kind",
}
"""Columns of a case that every act may move, because they are computed."""
_NEW_WITH_ANY = {"CaseEvent", "CaseView", "Session"}

CLOCK = {"due_at", "state", "next_check_at", "attempt_count", "warned_at", "broken_at", "made_good_at"}
PROOF = {"kept_at", "proved_at", "kept_by_id"}
WEIGHT = {"language", "seriousness", "impact", "urgency", "read_flags"}
SPOKEN = {"stage", "acknowledged_at"}
LISTED: dict[str, tuple[set[str], set[str]]] = {
    "reply": ({"stage", "acknowledged_at"}, {"Contact", "ReplyFinding", "Outgoing", "Attachment"}),
    "heard": (WEIGHT, {"Contact"}),
    "note": (set(), {"Note"}),
    "assign": ({"owner_id"}, set()),
    "wait": ({"waiting", "waiting_until", "waiting_since"}, {"Note"}),
    "resume": ({"waiting", "waiting_until", "waiting_since"}, set()),
    "acknowledge": ({"stage", "acknowledged_at", "emotion"}, set()),
    "assess": ({"stage", "want", "seriousness", "impact", "urgency", "situation"}, {"Point"}),
    "investigate": ({"stage", "findings", "cause", "supplier", "below_promise"}, set()),
    "decide": ({"stage", "decision", "decided_at", "reason"}, set()),
    "respond": ({"stage", "responded_at", "acknowledged_at"}, {"Contact", "ReplyFinding"}),
    "close": (
        {"stage", "is_open", "closed_at", "ending", "ending_reason", "retain_until_on", "state", "ended_at"},
        set(),
    ),
    "correct_reading": ({"is_right", "staff_id", "at", "read_flags"}, set()),
    "give_link": (set(), {"CaseKey"}),
    "give_code": (set(), {"CaseKey"}),
    "name_representative": (set(), {"Representative"}),
    "end_representative": ({"ended_at"}, set()),
    "take_alarm": ({"taken_by_id", "taken_at"}, set()),
    "ask": (set(), {"Consult"}),
    "withdraw_question": ({"state", "is_open", "ended_at"}, set()),
    "grant_unattended": (
        {
            *("state", "is_open", "answered_at", "is_unattended", "needs_review"),
            *("granted_remedy", "granted_minor"),
        },
        set(),
    ),
    "reopen": (
        {
            "stage",
            "is_open",
            "closed_at",
            "ending",
            "ending_reason",
            "retain_until_on",
            "decision",
            "decided_at",
            "responded_at",
            "respond_due_at",
            "reopened_count",
        },
        {"Note"},
    ),
    "verify": ({"verification", "verified_how", "has_authority"}, set()),
    "care": ({"vulnerability", "vulnerability_known", "vulnerability_by_id"}, set()),
    "add_fact": (set(), {"Fact"}),
    "add_point": (set(), {"Point"}),
    "add_tried": (set(), {"PriorStep"}),
    "add_evidence": (set(), {"Attachment"}),
    "set_want": ({"want"}, set()),
    "reach": ({"contact_preference"}, set()),
    "restrict": ({"is_restricted"}, {"Note"}),
    "circumstances": (set(), {"Circumstances"}),
    "choose": (set(), {"Settlement", "Remedy", "LedgerEntry", "Given"}),
    "add_account": (set(), {"PayoutAccount"}),
    "remove_account": ({"key", "sealed", "removed_at"}, set()),
    "direct": ({"account_id"}, set()),
    "gesture": (set(), {"Settlement", "Remedy", "LedgerEntry", "Given"}),
    "approve": ({"state", "charged_to_id"}, {"Approval", "LedgerEntry", "Given"}),
    "drop": ({"state", "next_at"}, set()),
    "carry_out": ({"state", "receipt", "issued_by_id", "issued_at", "next_at"}, {"LedgerEntry"}),
    "confirm": ({"state", "confirmed_at"}, set()),
    "reverse": ({"state"}, {"LedgerEntry", "Note"}),
    "pass_step": (set(), {"PassedStep"}),
    "follow_up": (set(), {"FollowUp"}),
    "escalate": ({"rung", "escalated_at", "seriousness"}, {"Escalation"}),
    "dispute": (set(), {"Circumstances"}),
    "leaving": (set(), {"Leaving"}),
    "critical": (set(), {"CriticalFinding"}),
    "win_back": (set(), {"WinBack"}),
    "promise": (set(), {"Promise"}),
    "promise_keep": (PROOF | CLOCK | SPOKEN, {"Contact", "ReplyFinding"}),
    "promise_try": (
        CLOCK | SPOKEN | {"message_id", "message_at"},
        {"Contact", "ReplyFinding", "PromiseAttempt"},
    ),
    "promise_move": (CLOCK | {"agreed_at", "agreed_starts_at", "agreed_ends_at"}, {"Contact", "PromiseMove"}),
    "promise_hand_over": (CLOCK | {"owner_id", "cover_id"}, set()),
    "promise_withdraw": (
        CLOCK | {"withdrawn_at", "withdrawn_reason", "withdrawn_word_id", "is_counted_broken"},
        set(),
    ),
}
"""Act -> the columns of rows that were there, and the tables that get rows."""


def every_field() -> dict[str, str]:
    """Answers each field name of each model, with a value that would be seen if it were taken."""
    names: dict[str, str] = {}
    for model in apps.get_models():
        for field in model._meta.concrete_fields:
            for name in {field.name, field.attname}:
                names[name] = _value(field)
    return names


def _value(field: models.Field[object, object]) -> str:
    if isinstance(field, models.BooleanField):
        return "true"
    if isinstance(field, models.DateTimeField | models.DateField):
        return "2001-01-01T01:01"
    numeric = isinstance(field, models.IntegerField | models.ForeignKey | models.AutoField)
    return "1" if numeric else "smuggled"


def extra(form: Mapping[str, object]) -> dict[str, str]:
    """Answers all field names but those that the form has itself."""
    return {name: value for name, value in every_field().items() if name not in form}


def rows() -> Rows:
    """Answers every row of every model, by its key."""
    found: Rows = {}
    with every_brand():
        for model in apps.get_models():
            if model.__name__ in ("Session", "CaseView"):
                continue
            for row in model._base_manager.values():
                # Signing in for the test moves this one.
                row.pop("last_login", None)
                found[model.__name__, row[model._meta.pk.name]] = row
    return found


def check_listed(before: Rows, after: Rows, columns: set[str], tables: set[str]) -> None:
    """Checks that only listed columns changed and only listed tables have more rows, with nothing smuggled in."""
    for key, row in after.items():
        if key in before:
            changed = {name for name in row if row[name] != before[key][name]}
            assert changed <= columns | _SETTLED, f"{key}: {sorted(changed - columns)}"
        else:
            assert key[0] in tables | _NEW_WITH_ANY, f"a new row of {key[0]}"
        assert "smuggled" not in [value for value in row.values() if isinstance(value, str)], key
    assert before.keys() <= after.keys()


def check_act(world: World, name: str, act: ActForm) -> None:
    """Checks one act with every field name added to its form."""
    lead_there(act, world.cast, world.own.case, now())
    before = rows()
    form = act.posted(**{name: value for name, value in extra(act.form).items() if name not in act.files})
    done = signed_in(world.people[act.by]).post(f"/cases/{world.own.case.uuid}/{name}/", form)
    assert done.status_code == 302
    check_listed(before, rows(), *LISTED[name])


@pytest.mark.parametrize("name", ACT_FORMS)
def test_an_act_takes_only_what_its_form_is_for(world: World, name: str) -> None:
    check_act(world, name, ACT_FORMS[name])


def test_every_act_is_listed() -> None:
    assert LISTED.keys() == ACTS.keys()
    assert len(every_field()) > 150


def test_the_negative_control_an_act_that_takes_every_field_is_caught(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    def grab(asked: Asked) -> Outcome:
        names = {field.name for field in Case._meta.concrete_fields} & set(asked.form)
        case = Case.objects.get(uuid=asked.case_uuid)
        for name in names & {"place", "jurisdiction", "external_body"}:
            setattr(case, name, asked.form[name])
        case.save()
        return Outcome()

    monkeypatch.setitem(ACTS, "note", grab)
    with pytest.raises(AssertionError, match="place"):
        check_act(world, "note", ACT_FORMS["note"])


def test_preferences_change_the_person_and_only_these_columns(world: World) -> None:
    form = {"language": "sv", "zone": "Europe/Stockholm", "theme": "dark", "letter_keys": "on"}
    before = rows()
    signed_in(world.cast.rep).post("/preferences/", {**form, **extra(form)})
    check_listed(before, rows(), {"language", "zone", "theme"}, set())


def test_the_choice_of_language_changes_the_language_only(world: World) -> None:
    before = rows()
    signed_in(world.cast.rep).post("/language/", {"language": "bg", **extra({"language": ""})})
    check_listed(before, rows(), {"language"}, set())


def test_the_record_of_a_case_takes_its_own_fields_and_no_others(world: World) -> None:
    own = {field.name: "" for field in fields(Description)} | {"seen": ""}
    own |= {"has_authority": "yes", "flags": "safety"}
    before = rows()
    done = signed_in(world.cast.rep).post(f"/cases/{world.own.case.uuid}/record/", {**extra(own), **own})
    assert done.status_code == 302
    check_listed(before, rows(), {field.name for field in fields(Description)}, set())


def test_a_merge_changes_the_two_entries_and_whose_the_cases_are(world: World) -> None:
    before = rows()
    done = signed_in(world.cast.supervisor).post(
        f"/customers/{world.own.customer.uuid}/merge/",
        {"other": str(world.foreign.customer.uuid), **extra({})},
    )
    assert done.status_code == 404
    assert rows() == before


CONTACT = {
    "kind": "complaint",
    "brand": "norvia",
    "channel": "phone",
    "name": "New Person",
    "reached_at": "new@example.org",
    "text": "It broke.",
    "gist": "",
    "want": "",
    "language": "en",
    "seriousness": "normal",
    "customer": "new",
}


def test_a_contact_opens_a_case_of_its_brand_with_what_the_desk_computes(world: World) -> None:
    before = rows()
    done = signed_in(world.cast.rep).post("/contacts/new/", {**CONTACT, **extra(CONTACT)})
    assert done.status_code == 302
    _check_new_case(world, before, owner=world.cast.rep.pk)


def test_a_program_opens_a_case_with_what_the_desk_computes(world: World) -> None:
    body = {
        "text": "It broke.",
        "language": "en",
        "customer": {"name": "New Person", **extra({"name": "", "email": "", "phone": "", "language": ""})},
    }
    own = set(CaseIn.model_fields)
    before = rows()
    made = api_post(Client(HTTP_HOST="localhost"), world.token, {**extra(dict.fromkeys(own)), **body})
    assert made.status_code == 201, made.content
    _check_new_case(world, before, owner=None)


def _check_new_case(world: World, before: Rows, owner: int | None) -> None:
    after = rows()
    check_listed(before, after, set(), {"Case", "Contact", "Customer", "Address"})
    new = {key: row for key, row in after.items() if key not in before}
    case = next(row for key, row in new.items() if key[0] == "Case")
    expected = {"brand_id": world.cast.norvia.pk, "owner_id": owner, "stage": "received", "is_open": True}
    expected |= {
        "is_restricted": False,
        "about_staff_id": None,
        "decision": "",
        "continues_id": None,
        "team_id": None,
    }
    assert {name: case[name] for name in expected} == expected
    assert case["opened_at"] > world.own.case.opened_at
    assert {row["brand_id"] for row in new.values()} == {world.cast.norvia.pk}


def test_files_sent_to_a_form_that_takes_none_are_not_kept(world: World) -> None:
    before = rows()
    form = {
        "text": "Between us.",
        "file": SimpleUploadedFile("a.txt", b"x"),
        "attachments": SimpleUploadedFile("b.txt", b"x"),
    }
    signed_in(world.cast.rep).post(f"/cases/{world.own.case.uuid}/note/", form)
    check_listed(before, rows(), set(), {"Note"})
