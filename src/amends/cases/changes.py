"""What changed lately, read from the record: one cheap read a second for each process that has listeners.

Ids are drawn in one order and committed in another. On PostgreSQL an event is therefore told once its transaction is
older than every running one, and transactions are walked, not ids; SQLite has one writer, so there its ids suffice.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db import connection

from amends.people.permissions import Subject

MOST_AT_ONCE = 500
LOOK_BACK = 5_000
"""How many ids behind the newest an event may still appear whose transaction took longer than others."""

_WHAT = (
    "SELECT e.id, e.kind, c.uuid, e.brand_id, c.about_staff_id, c.is_restricted "
    "FROM cases_caseevent e JOIN cases_case c ON c.id = e.case_id "
)
_SQLITE = f"{_WHAT} WHERE e.id > %s ORDER BY e.id LIMIT {MOST_AT_ONCE + 1}"
# age() counts backwards from now, so that it is right when transaction numbers begin again.
_POSTGRES = (
    f"{_WHAT} WHERE e.id > %s AND age(e.xmin) <= age(%s::xid) AND age(e.xmin) > age(%s::xid) "
    f"ORDER BY e.id LIMIT {MOST_AT_ONCE + 1}"
)
_NEWEST = "SELECT coalesce(max(id), 0) FROM cases_caseevent"
_HORIZON = "SELECT pg_snapshot_xmin(pg_current_snapshot())::xid::text"


@dataclass(frozen=True, slots=True)
class Change:
    """One change of a case, and what it depends on who may hear of it; `is_consult` asks for somebody who leads."""

    case_uuid: UUID
    subject: Subject
    is_consult: bool


@dataclass(frozen=True, slots=True)
class Place:
    """How far the record was read: the newest id, and on PostgreSQL the oldest transaction that still ran."""

    newest: int
    horizon: str = ""


@dataclass(frozen=True, slots=True)
class Changes:
    """What changed, how far that is; `is_cut` where it was too much to tell one by one."""

    found: Sequence[Change]
    place: Place
    is_cut: bool = False


def place_now() -> Place:
    """Answers where the record stands now. Queries: 1 to 2."""
    # The horizon first: what commits between the two reads is told rather than lost.
    horizon = _value(_HORIZON) if connection.vendor == "postgresql" else ""
    return Place(int(_value(_NEWEST)), str(horizon))


def changes_since(place: Place) -> Changes:
    """Answers what changed since a place in the brands in scope. Queries: 1 to 3; none needs more than an index."""
    if connection.vendor == "postgresql":
        return _on_postgres(place)
    rows = _rows(_SQLITE, [place.newest])
    if len(rows) > MOST_AT_ONCE:
        return Changes((), place_now(), is_cut=True)
    return Changes(_told(rows), Place(rows[-1][0] if rows else place.newest))


def _on_postgres(place: Place) -> Changes:
    here = place_now()
    rows = _rows(_POSTGRES, [here.newest - LOOK_BACK, place.horizon, here.horizon])
    if len(rows) > MOST_AT_ONCE:
        return Changes((), here, is_cut=True)
    return Changes(_told(rows), here)


def _told(rows: Sequence[Sequence[Any]]) -> list[Change]:
    return [
        Change(_uuid(uuid), Subject(brand, about, bool(restricted)), kind.startswith(("consult.", "alarm.")))
        for _id, kind, uuid, brand, about, restricted in rows
    ]


def _uuid(value: Any) -> UUID:
    return value if isinstance(value, UUID) else UUID(hex=value)


def _rows(statement: str, values: Sequence[int | str]) -> Sequence[Sequence[Any]]:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        rows: list[tuple[Any, ...]] = cursor.fetchall()
        return rows


def _value(statement: str) -> Any:
    with connection.cursor() as cursor:
        cursor.execute(statement)
        return cursor.fetchone()[0]
