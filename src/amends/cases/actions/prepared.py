"""A complaint that its customer prepared arrives complete: the case, what shows each point, and the way to see it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import IntegrityError

from amends.cases.actions.contacts import receive_contact
from amends.cases.actions.evidence import Upload, attach
from amends.cases.inbound import InboundContact
from amends.cases.keys import Opened, begin_visit
from amends.cases.models import Case, Contact, Point, PreparedCase
from amends.cases.recording import Entry, record, writing
from amends.errors import DomainError
from amends.people.models import Brand
from amends.people.permissions import Actor

SENDER = Actor(kind="customer", name="")
"""Whoever sends what they prepared: known by what they say of themselves, allowed to begin a case and no more."""
Proofs = Mapping[int, Sequence[Upload]]
"""Files by the number of the point that they show; nought for what shows none alone."""


@dataclass(frozen=True, slots=True)
class Sent:
    """What became of a prepared complaint: the visit to its case, and whether this was the first time it came."""

    opened: Opened
    is_new: bool


def receive_prepared(
    *, brand: Brand, inbound: InboundContact, key: UUID, proofs: Proofs, now: datetime
) -> Sent:
    """Opens the case of a prepared complaint, once for each key however often it is sent.

    Raises: DomainError('nothing_said'), DomainError('not_reachable'), DomainError('file_empty', 'file_too_large').
    """
    if not (inbound.caller.email or inbound.caller.phone):
        raise DomainError("not_reachable")
    try:
        with writing():
            case = _opened(brand, inbound, proofs, now)
            PreparedCase.objects.create(brand=brand, key=key, case=case, at=now)
            return Sent(begin_visit(case, now), is_new=True)
    except IntegrityError:
        # It was sent before: pressed twice, or sent again after the line broke.
        before = PreparedCase.objects.of(brand.pk).filter(key=key).select_related("case").first()
        if before is None:
            raise
        return Sent(begin_visit(before.case, now), is_new=False)


def _opened(brand: Brand, inbound: InboundContact, proofs: Proofs, now: datetime) -> Case:
    received = receive_contact(actor=SENDER, brand=brand, inbound=inbound, now=now)
    case = Case.objects.of(brand.pk).get(uuid=received.case_hex)
    if any(proofs.values()):
        own = Actor(kind="customer", name="", own_case_id=case.pk)
        with record("say_own", actor=own, case_uuid=case.uuid, now=now) as entry:
            _attach(entry, received.contact_id, proofs)
    return case


def _attach(entry: Entry, contact_id: int, proofs: Proofs) -> None:
    contact = Contact.objects.of(entry.case.brand_id).get(pk=contact_id)
    points = {one.number: one for one in Point.objects.of(entry.case.brand_id).filter(case=entry.case)}
    for number, uploads in proofs.items():
        for upload in uploads:
            attach(entry, upload, contact=contact, point=points.get(number))
