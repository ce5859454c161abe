"""What erasure takes: the columns with words of each kind of row, and the keys by which the record knows the rows."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from django.db import models

from amends.cases.actions.evidence import preview_path, stored_path
from amends.cases.models import (
    Attachment,
    Case,
    Consult,
    Contact,
    Fact,
    Feedback,
    Leaving,
    Note,
    Outgoing,
    PayoutAccount,
    Point,
    PriorStep,
    ProgramRequest,
    Promise,
    RawOriginal,
    Remedy,
    Representative,
    SealedNumber,
    WinBack,
)
from amends.cases.models.words import Erasable
from amends.people.models import Customer
from amends.rules.vocabulary import Verification

_CASE = (
    *("gist", "want", "want_reason", "product", "sub_product", "issue", "sub_issue", "place"),
    *("needed_skill", "jurisdiction", "external_reference", "representative", "contact_preference"),
    *("findings", "supplier", "ending_reason", "outcome_said", "corrective_action", "effect_check"),
    *("external_reference_out", "external_body", "external_result"),
)
_CUSTOMER = ("name", "city", "zone", "products", "verified_how", "vulnerability", "vulnerability_known")

TAKEN: Mapping[type[models.Model], Mapping[str, Any]] = {
    # What was read from words goes with them; what a person set stays, as a code.
    Case: {**dict.fromkeys(_CASE, ""), "read_flags": []},
    Contact: {"text": ""},
    Note: {"text": ""},
    Consult: {"question": "", "answer": ""},
    Leaving: {"competitor": "", "competitor_offer": ""},
    WinBack: {"words": ""},
    Feedback: {"better": "", "thanks": "", "changed": ""},
    Point: {"text": "", "reason": ""},
    Fact: {"label": "other", "value": ""},
    PriorStep: {"text": ""},
    Attachment: {"name": "", "said_type": ""},
    Promise: {"text": "", "withdrawn_reason": "", "zone": "UTC"},
    Representative: {"name": "", "email": "", "phone": "", "authority": ""},
    RawOriginal: {"key": None, "sealed": b""},
    Outgoing: {"address": ""},
    SealedNumber: {"key": None, "sealed": b"", "last_four": ""},
    PayoutAccount: {"key": None, "sealed": b"", "last_four": "", "digest": ""},
    # Somebody may have written anything as what shows it; when and by whom stays.
    Remedy: {"receipt": ""},
    Customer: {
        **dict.fromkeys(_CUSTOMER, ""),
        "since_on": None,
        "household": None,
        "vulnerability_by": None,
        "verification": Verification.NONE.value,
    },
}
"""Kind of row -> column with words -> what stands there afterwards. Codes, moments, counts and money stay."""


def keyed_rows(cases: Sequence[Case]) -> dict[int, dict[str, Erasable]]:
    """Answers the rows of each case whose words the record keeps a digest of, by their key. Queries: 11."""
    found: dict[int, dict[str, Erasable]] = {case.pk: {"case": case} for case in cases}
    for contact in Contact.objects.filter(case__in=cases):
        found[contact.case_id or 0][f"contact:{contact.pk}"] = contact
    for note in Note.objects.filter(case__in=cases):
        found[note.case_id][f"note:{note.pk}"] = note
    for consult in Consult.objects.filter(case__in=cases):
        found[consult.case_id][f"consult:{consult.pk}"] = consult
    for file in Attachment.objects.filter(case__in=cases):
        found[file.case_id][f"attachment:{file.pk}"] = file
    for promise in Promise.objects.filter(case__in=cases):
        found[promise.case_id][f"promise:{promise.pk}"] = promise
    for leaving in Leaving.objects.filter(case__in=cases):
        found[leaving.case_id][f"leaving:{leaving.pk}"] = leaving
    for talk in WinBack.objects.filter(case__in=cases):
        found[talk.case_id][f"win_back:{talk.pk}"] = talk
    for felt in Feedback.objects.filter(case__in=cases):
        found[felt.case_id][f"feedback:{felt.pk}"] = felt
    for person in Representative.objects.filter(case__in=cases):
        found[person.case_id][f"representative:{person.pk}"] = person
    for point in Point.objects.filter(case__in=cases):
        found[point.case_id][f"point:{point.number}"] = point
    _number(found, "fact", Fact.objects.filter(case__in=cases))
    _number(found, "tried", PriorStep.objects.filter(case__in=cases))
    return found


def _number(found: dict[int, dict[str, Erasable]], name: str, rows: Iterable[Fact | PriorStep]) -> None:
    # These rows carry no number of their own: within a case they are counted in the order of their ids.
    counts: dict[int, int] = defaultdict(int)
    for row in sorted(rows, key=lambda one: one.pk):
        counts[row.case_id] += 1
        found[row.case_id][f"{name}:{counts[row.case_id]}"] = row


def words_of(case: Case) -> dict[str, Erasable]:
    """Answers the rows of a case that still hold words, by their key. Queries: 11."""
    rows = keyed_rows([case])[case.pk]
    return {key: row for key, row in rows.items() if row.erased_at is None}


def counts_of(case: Case, rows: Mapping[str, Erasable]) -> dict[str, int]:
    """Answers how many of each kind go with a case: rows, and what is sealed or sent for it. Queries: 5."""
    counts = Counter(key.partition(":")[0] for key in rows)
    counts["original"] = originals_of(case).count()
    counts["number"] = numbers_of(case).count()
    counts["message"] = Outgoing.objects.of(case.brand_id).filter(case=case).exclude(address="").count()
    counts["receipt"] = Remedy.objects.of(case.brand_id).filter(case=case).exclude(receipt="").count()
    counts["request"] = ProgramRequest.objects.of(case.brand_id).filter(case=case).count()
    return {kind: count for kind, count in sorted(counts.items()) if count}


def originals_of(case: Case) -> models.QuerySet[RawOriginal]:
    """Answers the originals of a case that can still be opened."""
    return RawOriginal.objects.of(case.brand_id).filter(contact__case=case, key__isnull=False)


def numbers_of(case: Case) -> models.QuerySet[SealedNumber]:
    """Answers the numbers said in a case that can still be read whole."""
    return SealedNumber.objects.of(case.brand_id).filter(case=case, key__isnull=False)


def is_blank(row: Erasable) -> bool:
    """Answers whether nothing of the words is left: no key, no word in any column, no file."""
    taken = TAKEN[type(row)].items()
    if row.content_key is not None or any(getattr(row, column) not in ("", left) for column, left in taken):
        return False
    return not (isinstance(row, Attachment) and any(path.exists() for path in files_of(row)))


def files_of(file: Attachment) -> Iterator[Path]:
    """Answers where the bytes of a file lie: as it came, and as a picture."""
    yield stored_path(file.uuid)
    yield preview_path(file.uuid)
