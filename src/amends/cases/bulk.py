"""Rows into tables, many at a time: the same door for one case and for a million."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import UTC, date, datetime
from functools import lru_cache
from operator import itemgetter
from typing import Any
from uuid import UUID

from django.db import connection, models

Row = Mapping[str, Any]
_Adapter = Callable[[Any], Any]

ROWS_AT_ONCE = 500
"""PostgreSQL gets so many rows in one statement."""


def insert_rows(model: type[models.Model], rows: Sequence[Row]) -> None:
    """Writes rows given by column, all naming the same ones; a column that is not named gets the field's default."""
    if not rows:
        return
    plan = _plan(model, connection.vendor, tuple(rows[0]))
    run_many(plan.statement, plan.row_marks, plan.values(rows))


def run_many(statement: str, row_marks: str, values: Iterable[Sequence[Any]]) -> None:
    """Runs an INSERT that ends in VALUES for many rows: one by one on SQLite, hundreds at once on PostgreSQL."""
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.executemany(f"{statement} {row_marks}", values)
            return
        for some in _portions(list(values), ROWS_AT_ONCE):
            marks = ", ".join([row_marks] * len(some))
            cursor.execute(f"{statement} {marks}", [value for row in some for value in row])


def _portions(rows: list[Sequence[Any]], size: int) -> Iterator[list[Sequence[Any]]]:
    return (rows[start : start + size] for start in range(0, len(rows), size))


class _Plan:
    """How rows with these columns go into a table; what never differs stands in the statement itself."""

    def __init__(self, model: type[models.Model], vendor: str, named: tuple[str, ...]) -> None:
        fields = {field.attname: field for field in model._meta.concrete_fields}
        unknown = set(named) - fields.keys()
        if unknown:
            raise KeyError(f"not columns of {model._meta.db_table}: {sorted(unknown)}")
        left = [field for name, field in fields.items() if name not in named and not field.primary_key]
        columns = [fields[name] for name in named] + left
        names = ", ".join(f'"{field.column}"' for field in columns)
        marks = ["%s"] * len(named) + [_literal(_adapter(field, vendor), field) for field in left]
        self.statement = f'INSERT INTO "{model._meta.db_table}" ({names}) VALUES'
        self.row_marks = f"({', '.join(marks)})"
        self._pick = itemgetter(*named)
        self._adapters = [
            (place, adapt)
            for place, name in enumerate(named)
            if (adapt := _adapter(fields[name], vendor)) is not None
        ]

    def values(self, rows: Sequence[Row]) -> Iterator[Sequence[Any]]:
        """Answers the values of each row in the order of the statement."""
        for row in rows:
            values = list(self._pick(row))
            for place, adapt in self._adapters:
                if values[place] is not None:
                    values[place] = adapt(values[place])
            yield values


@lru_cache(maxsize=64)
def _plan(model: type[models.Model], vendor: str, named: tuple[str, ...]) -> _Plan:
    return _Plan(model, vendor, named)


def _literal(adapt: _Adapter | None, field: models.Field[Any, Any]) -> str:
    value = field.get_default()
    if value is not None and adapt is not None:
        value = adapt(value)
    if value is None:
        return "NULL"
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, int):
        return str(value)
    said = str(value).replace("'", "''").replace("%", "%%")
    return f"'{said}'"


def _adapter(field: models.Field[Any, Any], vendor: str) -> _Adapter | None:
    if isinstance(field, models.JSONField):
        return _json
    if vendor != "sqlite":
        return None
    if isinstance(field, models.DateTimeField):
        return _moment
    if isinstance(field, models.DateField):
        return date.isoformat
    return _hex if isinstance(field, models.UUIDField) else None


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False)


def _moment(value: datetime) -> str:
    # The last six signs are +00:00.
    return (value if value.tzinfo is UTC else value.astimezone(UTC)).isoformat(" ")[:-6]


def _hex(value: UUID) -> str:
    return value.hex


def reserve_ids(model: type[models.Model], count: int) -> Sequence[int]:
    """Answers `count` fresh ids inside the writing transaction; ids are needed before rows are built."""
    table = model._meta.db_table
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute(f"SELECT COALESCE(MAX(id), 0) FROM {table}")
            first = int(cursor.fetchone()[0]) + 1
            return range(first, first + count)
        cursor.execute(
            "SELECT nextval(pg_get_serial_sequence(%s, 'id')) FROM generate_series(1, %s)", [table, count]
        )
        return [int(row[0]) for row in cursor.fetchall()]


_LOADING = ("PRAGMA wal_autocheckpoint=16384",)
_USUAL = ("PRAGMA wal_autocheckpoint=1000",)


@contextmanager
def loading() -> Iterator[None]:
    """Lets a long import run in larger steps; as safe as ever, because only the moments of tidying differ."""
    _tune(_LOADING)
    try:
        yield
    finally:
        _tune(_USUAL)


def _tune(statements: tuple[str, ...]) -> None:
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            for statement in statements:
                cursor.execute(statement)
