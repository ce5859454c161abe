"""Accounts that money goes to: who may add one, when somebody else must agree, and that no number leaks."""

from __future__ import annotations

import importlib
import json
import logging
import uuid
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from typer.testing import CliRunner

from amends.cases.actions import payouts as acts
from amends.cases.actions import remedies
from amends.cases.actions.customers import merge_customers, verify_customer
from amends.cases.actions.erasure import erase_customer
from amends.cases.actions.issuing import issue_due_remedies
from amends.cases.actions.payouts import add_account, remove_account, reveal_account
from amends.cases.actions.remedies import Choice, accept_remedy, approve_settlement
from amends.cases.actions.stages import close_case
from amends.cases.issuers import Order, register_issuer
from amends.cases.models import Case, CaseEvent, PayoutAccount, Remedy, Settlement
from amends.cases.payouts import accounts_of, digest_of, number_of, read_number
from amends.cases.recording import NotFound, Refused
from amends.cases.remedy_watch import shared_accounts
from amends.channels.billing.issuing import HandOver
from amends.channels.files.exporting import export_rows
from amends.errors import DomainError
from amends.people.models import Customer
from amends.people.permissions import SYSTEM
from amends.people.scope import brand_scope, every_brand
from amends.rules.payouts import AccountKind, Doubt, RevealReason, doubts, why_not_add
from amends.rules.remedies import others_needed
from amends.rules.vocabulary import Ending, Erasure, Verification
from tests.cases.remedying import failed_case, put_in_force
from tests.conftest import NOON, Cast, complain, signed_in

IBAN = "DE89370400440532013000"
SAID = "de89 3704-0044 0532 0130 00"
LONG_AGO = NOON - timedelta(days=60)


@pytest.fixture
def desk(cast: Cast) -> Iterator[Cast]:
    """The cast, a policy in force, and every brand in view."""
    put_in_force(cast.norvia)
    with every_brand():
        yield cast


def added(desk: Cast, case: Case, number: str = SAID, *, now: Any = NOON, who: str = "rep") -> PayoutAccount:
    """Adds an account to the case's customer."""
    kind = AccountKind.IBAN if number[:2].isalpha() and number[2:4].isdigit() else AccountKind.OTHER
    return add_account(actor=desk.actor(who), case_uuid=case.uuid, kind=kind, number=number, now=now)


def paid_to(desk: Cast, case: Case, account: PayoutAccount | None, *, now: Any = NOON) -> Settlement:
    """Settles on the refund, to an account."""
    choice = Choice(code="B", key=uuid.uuid4(), account=account.uuid if account else None)
    return accept_remedy(actor=desk.actor("rep"), case_uuid=case.uuid, choice=choice, now=now)


def verified(desk: Cast, case: Case, level: Verification) -> None:
    """Says how sure we are who this is."""
    verify_customer(actor=desk.actor("rep"), case_uuid=case.uuid, level=level, how="asked", now=NOON)


@pytest.mark.parametrize(
    ("said", "kind", "read"),
    [
        (SAID, AccountKind.IBAN, IBAN),
        ("DE89370400440532013001", AccountKind.IBAN, None),
        ("", AccountKind.IBAN, None),
        ("GB33BUKB2020155555555", AccountKind.IBAN, None),
        ("12-34 567890", AccountKind.OTHER, "1234567890"),
        ("12345", AccountKind.OTHER, None),
        ("1" * 35, AccountKind.OTHER, None),
        ("<script>123", AccountKind.OTHER, None),
        ("１２３４５６７", AccountKind.OTHER, None),
        ("12\x00345678", AccountKind.OTHER, None),
    ],
)
def test_a_number_is_read_sign_by_sign_or_refused_without_saying_it(
    said: str, kind: AccountKind, read: str | None
) -> None:
    if read is not None:
        assert read_number(kind, said) == read
        return
    with pytest.raises(DomainError, match="account_wrong") as refused:
        read_number(kind, said)
    assert refused.value.values == {}


@pytest.mark.parametrize("known", [False, True])
@pytest.mark.parametrize("authority", [False, True])
@pytest.mark.parametrize("level", Verification)
def test_a_new_account_needs_the_full_check_and_a_known_one_half_of_it(
    level: Verification, authority: bool, known: bool
) -> None:
    sure = level is Verification.FULL or (level is Verification.REPRESENTATIVE and authority)
    may = sure or (known and level is Verification.PARTIAL)
    assert bool(why_not_add(level, has_authority=authority, is_known=known)) is not may


def test_an_account_is_doubted_while_it_is_new_or_when_others_have_it() -> None:
    days = timedelta(days=30)
    assert doubts(NOON - days, 0, NOON, days) == ()
    assert doubts(NOON - days + timedelta(seconds=1), 0, NOON, days) == (Doubt.NEW,)
    assert doubts(NOON, 2, NOON, days) == (Doubt.NEW, Doubt.SHARED)
    assert others_needed(10, True, None, is_doubted=True) == 1
    assert others_needed(10, True, 5, is_doubted=True) == 2


def check_verification(desk: Cast) -> None:
    """Checks that half a check adds no new account, and brings one back that was known."""
    case = failed_case(desk)
    verified(desk, case, Verification.PARTIAL)
    with pytest.raises(Refused, match="needs_full_check"):
        added(desk, case)
    verified(desk, case, Verification.FULL)
    account = added(desk, case)
    remove_account(actor=desk.actor("rep"), case_uuid=case.uuid, account=account.uuid, now=NOON)
    verified(desk, case, Verification.PARTIAL)
    assert added(desk, case).pk == account.pk
    verified(desk, case, Verification.NONE)
    with pytest.raises(Refused, match="needs_full_check"):
        added(desk, case, "GB33BUKB20201555555555")


def test_a_new_account_is_added_after_the_full_check(desk: Cast) -> None:
    check_verification(desk)


def test_the_negative_control_without_the_check_it_is_added_at_once(
    desk: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(acts, "why_not_add", lambda level, **more: "")
    with pytest.raises(pytest.fail.Exception):
        check_verification(desk)


def test_the_same_account_twice_is_one_and_the_number_lies_sealed(desk: Cast) -> None:
    case = failed_case(desk)
    account = added(desk, case)
    assert added(desk, case, IBAN).pk == account.pk
    assert (account.last_four, PayoutAccount.objects.count()) == ("3000", 1)
    assert number_of(PayoutAccount.objects.get()) == IBAN
    assert IBAN[4:] not in whole_database()


def whole_database() -> str:
    """Answers every row of every table that is ours, as text."""
    said = []
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f'SELECT * FROM "{table}"')
            said += [
                repr([bytes(one) if isinstance(one, memoryview) else one for one in row]) for row in cursor
            ]
    return "\n".join(said)


def test_a_number_opens_in_its_own_row_only_and_with_the_key_outside(desk: Cast, settings: Any) -> None:
    account = added(desk, failed_case(desk))
    account.uuid, kept = uuid.uuid4(), account.uuid
    with pytest.raises(DomainError, match="account_gone"):
        number_of(account)
    account.uuid, settings.ACCOUNTS_KEY = kept, b"another"
    with pytest.raises(DomainError, match="account_gone"):
        number_of(account)


def test_in_another_brand_the_same_account_is_another(desk: Cast) -> None:
    first = digest_of(desk.norvia.pk, AccountKind.IBAN, IBAN)
    assert first != digest_of(desk.sunfold.pk, AccountKind.IBAN, IBAN)


def check_doubts(desk: Cast) -> None:
    """Checks that money to a new account, or to one that others have, waits for somebody else."""
    case = failed_case(desk)
    new = added(desk, case)
    settled = paid_to(desk, case, new)
    assert (settled.state, settled.others_needed) == ("chosen", 1)
    with pytest.raises(Refused, match="own_remedy"):
        approve_settlement(actor=desk.actor("rep"), case_uuid=case.uuid, settlement=settled.uuid, now=NOON)
    done = approve_settlement(
        actor=desk.actor("supervisor"), case_uuid=case.uuid, settlement=settled.uuid, now=NOON
    )
    assert done.state == "approved"
    other = failed_case(desk)
    somebody = Customer.objects.create(
        brand=desk.norvia, uuid=uuid.uuid4(), name="Somebody", verification="full", created_at=LONG_AGO
    )
    Case.objects.filter(pk=other.pk).update(customer=somebody)
    shared = added(desk, other)
    PayoutAccount.objects.update(added_at=LONG_AGO)
    assert [one.others for one in accounts_of(desk.norvia.pk, somebody.pk, NOON)] == [1]
    assert paid_to(desk, other, shared).state == "chosen"


def test_money_to_a_doubted_account_waits_for_somebody_else(desk: Cast) -> None:
    check_doubts(desk)


def test_the_negative_control_without_the_doubt_it_leaves_at_once(
    desk: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    plain = lambda total, covered, above, **more: others_needed(total, covered, above)  # noqa: E731
    monkeypatch.setattr(remedies, "others_needed", plain)
    with pytest.raises(AssertionError):
        check_doubts(desk)


def check_adder(desk: Cast) -> None:
    """Checks that who added a new account does not agree to money going there, and somebody else does."""
    case = failed_case(desk)
    settled = paid_to(desk, case, added(desk, case, who="supervisor"))
    same: dict[str, Any] = {"case_uuid": case.uuid, "settlement": settled.uuid, "now": NOON}
    with pytest.raises(Refused, match="own_account"):
        approve_settlement(actor=desk.actor("supervisor"), **same)
    assert approve_settlement(actor=desk.actor("manager"), **same).state == "approved"


def test_who_added_a_new_account_does_not_agree_to_money_going_there(desk: Cast) -> None:
    check_adder(desk)


def test_the_negative_control_without_the_guard_they_do(desk: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(remedies, "refuse_own_account", lambda *more: None)
    with pytest.raises(pytest.fail.Exception):
        check_adder(desk)


def test_the_terminal_lists_an_account_of_several_customers(desk: Cast) -> None:
    first, second = failed_case(desk), failed_case(desk)
    somebody = Customer.objects.create(
        brand=desk.norvia, uuid=uuid.uuid4(), name="Somebody", verification="full", created_at=LONG_AGO
    )
    Case.objects.filter(pk=second.pk).update(customer=somebody)
    command = importlib.import_module("amends.site.command.remedies")
    words = ["remedies", "--brand", "norvia"]
    assert "One account of several customers: none" in CliRunner().invoke(command.app, words).output
    added(desk, first)
    added(desk, second)
    said = CliRunner().invoke(command.app, words).output
    assert "One account of several customers: 1\n  •••• 3000: Dana Levin, Somebody: 0 times" in said
    assert IBAN not in said


def test_an_old_account_of_their_own_is_paid_to_within_ones_authority(desk: Cast) -> None:
    case = failed_case(desk)
    settled = paid_to(desk, case, added(desk, case, now=LONG_AGO))
    assert (settled.state, settled.others_needed) == ("approved", 0)
    kinds = dict(Remedy.objects.filter(settlement=settled).values_list("kind", "account__last_four"))
    assert kinds == {"refund": "3000"} | {kind: None for kind in kinds if kind != "refund"}


def test_what_went_to_an_account_in_a_year_is_counted_whoever_has_it(desk: Cast) -> None:
    case = failed_case(desk)
    account = added(desk, case, now=LONG_AGO)
    paid_to(desk, case, account)
    paid = Remedy.objects.get(account=account).amount_minor
    somebody = Customer.objects.create(
        brand=desk.norvia, uuid=uuid.uuid4(), name="Somebody", verification="full", created_at=LONG_AGO
    )
    other = failed_case(desk)
    Case.objects.filter(pk=other.pk).update(customer=somebody)
    added(desk, other)
    assert [one.given_minor for one in accounts_of(desk.norvia.pk, somebody.pk, NOON)] == [paid]
    late = accounts_of(desk.norvia.pk, somebody.pk, NOON + timedelta(days=366))
    assert [one.given_minor for one in late] == [0]
    (found,) = shared_accounts(desk.norvia.pk)
    assert (found.last_four, found.customers, found.total) == ("3000", 2, paid)


def test_an_account_of_somebody_else_or_one_that_was_removed_is_not_paid_to(desk: Cast) -> None:
    case = failed_case(desk)
    foreign = PayoutAccount(uuid=uuid.uuid4())
    with pytest.raises(Refused, match="not_in_case"):
        paid_to(desk, case, foreign)
    mine = added(desk, case)
    remove_account(actor=desk.actor("rep"), case_uuid=case.uuid, account=mine.uuid, now=NOON)
    with pytest.raises(Refused, match="not_in_case"):
        paid_to(desk, case, mine)
    assert Settlement.objects.count() == 0


def test_an_account_stays_while_something_is_on_its_way_to_it(desk: Cast) -> None:
    case = failed_case(desk)
    account = added(desk, case, now=LONG_AGO)
    paid_to(desk, case, account)
    with pytest.raises(Refused, match="account_in_use"):
        remove_account(actor=desk.actor("rep"), case_uuid=case.uuid, account=account.uuid, now=NOON)


def handed_over(desk: Cast, settings: Any, tmp_path: Path) -> tuple[Case, Path]:
    """Answers a case whose refund was handed over as a file, and the folder."""
    settings.REMEDIES_URL = f"file://{tmp_path}/orders"
    register_issuer(HandOver())
    case = failed_case(desk)
    paid_to(desk, case, added(desk, case, now=LONG_AGO))
    issue_due_remedies(NOON)
    return case, tmp_path / "orders"


def test_the_hand_over_names_the_account_and_a_log_does_not(
    desk: Cast, settings: Any, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    case, folder = handed_over(desk, settings, tmp_path)
    orders = [json.loads(path.read_text())["order"] for path in folder.glob("*.json")]
    (refund,) = [order for order in orders if order["kind"] == "refund"]
    assert (refund["account_kind"], refund["account"]) == ("iban", IBAN)
    events = " ".join(CaseEvent.objects.filter(case=case).values_list("data", flat=True))
    assert IBAN not in caplog.text + events
    assert IBAN not in repr(Order("k", "b", "c", "", "r", "refund", 1, "EUR", "iban", IBAN))


def test_an_account_that_is_gone_is_not_handed_over(desk: Cast, settings: Any, tmp_path: Path) -> None:
    settings.REMEDIES_URL = f"file://{tmp_path}/orders"
    register_issuer(HandOver())
    case = failed_case(desk)
    account = added(desk, case, now=LONG_AGO)
    paid_to(desk, case, account)
    PayoutAccount.objects.filter(pk=account.pk).update(key=None, sealed=b"")
    issue_due_remedies(NOON)
    stuck = Remedy.objects.get(account=account)
    assert (stuck.state, stuck.trouble, stuck.next_at) == ("approved", "account_gone", None)


def test_a_whole_number_is_shown_to_seniors_who_say_why_and_it_stands_in_the_record(desk: Cast) -> None:
    case = failed_case(desk)
    account = added(desk, case)
    asked = {"case_uuid": case.uuid, "account": account.uuid, "reason": RevealReason.LOOK_INTO, "now": NOON}
    with pytest.raises(Refused, match="role"):
        reveal_account(actor=desk.actor("rep"), **asked)
    with pytest.raises(Refused, match="person_only"):
        reveal_account(actor=SYSTEM, **asked)
    with pytest.raises(NotFound):
        reveal_account(actor=desk.actor("stranger"), **asked)
    assert reveal_account(actor=desk.actor("supervisor"), **asked) == IBAN
    event = CaseEvent.objects.get(case=case, kind="account.revealed")
    assert (event.actor_id, json.loads(event.data)["why"]) == (desk.supervisor.pk, "look_into")


def check_pages(desk: Cast, case: Case, account: PayoutAccount) -> None:
    """Checks that no page says the number but the answer to a reason."""
    here = f"/cases/{case.uuid}/accounts/{account.uuid}/"
    client = signed_in(desk.supervisor)
    for address in (f"/cases/{case.uuid}/", f"/cases/{case.uuid}/?history", here):
        said = client.get(address).content.decode()
        assert "•••• 3000" in said
        assert IBAN not in said.replace(" ", "")
    wrong = client.post(here, {"reason": "because"})
    assert wrong.status_code == 422
    assert IBAN not in wrong.content.decode().replace(" ", "")
    shown = client.post(here, {"reason": "look_into"})
    assert IBAN in shown.content.decode().replace(" ", "")
    assert "no-store" in shown["Cache-Control"]
    assert IBAN not in client.get(here).content.decode().replace(" ", "")
    refused = signed_in(desk.rep).post(here, {"reason": "look_into"})
    assert refused.status_code == 422
    assert IBAN not in refused.content.decode().replace(" ", "")


def test_pages_say_the_last_four_signs_only(desk: Cast) -> None:
    case = failed_case(desk)
    check_pages(desk, case, added(desk, case))


def test_the_negative_control_a_page_with_the_number_is_caught(
    desk: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("amends.desk.payout_panel.masked", lambda row: f"•••• 3000 {number_of(row)}")
    case = failed_case(desk)
    with pytest.raises(AssertionError):
        check_pages(desk, case, added(desk, case))


def test_an_export_holds_no_number(desk: Cast) -> None:
    case = failed_case(desk)
    paid_to(desk, case, added(desk, case, now=LONG_AGO))
    said = json.dumps(list(export_rows([desk.norvia], NOON)), default=str)
    assert case.reference in said
    assert IBAN not in said and IBAN[-8:] not in said


def test_erasing_the_customer_takes_the_account_and_leaves_what_was_paid(desk: Cast) -> None:
    case = failed_case(desk)
    account = added(desk, case, now=LONG_AGO)
    added(desk, case, "GB33BUKB20201555555555", now=LONG_AGO)
    paid_to(desk, case, account)
    close_case(actor=SYSTEM, case_uuid=case.uuid, ending=Ending.WITHDRAWN, now=NOON)
    assert case.customer is not None
    done = erase_customer(
        actor=SYSTEM, brand_id=case.brand_id, customer_uuid=case.customer.uuid, why=Erasure.REQUEST, now=NOON
    )
    left = {(bytes(row.sealed), row.key, row.last_four, row.digest) for row in PayoutAccount.objects.all()}
    assert (left, done.counts["account"]) == ({(b"", None, "", "")}, 2)
    assert Remedy.objects.get(account=account).amount_minor > 0


def test_two_entries_of_one_customer_share_nothing(desk: Cast) -> None:
    first, second = failed_case(desk), failed_case(desk)
    other = Customer.objects.create(
        brand=desk.norvia, uuid=uuid.uuid4(), name="Dana L.", verification="full", created_at=LONG_AGO
    )
    Case.objects.filter(pk=second.pk).update(customer=other)
    added(desk, first)
    paid_to(desk, second, added(desk, second))
    assert first.customer is not None
    merge_customers(actor=SYSTEM, brand_id=desk.norvia.pk, keep=first.customer, other=other, now=NOON)
    (one,) = accounts_of(desk.norvia.pk, first.customer.pk, NOON)
    assert (one.others, one.given_minor > 0, PayoutAccount.objects.count()) == (0, True, 1)


def test_another_brands_scope_reads_no_account(desk: Cast) -> None:
    case = failed_case(desk)
    added(desk, case)
    with brand_scope([desk.sunfold.pk]):
        assert not PayoutAccount.objects.exists()
        with pytest.raises(NotFound):
            added(desk, case)


def test_what_can_not_be_read_is_refused_at_the_desk_with_its_field(desk: Cast) -> None:
    case = complain(desk)
    client = signed_in(desk.rep)
    for form in ({"kind": "iban", "number": "DE00"}, {"kind": "gold", "number": SAID}, {}):
        refused = client.post(f"/cases/{case.uuid}/add_account/", form)
        assert (refused.status_code, PayoutAccount.objects.count()) == (422, 0)
    for form in ({}, {"account": "no"}, {"account": str(uuid.uuid4())}):
        assert client.post(f"/cases/{case.uuid}/remove_account/", form).status_code == 422
