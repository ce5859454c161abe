"""Numbers said in words that may be kept: sealed beside the case, read whole by who says why."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from cryptography.exceptions import InvalidTag
from django.conf import settings

from amends.cases.bulk import insert_rows
from amends.cases.models import SealedNumber
from amends.cases.recording import Entry
from amends.cases.said import MOST_TEXT, Said, said_line, said_words
from amends.cases.sealing import seal_twice, unseal_twice
from amends.errors import DomainError
from amends.ids import ordered_id
from amends.language.redaction import Secret


def sealed_rows(
    numbers: Iterable[Secret], *, brand_id: int, case_id: int, now: datetime
) -> list[dict[str, Any]]:
    """Answers the rows of what is kept; the same number twice is one."""
    return [
        _row(kind, number, brand_id, case_id, now)
        for kind, number in dict.fromkeys((one.kind.value, one.number) for one in numbers)
    ]


def _row(kind: str, number: str, brand_id: int, case_id: int, now: datetime) -> dict[str, Any]:
    uuid = ordered_id()
    key, sealed = seal_twice(settings.ACCOUNTS_KEY, number.encode(), uuid.bytes)
    return {
        "brand_id": brand_id,
        "uuid": uuid,
        "case_id": case_id,
        "kind": kind,
        "key": key,
        "sealed": sealed,
        "last_four": number[-4:],
        "kept_at": now,
    }


def kept_words(entry: Entry, text: str, most: int = MOST_TEXT) -> str:
    """Answers words as they may be stored in a case, and keeps the numbers in them sealed."""
    return _kept(entry, said_words(text, most))


def kept_line(entry: Entry, text: str, most: int) -> str:
    """Answers one line as it may be stored in a case, and keeps the numbers in it sealed."""
    return _kept(entry, said_line(text, most))


def _kept(entry: Entry, said: Said) -> str:
    if said.numbers:
        entry.needs_words()
        case = entry.case
        kept = SealedNumber.objects.of(case.brand_id).filter(case=case, key__isnull=False)
        known = {(row.kind, number_of(row)) for row in kept}
        fresh = [one for one in said.numbers if (one.kind.value, one.number) not in known]
        rows = sealed_rows(fresh, brand_id=case.brand_id, case_id=case.pk, now=entry.now)
        insert_rows(SealedNumber, rows)
    return said.words


def number_of(row: SealedNumber) -> str:
    """Answers the whole number. Raises: DomainError('number_gone') for one that was erased or altered."""
    if row.key is None:
        raise DomainError("number_gone")
    try:
        return unseal_twice(settings.ACCOUNTS_KEY, bytes(row.key), bytes(row.sealed), row.uuid.bytes).decode()
    except InvalidTag as error:
        raise DomainError("number_gone") from error
