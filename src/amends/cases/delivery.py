"""Messages leave: the worker takes rows that are due and uses the way their channel registered."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Q

from amends.cases.actions.evidence import stored_path
from amends.cases.models import Attachment, Case, Contact, Outgoing
from amends.cases.news import news_of
from amends.cases.recording import record
from amends.cases.representing import standing
from amends.cases.ways import Letter, closing_words, notice_words, way_out
from amends.errors import ChannelError
from amends.people.models import Address, Brand
from amends.people.permissions import SYSTEM

logger = logging.getLogger(__name__)
MOST_ATTEMPTS = 8
LEASE = timedelta(minutes=5)


def deliver_due(now: datetime, most: int = 50) -> int:
    """Sends what is due and answers how many rows were taken. A row is claimed by a conditional update."""
    due = Q(state="waiting", next_at__lte=now) | Q(state="sending", claimed_at__lte=now - LEASE)
    taken = 0
    for row in Outgoing.objects.filter(due).order_by("next_at")[:most]:
        claimed = Outgoing.objects.filter(due, pk=row.pk, attempts=row.attempts).update(
            state="sending", claimed_at=now, attempts=row.attempts + 1
        )
        if claimed:
            taken += 1
            row.attempts += 1
            _attempt(row, now)
    return taken


def _attempt(row: Outgoing, now: datetime) -> None:
    try:
        letter = _letter(row, now)
        if letter is None:
            _spare(row)
            return
        way_out(row.kind).deliver(letter)
    except ChannelError as error:
        _failed(row, error, now)
    except Exception:
        # A fault of our own must not be tried every second for ever: it waits like any other and gives up in time.
        logger.exception("a message could not be prepared", extra={"outgoing": row.pk})
        _failed(row, ChannelError("fault", permanent=False), now)
    else:
        _settle(row, "sent", "", now)


def _titled(case: Case, brand: Brand, address: str) -> str:
    """Answers what a mail is about; to an address that somebody only named, nothing that they wrote."""
    named = Address.objects.of(case.brand_id).filter(customer_id=case.customer_id or 0, value=address)
    return brand.name if named.filter(is_proven=False).exists() else case.gist


def _letter(row: Outgoing, now: datetime) -> Letter | None:
    if not row.address:
        raise ChannelError("no_address", permanent=True)
    case = Case.objects.of(row.brand_id).get(pk=row.case_id)
    brand = Brand.objects.get(pk=row.brand_id)
    if row.contact_id is None:
        return _notice(row, case, brand, now)
    contact = Contact.objects.of(row.brand_id).get(pk=row.contact_id)
    subject = f"{_titled(case, brand, row.address)} [{case.reference}]"
    return Letter(
        row.message_id,
        brand.name,
        brand.from_address,
        row.address,
        subject,
        contact.text + closing_words(case, now),
        case.language,
        tuple(_files(contact)),
    )


def _notice(row: Outgoing, case: Case, brand: Brand, now: datetime) -> Letter | None:
    """Answers the mail of a notice; None where nothing is new any more, or nothing could be opened."""
    # News may have joined between the look at the row and its claim.
    row.refresh_from_db(fields=["notice"])
    is_other = row.representative_id is not None
    if is_other and not standing(case, now).filter(pk=row.representative_id or 0).exists():
        return None
    news = news_of(case, row)
    said = notice_words(case, news, for_representative=is_other) if news else None
    way = closing_words(case, now, for_representative=is_other) if said else ""
    if said is None or not way:
        return None
    return Letter(
        row.message_id,
        brand.name,
        brand.from_address,
        row.address,
        said.subject,
        said.text + way,
        case.language,
        is_notice=True,
    )


def _spare(row: Outgoing) -> None:
    with transaction.atomic():
        Outgoing.objects.filter(pk=row.pk).update(state="spared", reason="no_news")


def _files(contact: Contact) -> Iterator[tuple[str, str, bytes]]:
    for file in Attachment.objects.of(contact.brand_id).filter(contact=contact):
        yield file.name, file.found_type, stored_path(file.uuid).read_bytes()


def _failed(row: Outgoing, error: ChannelError, now: datetime) -> None:
    if error.permanent or row.attempts >= MOST_ATTEMPTS:
        _settle(row, "failed", error.code, now)
        return
    again = now + timedelta(minutes=2 ** min(row.attempts, 7))
    with transaction.atomic():
        Outgoing.objects.filter(pk=row.pk).update(state="waiting", next_at=again, reason=error.code[:120])


def _settle(row: Outgoing, state: str, reason: str, now: datetime) -> None:
    case = Case.objects.of(row.brand_id).get(pk=row.case_id)
    with record("reply", actor=SYSTEM, case_uuid=case.uuid, now=now) as entry:
        Outgoing.objects.filter(pk=row.pk).update(
            state=state, reason=reason[:120], sent_at=now if state == "sent" else None
        )
        end = "delivered" if state == "sent" else "not_delivered"
        if row.contact_id is None:
            entry.event(f"notice.{end}", outgoing=row.pk, reason=reason)
        else:
            entry.event(f"contact.{end}", contact=row.contact_id, reason=reason)
