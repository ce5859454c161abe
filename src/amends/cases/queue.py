"""The queue in the order that matters, page by page, and how much each view of it holds."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from heapq import merge
from typing import Any

from django.db.models import IntegerField, Q, QuerySet, Subquery, TextField
from django.db.models.functions import Cast

from amends.cases.models import Case
from amends.cases.visibility import sees_restricted, visible_to
from amends.people.models import Brand
from amends.people.permissions import Actor
from amends.people.prepared import prepared
from amends.rules.clocks import DUE_WINDOW

MOST_COUNTED = 1_000
"""Counts stop here and are shown as 1,000+."""
_STEP = 5
SCAN = 3_000
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
    "promise_due_at",
    "promise_agreed_at",
    "promise_kind",
    "next_due_at",
    "waiting",
    "waiting_until",
    "waiting_since",
    "about_staff_id",
    "is_restricted",
)

QueueRow = dict[str, Any]

_VIEWS: Mapping[str, Callable[[int], Q]] = {
    "all": lambda staff: Q(),
    "due": lambda staff: Q(),
    "mine": lambda staff: Q(owner_id=staff),
    "nobody": lambda staff: Q(owner__isnull=True),
    "waiting": lambda staff: Q(is_waiting=True),
    "hold": lambda staff: Q(is_held=True),
    "reopened": lambda staff: Q(is_reopened=True),
}
VIEWS = tuple(_VIEWS)
FILTERS = ("stage", "language", "seriousness", "situation", "channel", "team_id", "flag")


@dataclass(frozen=True, slots=True)
class Queue:
    """One page of the queue: what is due within two hours, then the rest; `is_cut` where a scan stopped early."""

    due: list[QueueRow]
    rest: list[QueueRow]
    has_more: bool
    is_cut: bool = False


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
    chosen = _checked(filters or {})
    soon = now + DUE_WINDOW
    due: list[QueueRow] = []
    if after is None:
        walk = Walk(view, "next_due_at", chosen, size + 1)
        due = _merged([_walk(actor, brand, walk, soon)[0] for brand in brand_ids], "next_due_at", size + 1)
    room = size - len(due)
    if view == "due" or room <= 0:
        return Queue(due[:size], [], len(due) > size)
    # In steps, because each length is a statement of its own.
    walk = Walk(view, "rank", chosen, -(-room // _STEP) * _STEP + 1)
    found = [_walk(actor, brand, walk, soon, after) for brand in brand_ids]
    rest = _merged([rows for rows, _ in found], "rank", room + 1)
    return Queue(due, rest[:room], len(rest) > room, any(cut for _, cut in found))


Filters = tuple[tuple[str, Any], ...]


def _checked(filters: Mapping[str, Any]) -> Filters:
    unknown = filters.keys() - set(FILTERS)
    if unknown:
        raise KeyError(f"not a filter of the queue: {sorted(unknown)}")
    return tuple(sorted(filters.items()))


def _merged(lists: Sequence[list[QueueRow]], by: str, size: int) -> list[QueueRow]:
    return list(merge(*lists, key=lambda row: (row[by], row["id"])))[:size]


@dataclass(frozen=True, slots=True)
class Walk:
    """How a queue is read: which view, in which order, what fits, how many."""

    view: str
    by: str
    filters: Filters
    size: int

    @property
    def indexed(self) -> Filters:
        """Answers the filter that an index serves: one, and only where no view takes the index."""
        found = tuple(one for one in self.filters if one[0] in ("stage", "language"))
        return found if self.by == "rank" and len(found) == 1 and self.view in ("all", "due") else ()

    @property
    def others(self) -> Filters:
        """Answers the filters without an index."""
        return tuple(one for one in self.filters if one not in self.indexed)


def _walk(
    actor: Actor, brand_id: int, walk: Walk, soon: datetime, after: tuple[int, int] | None = None
) -> tuple[list[QueueRow], bool]:
    """Answers the first rows that fit; filters without an index look at SCAN rows at most, and it says so."""
    sees = sees_restricted(actor, brand_id)
    given: dict[str, Any] = {"brand": brand_id, "staff": actor.staff_id or 0}
    if after is not None:
        given |= {"after_rank": after[0], "after_id": after[1]}
    if walk.others:
        end = _scan_end(walk, sees, SCAN, **given)
        if end:
            found = _rows(walk, sees, **given, soon=soon, end=end[0])
            return found, len(found) < walk.size
    return _rows(walk, sees, **given, soon=soon), False


@prepared
def _rows(
    walk: Walk, sees: bool, *, soon: datetime, end: datetime | int | None = None, **given: Any
) -> QuerySet[Case, Any]:
    rows = _narrowed(_walked(walk, sees, **given), walk.others)
    later = Q(next_due_at__isnull=True) | Q(next_due_at__gt=soon)
    rows = rows.filter(later if walk.by == "rank" else Q(next_due_at__lte=soon))
    if end is not None:
        rows = rows.filter(**{f"{walk.by}__lte": end})
    page: QuerySet[Case, QueueRow] = rows.values(*QUEUE_FIELDS)[: walk.size]
    return page


@prepared
def _scan_end(walk: Walk, sees: bool, scan: int, **given: int) -> QuerySet[Case, Any]:
    # By the index's own order and nothing else, so that the cases themselves are not read.
    rows = _walked(walk, sees, **given).order_by(walk.by)
    return rows.values_list(walk.by, flat=True)[scan : scan + 1]


def _walked(walk: Walk, sees: bool, brand: int, staff: int, **after: int) -> QuerySet[Case]:
    """Answers the rows in the order of the index that serves them."""
    rows = _open(walk.view, sees, brand, staff).filter(**dict(walk.indexed)).order_by(walk.by, "id")
    if walk.by == "next_due_at":
        return rows.filter(next_due_at__isnull=False)
    if after:
        rank, row = after["after_rank"], after["after_id"]
        return rows.filter(rank__gte=rank).exclude(rank=rank, id__lte=row)
    return rows


def _narrowed(rows: QuerySet[Case], filters: Filters) -> QuerySet[Case]:
    """Answers the rows that fit; a flag is looked for as its word in the list, which both databases can do."""
    columns = dict(filters)
    flag = columns.pop("flag", "")
    if flag:
        rows = rows.alias(read_as=Cast("read_flags", TextField())).filter(read_as__contains=f'"{flag}"')
    return rows.filter(**columns)


def _open(view: str, sees: bool, brand: int, staff: int) -> QuerySet[Case]:
    return visible_to(brand, staff, sees).filter(_VIEWS[view](staff), is_open=True)


def counts(actor: Actor, brand_ids: Sequence[int], now: datetime) -> dict[int, dict[str, int]]:
    """Answers for each brand how many open cases each view holds, each stopping at one past 1,000.

    Queries: 1 for each brand.
    """
    asked: list[tuple[str, Mapping[str, Any]]] = [(view, {}) for view in VIEWS]
    return {
        brand_id: dict(zip(VIEWS, _counts(actor, brand_id, asked, now), strict=True))
        for brand_id in brand_ids
    }


def summed(held: Mapping[int, Mapping[str, int]], brand_ids: Sequence[int]) -> dict[str, int]:
    """Answers what the views of these brands hold together."""
    return {view: min(sum(held[brand][view] for brand in brand_ids), MOST_COUNTED + 1) for view in VIEWS}


def counts_of(
    actor: Actor, brand_ids: Sequence[int], asked: Sequence[tuple[str, Mapping[str, Any]]], now: datetime
) -> list[int]:
    """Answers how many open cases there are for each view and filter, each stopping at one past 1,000.

    Queries: 1 for each brand, whatever is asked, because most of the cost of a count is asking.
    """
    totals = [0] * len(asked)
    for brand_id in brand_ids:
        places = [place for place, total in enumerate(totals) if total <= MOST_COUNTED]
        for place, count in zip(
            places, _counts(actor, brand_id, [asked[place] for place in places], now), strict=True
        ):
            totals[place] = min(totals[place] + count, MOST_COUNTED + 1)
    return totals


def _counts(
    actor: Actor, brand_id: int, asked: Sequence[tuple[str, Mapping[str, Any]]], now: datetime
) -> Sequence[int]:
    if not asked:
        return ()
    given: dict[str, Any] = {"brand": brand_id, "staff": actor.staff_id or 0}
    if any(view == "due" for view, _filters in asked):
        given["soon"] = now + DUE_WINDOW
    shape = tuple((view, _checked(filters)) for view, filters in asked)
    found: Sequence[int] = _counted(shape, sees_restricted(actor, brand_id), **given)[0]
    return found


class _Count(Subquery):
    """How many rows a read has."""

    template = "(SELECT COUNT(*) FROM (%(subquery)s) AS counted)"
    output_field = IntegerField()


@prepared
def _counted(
    asked: tuple[tuple[str, Filters], ...],
    sees: bool,
    *,
    brand: int,
    soon: datetime | None = None,
    **given: int,
) -> QuerySet[Brand, Any]:
    counted = [
        _Count(_countable(_narrowed(_open(view, sees, brand, **given), filters), view, soon))
        for view, filters in asked
    ]
    return Brand.objects.filter(pk=brand).values_list(*counted)


def _countable(rows: QuerySet[Case], view: str, soon: datetime | None) -> QuerySet[Case, Any]:
    # In the order of the index, so that SQLite takes the index of this very view.
    if view == "due":
        return (
            rows.filter(next_due_at__lte=soon)
            .order_by("next_due_at")
            .values("next_due_at")[: MOST_COUNTED + 1]
        )
    return rows.order_by("rank").values("rank")[: MOST_COUNTED + 1]
