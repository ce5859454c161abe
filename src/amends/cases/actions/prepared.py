"""A complaint that its customer prepared arrives complete: the case, what shows each point, and the way to see it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from django.db import IntegrityError

from amends.cases.actions.contacts import receive_contact
from amends.cases.actions.evidence import Upload, attach, forget_stored, with_preview
from amends.cases.callers import unproven_customer
from amends.cases.chain import words_digest
from amends.cases.inbound import InboundContact
from amends.cases.keys import Opened, begin_visit
from amends.cases.models import Case, Contact, Point, PreparedCase
from amends.cases.recording import Entry, record, writing
from amends.errors import DomainError
from amends.people.models import Brand
from amends.people.permissions import Actor

SENDER = Actor(kind="customer", name="")
"""Whoever sends what they prepared: known by what they say of themselves, allowed to begin a case and no more."""
AGAIN: Final = timedelta(hours=1)
"""So long the same words with the same key lead to the case they opened; later a link does, or a code."""
MOST_PIXELS: Final = 16_000_000
"""Of a picture that anybody may send; a larger one is kept as it is, without one to look at."""
Proofs = Mapping[int, Sequence[Upload]]
"""Files by the number of the point that they show; nought for what shows none alone."""


def receive_prepared(
    *, brand: Brand, inbound: InboundContact, key: UUID, proofs: Proofs, now: datetime
) -> Opened:
    """Opens the case of a prepared complaint, once for each key however often it is sent, and begins a visit to it.

    Raises: DomainError('nothing_said', 'not_reachable', 'file_empty', 'file_too_large'); DomainError('sent_already')
    for another text under a key that was used, or after an hour.
    """
    if (before := _before(brand, key)) is not None:
        return _again(before, inbound, proofs, now)
    # Pictures are looked at before anything is locked: it takes seconds, and whoever writes would wait.
    seen = {number: [with_preview(one, MOST_PIXELS) for one in some] for number, some in proofs.items()}
    stored: list[UUID] = []
    try:
        with writing():
            case = _opened(brand, inbound, seen, now, stored)
            digest = _digest(case, inbound, proofs)
            PreparedCase.objects.create(brand=brand, key=key, case=case, digest=digest, at=now)
            return begin_visit(case, now)
    except IntegrityError:
        forget_stored(stored)
        # Somebody pressed twice at the same moment.
        before = _before(brand, key)
        if before is None:
            raise
        return _again(before, inbound, proofs, now)
    except BaseException:
        forget_stored(stored)
        raise


def _before(brand: Brand, key: UUID) -> PreparedCase | None:
    return PreparedCase.objects.of(brand.pk).filter(key=key).select_related("case").first()


def _again(before: PreparedCase, inbound: InboundContact, proofs: Proofs, now: datetime) -> Opened:
    # The key alone opens nothing: it stands in a form, and forms are shared and borrowed.
    is_same = before.digest == _digest(before.case, inbound, proofs)
    if not is_same or now - before.at > AGAIN or before.case.erased_at is not None:
        raise DomainError("sent_already")
    return begin_visit(before.case, now)


def _digest(case: Case, inbound: InboundContact, proofs: Proofs) -> str:
    files = [f"{number}:{one.name}:{len(one.content)}" for number, some in proofs.items() for one in some]
    return words_digest(bytes(case.content_key or b""), repr(replace(inbound, customer_id=None)), *files)


def _opened(brand: Brand, inbound: InboundContact, proofs: Proofs, now: datetime, stored: list[UUID]) -> Case:
    customer = unproven_customer(brand, inbound.caller, now)
    inbound = replace(inbound, customer_id=customer)
    received = receive_contact(actor=SENDER, brand=brand, inbound=inbound, now=now)
    case = Case.objects.of(brand.pk).get(uuid=received.case_hex)
    if any(proofs.values()):
        own = Actor(kind="customer", name="", own_case_id=case.pk)
        with record("say_own", actor=own, case_uuid=case.uuid, now=now) as entry:
            _attach(entry, received.contact_id, proofs, stored)
    return case


def _attach(entry: Entry, contact_id: int, proofs: Proofs, stored: list[UUID]) -> None:
    contact = Contact.objects.of(entry.case.brand_id).get(pk=contact_id)
    points = {one.number: one for one in Point.objects.of(entry.case.brand_id).filter(case=entry.case)}
    for number, uploads in proofs.items():
        for upload in uploads:
            stored.append(attach(entry, upload, contact=contact, point=points.get(number)).uuid)
