"""What was approved is issued: once, by another system under one key, or by hand; confirmed, or reversed."""

from __future__ import annotations

import logging
from datetime import datetime, timedelta
from uuid import UUID

from django.db.models import Q

from amends.cases.actions.closing import close_once_given
from amends.cases.issuers import Order, issuer
from amends.cases.ledger import move
from amends.cases.models import Case, PayoutAccount, Remedy, Settlement
from amends.cases.payouts import number_of
from amends.cases.recording import Entry, Refused, record
from amends.cases.said import clean_line
from amends.errors import ChannelError, DomainError
from amends.people.models import Brand, Customer
from amends.people.permissions import SYSTEM, Actor
from amends.rules.policy.document import RemedyKind
from amends.rules.remedies import MONEY, Act, State

logger = logging.getLogger(__name__)
MOST_ATTEMPTS = 8
LEASE = timedelta(minutes=5)


def issue_due_remedies(now: datetime, most: int = 20) -> int:
    """Hands over what is approved and due, and answers how many were taken; each is claimed by a conditional update.

    Killed at any point, it is tried again under the same key once its lease has run out.
    """
    due = Q(state=State.APPROVED.value, is_by_hand=False, next_at__lte=now)
    due &= Q(claimed_at__isnull=True) | Q(claimed_at__lte=now - LEASE)
    taken = 0
    for row in Remedy.objects.filter(due).order_by("next_at", "id")[:most]:
        claimed = Remedy.objects.filter(due, pk=row.pk, attempts=row.attempts).update(
            claimed_at=now, attempts=row.attempts + 1
        )
        if claimed:
            taken += 1
            _attempt(Remedy.objects.get(pk=row.pk), now)
    return taken


def _attempt(row: Remedy, now: datetime) -> None:
    try:
        receipt = issuer().issue(_order(row))
    except ChannelError as error:
        _failed(row, error, now)
    except Exception:
        # A fault of our own waits like any other and is given up in time.
        logger.exception("a remedy could not be handed over", extra={"remedy": row.pk})
        _failed(row, ChannelError("fault", permanent=False), now)
    else:
        _issued(row, receipt, now)


def _order(row: Remedy) -> Order:
    case = Case.objects.of(row.brand_id).get(pk=row.case_id)
    customer = Customer.objects.of(row.brand_id).filter(pk=case.customer_id or 0).first()
    brand = Brand.objects.get(pk=row.brand_id)
    account = PayoutAccount.objects.of(row.brand_id).filter(pk=row.account_id or 0).first()
    return Order(
        key=str(row.uuid),
        brand=brand.slug,
        case=case.reference,
        customer=str(customer.uuid) if customer else "",
        remedy=row.code,
        kind=row.kind,
        amount_minor=row.amount_minor,
        currency=row.currency,
        account_kind=account.kind if account else "",
        account=_number(account) if account else "",
    )


def _number(account: PayoutAccount) -> str:
    try:
        return number_of(account)
    except DomainError as error:
        # It was erased meanwhile; somebody must find out where the money goes now.
        raise ChannelError("account_gone", permanent=True) from error


def _issued(row: Remedy, receipt: str, now: datetime) -> None:
    case = Case.objects.of(row.brand_id).get(pk=row.case_id)
    with record("note", actor=SYSTEM, case_uuid=case.uuid, now=now) as entry:
        remedy = _locked(entry, row.uuid)
        if remedy.state != State.APPROVED.value:
            # Another worker took over a lease that had run out, and was told the same.
            return
        _mark_issued(entry, remedy, receipt[:120], None)
    close_once_given(case.pk, case.brand_id, now)


def _failed(row: Remedy, error: ChannelError, now: datetime) -> None:
    is_over = error.permanent or row.attempts >= MOST_ATTEMPTS
    again = None if is_over else now + timedelta(minutes=2 ** min(row.attempts, 7))
    mine = Remedy.objects.filter(pk=row.pk, attempts=row.attempts, state=State.APPROVED.value)
    mine.update(claimed_at=None, next_at=again, trouble=error.code[:120])


def carry_out_remedy(*, actor: Actor, case_uuid: UUID, remedy: UUID, proof: str, now: datetime) -> Remedy:
    """Says that somebody carried a remedy out by hand, with what shows it. Nobody pays what they chose themselves.

    Raises: NotFound, Refused('own_remedy', 'remedy_moved_on', 'issued_by_itself'), DomainError('receipt_missing').
    """
    if not proof.strip():
        raise DomainError("receipt_missing")
    with record("give", actor=actor, case_uuid=case_uuid, now=now) as entry:
        row = _locked(entry, remedy)
        if not row.is_by_hand and row.next_at is not None:
            raise Refused("issued_by_itself")
        settlement = Settlement.objects.of(row.brand_id).get(pk=row.settlement_id)
        is_money = RemedyKind(row.kind) in MONEY and row.amount_minor > 0
        if is_money and actor.staff_id is not None and settlement.staff_id == actor.staff_id:
            raise Refused("own_remedy")
        _mark_issued(entry, row, clean_line(proof, 120), actor.staff_id)
    close_once_given(row.case_id, row.brand_id, now)
    return row


def confirm_remedy(*, actor: Actor, case_uuid: UUID, remedy: UUID, now: datetime) -> Remedy:
    """Says that the customer has it. Raises: NotFound, Refused('remedy_moved_on')."""
    with record("give", actor=actor, case_uuid=case_uuid, now=now) as entry:
        row = _locked(entry, remedy)
        row.confirmed_at = now
        move(entry, row, Act.CONFIRM)
        _follow(row, State.CONFIRMED)
        return row


def reverse_remedy(*, actor: Actor, case_uuid: UUID, remedy: UUID, now: datetime) -> Remedy:
    """Says that what was issued came back: the other side of every entry is written. Nobody reverses their own.

    Raises: NotFound, Refused('own_remedy', 'remedy_moved_on').
    """
    with record("reverse_remedy", actor=actor, case_uuid=case_uuid, now=now) as entry:
        row = _locked(entry, remedy)
        settlement = Settlement.objects.of(row.brand_id).get(pk=row.settlement_id)
        if actor.staff_id is not None and settlement.staff_id == actor.staff_id:
            raise Refused("own_remedy")
        move(entry, row, Act.REVERSE)
        _follow(row, State.REVERSED)
        return row


def _mark_issued(entry: Entry, row: Remedy, receipt: str, staff_id: int | None) -> None:
    row.receipt, row.issued_by_id = receipt, staff_id
    row.issued_at, row.claimed_at, row.next_at, row.trouble = entry.now, None, None, ""
    move(entry, row, Act.ISSUE)
    _follow(row, State.ISSUED)


def _follow(row: Remedy, state: State) -> None:
    """Lets the settlement follow once all its remedies are so far."""
    others = Remedy.objects.of(row.brand_id).filter(settlement_id=row.settlement_id)
    if not others.exclude(state=state.value).exists():
        Settlement.objects.of(row.brand_id).filter(pk=row.settlement_id).update(state=state.value)


def _locked(entry: Entry, remedy: UUID) -> Remedy:
    rows = Remedy.objects.of(entry.case.brand_id).select_for_update()
    row = rows.filter(uuid=remedy, case=entry.case).first()
    if row is None:
        raise Refused("not_in_case")
    return row
