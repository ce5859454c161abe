"""A case closes by itself: the customer called it solved, and the last of what was owed is given."""

from __future__ import annotations

from contextlib import suppress
from datetime import datetime

from amends.cases.actions.stages import close_case
from amends.cases.ledger import is_owing
from amends.cases.models import Case, Contact, OneContact, Settlement
from amends.cases.recording import Refused
from amends.people.permissions import SYSTEM
from amends.rules.remedies import State
from amends.rules.vocabulary import Direction, Ending


def close_once_given(case_id: int, brand_id: int, now: datetime) -> None:
    """Closes a case that waited for nothing but what was just given; what was said since keeps it open."""
    kept = OneContact.objects.of(brand_id).filter(case_id=case_id, closes_when_given=True).first()
    if kept is None:
        return
    case = Case.objects.of(brand_id).get(pk=case_id)
    said_since = Contact.objects.of(brand_id).filter(
        case_id=case_id, direction=Direction.IN.value, recorded_at__gt=kept.at
    )
    if case.reopened_count or not case.is_open or is_owing(case) or said_since.exists():
        return
    if not is_still_agreed(kept):
        return
    # A promise that was made since, or a hold, keeps it open: then a person closes it.
    with suppress(Refused):
        close_case(actor=SYSTEM, case_uuid=case.uuid, ending=Ending.SOLVED, now=now)


def is_still_agreed(kept: OneContact) -> bool:
    """Answers whether they got what they called solved: dropped or taken back since, nothing of it is left."""
    agreed = Settlement.objects.of(kept.brand_id).filter(case_id=kept.case_id or 0, uuid=kept.key)
    return agreed.filter(state__in=[State.ISSUED.value, State.CONFIRMED.value]).exists()
