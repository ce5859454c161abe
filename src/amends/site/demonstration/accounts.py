"""Accounts of the demonstration: three that banks print in their examples, one of them of two customers."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta

from amends.cases.actions.payouts import add_account
from amends.cases.actions.shifts import note_absence
from amends.cases.models import Case, PayoutAccount, Promise
from amends.cases.promise_clocks import STILL_OPEN
from amends.people.models import Brand
from amends.people.permissions import SYSTEM
from amends.rules.payouts import AccountKind
from amends.rules.vocabulary import Verification
from amends.site.demonstration.people import NORVIA

_NUMBERS = ("GB82WEST12345698765432", "GB33BUKB20201555555555", "GB33BUKB20201555555555")
_HOUR, _SECOND = timedelta(hours=1), timedelta(seconds=1)


def add_accounts(brands: Mapping[str, Brand], now: datetime) -> None:
    """Adds an account to the customers of three open cases; the first has had it for a long time."""
    cases = Case.objects.of(brands[NORVIA].pk).filter(
        is_open=True, customer__verification=Verification.FULL.value, is_restricted=False
    )
    # One case of each customer.
    chosen = list({case.customer_id: case for case in cases.order_by("-pk")}.values())
    for place, (case, number) in enumerate(zip(chosen, _NUMBERS, strict=False)):
        row = add_account(
            actor=SYSTEM, case_uuid=case.uuid, kind=AccountKind.IBAN, number=number, now=now - _SECOND
        )
        if not place:
            PayoutAccount.objects.of(row.brand_id).filter(pk=row.pk).update(added_at=now - timedelta(days=90))


def leave_one_alone(brands: Mapping[str, Brand], now: datetime) -> None:
    """Lets the owner of the last promise that runs be away in its hour, with nobody who covers."""
    brand = brands[NORVIA]
    running = Promise.objects.of(brand.pk).filter(STILL_OPEN, due_at__gt=now + 2 * _HOUR, cover=None)
    last = running.select_related("owner").order_by("due_at", "pk").last()
    if last is not None:
        note_absence(
            actor=SYSTEM,
            brand=brand,
            staff=last.owner,
            starts_at=last.due_at - 2 * _HOUR,
            ends_at=last.due_at + _HOUR,
        )
