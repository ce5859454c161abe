"""How a brand is reached is written down, looked at again, taken away: by managers and administrators."""

from __future__ import annotations

import uuid
from datetime import date, datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from amends.cases.models import BrandContact
from amends.cases.recording import NotFound, allow, writing
from amends.cases.said import clean_line
from amends.errors import DomainError
from amends.people.models import Brand
from amends.people.permissions import Actor, Subject, may
from amends.rules.directory import Way, fits

MOST_CONTACTS = 60


def add_contact(
    *, actor: Actor, brand: Brand, way: Way, label: str, value: str, now: datetime
) -> BrandContact:
    """Adds one way to reach a brand; who adds it has looked that it is right.

    Raises: Refused, DomainError('contact_label_missing'), DomainError('contact_value_wrong'),
    DomainError('contact_there'), DomainError('too_many_contacts').
    """
    allow(may(actor, "manage_directory", Subject(brand.pk)))
    name, said = clean_line(label, 120), clean_line(value, 300)
    if not name:
        raise DomainError("contact_label_missing")
    if not fits(way, said):
        raise DomainError("contact_value_wrong")
    with writing():
        # The brand's row is the turnstile: the same contact twice at once is one.
        Brand.objects.select_for_update().get(pk=brand.pk)
        rows = BrandContact.objects.of(brand.pk)
        if rows.filter(kind=way.value, value=said).exists():
            raise DomainError("contact_there")
        if rows.count() >= MOST_CONTACTS:
            raise DomainError("too_many_contacts")
        return BrandContact.objects.create(
            brand=brand,
            uuid=uuid.uuid4(),
            kind=way.value,
            label=name,
            value=said,
            verified_on=_today(brand, now),
            verified_by_id=actor.staff_id,
            added_at=now,
        )


def verify_contact(*, actor: Actor, contact_uuid: UUID, now: datetime) -> BrandContact:
    """Says that somebody has looked again, and it is still right. Raises: NotFound, Refused."""
    row = _found(actor, contact_uuid)
    row.verified_on, row.verified_by_id = _today(row.brand, now), actor.staff_id
    with writing():
        row.save(update_fields=["verified_on", "verified_by"])
    return row


def remove_contact(*, actor: Actor, contact_uuid: UUID) -> None:
    """Takes away what is no longer so. Raises: NotFound, Refused."""
    row = _found(actor, contact_uuid)
    with writing():
        row.delete()


def _found(actor: Actor, contact_uuid: UUID) -> BrandContact:
    row = BrandContact.objects.filter(uuid=contact_uuid).select_related("brand").first()
    if row is None:
        raise NotFound("contact_not_found")
    allow(may(actor, "manage_directory", Subject(row.brand_id)))
    return row


def _today(brand: Brand, now: datetime) -> date:
    return now.astimezone(ZoneInfo(brand.zone)).date()
