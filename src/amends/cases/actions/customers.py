"""What is recorded about a customer: who it is, what weighs on them, that two are one."""

from __future__ import annotations

from contextlib import suppress
from datetime import datetime
from uuid import UUID

from amends.cases.actions.remedies import settle_picked
from amends.cases.callers import prove_addresses
from amends.cases.models import Case, Contact, Offer, PayoutAccount, Promise, Remedy
from amends.cases.recording import NotFound, Refused, allow, record, subject_of, writing
from amends.cases.said import clean_line
from amends.errors import DomainError
from amends.people.models import Address, Customer, Household
from amends.people.permissions import SYSTEM, Actor, Subject, is_hidden, may
from amends.rules.vocabulary import Verification


def verify_customer(
    *, actor: Actor, case_uuid: UUID, level: Verification, how: str, now: datetime
) -> Customer:
    """Records how sure we are who this is; it gates what may be told, changed or paid.

    Raises: NotFound, Refused, DomainError('how_missing'), DomainError('no_customer').
    """
    if level is not Verification.NONE and not how.strip():
        raise DomainError("how_missing")
    with record("verify", actor=actor, case_uuid=case_uuid, now=now) as entry:
        entry.needs_words()
        customer = _customer(entry.case)
        customer.verification, customer.verified_how = level.value, clean_line(how, 200)
        customer.save(update_fields=["verification", "verified_how"])
        if level is not Verification.NONE:
            prove_addresses(entry.case.brand_id, customer.pk)
        entry.case.has_authority = level is Verification.REPRESENTATIVE
        entry.event("customer.verified", level=level.value)
        if level is not Verification.NONE:
            settle_picked(entry)
        brand_id = entry.case.brand_id
    if level is not Verification.NONE:
        _settle_elsewhere(actor, customer, brand_id, now)
    return customer


def _settle_elsewhere(actor: Actor, customer: Customer, brand_id: int, now: datetime) -> None:
    """Settles what they chose in other cases that wait for the same check; a case not for this person waits on."""
    waiting = Offer.objects.of(brand_id).filter(case__customer=customer, case__is_open=True)
    for case_uuid in set(waiting.exclude(picked_key=None).values_list("case__uuid", flat=True)):
        with (
            suppress(NotFound, Refused),
            record("verify", actor=actor, case_uuid=case_uuid, now=now) as entry,
        ):
            settle_picked(entry)


def record_vulnerability(
    *, actor: Actor, case_uuid: UUID, driver: str, known_how: str, now: datetime
) -> Customer:
    """Records, by a person only, what makes this customer vulnerable and how we know.

    Raises: NotFound, Refused('person_only'), DomainError('how_missing').
    """
    if actor.staff_id is None:
        raise Refused("person_only")
    if driver.strip() and not known_how.strip():
        raise DomainError("how_missing")
    with record("describe", actor=actor, case_uuid=case_uuid, now=now) as entry:
        entry.needs_words()
        customer = _customer(entry.case)
        customer.vulnerability = clean_line(driver, 300)
        customer.vulnerability_known = clean_line(known_how, 200)
        customer.vulnerability_by_id = actor.staff_id
        customer.save(update_fields=["vulnerability", "vulnerability_known", "vulnerability_by"])
        entry.event("customer.vulnerability", recorded=bool(driver.strip()))
        return customer


def _customer(case: Case) -> Customer:
    customer = Customer.objects.of(case.brand_id).filter(pk=case.customer_id or 0).first()
    if customer is None:
        raise DomainError("no_customer")
    return customer


def merge_customers(
    *, actor: Actor, brand_id: int, keep: Customer, other: Customer, now: datetime
) -> Customer:
    """Makes two rows of one person one; inside a brand only, and the cases' chains say so.

    Raises: Refused, DomainError('same_customer'), DomainError('other_brand').
    """
    if keep.pk == other.pk:
        raise DomainError("same_customer")
    if {keep.brand_id, other.brand_id} != {brand_id}:
        raise DomainError("other_brand")
    with writing():
        allow(may(actor, "merge_customers", Subject(brand_id)))
        for case in Case.objects.of(brand_id).filter(customer=other):
            # A case that is hidden from this person moves too, and without a word to them.
            writer = SYSTEM if is_hidden(may(actor, "see", subject_of(case))) else actor
            with record("describe", actor=writer, case_uuid=case.uuid, now=now) as entry:
                entry.case.customer = keep
                entry.event("customer.merged", before=other.pk, after=keep.pk, by=actor.staff_id)
        Contact.objects.of(brand_id).filter(customer=other).update(customer=keep)
        Promise.objects.of(brand_id).filter(customer=other).update(customer=keep)
        Address.objects.of(brand_id).filter(customer=other).update(customer=keep)
        _move_accounts(brand_id, keep, other)
        other.merged_into = keep
        other.save(update_fields=["merged_into"])
    return keep


def _move_accounts(brand_id: int, keep: Customer, other: Customer) -> None:
    """Moves accounts to the row that stays; one that both had becomes the one that stays there."""
    rows = PayoutAccount.objects.of(brand_id)
    kept = {row.digest: row for row in rows.filter(customer=keep)}
    for theirs in rows.filter(customer=other):
        row = theirs
        same = kept.get(row.digest) if row.digest else None
        if same is not None:
            # The one that still has its number stays.
            stays, goes = (row, same) if same.removed_at is not None else (same, row)
            Remedy.objects.of(brand_id).filter(account=goes).update(account=stays)
            goes.delete()
            row = stays
        rows.filter(pk=row.pk).update(customer=keep)


def join_household(*, actor: Actor, customer: Customer, other: Customer, now: datetime) -> Household:
    """Puts a customer into the household of another one of the same brand; who had one of their own leaves it.

    Raises: Refused, DomainError('same_customer'), DomainError('other_brand').
    """
    if customer.pk == other.pk:
        raise DomainError("same_customer")
    if customer.brand_id != other.brand_id:
        raise DomainError("other_brand")
    with writing():
        allow(may(actor, "describe", Subject(customer.brand_id)))
        household = other.household or Household.objects.create(
            brand_id=other.brand_id, name=other.name[:120]
        )
        for one in (other, customer):
            _move_household(one, household)
        return household


def leave_household(*, actor: Actor, customer: Customer, now: datetime) -> None:
    """Takes a customer out of their household. Raises: Refused."""
    with writing():
        allow(may(actor, "describe", Subject(customer.brand_id)))
        _move_household(customer, None)


def _move_household(customer: Customer, household: Household | None) -> None:
    """A household of one is none: it goes when the last but one leaves."""
    left = customer.household
    customer.household = household
    customer.save(update_fields=["household"])
    if left is None or left == household:
        return
    rest = Customer.objects.of(customer.brand_id).filter(household=left)
    if rest.count() < 2:
        rest.update(household=None)
        left.delete()
