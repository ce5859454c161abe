"""Words are erased: those of a case, and all those of a customer."""

from __future__ import annotations

import logging
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from pathlib import Path
from uuid import UUID

from django.db import models, transaction

from amends.cases.actions.stages import close_case
from amends.cases.erasable import TAKEN, counts_of, files_of, numbers_of, originals_of, words_of
from amends.cases.erasure_log import Line, write_lines
from amends.cases.leftovers import clear_leftovers
from amends.cases.models import (
    Alarm,
    Attachment,
    Case,
    Contact,
    Outgoing,
    PayoutAccount,
    ProgramRequest,
    RawOriginal,
    ReadingCorrection,
    Remedy,
    SealedNumber,
)
from amends.cases.models.words import Erasable
from amends.cases.recording import Entry, NotFound, Refused, allow, record, subject_of, writing
from amends.cases.search import replace_words
from amends.people.models import Address, Customer, Household
from amends.people.permissions import SYSTEM, Actor, Subject, is_hidden, may
from amends.rules.retention import why_kept
from amends.rules.vocabulary import Ending, Erasure

log = logging.getLogger("amends.erasure")
_UNSENT = ("waiting", "sending")


@dataclass(frozen=True, slots=True)
class Erased:
    """What went: how many cases, and how many rows of each kind."""

    cases: int
    counts: Mapping[str, int]


def erase_words(*, actor: Actor, case_uuid: UUID, why: Erasure, now: datetime) -> Erased:
    """Erases all words of one closed case; the case, its record and its figures stay.

    Raises: NotFound, Refused('still_open'), Refused('legal_hold'), Refused('erased').
    """
    with writing():
        counts = erase_case(actor, case_uuid, why, now)
        clear_soon()
    return Erased(1, counts)


def erase_case(actor: Actor, case_uuid: UUID, why: Erasure, now: datetime) -> Mapping[str, int]:
    """Erases the words of one case within a transaction, and answers how many of each kind."""
    with record("erase", actor=actor, case_uuid=case_uuid, now=now) as entry:
        refuse_kept(entry.case)
        rows = words_of(entry.case)
        if not rows:
            raise Refused("erased")
        return take_words(entry, rows, why)


def refuse_kept(case: Case) -> None:
    """Refuses to erase a case that needs its words. Raises: Refused('still_open'), Refused('legal_hold')."""
    if reason := why_kept(is_open=case.is_open, is_hold=case.is_held, flags=case.flags):
        raise Refused(reason, reference=case.reference)


def take_words(entry: Entry, rows: Mapping[str, Erasable], why: Erasure, **more: object) -> Mapping[str, int]:
    """Takes words, keys and files, and records what kinds went and how many."""
    case = entry.case
    counts = counts_of(case, rows)
    entry.event("content.erased", why=why.value, keys=sorted(rows), counts=counts, **more)
    _empty_rows(rows.values(), entry.now)
    originals_of(case).update(**TAKEN[RawOriginal])
    numbers_of(case).update(**TAKEN[SealedNumber])
    letters = Outgoing.objects.of(case.brand_id).filter(case=case)
    letters.filter(state__in=_UNSENT).update(state="failed", reason="erased")
    letters.update(**TAKEN[Outgoing])
    Remedy.objects.of(case.brand_id).filter(case=case).update(**TAKEN[Remedy])
    ProgramRequest.objects.of(case.brand_id).filter(case=case).delete()
    ReadingCorrection.objects.of(case.brand_id).filter(contact__case=case).delete()
    Alarm.objects.of(case.brand_id).filter(case=case).delete()
    for column, left in TAKEN[Case].items():
        setattr(case, column, left)
    case.content_key, case.erased_at = None, entry.now
    replace_words(case, case.reference)
    files = [path for row in rows.values() if isinstance(row, Attachment) for path in files_of(row)]
    transaction.on_commit(partial(remove_files, files))
    _note("case", case.uuid, entry.now)
    return counts


def _empty_rows(rows: Iterable[Erasable], now: datetime) -> None:
    found: dict[type[Erasable], list[int]] = defaultdict(list)
    for row in rows:
        found[type(row)].append(row.pk)
    found.pop(Case, None)
    for model, ids in found.items():
        model._base_manager.filter(pk__in=ids).update(**TAKEN[model], content_key=None, erased_at=now)


def _note(kind: str, uuid: UUID, now: datetime) -> None:
    write_lines([Line(now.isoformat(), kind, str(uuid))])


def remove_files(paths: Iterable[Path]) -> None:
    """Takes files from the disk; one that is gone already is no matter."""
    for path in paths:
        path.unlink(missing_ok=True)


def clear_soon() -> None:
    """Asks that the database's own files are cleared of what is erased here, once that is committed."""
    transaction.on_commit(_clear, robust=True)


def _clear() -> None:
    if not clear_leftovers():
        log.warning("pieces of erased words may be left in the database file: ./amends erase --sweep")


def erase_customer(
    *, actor: Actor, brand_id: int, customer_uuid: UUID, why: Erasure, now: datetime, withdraws: bool = False
) -> Erased:
    """Erases a customer of a brand: name, addresses, every case of theirs, contacts without a case.

    `withdraws` says that the customer takes back what is still open: those cases are closed as withdrawn first.
    Raises: NotFound, Refused('still_open'), Refused('legal_hold'), Refused('somebody_else').
    """
    with writing():
        allow(may(actor, "erase", Subject(brand_id)))
        people = same_person(brand_id, customer_uuid)
        cases = cases_of(brand_id, people)
        for case in cases:
            _check_case(actor, case, withdraws)
        counts: Counter[str] = Counter()
        for case in cases:
            counts.update(_erase_theirs(actor, case, why, now))
        counts.update(empty_people(brand_id, people, now))
        clear_soon()
    return Erased(len(cases), counts)


def _check_case(actor: Actor, case: Case, withdraws: bool) -> None:
    if may(actor, "erase", subject_of(case)).reason == "about_you":
        raise Refused("somebody_else")
    if why_kept(is_open=case.is_open and not withdraws, is_hold=case.is_held, flags=case.flags):
        refuse_kept(case)


def _erase_theirs(actor: Actor, case: Case, why: Erasure, now: datetime) -> Mapping[str, int]:
    # A case that is hidden from this person goes too, and without a word to them.
    writer = SYSTEM if is_hidden(may(actor, "see", subject_of(case))) else actor
    if case.is_open:
        close_case(actor=writer, case_uuid=case.uuid, ending=Ending.WITHDRAWN, now=now)
    with record("erase", actor=writer, case_uuid=case.uuid, now=now) as entry:
        rows = words_of(entry.case)
        return take_words(entry, rows, why, by=actor.staff_id) if rows else {}


def same_person(brand_id: int, customer_uuid: UUID) -> list[Customer]:
    """Answers the customer and all rows that were found to be the same person. Raises: NotFound."""
    customers = Customer.objects.of(brand_id)
    found = customers.filter(uuid=customer_uuid).first()
    while found is not None and found.merged_into_id is not None:
        found = customers.get(pk=found.merged_into_id)
    if found is None:
        raise NotFound("customer_not_found")
    people, more = [found], [found]
    while more := list(customers.filter(merged_into__in=more)):
        people += more
    return people


def cases_of(brand_id: int, people: Sequence[Customer]) -> list[Case]:
    """Answers every case of a person."""
    return list(Case.objects.of(brand_id).filter(customer__in=people).order_by("pk"))


def loose_contacts(brand_id: int, people: Sequence[Customer]) -> models.QuerySet[Contact]:
    """Answers a person's contacts that opened no case and still hold words."""
    return Contact.objects.of(brand_id).filter(customer__in=people, case=None, erased_at=None)


def empty_people(brand_id: int, people: Sequence[Customer], now: datetime) -> Mapping[str, int]:
    """Empties the rows of one person, with what they said outside of any case; answers how many of each kind."""
    loose = list(loose_contacts(brand_id, people))
    RawOriginal.objects.of(brand_id).filter(contact__in=loose).update(**TAKEN[RawOriginal])
    _empty_rows(loose, now)
    addresses = Address.objects.of(brand_id).filter(customer__in=people).delete()[0]
    accounts = PayoutAccount.objects.of(brand_id).filter(customer__in=people).exclude(digest="")
    emptied = accounts.update(**TAKEN[PayoutAccount], removed_at=now)
    households = [one.household_id for one in people if one.household_id]
    ids = [one.pk for one in people]
    Customer.objects.of(brand_id).filter(pk__in=ids).update(**TAKEN[Customer], erased_at=now)
    Household.objects.of(brand_id).filter(pk__in=households, customers=None).delete()
    for one in people:
        _note("customer", one.uuid, now)
    gone = {"contact": len(loose), "address": addresses, "customer": len(people)}
    return {**gone, "account": emptied} if emptied else gone
