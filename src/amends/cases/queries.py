"""Shared reads of the case file: one case whole, and cases by their words."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from heapq import merge
from typing import Any, TypeVar
from uuid import UUID

from django.db.models import QuerySet

from amends.cases.holdings import held_by
from amends.cases.models import (
    Attachment,
    Case,
    CaseEvent,
    Contact,
    Fact,
    Note,
    Outgoing,
    Point,
    PriorStep,
    Promise,
    ReadingCorrection,
    Remedy,
    SealedNumber,
    Supplier,
)
from amends.cases.queue import QUEUE_FIELDS, QueueRow
from amends.cases.reading_models import model_on
from amends.cases.recording import NotFound, allow, subject_of
from amends.cases.search import find
from amends.cases.visibility import sees_restricted, visible_to
from amends.language.learning import Model
from amends.people.models import Customer
from amends.people.permissions import Actor, may
from amends.people.prepared import prepared

_Row = TypeVar("_Row")


@dataclass(frozen=True, slots=True)
class SearchPage:
    """Cases that hold the words, newest first; `is_cut` where the search stopped before the end."""

    rows: list[QueueRow]
    is_cut: bool


def search_cases(
    actor: Actor, brand_ids: Sequence[int], words: str, *, size: int = 25, only_open: bool = False
) -> SearchPage:
    """Answers the newest cases with the words in the brands given. Queries: 2 to 3 for each brand."""
    only: dict[str, Any] = {"is_open": True} if only_open else {}
    pages = []
    is_cut = False
    for brand_id in brand_ids:
        found = find(brand_id, words, size, among=len(brand_ids), **only)
        is_cut = is_cut or found.is_cut
        pages.append(_found(actor, brand_id, found.keys))
    return SearchPage(list(merge(*pages, key=_newest))[:size], is_cut)


def _found(actor: Actor, brand_id: int, keys: Sequence[int]) -> list[QueueRow]:
    if not keys:
        return []
    sees = sees_restricted(actor, brand_id)
    rows = _with_keys(sees, brand=brand_id, staff=actor.staff_id or 0, keys=tuple(keys))
    return sorted(rows, key=_newest)


@prepared
def _with_keys(sees: bool, *, brand: int, staff: int, keys: tuple[int, ...]) -> QuerySet[Case, QueueRow]:
    rows: QuerySet[Case, QueueRow] = visible_to(brand, staff, sees).values(*QUEUE_FIELDS)
    return rows.filter(recent_key__in=keys)


def _newest(row: QueueRow) -> tuple[float, int]:
    return (-row["opened_at"].timestamp(), -row["id"])


@dataclass(frozen=True, slots=True)
class CaseFile:
    """One case whole, as the desk reads it; `held` names the lists that hold anything, also those not read here."""

    case: Case
    customer: Customer | None
    contacts: list[Contact]
    notes: list[Note]
    points: list[Point]
    facts: list[Fact]
    prior_steps: list[PriorStep]
    attachments: list[Attachment]
    outgoing: dict[int, Outgoing]
    before: list[QueueRow]
    remedies: list[Remedy]
    promises: list[Promise]
    corrections: list[ReadingCorrection]
    numbers: list[SealedNumber]
    model: Model | None
    held: frozenset[str]


def find_case(actor: Actor, case_uuid: UUID, act: str = "see") -> Case:
    """Answers a case this actor may open. Raises: NotFound, Refused."""
    for case in _case(case_uuid=case_uuid):
        allow(may(actor, act, subject_of(case)))
        return case
    raise NotFound("case_not_found")


def case_file(actor: Actor, case_uuid: UUID) -> CaseFile:
    """Answers a case with everything in it. Queries: 4 to 15. Raises: NotFound."""
    case = find_case(actor, case_uuid)
    held = held_by(case)

    def read(name: str, ask: Callable[..., list[_Row]]) -> list[_Row]:
        return ask(brand=case.brand_id, case=case.pk) if name in held else []

    return CaseFile(
        case=case,
        customer=_customer_of(case),
        contacts=_contacts(brand=case.brand_id, case=case.pk),
        notes=read("notes", _notes),
        points=read("points", _points),
        facts=read("facts", _facts),
        prior_steps=read("prior_steps", _prior_steps),
        attachments=read("attachments", _attachments),
        outgoing={row.contact_id: row for row in read("outgoing", _outgoing) if row.contact_id},
        before=_before(actor, case),
        remedies=read("remedies", _remedies),
        promises=read("promises", _promises),
        corrections=read("corrections", _corrections),
        numbers=read("numbers", _numbers),
        model=model_on(case.brand_id) if "model" in held else None,
        held=held,
    )


def history(case: Case) -> list[CaseEvent]:
    """Answers the events of a case in order."""
    return _events(brand=case.brand_id, case=case.pk)


def _customer_of(case: Case) -> Customer | None:
    found = _customer(brand=case.brand_id, customer=case.customer_id) if case.customer_id else []
    return found[0] if found else None


def _before(actor: Actor, case: Case) -> list[QueueRow]:
    if case.customer_id is None:
        return []
    sees = sees_restricted(actor, case.brand_id)
    same = {"brand": case.brand_id, "customer": case.customer_id, "staff": actor.staff_id or 0}
    return _others_of(sees, **same, case=case.pk)


@prepared
def _case(*, case_uuid: UUID) -> QuerySet[Case]:
    return Case.objects.filter(uuid=case_uuid).select_related("owner")


@prepared
def _customer(*, brand: int, customer: int) -> QuerySet[Customer]:
    return Customer.objects.of(brand).filter(pk=customer)


@prepared
def _contacts(*, brand: int, case: int) -> QuerySet[Contact]:
    return (
        Contact.objects.of(brand)
        .filter(case_id=case)
        .select_related("staff", "representative")
        .order_by("occurred_at", "id")
    )


@prepared
def _notes(*, brand: int, case: int) -> QuerySet[Note]:
    return Note.objects.of(brand).filter(case_id=case).select_related("staff").order_by("occurred_at", "id")


@prepared
def _points(*, brand: int, case: int) -> QuerySet[Point]:
    return Point.objects.of(brand).filter(case_id=case)


@prepared
def _facts(*, brand: int, case: int) -> QuerySet[Fact]:
    return Fact.objects.of(brand).filter(case_id=case)


@prepared
def _prior_steps(*, brand: int, case: int) -> QuerySet[PriorStep]:
    return PriorStep.objects.of(brand).filter(case_id=case)


@prepared
def _attachments(*, brand: int, case: int) -> QuerySet[Attachment]:
    return Attachment.objects.of(brand).filter(case_id=case).select_related("point").order_by("id")


@prepared
def _corrections(*, brand: int, case: int) -> QuerySet[ReadingCorrection]:
    rows = ReadingCorrection.objects.of(brand).filter(contact__case_id=case)
    return rows.select_related("staff").order_by("contact_id", "start")


@prepared
def _promises(*, brand: int, case: int) -> QuerySet[Promise]:
    rows = Promise.objects.of(brand).filter(case_id=case).select_related("owner", "cover", "supplier")
    return rows.order_by("made_at", "id")


@prepared
def _numbers(*, brand: int, case: int) -> QuerySet[SealedNumber]:
    rows = SealedNumber.objects.of(brand).filter(case_id=case, key__isnull=False)
    return rows.order_by("kept_at", "id")


def suppliers_of(brand_id: int) -> list[tuple[int, str]]:
    """Answers the suppliers that work for a brand, by name. Queries: 1."""
    return _suppliers(brand=brand_id)


@prepared
def _suppliers(*, brand: int) -> QuerySet[Supplier, tuple[int, str]]:
    return Supplier.objects.of(brand).order_by("name").values_list("pk", "name")


@prepared
def _outgoing(*, brand: int, case: int) -> QuerySet[Outgoing]:
    return Outgoing.objects.of(brand).filter(case_id=case)


@prepared
def _remedies(*, brand: int, case: int) -> QuerySet[Remedy]:
    return (
        Remedy.objects.of(brand).filter(case_id=case).select_related("settlement", "account").order_by("id")
    )


@prepared
def _others_of(sees: bool, *, brand: int, customer: int, staff: int, case: int) -> QuerySet[Case, QueueRow]:
    rows: QuerySet[Case, QueueRow] = visible_to(brand, staff, sees).values(*QUEUE_FIELDS, "ending")
    return rows.filter(customer_id=customer).exclude(pk=case).order_by("-recent_key")[:5]


@prepared
def _events(*, brand: int, case: int) -> QuerySet[CaseEvent]:
    return CaseEvent.objects.of(brand).filter(case_id=case).order_by("seq")
