"""Ways to make promises that several tests walk."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime, time, timedelta
from typing import Any
from uuid import uuid4

from django.db import transaction

from amends.cases.actions.contacts import continue_case, reply_to_customer
from amends.cases.actions.promises import break_due_promises, make_promise
from amends.cases.models import Case, CaseEvent, Contact, Promise, Remedy, Settlement
from amends.cases.promise_hours import Hours
from amends.rules.promises import PromiseKind
from amends.rules.vocabulary import Channel
from tests.conftest import NOON, Cast

TODAY = Hours(date(2026, 5, 12), time(15), time(16))
"""From three to four in London: from 14:00 to 15:00 UTC, two hours after NOON."""
DUE = datetime(2026, 5, 12, 15, tzinfo=NOON.tzinfo)
MINUTE = timedelta(minutes=1)


def promised(cast: Cast, case: Case, *, now: datetime = NOON, **more: Any) -> Promise:
    """Answers a promise of the rep to call back today."""
    given = {
        "actor": cast.actor("rep"),
        "case_uuid": case.uuid,
        "kind": PromiseKind.CALL_BACK,
        "text": "We ring you about the line",
        "hours": TODAY,
        "owner_id": cast.rep.pk,
        "now": now,
    }
    return make_promise(**{**given, **more})


def issued(case: Case, at: datetime) -> Remedy:
    """Answers a remedy of the case that left at this moment."""
    same: dict[str, Any] = {"brand_id": case.brand_id, "case": case, "code": "back", "currency": "EUR"}
    settlement = Settlement.objects.create(
        **same,
        uuid=uuid4(),
        origin="option",
        policy_number=1,
        total_minor=5,
        given_on=at.date(),
        chosen_at=at,
    )
    return Remedy.objects.create(
        **same, uuid=uuid4(), settlement=settlement, part="fix", kind="refund", amount_minor=5, state="issued",
        issued_at=at,
    )  # fmt: skip


@contextmanager
def taken_back() -> Iterator[None]:
    """Lets the block leave nothing behind."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def spoken(cast: Cast, case: Case, now: datetime) -> Contact:
    """Answers what the rep told the customer by phone."""
    return reply_to_customer(
        actor=cast.actor("rep"), case_uuid=case.uuid, text="As promised.", channel=Channel.PHONE, now=now
    )


def heard(cast: Cast, case: Case, now: datetime) -> Contact:
    """Answers what the customer told the rep by phone."""
    return continue_case(
        actor=cast.actor("rep"), case_uuid=case.uuid, text="Tomorrow, please.", channel=Channel.PHONE, now=now
    )


def of(promise: Promise, cast: Cast, now: datetime) -> dict[str, Any]:
    """Answers what every act on a promise is told."""
    return {
        "actor": cast.actor("rep"),
        "case_uuid": promise.case.uuid,
        "promise_uuid": promise.uuid,
        "now": now,
    }


def fresh(promise: Promise) -> Promise:
    """Answers the promise as it is stored now."""
    return Promise.objects.get(pk=promise.pk)


def watched(now: datetime) -> int:
    """Lets the worker look, and answers how many promises it looked at."""
    return break_due_promises(now=now, most=50)


def kinds(case: Case) -> list[str]:
    """Answers what happened to promises in a case, in order."""
    rows = CaseEvent.objects.filter(case=case, kind__startswith="promise.").order_by("seq")
    return list(rows.values_list("kind", flat=True))
