"""Accounts of a customer: added after a check of who they are, removed, shown whole to who says why."""

from __future__ import annotations

import uuid
from datetime import datetime
from uuid import UUID

from amends.cases.models import PayoutAccount, Remedy
from amends.cases.payouts import SeenAccount, digest_of, number_of, read_number, seal_number, seen
from amends.cases.recording import Entry, NotFound, Refused, record
from amends.errors import DomainError
from amends.people.models import Customer
from amends.people.permissions import Actor
from amends.rules.payouts import PAYABLE, AccountKind, RevealReason, why_not_add, why_not_direct
from amends.rules.policy.document import RemedyKind
from amends.rules.remedies import State
from amends.rules.vocabulary import Verification

MOST_ACCOUNTS = 10
_ON_ITS_WAY = (State.CHOSEN.value, State.APPROVED.value)


def add_account(
    *, actor: Actor, case_uuid: UUID, kind: AccountKind, number: str, now: datetime
) -> PayoutAccount:
    """Adds an account that money may go to; the same one twice is one.

    Raises: NotFound, Refused('closed'), Refused('needs_full_check'), Refused('erased'), DomainError('account_wrong'),
    DomainError('too_many_accounts'), DomainError('no_customer').
    """
    read = read_number(kind, number)
    with record("add_account", actor=actor, case_uuid=case_uuid, now=now) as entry:
        entry.needs_words()
        if not entry.case.is_open:
            raise Refused("closed")
        customer = _customer(entry)
        theirs = PayoutAccount.objects.of(customer.brand_id).filter(customer=customer)
        row = theirs.filter(digest=digest_of(customer.brand_id, kind, read)).first()
        _check_adding(entry, customer, is_known=row is not None)
        if row is not None and row.removed_at is None:
            return row
        if theirs.filter(removed_at=None).count() >= MOST_ACCOUNTS:
            raise DomainError("too_many_accounts")
        row = row or _new(entry, customer, kind, read)
        seal_number(row, read)
        row.removed_at = None
        row.save()
        entry.event("account.added", account=row.pk, what=row.kind, verified=customer.verification)
        return row


def _customer(entry: Entry) -> Customer:
    """Answers the customer, held until the act is done, so that two who add the same account make one."""
    rows = Customer.objects.of(entry.case.brand_id).select_for_update()
    customer = rows.filter(pk=entry.case.customer_id or 0).first()
    if customer is None:
        raise DomainError("no_customer")
    return customer


def _check_adding(entry: Entry, customer: Customer, *, is_known: bool) -> None:
    level = Verification(customer.verification)
    if reason := why_not_add(level, has_authority=entry.case.has_authority, is_known=is_known):
        raise Refused(reason)


def _new(entry: Entry, customer: Customer, kind: AccountKind, number: str) -> PayoutAccount:
    return PayoutAccount(
        brand_id=customer.brand_id,
        uuid=uuid.uuid4(),
        customer=customer,
        kind=kind.value,
        digest=digest_of(customer.brand_id, kind, number),
        verified_as=customer.verification,
        added_by_id=entry.actor.staff_id,
        added_at=entry.now,
    )


def remove_account(*, actor: Actor, case_uuid: UUID, account: UUID, now: datetime) -> PayoutAccount:
    """Takes an account away: its number is gone, what was paid to it stays counted.

    Raises: NotFound, Refused('not_in_case'), Refused('account_in_use').
    """
    with record("add_account", actor=actor, case_uuid=case_uuid, now=now) as entry:
        row = account_in(entry, account)
        if Remedy.objects.of(row.brand_id).filter(account=row, state__in=_ON_ITS_WAY).exists():
            raise Refused("account_in_use")
        row.key, row.sealed, row.removed_at = None, b"", now
        row.save(update_fields=["key", "sealed", "removed_at"])
        entry.event("account.removed", account=row.pk)
        return row


def reveal_account(
    *, actor: Actor, case_uuid: UUID, account: UUID, reason: RevealReason, now: datetime
) -> str:
    """Answers the whole number, and writes down who saw it and why.

    Raises: NotFound, Refused('person_only'), Refused('not_in_case'), DomainError('account_gone').
    """
    with record("reveal_account", actor=actor, case_uuid=case_uuid, now=now) as entry:
        if actor.staff_id is None:
            raise Refused("person_only")
        row = account_in(entry, account)
        number = number_of(row)
        entry.event("account.revealed", account=row.pk, why=reason.value)
        return number


def direct_remedy(*, actor: Actor, case_uuid: UUID, remedy: UUID, account: UUID, now: datetime) -> Remedy:
    """Says which account granted money goes to, while it has not left; until then it goes back the way it was paid.

    Raises: NotFound, Refused('closed', 'not_in_case', 'remedy_moved_on', 'not_payable', 'account_doubted').
    """
    with record("give", actor=actor, case_uuid=case_uuid, now=now) as entry:
        if not entry.case.is_open:
            raise Refused("closed")
        rows = Remedy.objects.of(entry.case.brand_id).filter(uuid=remedy, case=entry.case)
        row = rows.select_related("settlement").first()
        if row is None:
            raise Refused("not_in_case")
        if not row.amount_minor or RemedyKind(row.kind) not in PAYABLE:
            raise Refused("not_payable")
        seen_account = account_to_pay(entry, account)
        _check_directing(entry, row, seen_account)
        # Claimed or tried once, it may be on its way already.
        waiting = rows.filter(state=State.APPROVED.value, claimed_at__isnull=True, attempts=0)
        if not waiting.update(account=seen_account.row):
            raise Refused("remedy_moved_on", state=row.state)
        row.account = seen_account.row
        entry.event("remedy.directed", remedy=row.pk, account=seen_account.row.pk)
        return row


def _check_directing(entry: Entry, row: Remedy, account: SeenAccount) -> None:
    is_doubted = bool(account.doubts)
    if is_doubted:
        entry.event("account.doubted", account=account.row.pk, why=[doubt.value for doubt in account.doubts])
    giver, adder = row.settlement.staff_id, account.row.added_by_id
    if reason := why_not_direct(entry.actor.staff_id, giver, adder, is_doubted=is_doubted):
        raise Refused(reason)


def account_in(entry: Entry, account: UUID) -> PayoutAccount:
    """Answers an account of the case's customer. Raises: Refused('not_in_case')."""
    rows = PayoutAccount.objects.of(entry.case.brand_id).filter(uuid=account, removed_at=None)
    row = rows.filter(customer_id=entry.case.customer_id or 0).exclude(digest="").first()
    if row is None:
        raise Refused("not_in_case")
    return row


def account_to_pay(entry: Entry, account: UUID) -> SeenAccount:
    """Answers the account that was named for a payment, with what speaks against it. Raises: Refused('not_in_case')."""
    return seen([account_in(entry, account)], entry.now)[0]


def find_account(brand_id: int, customer_id: int | None, account: UUID) -> PayoutAccount:
    """Answers an account of a customer, for a page. Queries: 1. Raises: NotFound."""
    rows = PayoutAccount.objects.of(brand_id).filter(uuid=account, customer_id=customer_id or 0)
    row = rows.filter(removed_at=None).exclude(digest="").select_related("added_by").first()
    if row is None:
        raise NotFound("account_not_found")
    return row
