"""Who wants to leave, what keeps them or not, what must never be said to them, and the talk after a loss."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from amends.cases.authority import Weighed, grounds_of, weigh_case
from amends.cases.models import Case, Contact, CriticalFinding, Leaving, WinBack
from amends.cases.policies import InForce, policy_in_force
from amends.cases.recording import Entry, Refused, record
from amends.cases.said import clean_line, clean_words
from amends.cases.search import add_words
from amends.errors import DomainError
from amends.people.models import Brand, Customer
from amends.people.permissions import SYSTEM, Actor
from amends.rules.leaving import Critical, LossReason, Outcome, why_not_save
from amends.rules.policy.amounts import MOST
from amends.rules.policy.document import Holder
from amends.rules.policy.offers import limits_of


@dataclass(frozen=True, slots=True, kw_only=True)
class Parting:
    """What is said with somebody who wants to leave: who offers them what, what we offered, how it stands."""

    outcome: Outcome
    competitor: str = ""
    competitor_offer: str = ""
    offered_remedy: str = ""


def note_leaving(*, actor: Actor, case_uuid: UUID, parting: Parting, now: datetime) -> Leaving:
    """Writes down how it stands with a customer who says that they will leave; said again, it stands anew.

    Raises: NotFound, Refused('closed', 'save_offer_adds'), DomainError('remedy_unknown').
    """
    with record("describe", actor=actor, case_uuid=case_uuid, now=now) as entry:
        case = entry.case
        if not case.is_open:
            raise Refused("closed")
        _check_offer(policy_in_force(case.brand_id, now), parting.offered_remedy)
        row = Leaving.objects.of(case.brand_id).filter(case=case).first()
        row = row or Leaving(brand_id=case.brand_id, case=case)
        row.outcome, row.offered_remedy = parting.outcome.value, parting.offered_remedy
        row.competitor = clean_line(parting.competitor, 120)
        row.competitor_offer = clean_line(parting.competitor_offer, 500)
        row.staff_id, row.at = actor.staff_id, now
        digest = entry.digest(row, row.competitor, row.competitor_offer)
        row.save()
        add_words(case, f"{row.competitor} {row.competitor_offer}")
        entry.event(
            "leaving.noted",
            outcome=row.outcome,
            remedy=row.offered_remedy,
            digests={f"leaving:{row.pk}": digest},
        )
        return row


def _check_offer(policy: InForce | None, remedy: str) -> None:
    if not remedy:
        return
    found = policy.compiled.policy.remedies.get(remedy) if policy else None
    if found is None:
        raise DomainError("remedy_unknown")
    if reason := why_not_save(found.kind, is_leaving=True):
        raise Refused(reason)


def find_critical(
    *, actor: Actor, case_uuid: UUID, contact_uuid: UUID, code: Critical, now: datetime
) -> CriticalFinding:
    """Says that a customer was told in a contact what must never be said; found twice, it is one finding.

    Raises: NotFound, Refused('not_in_case', 'person_only').
    """
    if actor.staff_id is None:
        raise Refused("person_only")
    with record("review_contact", actor=actor, case_uuid=case_uuid, now=now) as entry:
        rows = Contact.objects.of(entry.case.brand_id).filter(case=entry.case, uuid=contact_uuid)
        contact = rows.first()
        if contact is None:
            raise Refused("not_in_case")
        found, is_new = CriticalFinding.objects.get_or_create(
            brand_id=entry.case.brand_id,
            contact=contact,
            code=code.value,
            defaults={"case": entry.case, "staff_id": actor.staff_id, "at": now},
        )
        if is_new:
            entry.event("contact.critical", contact=contact.pk, code=code.value)
        return found


@dataclass(frozen=True, slots=True, kw_only=True)
class Talk:
    """What the talk after a loss came to. Units: minor units."""

    reason: LossReason
    words: str = ""
    offered_remedy: str = ""
    offered_minor: int = 0
    came_back: bool | None = None


def record_win_back(*, actor: Actor, case_uuid: UUID, talk: Talk, now: datetime) -> WinBack:
    """Writes down why a customer left, what was offered to come back, and what the front line could have given.

    Raises: NotFound, Refused('still_running', 'not_lost', 'erased'), DomainError('remedy_unknown'),
    DomainError('remedy_missing'), DomainError('amount_wrong').
    """
    if not 0 <= talk.offered_minor <= MOST:
        raise DomainError("amount_wrong")
    if talk.offered_minor and not talk.offered_remedy:
        raise DomainError("remedy_missing")
    with record("win_back", actor=actor, case_uuid=case_uuid, now=now) as entry:
        entry.needs_words()
        _refuse_not_lost(entry.case)
        row = WinBack.objects.of(entry.case.brand_id).filter(case=entry.case).first()
        row = row or WinBack(brand_id=entry.case.brand_id, case=entry.case)
        row.reason, row.words = talk.reason.value, clean_words(talk.words, 2_000)
        row.offered_remedy, row.offered_minor = talk.offered_remedy, talk.offered_minor
        row.came_back, row.staff_id, row.at = talk.came_back, actor.staff_id, now
        _compare(entry, row)
        digest = entry.digest(row, row.words)
        row.save()
        add_words(entry.case, row.words)
        _tell(entry, row, digest)
        return row


def _refuse_not_lost(case: Case) -> None:
    if case.is_open:
        raise Refused("still_running")
    lost = Leaving.objects.of(case.brand_id).filter(case=case, outcome=Outcome.LEAVES.value)
    if not lost.exists():
        raise Refused("not_lost")


def _compare(entry: Entry, row: WinBack) -> None:
    """Keeps what the front line could have given then, by the policy that held when the case was closed."""
    case, brand = entry.case, Brand.objects.get(pk=entry.case.brand_id)
    today = policy_in_force(brand.pk, entry.now)
    if row.offered_remedy and (today is None or row.offered_remedy not in today.compiled.policy.remedies):
        raise DomainError("remedy_unknown")
    customer = Customer.objects.of(brand.pk).filter(pk=case.customer_id or 0).first()
    then = case.closed_at or entry.now
    weighed = weigh_case(case, customer, brand, SYSTEM, then, grounds=grounds_of(case, then), in_case=0)
    row.currency = brand.currency
    if weighed is not None:
        row.policy_number, row.policy_row = weighed.policy.number, weighed.row_name
    row.limit_minor = _front_line(weighed, row.offered_remedy) if row.offered_remedy else None


def _front_line(weighed: Weighed | None, remedy: str) -> int:
    """Answers how much of a remedy the front line could have given; nothing of what its policy did not have."""
    policy = weighed.policy.compiled.policy if weighed else None
    if policy is None or remedy not in policy.remedies:
        return 0
    limits = limits_of(policy.authority, Holder.REP)
    return limits.of_kind(policy.remedies[remedy].kind) if limits else 0


def _tell(entry: Entry, row: WinBack, digest: str) -> None:
    entry.event(
        "customer.win_back",
        reason=row.reason,
        remedy=row.offered_remedy,
        amount=row.offered_minor,
        currency=row.currency,
        back=row.came_back,
        digests={f"win_back:{row.pk}": digest},
    )
