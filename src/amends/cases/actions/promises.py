"""Promises to customers: made with an hour and a date, tried, moved, kept, withdrawn, broken."""

from __future__ import annotations

import logging
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from uuid import UUID

from amends.cases.actions.closing import close_once_given
from amends.cases.actions.promise_ends import finish, make_good, withdraw
from amends.cases.models import Case, Contact, Promise, PromiseAttempt, PromiseMove, Remedy, Supplier
from amends.cases.promise_clocks import resettle, rules_of
from amends.cases.promise_hours import Hours, book_hour, window_of, zone_at
from amends.cases.recording import Entry, NotFound, Refused, allow, record, subject_of
from amends.cases.said import clean_line
from amends.errors import DomainError
from amends.people.actors import actor_of
from amends.people.models import Staff
from amends.people.permissions import SYSTEM, Actor, may
from amends.rules.calendars import Span
from amends.rules.promise_book import Capacity, Room
from amends.rules.promises import (
    FINAL,
    PromiseKind,
    State,
)
from amends.rules.vocabulary import Direction

log = logging.getLogger("amends.promises")
OUR_WORD = frozenset({PromiseKind.CALL_BACK, PromiseKind.ANSWER})
"""What is kept by speaking to the customer: our own contact proves it, by the moment it was written down."""
BY_REMEDY = frozenset({PromiseKind.PAY, PromiseKind.DELIVER})


def make_promise(
    *,
    actor: Actor,
    case_uuid: UUID,
    kind: PromiseKind,
    text: str,
    hours: Hours,
    owner_id: int,
    now: datetime,
    supplier_id: int | None = None,
) -> Promise:
    """Promises something by an hour and a date; what was broken before in this case is made good by it.

    A promise that depends on a supplier's work says whose; its owner keeps it all the same.
    Raises: NotFound, Refused('closed'), Refused('owner_may_not'), Refused('supplier_unknown'),
    Refused('owner_not_on_shift', free, zone), Refused('hour_full', free, zone), DomainError('promise_text_missing'),
    DomainError('promise_without_hour'), DomainError('window_backwards'), DomainError('hour_does_not_exist'),
    DomainError('window_past'), DomainError('window_far').
    """
    words = clean_line(text, 300)
    if not words:
        raise DomainError("promise_text_missing")
    with record("promise", actor=actor, case_uuid=case_uuid, now=now) as entry:
        if not entry.case.is_open:
            raise Refused("closed")
        zone, owner = zone_at(entry.case), _owner(entry.case, owner_id)
        window = window_of(hours, zone, now)
        capacity = book_hour(entry, owner.pk, window[1], zone)
        supplier = _supplier(entry.case, supplier_id)
        promise = _made(entry, kind, words, window, zone, owner.pk, capacity, supplier)
        resettle(entry)
        make_good(entry)
        finish(entry, promise)
        return promise


def _made(
    entry: Entry,
    kind: PromiseKind,
    words: str,
    window: Span,
    zone: str,
    owner_id: int,
    capacity: Capacity,
    supplier_id: int | None,
) -> Promise:
    case, now = entry.case, entry.now
    promise = Promise(
        brand_id=case.brand_id,
        uuid=uuid.uuid4(),
        case=case,
        customer_id=case.customer_id,
        kind=kind.value,
        text=words,
        owner_id=owner_id,
        cover_id=capacity.person_id if capacity.room is Room.COVER else None,
        supplier_id=supplier_id,
        made_by_id=entry.actor.staff_id,
        made_at=now,
        starts_at=window[0],
        ends_at=window[1],
        zone=zone,
        agreed_at=now,
        agreed_starts_at=window[0],
        agreed_ends_at=window[1],
        due_at=window[1],
    )
    digest = entry.digest(promise, words, "")
    promise.save(force_insert=True)
    entry.event(
        "promise.made",
        promise=promise.pk,
        what=promise.kind,
        owner=owner_id,
        cover=promise.cover_id,
        supplier=supplier_id,
        starts=window[0].isoformat(),
        ends=window[1].isoformat(),
        digests={f"promise:{promise.pk}": digest},
    )
    return promise


def _supplier(case: Case, supplier_id: int | None) -> int | None:
    """Answers the supplier meant, who must work for the brand. Raises: Refused('supplier_unknown')."""
    if supplier_id is None:
        return None
    if not Supplier.objects.of(case.brand_id).filter(pk=supplier_id).exists():
        raise Refused("supplier_unknown")
    return supplier_id


def keep_promise(
    *,
    actor: Actor,
    case_uuid: UUID,
    promise_uuid: UUID,
    now: datetime,
    contact_id: int | None = None,
    remedy_id: int | None = None,
) -> Promise:
    """Keeps a promise by what proves it: a contact of the case, or for payment and delivery a remedy.

    What was done after the hour leaves it broken, and makes it good.
    Raises: NotFound, Refused('promise_over'), DomainError('proof_missing').
    """
    with _acting(actor, case_uuid, promise_uuid, now) as (entry, promise):
        if State(promise.state) in (State.KEPT, State.WITHDRAWN) or promise.kept_at is not None:
            raise Refused("promise_over")
        if remedy_id is not None and PromiseKind(promise.kind) in BY_REMEDY:
            promise.kept_remedy_id, promise.kept_at = remedy_id, _issued_at(entry, promise, remedy_id)
        else:
            contact = _proof(entry, promise, contact_id)
            promise.kept_by, promise.kept_at = contact, _done_at(promise, contact)
        promise.proved_at = now
        entry.event(
            "promise.kept",
            promise=promise.pk,
            contact=promise.kept_by_id,
            remedy=promise.kept_remedy_id,
            done=promise.kept_at.isoformat(),
            late=promise.kept_at > promise.due_at,
        )
        promise.made_good_at = promise.made_good_at or now
    close_once_given(promise.case_id, promise.brand_id, now)
    return promise


def _issued_at(entry: Entry, promise: Promise, remedy_id: int) -> datetime:
    remedy = Remedy.objects.of(promise.brand_id).filter(case=entry.case, pk=remedy_id).first()
    if remedy is None or remedy.issued_at is None or remedy.issued_at <= promise.agreed_at:
        raise DomainError("proof_missing")
    return remedy.issued_at


def _proof(entry: Entry, promise: Promise, contact_id: int | None) -> Contact:
    contact = _contact(entry.case, contact_id)
    is_ours = contact is not None and contact.direction == Direction.OUT.value
    needs_ours = PromiseKind(promise.kind) in OUR_WORD
    if contact is None or (needs_ours and not is_ours) or contact.recorded_at <= promise.agreed_at:
        raise DomainError("proof_missing")
    return contact


def _done_at(promise: Promise, contact: Contact) -> datetime:
    """Answers when it was done. Of our own word, when it was written down: nobody dates that back.

    Of a repair or a delivery somebody tells afterwards, and says when it was.
    """
    if PromiseKind(promise.kind) in OUR_WORD:
        return contact.recorded_at
    return max(promise.agreed_at, min(contact.occurred_at, contact.recorded_at))


def attempt_promise(
    *, actor: Actor, case_uuid: UUID, promise_uuid: UUID, now: datetime, message_id: int | None = None
) -> Promise:
    """Records that nobody answered; `message_id` is the contact that was left as a message, if one was.

    Raises: NotFound, Refused('promise_over'), Refused('not_by_trying'), DomainError('message_missing').
    """
    with _acting(actor, case_uuid, promise_uuid, now) as (entry, promise):
        _refuse_ended(promise)
        if PromiseKind(promise.kind) not in rules_of(promise).kept_by_trying:
            raise Refused("not_by_trying")
        PromiseAttempt.objects.create(
            brand_id=promise.brand_id, promise=promise, staff_id=actor.staff_id, at=now
        )
        if message_id is not None:
            message = _contact(entry.case, message_id)
            if message is None or message.direction != Direction.OUT.value:
                raise DomainError("message_missing")
            promise.message, promise.message_at = message, message.recorded_at
        entry.event("promise.attempted", promise=promise.pk, message=message_id)
        return promise


def move_promise(
    *,
    actor: Actor,
    case_uuid: UUID,
    promise_uuid: UUID,
    hours: Hours,
    word_id: int | None,
    now: datetime,
) -> Promise:
    """Moves a promise to another window, with the customer's word: the contact in which they agreed.

    Raises: NotFound, Refused('promise_over'), DomainError('word_missing'), and as `make_promise`.
    """
    with _acting(actor, case_uuid, promise_uuid, now) as (entry, promise):
        _refuse_ended(promise)
        word = _word(entry, promise, word_id)
        if word is None:
            raise DomainError("word_missing")
        window = window_of(hours, promise.zone, now)
        capacity = book_hour(entry, promise.owner_id, window[1], promise.zone, without=promise.due_at)
        promise.cover_id = capacity.person_id if capacity.room is Room.COVER else None
        PromiseMove.objects.create(
            brand_id=promise.brand_id,
            promise=promise,
            staff_id=actor.staff_id,
            at=now,
            starts_at=window[0],
            ends_at=window[1],
            word=word,
        )
        promise.agreed_at, promise.agreed_starts_at, promise.agreed_ends_at = now, *window
        promise.warned_at = None
        entry.event(
            "promise.moved",
            promise=promise.pk,
            word=word.pk,
            starts=window[0].isoformat(),
            ends=window[1].isoformat(),
        )
        return promise


def withdraw_promise(
    *,
    actor: Actor,
    case_uuid: UUID,
    promise_uuid: UUID,
    reason: str,
    now: datetime,
    word_id: int | None = None,
) -> Promise:
    """Takes a promise back, with a reason. Late, and without the customer's word, it counts as broken all the same.

    Raises: NotFound, Refused('promise_over'), DomainError('promise_reason_missing'), DomainError('word_missing').
    """
    words = clean_line(reason, 300)
    if not words:
        raise DomainError("promise_reason_missing")
    with _acting(actor, case_uuid, promise_uuid, now) as (entry, promise):
        is_over = promise.withdrawn_at is not None or promise.kept_at is not None
        if is_over or State(promise.state) in FINAL - {State.BROKEN}:
            raise Refused("promise_over")
        word = _word(entry, promise, word_id)
        if word_id is not None and word is None:
            raise DomainError("word_missing")
        promise.withdrawn_word = word
        promise.withdrawn_reason = words
        digest = entry.digest(promise, promise.text, words)
        withdraw(entry, promise, digests={f"promise:{promise.pk}": digest})
        return promise


def hand_over_promise(
    *, actor: Actor, case_uuid: UUID, promise_uuid: UUID, owner_id: int, now: datetime
) -> Promise:
    """Gives a promise to somebody who is there in its hour; the hour stays what was said to the customer.

    Only what still runs is handed over: a broken promise stays with who broke it.
    Raises: NotFound, Refused('promise_over'), Refused('role'), and as `make_promise`.
    """
    with _acting(actor, case_uuid, promise_uuid, now) as (entry, promise):
        allow(may(actor, "assign_others", subject_of(entry.case)))
        _refuse_ended(promise)
        owner, before = _owner(entry.case, owner_id), promise.owner_id
        capacity = book_hour(entry, owner.pk, promise.due_at, promise.zone)
        promise.owner = owner
        promise.cover_id = capacity.person_id if capacity.room is Room.COVER else None
        promise.warned_at = None
        entry.event(
            "promise.handed_over",
            promise=promise.pk,
            before=before,
            owner=owner.pk,
            cover=promise.cover_id,
        )
        return promise


def break_due_promises(*, now: datetime, most: int) -> int:
    """Warns of what is soon due and breaks what was not kept, the longest due first; answers how many were looked at.

    Two workers may do it at once: each looks again under the lock of the case, and the second finds nothing to do.
    """
    due = Promise.objects.filter(next_check_at__lte=now).order_by("next_check_at", "pk")
    found = list(due.values_list("pk", "brand_id", "case__uuid")[:most])
    for promise_id, brand_id, case_uuid in found:
        try:
            _check(promise_id, brand_id, case_uuid, now)
        except Exception:  # one promise that can't be looked at must not keep the others
            log.exception("a promise could not be looked at", extra={"promise": promise_id})
    return len(found)


def _check(promise_id: int, brand_id: int, case_uuid: UUID, now: datetime) -> None:
    with record("promise", actor=SYSTEM, case_uuid=case_uuid, now=now) as entry:
        promise = Promise.objects.of(brand_id).get(pk=promise_id)
        if promise.next_check_at is not None and promise.next_check_at <= now:
            resettle(entry, promise)


@contextmanager
def _acting(
    actor: Actor, case_uuid: UUID, promise_uuid: UUID, now: datetime
) -> Iterator[tuple[Entry, Promise]]:
    """Lets one act change one promise; first and last it is brought up to date.

    Raises: NotFound('promise_not_found').
    """
    with record("promise", actor=actor, case_uuid=case_uuid, now=now) as entry:
        rows = Promise.objects.of(entry.case.brand_id)
        promise = rows.filter(case=entry.case, uuid=promise_uuid).first()
        if promise is None:
            raise NotFound("promise_not_found")
        resettle(entry, promise)
        yield entry, promise
        finish(entry, promise)


def _refuse_ended(promise: Promise) -> None:
    if State(promise.state) in FINAL:
        raise Refused("promise_over")


def _word(entry: Entry, promise: Promise, word_id: int | None) -> Contact | None:
    """Answers the contact in which the customer spoke after the window was agreed; None when it is not one."""
    contact = _contact(entry.case, word_id)
    is_theirs = contact is not None and contact.direction == Direction.IN.value
    return contact if contact and is_theirs and contact.recorded_at > promise.agreed_at else None


def _contact(case: Case, contact_id: int | None) -> Contact | None:
    return Contact.objects.of(case.brand_id).filter(case=case, pk=contact_id or 0).first()


def _owner(case: Case, owner_id: int) -> Staff:
    owner = Staff.objects.filter(pk=owner_id, is_active=True).first()
    if owner is None or not may(actor_of(owner), "promise", subject_of(case)).is_granted:
        raise Refused("owner_may_not")
    return owner
