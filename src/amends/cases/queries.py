"""Shared reads of the case file: the queue in the order that matters, counts, one case whole."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from heapq import merge
from typing import Any
from uuid import UUID

from django.db import connection
from django.db.models import Q, QuerySet

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
)
from amends.cases.recording import NotFound, allow, subject_of
from amends.cases.search import find
from amends.people.models import Customer
from amends.people.permissions import PERMISSIONS, Actor, may
from amends.rules.clocks import DUE_WINDOW

MOST_COUNTED = 1_000
"""Counts stop here and are shown as 1,000+."""
SCAN = 5_000
"""A filter without an index stops after so many rows and says so."""

QUEUE_FIELDS = (
    "id",
    "uuid",
    "brand_id",
    "reference",
    "rank",
    "recent_key",
    "customer__name",
    "language",
    "gist",
    "want",
    "stage",
    "is_open",
    "situation",
    "needed_skill",
    "seriousness",
    "owner_id",
    "opened_at",
    "acknowledge_due_at",
    "acknowledged_at",
    "respond_due_at",
    "responded_at",
    "next_due_at",
    "waiting",
    "waiting_until",
    "waiting_since",
    "about_staff_id",
    "is_restricted",
)

QueueRow = dict[str, Any]

_VIEWS: Mapping[str, Callable[[Actor], Q]] = {
    "all": lambda actor: Q(),
    "due": lambda actor: Q(),
    "mine": lambda actor: Q(owner_id=actor.staff_id or 0),
    "nobody": lambda actor: Q(owner__isnull=True),
    "waiting": lambda actor: Q(is_waiting=True),
    "hold": lambda actor: Q(is_held=True),
    "reopened": lambda actor: Q(is_reopened=True),
}
VIEWS = tuple(_VIEWS)
FILTERS = ("stage", "language", "seriousness", "situation", "channel", "team_id")


@dataclass(frozen=True, slots=True)
class Queue:
    """One page of the queue: what is due within two hours, then the rest; `is_cut` where a scan stopped early."""

    due: list[QueueRow]
    rest: list[QueueRow]
    has_more: bool
    is_cut: bool = False


def visible(actor: Actor, brand_id: int) -> QuerySet[Case]:
    """Answers the cases of a brand that this actor may know of."""
    rows = Case.objects.of(brand_id)
    role = actor.roles.get(brand_id)
    if actor.kind != "system" and role not in PERMISSIONS["see_restricted"]:
        rows = rows.filter(is_restricted=False)
    if actor.staff_id is not None:
        rows = rows.exclude(about_staff_id=actor.staff_id)
    return rows


def queue(
    actor: Actor,
    brand_ids: Sequence[int],
    view: str,
    now: datetime,
    *,
    size: int = 25,
    filters: Mapping[str, Any] | None = None,
    after: tuple[int, int] | None = None,
) -> Queue:
    """Answers a page of open cases: due ones by due time, then by seriousness, priority and age.

    Queries: 2 for each brand; brands are merged here, because one query over two brands can't use the order.
    """
    filters = _checked(filters or {})
    due: list[QueueRow] = []
    if after is None:
        due = _merged(
            [_due_rows(actor, brand, view, now, size + 1, filters) for brand in brand_ids],
            "next_due_at",
            size + 1,
        )
    room = size - len(due)
    if view == "due" or room <= 0:
        return Queue(due[:size], [], len(due) > size)
    found = [_rest_rows(actor, brand, view, now, room + 1, filters, after) for brand in brand_ids]
    rest = _merged([rows for rows, _ in found], "rank", room + 1)
    return Queue(due, rest[:room], len(rest) > room, any(cut for _, cut in found))


def _checked(filters: Mapping[str, Any]) -> Mapping[str, Any]:
    unknown = filters.keys() - set(FILTERS)
    if unknown:
        raise KeyError(f"not a filter of the queue: {sorted(unknown)}")
    return filters


def _merged(lists: Sequence[list[QueueRow]], by: str, size: int) -> list[QueueRow]:
    return list(merge(*lists, key=lambda row: (row[by], row["id"])))[:size]


def _open(actor: Actor, brand_id: int, view: str) -> QuerySet[Case]:
    return visible(actor, brand_id).filter(_VIEWS[view](actor), is_open=True)


def _due_rows(
    actor: Actor, brand_id: int, view: str, now: datetime, size: int, filters: Mapping[str, Any]
) -> list[QueueRow]:
    rows = (
        _open(actor, brand_id, view).filter(next_due_at__lte=now + DUE_WINDOW).order_by("next_due_at", "id")
    )
    return _page(rows, "next_due_at", filters, size)[0]


def _rest_rows(
    actor: Actor,
    brand_id: int,
    view: str,
    now: datetime,
    size: int,
    filters: Mapping[str, Any],
    after: tuple[int, int] | None,
) -> tuple[list[QueueRow], bool]:
    later = Q(next_due_at__isnull=True) | Q(next_due_at__gt=now + DUE_WINDOW)
    indexed = _indexed(view, filters)
    others = {name: value for name, value in filters.items() if name not in indexed}
    rows = _open(actor, brand_id, view).filter(**indexed).order_by("rank", "id")
    if after is not None:
        rows = rows.filter(rank__gte=after[0]).exclude(rank=after[0], id__lte=after[1])
    return _page(rows, "rank", others, size, later)


def _indexed(view: str, filters: Mapping[str, Any]) -> dict[str, Any]:
    """Answers the filter that an index serves: one, and only where no view takes the index."""
    found = {name: value for name, value in filters.items() if name in ("stage", "language")}
    return found if len(found) == 1 and view in ("all", "due") else {}


def _page(
    rows: QuerySet[Case], by: str, filters: Mapping[str, Any], size: int, beside: Q | None = None
) -> tuple[list[QueueRow], bool]:
    """Answers the first rows that fit; filters without an index look at SCAN rows at most, and it says so."""
    fitting = rows.filter(beside or Q(), **filters).values(*QUEUE_FIELDS)
    if not filters:
        return list(fitting[:size]), False
    # By the index's own order and nothing else, so that the cases themselves are not read.
    end = rows.order_by(by).values_list(by, flat=True)[SCAN : SCAN + 1].first()
    if end is None:
        return list(fitting[:size]), False
    found = list(fitting.filter(**{f"{by}__lte": end})[:size])
    return found, len(found) < size


def counts(actor: Actor, brand_ids: Sequence[int], now: datetime) -> dict[str, int]:
    """Answers how many open cases each view holds, each stopping at one past 1,000. Queries: 1 for each brand."""
    return dict(zip(VIEWS, counts_of(actor, brand_ids, [(view, {}) for view in VIEWS], now), strict=True))


def view_count(actor: Actor, brand_ids: Sequence[int], view: str, now: datetime) -> int:
    """Answers how many open cases a view holds, stopping at one past 1,000. Queries: 1 for each brand."""
    return counts_of(actor, brand_ids, [(view, {})], now)[0]


def counts_of(
    actor: Actor, brand_ids: Sequence[int], asked: Sequence[tuple[str, Mapping[str, Any]]], now: datetime
) -> list[int]:
    """Answers how many open cases there are for each view and filter, each stopping at one past 1,000.

    Queries: 1 for each brand, whatever is asked, because most of the cost of a count is asking.
    """
    totals = [0] * len(asked)
    for brand_id in brand_ids:
        places = [place for place, total in enumerate(totals) if total <= MOST_COUNTED]
        counted = [_counted(actor, brand_id, *asked[place], now) for place in places]
        for place, found in zip(places, _count_at_once(counted), strict=True):
            totals[place] = min(totals[place] + found, MOST_COUNTED + 1)
    return totals


def _counted(
    actor: Actor, brand_id: int, view: str, filters: Mapping[str, Any], now: datetime
) -> QuerySet[Case, Any]:
    rows = _open(actor, brand_id, view).filter(**_checked(filters))
    if view == "due":
        rows = rows.filter(next_due_at__lte=now + DUE_WINDOW)
    # In the order of the index, so that SQLite takes the index of this very view.
    by = "next_due_at" if view == "due" else "rank"
    return rows.order_by(by).values_list(by)[: MOST_COUNTED + 1]


def _count_at_once(counted: Sequence[QuerySet[Case, Any]]) -> Sequence[int]:
    said = [rows.query.sql_with_params() for rows in counted]
    if not said:
        return []
    statement = ", ".join(f"(SELECT COUNT(*) FROM ({sql}) AS counted)" for sql, _ in said)
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {statement}", [value for _, values in said for value in values])
        return tuple(cursor.fetchone())


def brand_count(actor: Actor, brand_id: int) -> int:
    """Answers how many open cases a brand has, stopping at one past 1,000."""
    return _open(actor, brand_id, "all").order_by("rank")[: MOST_COUNTED + 1].count()


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
        found = find(brand_id, words, size, **only)
        is_cut = is_cut or found.is_cut
        rows = visible(actor, brand_id).filter(recent_key__in=found.keys).values(*QUEUE_FIELDS)
        pages.append(sorted(rows, key=_newest))
    return SearchPage(list(merge(*pages, key=_newest))[:size], is_cut)


def _newest(row: QueueRow) -> tuple[float, int]:
    return (-row["opened_at"].timestamp(), -row["id"])


@dataclass(frozen=True, slots=True)
class CaseFile:
    """One case whole, as the desk reads it."""

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


def find_case(actor: Actor, case_uuid: UUID, act: str = "see") -> Case:
    """Answers a case this actor may open. Raises: NotFound, Refused."""
    case = Case.objects.filter(uuid=case_uuid).select_related("owner").first()
    if case is None:
        raise NotFound("case_not_found")
    allow(may(actor, act, subject_of(case)))
    return case


def case_file(actor: Actor, case_uuid: UUID) -> CaseFile:
    """Answers a case with everything in it. Queries: 10. Raises: NotFound."""
    case = find_case(actor, case_uuid)
    brand = case.brand_id
    return CaseFile(
        case=case,
        customer=Customer.objects.of(brand).filter(pk=case.customer_id).first() if case.customer_id else None,
        contacts=list(
            Contact.objects.of(brand).filter(case=case).select_related("staff").order_by("occurred_at", "id")
        ),
        notes=list(
            Note.objects.of(brand).filter(case=case).select_related("staff").order_by("occurred_at", "id")
        ),
        points=list(Point.objects.of(brand).filter(case=case)),
        facts=list(Fact.objects.of(brand).filter(case=case)),
        prior_steps=list(PriorStep.objects.of(brand).filter(case=case)),
        attachments=list(
            Attachment.objects.of(brand).filter(case=case).select_related("point").order_by("id")
        ),
        outgoing={row.contact_id: row for row in Outgoing.objects.of(brand).filter(case=case)},
        before=_before(actor, case),
    )


def _before(actor: Actor, case: Case) -> list[QueueRow]:
    if case.customer_id is None:
        return []
    rows = visible(actor, case.brand_id).filter(customer_id=case.customer_id).exclude(pk=case.pk)
    return list(rows.order_by("-recent_key").values(*QUEUE_FIELDS, "ending")[:5])


def history(case: Case) -> list[CaseEvent]:
    """Answers the events of a case in order."""
    return list(CaseEvent.objects.of(case.brand_id).filter(case=case).order_by("seq"))
