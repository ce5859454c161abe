"""Words that were kept long enough go by themselves."""

from __future__ import annotations

import logging
from datetime import datetime, timedelta
from itertools import islice
from uuid import UUID

from django.db import models

from amends.cases.actions.erasure import clear_soon, empty_people, erase_case, loose_contacts, same_person
from amends.cases.models import Case
from amends.cases.recording import Refused, record, writing
from amends.people.models import Customer
from amends.people.permissions import SYSTEM, Actor
from amends.rules.retention import LEGAL, why_kept
from amends.rules.vocabulary import Erasure, Situation

log = logging.getLogger("amends.erasure")
_WESTERNMOST = timedelta(hours=12)


def lift_hold(*, actor: Actor, case_uuid: UUID, now: datetime) -> Case:
    """Ends the legal hold of a closed case, so that its words may go in their time; nothing else ends it there.

    Raises: NotFound, Refused('still_open'), Refused('not_held').
    """
    with record("decide_hold", actor=actor, case_uuid=case_uuid, now=now) as entry:
        case = entry.case
        if case.is_open:
            raise Refused("still_open", reference=case.reference)
        if not is_held(case):
            raise Refused("not_held")
        case.situation = Situation.MEND.value
        case.flags = [flag for flag in case.flags if flag != LEGAL]
        entry.event("hold.lifted")
        return case


def erase_past_date(*, now: datetime, most: int) -> int:
    """Erases, as the desk itself, words that were kept long enough, the oldest first; answers how many cases.

    A customer who is left without any words goes too.
    """
    done = 0
    for case in past_date(now, most):
        try:
            _erase_kept(case, now)
        except Exception:  # one case that can't be erased must not keep the others
            log.exception("a case could not be erased", extra={"case": case.pk})
        else:
            done += 1
    if done:
        clear_soon()
    return done


def past_date(now: datetime, most: int) -> list[Case]:
    """Answers cases whose words were kept long enough everywhere on earth, without those under a legal hold."""
    return list(islice((case for case in waiting_to_go(now).iterator() if not is_held(case)), most))


def waiting_to_go(now: datetime) -> models.QuerySet[Case]:
    """Answers the closed cases past their date, the oldest first, held or not."""
    today = (now - _WESTERNMOST).date()
    found = Case.objects.filter(retain_until_on__lt=today, erased_at=None, is_open=False)
    return found.order_by("retain_until_on", "pk")


def is_held(case: Case) -> bool:
    """Answers whether a case is under a legal hold."""
    return why_kept(is_open=False, is_hold=case.is_held, flags=case.flags) == "legal_hold"


def _erase_kept(case: Case, now: datetime) -> None:
    with writing():
        erase_case(SYSTEM, case.uuid, Erasure.RETENTION, now)
        customer = Customer.objects.of(case.brand_id).filter(pk=case.customer_id or 0, erased_at=None).first()
        if customer is None:
            return
        people = same_person(case.brand_id, customer.uuid)
        theirs = Case.objects.of(case.brand_id).filter(customer__in=people, erased_at=None)
        if not theirs.exists() and not loose_contacts(case.brand_id, people).exists():
            empty_people(case.brand_id, people, now)
