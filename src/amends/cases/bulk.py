"""Rows into tables, many at a time: the same door for one case and for a million."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from datetime import UTC
from functools import lru_cache
from typing import Any

from django.db import connection, models


Row = Mapping[str, Any]
_Adapter = Callable[[Any], Any]


def insert_rows(model: type[models.Model], rows: Sequence[Row]) -> None:
    """Writes rows given by column; a column that is not named gets the field's default."""
    if not rows:
        return
    has_key = model._meta.pk.attname in rows[0]
    statement, columns = _plan(model, connection.vendor, has_key)
    values = [
        [adapt(row[name]) if name in row else default for name, default, adapt in columns] for row in rows
    ]
    with connection.cursor() as cursor:
        if len(values) == 1:
            cursor.execute(statement, values[0])
        else:
            cursor.executemany(statement, values)


@lru_cache(maxsize=64)
def _plan(
    model: type[models.Model], vendor: str, has_key: bool
) -> tuple[str, list[tuple[str, Any, _Adapter]]]:
    fields = [field for field in model._meta.concrete_fields if has_key or not field.primary_key]
    names = ", ".join(f'"{field.column}"' for field in fields)
    marks = ", ".join(["%s"] * len(fields))
    columns = []
    for field in fields:
        adapt = _adapter(field, vendor)
        columns.append((field.attname, adapt(_default(field)), adapt))
    return f'INSERT INTO "{model._meta.db_table}" ({names}) VALUES ({marks})', columns


def _default(field: models.Field[Any, Any]) -> Any:
    return field.get_default()


def _adapter(field: models.Field[Any, Any], vendor: str) -> _Adapter:
    if isinstance(field, models.JSONField):
        return lambda value: json.dumps(value, ensure_ascii=False)
    if vendor != "sqlite":
        return _as_it_is
    if isinstance(field, models.DateTimeField):
        return lambda value: None if value is None else str(value.astimezone(UTC).replace(tzinfo=None))
    if isinstance(field, models.DateField):
        return lambda value: None if value is None else value.isoformat()
    if isinstance(field, models.UUIDField):
        return lambda value: None if value is None else value.hex
    return _as_it_is


def _as_it_is(value: Any) -> Any:
    return value


def reserve_ids(model: type[models.Model], count: int) -> list[int]:
    """Answers `count` fresh ids inside the writing transaction; ids are needed before rows are built."""
    table = model._meta.db_table
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute(f"SELECT COALESCE(MAX(id), 0) FROM {table}")
            first = int(cursor.fetchone()[0]) + 1
            return list(range(first, first + count))
        cursor.execute(
            "SELECT nextval(pg_get_serial_sequence(%s, 'id')) FROM generate_series(1, %s)", [table, count]
        )
        return [int(row[0]) for row in cursor.fetchall()]


