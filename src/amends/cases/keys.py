"""How a customer is let into their case: a key is used once, and only by a press; a visit ends by itself.

A key and a visit are found by their secret alone, before it is known which brand they are of.
"""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from django.db.models import F, QuerySet

from amends.cases.callers import prove_addresses
from amends.cases.models import Case, CaseKey, CaseVisit, Representative
from amends.cases.recording import Refused, record
from amends.cases.representing import representative_of, standing
from amends.language.references import ALPHABET, parse_reference
from amends.people.addresses import EMAIL
from amends.people.links import token_hash
from amends.people.models import Customer
from amends.people.permissions import Actor
from amends.people.prepared import prepared
from amends.people.scope import brand_scope
from amends.rules.vocabulary import Verification

LINK, CODE = "link", "code"
LINK_LIFE: Final = timedelta(days=7)
CODE_LIFE: Final = timedelta(minutes=20)
VISIT_LIFE: Final = timedelta(hours=12)
KEPT_FOR: Final = timedelta(days=30)
CODE_SIGNS: Final = 8
MOST_TRIES: Final = 5


@dataclass(frozen=True, slots=True)
class Opened:
    """A visit that has just begun: to which case, and the secret by which its browser names it."""

    case_uuid: UUID
    secret: str


def give_link(*, actor: Actor, case_uuid: UUID, now: datetime, for_representative: bool = False) -> str:
    """Answers a fresh link to a case, for its customer alone or for who acts for them.

    Raises: NotFound, Refused('nobody_represents').
    """
    with record("give_key", actor=actor, case_uuid=case_uuid, now=now) as entry:
        token = secrets.token_urlsafe(24)
        person = _representative(entry.case, now) if for_representative else None
        _keep(entry.case, LINK, token, actor, now, LINK_LIFE, person)
        entry.event("key.given", how=LINK, **_whose(person))
        return token


def give_code(*, actor: Actor, case_uuid: UUID, now: datetime, for_representative: bool = False) -> str:
    """Answers a code to be read out, for a customer who was verified, or for who acts for them.

    Raises: NotFound, Refused('unknown_caller', 'nobody_represents').
    """
    with record("give_key", actor=actor, case_uuid=case_uuid, now=now) as entry:
        case = entry.case
        person = _representative(case, now) if for_representative else None
        if person is None:
            _refuse_unknown(case)
        code = "".join(secrets.choice(ALPHABET) for _ in range(CODE_SIGNS))
        CaseKey.objects.filter(case=case, kind=CODE, used_at=None).update(used_at=now)
        _keep(case, CODE, f"{case.reference}:{code}", actor, now, CODE_LIFE, person)
        entry.event("key.given", how=CODE, **_whose(person))
        return f"{code[:4]} {code[4:]}"


def _refuse_unknown(case: Case) -> None:
    customer = Customer.objects.of(case.brand_id).filter(pk=case.customer_id or 0).first()
    if customer is None or customer.verification == Verification.NONE.value:
        raise Refused("unknown_caller")


def _representative(case: Case, now: datetime) -> Representative:
    person = representative_of(case, now)
    if person is None:
        raise Refused("nobody_represents")
    return person


def _whose(person: Representative | None) -> dict[str, int]:
    return {"representative": person.pk} if person else {}


def _keep(
    case: Case,
    kind: str,
    secret: str,
    actor: Actor,
    now: datetime,
    life: timedelta,
    person: Representative | None = None,
) -> None:
    CaseKey.objects.create(
        brand_id=case.brand_id,
        case=case,
        reference=case.reference,
        kind=kind,
        token_hash=token_hash(secret),
        representative=person,
        made_by_id=actor.staff_id,
        made_at=now,
        # A key opens nothing past the day on which the authority ends.
        expires_at=min(now + life, person.ends_at) if person else now + life,
    )


def linked(token: str, now: datetime) -> CaseKey | None:
    """Answers what a link opens while it can be used; looking uses nothing up, for mail servers look too."""
    found = CaseKey.objects.filter(token_hash=token_hash(token), kind=LINK, used_at=None, expires_at__gt=now)
    return found.select_related("brand").first()


def use_link(token: str, now: datetime) -> Opened | None:
    """Uses a link up and begins a visit; None for the second use, too late, or unknown."""
    return _use(token, LINK, now)


def use_code(reference: str, code: str, now: datetime) -> Opened | None:
    """Uses a code up that was read out; after five wrong ones of a case none of its codes opens it."""
    named = parse_reference(reference)
    if named is None:
        return None
    said = "".join(sign for sign in code.upper() if sign.isalnum()).translate(str.maketrans("OIL", "011"))
    waiting = CaseKey.objects.filter(kind=CODE, used_at=None, expires_at__gt=now, tries__lt=MOST_TRIES)
    opened = _use(f"{named}:{said}", CODE, now)
    if opened is None:
        waiting.filter(reference=named).update(tries=F("tries") + 1)
    return opened


def _use(secret: str, kind: str, now: datetime) -> Opened | None:
    fresh = CaseKey.objects.filter(
        token_hash=token_hash(secret), kind=kind, used_at=None, expires_at__gt=now, tries__lt=MOST_TRIES
    )
    if not fresh.update(used_at=now):
        return None
    key = CaseKey.objects.get(token_hash=token_hash(secret))
    with brand_scope([key.brand_id]):
        case = Case.objects.of(key.brand_id).get(pk=key.case_id)
        person = standing(case, now).filter(pk=key.representative_id or 0).first()
        if key.representative_id is not None and person is None:
            return None
        if kind == LINK and key.made_by_id is None and person is None and case.customer_id is not None:
            # It was mailed to the address that the customer named, and they pressed it.
            prove_addresses(case.brand_id, case.customer_id, (EMAIL,))
        return begin_visit(case, now, person)


def begin_visit(case: Case, now: datetime, person: Representative | None = None) -> Opened:
    """Begins a visit to a case, for whoever has just shown that it is theirs, or that they may act for its customer."""
    token = secrets.token_urlsafe(24)
    CaseVisit.objects.create(
        brand_id=case.brand_id,
        case_id=case.pk,
        representative=person,
        token_hash=token_hash(token),
        began_at=now,
        ends_at=min(now + VISIT_LIFE, person.ends_at) if person else now + VISIT_LIFE,
    )
    return Opened(case.uuid, token)


def visitor(secret: str, now: datetime) -> tuple[Actor, int] | None:
    """Answers who visits by this secret, and the brand of their case; None where no visit lasts."""
    for visit in _visits(secret=token_hash(secret), moment=now):
        actor = Actor(
            kind="customer",
            name="",
            own_case_id=visit.case_id,
            visit_id=visit.pk,
            representative_id=visit.representative_id,
        )
        return actor, visit.brand_id
    return None


@prepared
def _visits(*, secret: str, moment: datetime) -> QuerySet[CaseVisit]:
    # Each page of each customer asks this first.
    return CaseVisit.objects.filter(token_hash=secret, ends_at__gt=moment)


def end_visit(secret: str, now: datetime) -> None:
    """Ends a visit at once: for a telephone that others use too."""
    CaseVisit.objects.filter(token_hash=token_hash(secret), ends_at__gt=now).update(ends_at=now)


def clear_keys(now: datetime) -> int:
    """Deletes what let customers in until a month ago and opens nothing any more; answers how many rows."""
    before = now - KEPT_FOR
    keys, visits = CaseKey.objects.filter(expires_at__lt=before), CaseVisit.objects.filter(ends_at__lt=before)
    return keys.delete()[0] + visits.delete()[0]
