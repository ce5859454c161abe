"""Somebody acts for a customer: named by who saw their authority, until a day; ended by it, or before."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Literal
from uuid import UUID

from amends.cases.models import Case, CaseKey, CaseVisit, Representative
from amends.cases.promise_hours import zone_at
from amends.cases.recording import Entry, NotFound, Refused, record
from amends.cases.representing import representative_of
from amends.cases.said import clean_line
from amends.errors import DomainError
from amends.people.addresses import EMAIL, PHONE, address_key
from amends.people.permissions import Actor
from amends.rules.calendars import zone_of

FARTHEST = timedelta(days=3_660)
Told = Literal["instead", "beside"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Named:
    """Who acts for the customer: where they are reached, what shows their authority, the last day of it."""

    name: str
    authority: str
    until: date | None
    email: str = ""
    phone: str = ""
    told: Told = "beside"


def name_representative(*, actor: Actor, case_uuid: UUID, named: Named, now: datetime) -> Representative:
    """Says who acts for the customer of this case; there is one at a time.

    Raises: NotFound, Refused('represented_already'), DomainError('representative_unnamed'),
    DomainError('authority_unsaid'), DomainError('representative_unreached'), DomainError('until_wrong').
    """
    with record("name_representative", actor=actor, case_uuid=case_uuid, now=now) as entry:
        if representative_of(entry.case, now) is not None:
            raise Refused("represented_already")
        # One whose date is over ended by itself; the row says so now.
        _end(
            entry,
            Representative.objects.of(entry.case.brand_id).filter(case=entry.case, ended_at=None).first(),
        )
        row = _row(entry, named)
        digest = entry.digest(row, *said_of(row))
        row.save(force_insert=True)
        entry.event(
            "representative.named",
            named=row.pk,
            until=row.ends_at.isoformat(),
            told=row.told,
            digests={f"representative:{row.pk}": digest},
        )
        return row


def said_of(row: Representative) -> tuple[str, ...]:
    """Answers the words of a row as the record's digest covers them."""
    return row.name, row.email, row.phone, row.authority


def _row(entry: Entry, named: Named) -> Representative:
    name, authority = clean_line(named.name, 200), clean_line(named.authority, 300)
    if not name:
        raise DomainError("representative_unnamed")
    if not authority:
        raise DomainError("authority_unsaid")
    email, phone = address_key(EMAIL, named.email), named.phone.strip()[:40]
    is_wrong = (named.email.strip() and not email) or (phone and not address_key(PHONE, phone))
    if is_wrong or not (email or phone):
        raise DomainError("representative_unreached")
    return Representative(
        brand_id=entry.case.brand_id,
        uuid=uuid.uuid4(),
        case=entry.case,
        name=name,
        email=email,
        phone=phone,
        authority=authority,
        told=named.told,
        named_by_id=entry.actor.staff_id,
        named_at=entry.now,
        ends_at=_end_of(entry.case, named.until, entry.now),
    )


def _end_of(case: Case, until: date | None, now: datetime) -> datetime:
    """Answers the end of the last day, where the customer is. Raises: DomainError('until_wrong')."""
    if until is None or not now.date() <= until + timedelta(days=1) <= (now + FARTHEST).date():
        raise DomainError("until_wrong")
    ends = datetime.combine(until + timedelta(days=1), time(), zone_of(zone_at(case)))
    if ends <= now:
        raise DomainError("until_wrong")
    return ends.astimezone(now.tzinfo)


def end_representative(
    *, actor: Actor, case_uuid: UUID, representative_uuid: UUID, now: datetime
) -> Representative:
    """Ends that somebody acts for the customer, at once: their links open nothing more and their visits are over.

    Raises: NotFound('representative_not_found').
    """
    with record("end_representative", actor=actor, case_uuid=case_uuid, now=now) as entry:
        rows = Representative.objects.of(entry.case.brand_id).filter(case=entry.case, ended_at=None)
        row = rows.filter(uuid=representative_uuid).first()
        if row is None:
            raise NotFound("representative_not_found")
        _end(entry, row)
        return row


def _end(entry: Entry, row: Representative | None) -> None:
    if row is None:
        return
    row.ended_at = min(entry.now, row.ends_at)
    row.save(update_fields=["ended_at"])
    CaseKey.objects.filter(representative=row, used_at=None).update(used_at=entry.now)
    CaseVisit.objects.filter(representative=row, ends_at__gt=entry.now).update(ends_at=entry.now)
    entry.event("representative.ended", named=row.pk)
