"""Rows of remedies: what is given, and whether another system issues it or somebody does by hand."""

from __future__ import annotations

import uuid

from django.conf import settings

from amends.cases.models import Case, PayoutAccount, Remedy, Settlement, Supplier
from amends.cases.recording import Entry
from amends.rules.payouts import PAYABLE
from amends.rules.policy.document import Policy
from amends.rules.remedies import MONEY
from amends.rules.vocabulary import Cause


def remedy_row(
    entry: Entry,
    settlement: Settlement,
    policy: Policy,
    part: str,
    code: str,
    worth: int,
    account: PayoutAccount | None = None,
) -> Remedy:
    """Answers a remedy, stored; the supplier at fault is the one that pays it back; money may go to an account."""
    case, kind = entry.case, policy.remedies[code].kind
    return Remedy.objects.create(
        brand_id=case.brand_id,
        uuid=uuid.uuid4(),
        case=case,
        settlement=settlement,
        part=part,
        code=code,
        kind=kind.value,
        amount_minor=worth,
        currency=settlement.currency,
        supplier=_supplier_at_fault(case),
        account=account if worth and kind in PAYABLE else None,
        is_by_hand=not (settings.REMEDIES_URL and kind in MONEY),
        next_at=entry.now,
    )


def _supplier_at_fault(case: Case) -> Supplier | None:
    if case.cause != Cause.SUPPLIER.value or not case.supplier:
        return None
    return Supplier.objects.get_or_create(brand_id=case.brand_id, name=case.supplier)[0]
