"""Words go, the record stays: of one case, of one customer, of all that is past its date."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from pathlib import Path
from uuid import UUID

from django.db import transaction
from django.db.models import Q

from amends.cases.actions.evidence import preview_path, stored_path
from amends.cases.models import (
    Attachment,
    Case,
    Contact,
    Fact,
    Note,
    Outgoing,
    Point,
    PriorStep,
    RawOriginal,
)
from amends.cases.models.words import Erasable
from amends.cases.recording import Entry, Refused, allow, record, writing
from amends.cases.search import replace_document
from amends.people.models import Address, Customer
from amends.people.permissions import Actor, Subject, may
from amends.rules.retention import LEGAL_HOLD, erasure_refusal

CASE_WORDS = (
    "gist",
    "want",
    "want_reason",
    "findings",
    "ending_reason",
    "outcome_said",
    "representative",
    "external_reference",
    "external_reference_out",
    "external_result",
    "corrective_action",
    "effect_check",
)
"""Where the words of people stand on the case itself."""
CUSTOMER_WORDS = ("name", "city", "products", "verified_how", "vulnerability", "vulnerability_known")


@dataclass(frozen=True, slots=True)
class Erased:
    """What went: how many rows with words, how many files."""

    rows: int = 0
    files: int = 0

    def __add__(self, other: Erased) -> Erased:
        return Erased(self.rows + other.rows, self.files + other.files)


def erase_words(*, actor: Actor, case_uuid: UUID, why: str, now: datetime) -> Erased:
    """Erases every word of a closed case; ids, codes, money, clocks and the record of what happened stay.

    `why` is a code: request, retention, replay. What is erased already stays as it is.
    Raises: NotFound, Refused('still_open'), Refused('legal_hold').
    """
    with record("erase", actor=actor, case_uuid=case_uuid, now=now) as entry:
        case = entry.case
        if refusal := erasure_refusal(case.is_open, case.is_held, case.flags):
            raise Refused(refusal)
        if case.erased_at is not None:
            return Erased()
        keys = list(_erased_rows(entry))
        files = _erase_files(entry, keys)
        RawOriginal.objects.of(case.brand_id).filter(contact__case=case).delete()
        leaving = Outgoing.objects.of(case.brand_id).filter(case=case)
        leaving.filter(state="waiting").update(state="failed", reason="erased")
        leaving.update(address="")
        for name in CASE_WORDS:
            setattr(case, name, "")
        case.content_key, case.erased_at = None, now
        replace_document(case, case.reference)
        entry.event("content.erased", keys=["case", *keys], why=why)
        return Erased(len(keys) + 1, files)


def _erased_rows(entry: Entry) -> Iterator[str]:
    """Empties the rows of a case one by one and answers the keys under which the record knows them."""
    brand, case = entry.case.brand_id, entry.case
    for contact in Contact.objects.of(brand).filter(case=case):
        yield _emptied(contact, f"contact:{contact.pk}", entry.now, text="")
    for note in Note.objects.of(brand).filter(case=case):
        yield _emptied(note, f"note:{note.pk}", entry.now, text="")
    for point in Point.objects.of(brand).filter(case=case):
        yield _emptied(point, f"point:{point.number}", entry.now, text="", reason="")
    for number, fact in enumerate(Fact.objects.of(brand).filter(case=case), start=1):
        yield _emptied(fact, f"fact:{number}", entry.now, label="", value="")
    for number, step in enumerate(PriorStep.objects.of(brand).filter(case=case), start=1):
        yield _emptied(step, f"tried:{number}", entry.now, text="")


def _emptied(row: Erasable, key: str, now: datetime, **words: str) -> str:
    for name, value in words.items():
        setattr(row, name, value)
    row.content_key, row.erased_at = None, now
    row.save(update_fields=[*words, "content_key", "erased_at"])
    return key


def _erase_files(entry: Entry, keys: list[str]) -> int:
    files = Attachment.objects.of(entry.case.brand_id).filter(case=entry.case)
    for file in files:
        keys.append(_emptied(file, f"attachment:{file.pk}", entry.now, name="", said_type=""))
        # Only when all else is written: a file can't be brought back.
        for path in (stored_path(file.uuid), preview_path(file.uuid)):
            transaction.on_commit(partial(Path.unlink, path, missing_ok=True))
    return len(files)


def erase_customer(*, actor: Actor, customer: Customer, why: str, now: datetime) -> Erased:
    """Erases a customer of a brand: every case, every contact without a case, name, addresses, what weighs on them.

    All or nothing: one open or held case keeps everything.
    Raises: Refused('still_open'), Refused('legal_hold'), Refused('role').
    """
    brand = customer.brand_id
    with writing():
        allow(may(actor, "erase", Subject(brand)))
        erased = Erased()
        everyone = Q(pk=customer.pk) | Q(merged_into=customer)
        people = list(Customer.objects.of(brand).filter(everyone))
        for case_uuid in Case.objects.of(brand).filter(customer__in=people).values_list("uuid", flat=True):
            erased += erase_words(actor=actor, case_uuid=case_uuid, why=why, now=now)
        for contact in Contact.objects.of(brand).filter(customer__in=people, case=None, erased_at=None):
            _emptied(contact, "", now, text="")
            erased += Erased(1)
        RawOriginal.objects.of(brand).filter(contact__customer__in=people).delete()
        Address.objects.of(brand).filter(customer__in=people).delete()
        Customer.objects.of(brand).filter(pk__in=[one.pk for one in people]).update(
            **dict.fromkeys(CUSTOMER_WORDS, ""), household=None
        )
    return erased


def past_their_date(brand_id: int, now: datetime) -> Iterator[UUID]:
    """Answers the closed cases of a brand that are kept longer than their date says, unless something holds them."""
    rows = Case.objects.of(brand_id).filter(
        is_open=False, is_held=False, erased_at=None, retain_until_on__lt=now.date()
    )
    for case_uuid, flags in rows.order_by("retain_until_on").values_list("uuid", "flags"):
        if LEGAL_HOLD not in flags:
            yield case_uuid
