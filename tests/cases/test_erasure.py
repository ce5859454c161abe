"""Words go, the record and the figures stay; what may not go is refused; a restored backup is erased again."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings as site

from amends.cases import leftovers, verification
from amends.cases.actions import erasure
from amends.cases.actions.contacts import continue_case
from amends.cases.actions.customers import merge_customers
from amends.cases.actions.describing import Description, describe_case
from amends.cases.actions.details import restrict_case
from amends.cases.actions.erasure import erase_customer, erase_words
from amends.cases.actions.notes import add_note
from amends.cases.actions.replay import erase_again
from amends.cases.actions.stages import close_case, reopen_case
from amends.cases.erasable import TAKEN
from amends.cases.erasure_log import log_file, read_lines
from amends.cases.models import Attachment, Case, CaseEvent, Contact, Note, Outgoing
from amends.cases.queries import history
from amends.cases.recording import NotFound, Refused
from amends.cases.search import find
from amends.cases.verification import Verified, verify_cases
from amends.errors import DomainError
from amends.people.models import Address, Customer, Household
from amends.people.permissions import SYSTEM
from amends.rules.vocabulary import Channel, Ending, Erasure
from tests.cases.wholes import closed_case, open_case, tables_saying
from tests.conftest import NOON, Cast, complain

pytestmark = pytest.mark.usefixtures("everywhere")
LATER = NOON + timedelta(days=1)
WORD = "quokkaberry"
Commit = Callable[..., Any]


@pytest.fixture(autouse=True)
def home(tmp_path: Path, settings: object, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder of its own; within the one transaction of a test, the file can't be written anew."""
    settings.HOME = tmp_path  # type: ignore[attr-defined]
    monkeypatch.setattr(leftovers, "empty_log", lambda: True)
    monkeypatch.setattr(leftovers, "write_anew", lambda: None)
    return tmp_path


@pytest.fixture
def case(cast: Cast) -> Case:
    """A closed case that says the word everywhere."""
    return closed_case(cast.norvia, cast.actor("specialist"), WORD, NOON)


def erased(case: Case, commit: Commit, **more: Any) -> erasure.Erased:
    """Erases a case as the desk itself and lets the transaction end."""
    with commit(execute=True):
        return erase_words(
            **{"actor": SYSTEM, "case_uuid": case.uuid, "why": Erasure.REQUEST, "now": LATER, **more}
        )


def customer_erased(case: Case, commit: Commit, **more: Any) -> erasure.Erased:
    """Erases the case's customer as the desk itself and lets the transaction end."""
    assert case.customer is not None
    asked = {"actor": SYSTEM, "brand_id": case.brand_id, "customer_uuid": case.customer.uuid, "now": LATER}
    with commit(execute=True):
        return erase_customer(**{**asked, "why": Erasure.REQUEST, **more})


def seen() -> Verified:
    """Answers what the whole record comes to."""
    whole = Verified()
    for batch in verify_cases():
        whole.add(batch)
    return whole


def files() -> list[Path]:
    """Answers the files that are kept for cases."""
    return [path for path in Path(site.ATTACHMENTS).rglob("*") if path.is_file()]


def test_the_case_says_the_word_everywhere_before(case: Case) -> None:
    expected = {model._meta.db_table for model in TAKEN} - {
        "cases_raworiginal",
        "cases_payoutaccount",
        "cases_sealednumber",
    } | {
        "people_address",
        "cases_search",
    }
    assert tables_saying(WORD) >= expected - {"cases_search"}
    texts = [name for name, left in TAKEN[Case].items() if left == ""]
    said = [name for name in texts if WORD[:10] not in getattr(case, name)]
    assert said == []


def test_all_words_of_a_case_go_and_its_figures_stay(
    case: Case, django_capture_on_commit_callbacks: Commit
) -> None:
    before = Case.objects.filter(pk=case.pk).values(*KEPT_OF_CASE).get()
    assert len(files()) == 2
    done = erased(case, django_capture_on_commit_callbacks)
    left = tables_saying(WORD) - {"people_customer", "people_address", "people_household", "people_brand"}
    assert left == {"cases_contact"}
    assert [row.text for row in Contact.objects.filter(text__contains=WORD)] == [f"Thanks, {WORD}"]
    assert files() == []
    assert Case.objects.filter(pk=case.pk).values(*KEPT_OF_CASE).get() == before
    assert done.counts["contact"] == Contact.objects.filter(case=case).count() == 4
    assert {
        "attachment": 1,
        "note": 1,
        "point": 3,
        "original": 1,
        "message": 2,
        "request": 1,
    }.items() <= done.counts.items()


KEPT_OF_CASE = (
    *(
        "id",
        "uuid",
        "reference",
        "rank",
        "recent_key",
        "stage",
        "decision",
        "ending",
        "seriousness",
        "impact",
    ),
    *(
        "urgency",
        "cause",
        "opened_at",
        "closed_at",
        "responded_at",
        "reopened_count",
        "channel",
        "language",
        "flags",
    ),
    *("customer_id", "retain_until_on", "is_open", "owner_id"),
)


def test_the_record_says_what_kinds_went_and_how_many_and_no_word(
    case: Case, django_capture_on_commit_callbacks: Commit
) -> None:
    erased(case, django_capture_on_commit_callbacks, why=Erasure.MISTAKE)
    event = history(Case.objects.get(pk=case.pk))[-1]
    said = json.loads(event.data)
    assert (event.kind, said["why"], said["counts"]["note"]) == ("content.erased", "mistake", 1)
    assert not any(WORD in row.data for row in CaseEvent.objects.all())


def test_verify_says_erased_and_not_broken(case: Case, django_capture_on_commit_callbacks: Commit) -> None:
    assert seen().faults == []
    done = erased(case, django_capture_on_commit_callbacks)
    result = seen()
    assert result.faults == []
    rows = sum(
        done.counts[kind]
        for kind in (
            *("case", "contact", "note", "point", "fact", "tried", "attachment"),
            *("promise", "consult", "leaving", "win_back", "feedback", "representative"),
        )
    )
    assert result.erased == rows


def test_words_that_came_back_are_named(case: Case, django_capture_on_commit_callbacks: Commit) -> None:
    erased(case, django_capture_on_commit_callbacks)
    file = Attachment.objects.get()
    path = next(iter(erasure.files_of(file)))
    path.write_bytes(b"back")
    Note.objects.update(text="back")
    assert {(fault.code, fault.key.partition(":")[0]) for fault in seen().faults} == {
        ("words_back", "attachment"),
        ("words_back", "note"),
    }


def test_a_file_that_was_altered_is_named(case: Case) -> None:
    file = Attachment.objects.get()
    next(iter(erasure.files_of(file))).write_bytes(b"another")
    assert [fault.code for fault in seen().faults] == ["words_altered"]


def test_an_erased_case_is_found_by_its_reference_and_nothing_else(
    case: Case, django_capture_on_commit_callbacks: Commit
) -> None:
    assert find(case.brand_id, WORD, 5).keys == [case.recent_key]
    erased(case, django_capture_on_commit_callbacks)
    assert find(case.brand_id, WORD, 5).keys == []
    assert find(case.brand_id, case.reference, 5).keys == [case.recent_key]


def test_what_was_not_sent_stays_here(case: Case, django_capture_on_commit_callbacks: Commit) -> None:
    Outgoing.objects.filter(contact__is_answer=True).update(state="sent")
    erased(case, django_capture_on_commit_callbacks)
    told = Outgoing.objects.order_by("pk").values_list("state", "reason", "address")
    assert list(told) == [("failed", "erased", ""), ("sent", "", "")]


def test_nothing_is_erased_when_the_log_can_not_be_written(
    case: Case, home: Path, django_capture_on_commit_callbacks: Commit
) -> None:
    log_file().mkdir()
    with pytest.raises(DomainError, match="erasure_log_unwritable"):
        erased(case, django_capture_on_commit_callbacks)
    assert Case.objects.get(pk=case.pk).gist == f"{WORD} gist"
    assert len(files()) == 2


def test_an_open_case_keeps_its_words(cast: Cast, django_capture_on_commit_callbacks: Commit) -> None:
    case = complain(cast)
    with pytest.raises(Refused, match="still_open"):
        erased(case, django_capture_on_commit_callbacks)
    assert Case.objects.get(pk=case.pk).gist


@pytest.mark.parametrize("field", ["flags", "situation"])
def test_a_legal_hold_blocks(
    case: Case, cast: Cast, field: str, django_capture_on_commit_callbacks: Commit
) -> None:
    if field == "flags":
        Case.objects.filter(pk=case.pk).update(flags=["legal"])
    else:
        Case.objects.filter(pk=case.pk).update(situation="hold", is_held=True)
    for act in (erased, customer_erased):
        with pytest.raises(Refused, match="legal_hold"):
            act(case, django_capture_on_commit_callbacks)
    assert Case.objects.get(pk=case.pk).gist
    assert Customer.objects.get(pk=case.customer_id).name


@pytest.mark.parametrize(
    ("who", "error"), [("rep", Refused), ("supervisor", Refused), ("stranger", NotFound), ("manager", None)]
)
def test_only_managers_and_administrators_erase(
    case: Case,
    cast: Cast,
    who: str,
    error: type[Exception] | None,
    django_capture_on_commit_callbacks: Commit,
) -> None:
    if error is None:
        assert erased(case, django_capture_on_commit_callbacks, actor=cast.actor(who)).cases == 1
        return
    with pytest.raises(error):
        erased(case, django_capture_on_commit_callbacks, actor=cast.actor(who))
    with pytest.raises((Refused, NotFound)):
        customer_erased(case, django_capture_on_commit_callbacks, actor=cast.actor(who))
    assert Case.objects.get(pk=case.pk).gist


def test_words_are_erased_once(case: Case, django_capture_on_commit_callbacks: Commit) -> None:
    erased(case, django_capture_on_commit_callbacks)
    with pytest.raises(Refused, match="erased"):
        erased(case, django_capture_on_commit_callbacks)


def test_an_erased_case_takes_no_new_words(
    case: Case, cast: Cast, django_capture_on_commit_callbacks: Commit
) -> None:
    erased(case, django_capture_on_commit_callbacks)
    same: dict[str, Any] = {"actor": cast.actor("rep"), "case_uuid": case.uuid, "now": LATER}
    acts: list[Callable[[], object]] = [
        lambda: add_note(**same, text="new"),
        lambda: continue_case(**same, text="new", channel=Channel.PHONE),
        lambda: describe_case(**same, description=Description(product="new")),
    ]
    for act in acts:
        with pytest.raises(Refused, match="erased"):
            act()
    assert seen().faults == []


def test_an_erased_case_is_followed_by_a_new_one_and_not_reopened(
    case: Case, cast: Cast, django_capture_on_commit_callbacks: Commit
) -> None:
    erased(case, django_capture_on_commit_callbacks)
    new = reopen_case(actor=cast.actor("rep"), case_uuid=case.uuid, reason="It broke again", now=LATER)
    assert not isinstance(new, Case)
    assert Case.objects.get(pk=case.pk).is_open is False
    assert Case.objects.get(pk=new.case_id).continues_id == case.pk


def test_a_customer_goes_whole_and_leaves_figures(
    case: Case, cast: Cast, django_capture_on_commit_callbacks: Commit
) -> None:
    done = customer_erased(case, django_capture_on_commit_callbacks)
    assert tables_saying(WORD) == set()
    customer = Customer.objects.get(pk=case.customer_id)
    assert (customer.value_minor, customer.erased_at, customer.household) == (4200, LATER, None)
    assert (Address.objects.count(), Household.objects.count()) == (0, 0)
    assert (done.cases, done.counts["address"], done.counts["customer"]) == (1, 2, 1)
    assert seen().faults == []


def test_a_household_stays_with_who_is_left_in_it(
    case: Case, django_capture_on_commit_callbacks: Commit
) -> None:
    household = Household.objects.get()
    other = Customer.objects.create(
        brand_id=case.brand_id, uuid=Note.objects.get().uuid, household=household, created_at=NOON
    )
    customer_erased(case, django_capture_on_commit_callbacks)
    assert Customer.objects.get(pk=other.pk).household == household


def test_a_customer_with_an_open_case_keeps_everything_unless_they_take_it_back(
    case: Case, cast: Cast, django_capture_on_commit_callbacks: Commit
) -> None:
    Case.objects.filter(pk=case.pk).update(is_open=True, stage="responded")
    with pytest.raises(Refused, match="still_open"):
        customer_erased(case, django_capture_on_commit_callbacks)
    assert Customer.objects.get(pk=case.customer_id).name
    customer_erased(case, django_capture_on_commit_callbacks, withdraws=True)
    now_ = Case.objects.get(pk=case.pk)
    assert (now_.is_open, now_.ending, now_.gist) == (False, Ending.WITHDRAWN, "")


def test_two_entries_of_one_customer_go_together(
    case: Case, cast: Cast, django_capture_on_commit_callbacks: Commit
) -> None:
    other = complain(cast, text=f"Another, {WORD}")
    close_case(actor=SYSTEM, case_uuid=other.uuid, ending=Ending.WITHDRAWN, now=NOON)
    assert case.customer is not None and other.customer is not None
    merge_customers(actor=SYSTEM, brand_id=case.brand_id, keep=other.customer, other=case.customer, now=NOON)
    done = customer_erased(case, django_capture_on_commit_callbacks)
    assert (done.cases, done.counts["customer"]) == (2, 2)
    assert tables_saying(WORD) == tables_saying("dana levin") == set()


def test_a_hidden_case_goes_silently_and_one_about_oneself_is_for_somebody_else(
    case: Case, cast: Cast, django_capture_on_commit_callbacks: Commit
) -> None:
    restrict_case(actor=cast.actor("specialist"), case_uuid=case.uuid, is_restricted=True, now=LATER)
    Case.objects.filter(pk=case.pk).update(about_staff=cast.administrator)
    with pytest.raises(Refused, match="somebody_else"):
        customer_erased(case, django_capture_on_commit_callbacks, actor=cast.actor("administrator"))
    Case.objects.filter(pk=case.pk).update(about_staff=None)
    customer_erased(case, django_capture_on_commit_callbacks, actor=cast.actor("administrator"))
    event = history(Case.objects.get(pk=case.pk))[-1]
    assert (event.actor_kind, json.loads(event.data)["by"]) == ("system", cast.administrator.pk)


def test_another_brands_customer_is_not_there(case: Case, cast: Cast) -> None:
    assert case.customer is not None
    with pytest.raises(NotFound):
        erase_customer(
            actor=SYSTEM,
            brand_id=cast.sunfold.pk,
            customer_uuid=case.customer.uuid,
            why=Erasure.REQUEST,
            now=LATER,
        )


def test_a_restored_backup_is_erased_again_and_a_second_time_nothing_happens(
    cast: Cast, django_capture_on_commit_callbacks: Commit
) -> None:
    # What a backup from before the erasure brings back: the case open, its words and files there.
    case = open_case(cast.norvia, cast.actor("specialist"), WORD, NOON)
    assert case.customer is not None
    log_file().write_text(
        f'{{"at": "x", "kind": "case", "uuid": "{case.uuid}"}}\n'
        f'{{"at": "x", "kind": "customer", "uuid": "{case.customer.uuid}"}}\n'
        f'{{"at": "x", "kind": "case", "uuid": "{Note.objects.get().uuid}"}}\n'
    )
    lines = list(read_lines(log_file()))
    with django_capture_on_commit_callbacks(execute=True):
        first = erase_again(lines=lines, now=LATER)
    assert (len(first.again), first.gone, first.unknown) == (2, 0, 1)
    assert tables_saying(WORD) == set() and files() == []
    assert (Case.objects.get(pk=case.pk).is_open, Customer.objects.get().value_minor) == (False, 4200)
    events = CaseEvent.objects.count()
    with django_capture_on_commit_callbacks(execute=True):
        second = erase_again(lines=lines, now=LATER)
    assert (second.again, second.gone, CaseEvent.objects.count()) == ([], 2, events)
    assert seen().faults == []


def test_files_that_alone_came_back_are_taken_again(
    case: Case, django_capture_on_commit_callbacks: Commit
) -> None:
    erased(case, django_capture_on_commit_callbacks)
    path = next(iter(erasure.files_of(Attachment.objects.get())))
    path.write_bytes(b"back")
    with django_capture_on_commit_callbacks(execute=True):
        erase_again(lines=list(read_lines(log_file())), now=LATER)
    assert not path.exists()


def test_a_legal_hold_blocks_the_log_too_until_it_is_lifted(
    case: Case, django_capture_on_commit_callbacks: Commit
) -> None:
    Case.objects.filter(pk=case.pk).update(flags=["legal"])
    log_file().write_text(f'{{"at": "x", "kind": "case", "uuid": "{case.uuid}"}}\n')
    assert erase_again(lines=list(read_lines(log_file())), now=LATER).held == [str(case.uuid)]
    assert Case.objects.get(pk=case.pk).gist


def test_the_log_holds_ids_and_moments_only(case: Case, django_capture_on_commit_callbacks: Commit) -> None:
    customer_erased(case, django_capture_on_commit_callbacks)
    said = [json.loads(line) for line in log_file().read_text().splitlines()]
    assert [line["kind"] for line in said] == ["case", "customer"]
    assert all(set(line) == {"at", "kind", "uuid"} for line in said)
    assert log_file().stat().st_mode & 0o077 == 0


@pytest.mark.parametrize("text", ["{", '{"at": "x", "kind": "staff", "uuid": "1"}', "[]", '{"kind": "case"}'])
def test_a_log_that_can_not_be_read_says_which_line(text: str) -> None:
    log_file().write_text(f"\n{text}\n")
    with pytest.raises(DomainError) as refused:
        list(read_lines(log_file()))
    assert refused.value.values["number"] == 2


def test_the_negative_control_without_looking_at_the_rows_words_that_came_back_pass(
    case: Case, django_capture_on_commit_callbacks: Commit, monkeypatch: pytest.MonkeyPatch
) -> None:
    erased(case, django_capture_on_commit_callbacks)
    Note.objects.update(text="back")
    assert seen().faults
    monkeypatch.setattr(verification, "is_blank", lambda row: True)
    assert seen().faults == []
