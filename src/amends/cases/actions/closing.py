"""A case closes by itself: the customer called it solved, and the last of what was owed is given."""

from __future__ import annotations

from contextlib import suppress
from datetime import datetime

from amends.cases.actions.stages import close_case
from amends.cases.ledger import is_owing
from amends.cases.models import Case, CaseEvent, Contact, OneContact, Settlement
from amends.cases.recording import Refused
from amends.people.permissions import SYSTEM
from amends.rules.remedies import State
from amends.rules.vocabulary import Direction, Ending

_LAST_WORDS = ("own.solved", "own.not_solved", "own.disputed", "case.reopened")


def close_once_given(case_id: int, brand_id: int, now: datetime) -> None:
    """Closes a case that waited for nothing but what was just given or kept; what was said since keeps it open."""
    case = Case.objects.of(brand_id).get(pk=case_id)
    if not case.is_open or is_owing(case) or not (_was_agreed(case) or _was_called_solved(case)):
        return
    # A promise that was made since, or a hold, keeps it open: then a person closes it.
    with suppress(Refused):
        close_case(actor=SYSTEM, case_uuid=case.uuid, ending=Ending.SOLVED, now=now)


def _was_agreed(case: Case) -> bool:
    """Answers whether the customer called it solved in one contact, once they have what was agreed there."""
    kept = OneContact.objects.of(case.brand_id).filter(case=case, closes_when_given=True).first()
    if kept is None or case.reopened_count or _said_since(case, kept.at):
        return False
    return is_still_agreed(kept)


def _was_called_solved(case: Case) -> bool:
    """Answers whether the customer's last word on their own page is that it is solved."""
    words = CaseEvent.objects.of(case.brand_id).filter(case=case, kind__in=_LAST_WORDS)
    last = words.order_by("-seq").first()
    return last is not None and last.kind == "own.solved" and not _said_since(case, last.at)


def _said_since(case: Case, moment: datetime) -> bool:
    said = Contact.objects.of(case.brand_id).filter(
        case=case, direction=Direction.IN.value, recorded_at__gt=moment
    )
    return said.exists()


def is_still_agreed(kept: OneContact) -> bool:
    """Answers whether they got what they called solved: dropped or taken back since, nothing of it is left."""
    agreed = Settlement.objects.of(kept.brand_id).filter(case_id=kept.case_id or 0, uuid=kept.key)
    return agreed.filter(state__in=[State.ISSUED.value, State.CONFIRMED.value]).exists()
