"""A customer is told that something new stands in their case: one short mail, in our own sentence.

Written with the act that it tells of, and sent a little later, so that what comes close together is one mail.
"""

from __future__ import annotations

import uuid
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Final, NamedTuple

from django.conf import settings
from django.db.models import QuerySet

from amends.cases.models import Case, Contact, Outgoing
from amends.cases.representing import representative_of
from amends.people.addresses import EMAIL
from amends.people.models import Address
from amends.rules.vocabulary import Channel

TOGETHER: Final = timedelta(minutes=5)
"""What happens in a case within this time is told in one mail."""
_Event = tuple[str, Mapping[str, object]]


class Cause(StrEnum):
    """Why a customer is written to, the most important first."""

    BROKEN = "broken"
    MOVED = "moved"
    MADE = "made"
    OPTIONS = "options"
    ANSWER = "answer"
    CHANGED = "changed"


class _Reader(NamedTuple):
    """Whom a notice goes to: the customer, or who acts for them."""

    address: str
    representative_id: int | None = None


_IN_NO_LETTER = frozenset({Cause.BROKEN, Cause.CHANGED})
"""What nobody writes in a letter because it happened: it is told beside any."""


def queue_notice(case: Case, events: Sequence[_Event], now: datetime) -> None:
    """Queues that the customer is told what these events bring; nothing where they can open nothing.

    Queries: 0 where the events bring no news, else 4 to 6 for each who is told.
    """
    if not settings.PUBLIC_URL or case.erased_at is not None or not (causes := list(_causes(events, now))):
        return
    is_mailed = _mailed_now(case, now)
    for reader in _readers(case, now):
        mine = Outgoing.objects.of(case.brand_id).filter(
            case=case, notice__isnull=False, representative=reader.representative_id
        )
        told = {cause for row in mine for cause in row.notice or ()}
        fresh = [cause for cause in causes if cause not in told]
        # The mail of this moment went to the customer: who acts for them has not read it.
        if is_mailed and reader.representative_id is None:
            fresh = [cause for cause in fresh if Cause(cause.split(":")[0]) in _IN_NO_LETTER]
        if fresh and not _joined(mine, fresh):
            _create(case, fresh, reader, now)


def _readers(case: Case, now: datetime) -> Iterator[_Reader]:
    person = representative_of(case, now)
    by_mail = person if person is not None and person.email else None
    if by_mail is not None:
        yield _Reader(by_mail.email, by_mail.pk)
    if by_mail is None or by_mail.told != "instead":
        address = email_of(case)
        if address:
            yield _Reader(address)


def email_of(case: Case) -> str:
    """Answers to which address mail about a case goes; empty where the customer has none. Queries: 1."""
    row = Address.objects.of(case.brand_id).filter(customer_id=case.customer_id or 0, kind=EMAIL).first()
    return row.value if row else ""


def _causes(events: Sequence[_Event], now: datetime) -> Iterator[str]:
    """Answers each cause with the id of its row, by which it is told once."""
    for kind, data in events:
        if kind == "promise.broken":
            yield f"{Cause.BROKEN}:{data['promise']}"
        elif kind == "promise.moved":
            # It may be moved back and forth: each move is news.
            yield f"{Cause.MOVED}:{data['promise']}:{now.isoformat()}"
        elif kind == "promise.made":
            yield f"{Cause.MADE}:{data['promise']}"
        elif kind == "remedies.offered":
            yield f"{Cause.OPTIONS}:{data['offer']}"
        elif kind == "contact.sent" and data["channel"] == Channel.WEB.value:
            yield f"{Cause.ANSWER}:{data['contact']}"
        elif kind == "feedback.answered":
            yield f"{Cause.CHANGED}:{data['feedback']}"


def _mailed_now(case: Case, now: datetime) -> bool:
    """Answers whether a letter of this same moment goes to the customer, which brings what is new itself."""
    mails = Contact.objects.of(case.brand_id).filter(case=case, recorded_at=now, outgoing__isnull=False)
    return mails.exists()


def _joined(mine: QuerySet[Outgoing], causes: Sequence[str]) -> bool:
    """Adds news to the mail that still waits its first minutes; answers whether there is one."""
    waiting = mine.filter(state="waiting", attempts=0)
    row = waiting.first()
    # The worker may take it between the two: then it was not changed.
    return row is not None and bool(waiting.filter(pk=row.pk).update(notice=[*(row.notice or ()), *causes]))


def _create(case: Case, causes: Sequence[str], reader: _Reader, now: datetime) -> None:
    Outgoing.objects.create(
        brand_id=case.brand_id,
        case=case,
        notice=list(causes),
        representative_id=reader.representative_id,
        kind=EMAIL,
        address=reader.address,
        next_at=now + TOGETHER,
        message_id=uuid.uuid4().hex,
    )
