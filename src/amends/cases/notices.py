"""A customer is told that something new stands in their case: one short mail, in our own sentence.

Written with the act that it tells of, and sent a little later, so that what comes close together is one mail.
"""

from __future__ import annotations

import uuid
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Final

from django.conf import settings

from amends.cases.models import Case, Contact, Outgoing
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


def queue_notice(case: Case, events: Sequence[_Event], now: datetime) -> None:
    """Queues that the customer is told what these events bring; nothing where they can open nothing.

    Queries: 0 where the events bring no news, else 3 to 5.
    """
    if not settings.PUBLIC_URL or case.erased_at is not None or not (causes := list(_causes(events, now))):
        return
    address = email_of(case)
    if not address:
        return
    rows = Outgoing.objects.of(case.brand_id).filter(case=case, notice__isnull=False)
    told = {cause for row in rows for cause in row.notice or ()}
    fresh = [cause for cause in causes if cause not in told]
    if _mailed_now(case, now):
        fresh = [cause for cause in fresh if cause.startswith(Cause.BROKEN)]
    if fresh and not _joined(case, fresh):
        _create(case, fresh, address, now)


def email_of(case: Case) -> str:
    """Answers to which address mail about a case goes; empty where the customer has none. Queries: 1."""
    row = Address.objects.of(case.brand_id).filter(customer_id=case.customer_id or 0, kind=EMAIL).first()
    return row.value if row else ""


def _causes(events: Sequence[_Event], now: datetime) -> Iterator[str]:
    """Answers each cause with the id of its row, by which it is told once."""
    is_mailed = any(
        kind == "contact.sent" and data["channel"] == Channel.EMAIL.value for kind, data in events
    )
    for kind, data in events:
        if kind == "promise.broken":
            yield f"{Cause.BROKEN}:{data['promise']}"
        elif kind == "feedback.answered":
            yield f"{Cause.CHANGED}:{data['feedback']}"
        elif is_mailed:
            # The mail that was written in this very act says it already.
            continue
        elif kind == "promise.moved":
            # It may be moved back and forth: each move is news.
            yield f"{Cause.MOVED}:{data['promise']}:{now.isoformat()}"
        elif kind == "promise.made":
            yield f"{Cause.MADE}:{data['promise']}"
        elif kind == "remedies.offered":
            yield f"{Cause.OPTIONS}:{data['offer']}"
        elif kind == "contact.sent" and data["channel"] == Channel.WEB.value:
            yield f"{Cause.ANSWER}:{data['contact']}"


def _mailed_now(case: Case, now: datetime) -> bool:
    """Answers whether a mail of this same moment goes to the customer."""
    mails = Contact.objects.of(case.brand_id).filter(case=case, recorded_at=now, outgoing__isnull=False)
    return mails.exists()


def _joined(case: Case, causes: Sequence[str]) -> bool:
    """Adds news to the mail that still waits its first minutes; answers whether there is one."""
    waiting = Outgoing.objects.of(case.brand_id).filter(case=case, notice__isnull=False)
    waiting = waiting.filter(state="waiting", attempts=0)
    row = waiting.first()
    # The worker may take it between the two: then it was not changed.
    return row is not None and bool(waiting.filter(pk=row.pk).update(notice=[*(row.notice or ()), *causes]))


def _create(case: Case, causes: Sequence[str], address: str, now: datetime) -> None:
    Outgoing.objects.create(
        brand_id=case.brand_id,
        case=case,
        notice=list(causes),
        kind=EMAIL,
        address=address,
        next_at=now + TOGETHER,
        message_id=uuid.uuid4().hex,
    )
