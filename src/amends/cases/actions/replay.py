"""A restored backup brings erased words back: they are erased again from the log of erasures."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from functools import partial

from django.db import transaction

from amends.cases.actions.erasure import clear_soon, empty_people, remove_files, take_words
from amends.cases.actions.promise_ends import end_promises
from amends.cases.actions.retention import is_held
from amends.cases.erasable import files_of, words_of
from amends.cases.erasure_log import Line
from amends.cases.models import Attachment, Case
from amends.cases.recording import Entry, record, writing
from amends.people.models import Customer
from amends.people.permissions import SYSTEM
from amends.rules.vocabulary import Ending, Erasure, Stage


@dataclass(slots=True)
class Replayed:
    """What came of a log read again: ids erased again, ids under a hold; how many are gone already, or not here."""

    again: list[str] = field(default_factory=list)
    held: list[str] = field(default_factory=list)
    gone: int = 0
    unknown: int = 0


def erase_again(*, lines: Iterable[Line], now: datetime) -> Replayed:
    """Erases what a log says was erased and a restored backup brought back; once done, does nothing.

    A case that was still open in the backup is closed; one that was under a legal hold waits until that is lifted.
    """
    seen = Replayed()
    for line in dict.fromkeys((line.kind, line.uuid) for line in lines):
        with writing():
            _replay(*line, seen, now)
    if seen.again:
        clear_soon()
    return seen


def _replay(kind: str, uuid: str, seen: Replayed, now: datetime) -> None:
    model: type[Case] | type[Customer] = Case if kind == "case" else Customer
    row = model.objects.filter(uuid=uuid).first()
    if row is None:
        seen.unknown += 1
    elif _has_hold(row):
        seen.held.append(uuid)
    elif _case_again(row, now) if isinstance(row, Case) else _customer_again(row, now):
        seen.again.append(uuid)
    else:
        seen.gone += 1


def _has_hold(row: Case | Customer) -> bool:
    cases = [row] if isinstance(row, Case) else Case.objects.of(row.brand_id).filter(customer=row)
    return any(is_held(case) for case in cases)


def _case_again(case: Case, now: datetime) -> bool:
    kept = [
        path for file in Attachment.objects.of(case.brand_id).filter(case=case) for path in files_of(file)
    ]
    transaction.on_commit(partial(remove_files, kept))
    rows = words_of(case)
    if not rows:
        return any(path.exists() for path in kept)
    with record("erase", actor=SYSTEM, case_uuid=case.uuid, now=now) as entry:
        if entry.case.is_open:
            _close(entry)
        take_words(entry, rows, Erasure.REQUEST, replayed=True)
    return True


def _close(entry: Entry) -> None:
    # It was closed when it was erased; how it ended is lost with the days after the backup.
    case = entry.case
    end_promises(entry, Ending.WITHDRAWN)
    case.stage, case.is_open, case.closed_at = Stage.CLOSED.value, False, entry.now
    case.waiting, case.waiting_since, case.waiting_until = "", None, None
    entry.event("case.closed", ending="", why="erased_before")


def _customer_again(customer: Customer, now: datetime) -> bool:
    if customer.erased_at is not None:
        return False
    for case in Case.objects.of(customer.brand_id).filter(customer=customer):
        _case_again(case, now)
    empty_people(customer.brand_id, [customer], now)
    return True
