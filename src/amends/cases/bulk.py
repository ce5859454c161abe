"""Rows into tables, many at a time: the same door for one case and for a million."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime
from functools import lru_cache
from operator import itemgetter
from typing import Any, NamedTuple
from uuid import UUID

from django.db import connection, models

Row = Mapping[str, Any]
_Adapter = Callable[[Any], Any]

COPY_FROM = 50
"""From so many rows on, PostgreSQL takes them by COPY into a passing table: row policies refuse COPY elsewhere."""


class Filled(NamedTuple):
    """Rows of one table as the database takes them; made of nothing but plain values, so that one process can
    hand them to another."""

    model: type[models.Model]
    named: tuple[str, ...]
    values: list[Sequence[Any]]


def filled(model: type[models.Model], rows: Sequence[Row]) -> Filled:
    """Answers rows given by column, all naming the same ones, as the database takes them."""
    named = tuple(rows[0]) if rows else ()
    return Filled(model, named, list(_plan(model, connection.vendor, named).values(rows)) if rows else [])


def write_filled(rows: Filled) -> None:
    """Writes rows; a column that they do not name gets the field's default."""
    if rows.values:
        plan = _plan(rows.model, connection.vendor, rows.named)
        run_many(plan.insert, rows.values, len(rows.values))


def insert_rows(model: type[models.Model], rows: Sequence[Row]) -> None:
    """Writes rows given by column, all naming the same ones; a column that is not named gets the field's default."""
    write_filled(filled(model, rows))


def change_row(model: type[models.Model], row_id: int, changed: Row) -> None:
    """Writes some columns of one row, as a save would; nothing where none changed."""
    if not changed:
        return
    statement, adapters = _change(model, connection.vendor, tuple(changed))
    values = [
        value if adapt is None or value is None else adapt(value)
        for value, adapt in zip(changed.values(), adapters, strict=True)
    ]
    with connection.cursor() as cursor:
        cursor.execute(statement, [*values, row_id])


@lru_cache(maxsize=512)
def _change(
    model: type[models.Model], vendor: str, named: tuple[str, ...]
) -> tuple[str, Sequence[_Adapter | None]]:
    fields = {field.attname: field for field in model._meta.concrete_fields}
    columns = ", ".join(f'"{fields[name].column}" = %s' for name in named)
    statement = f'UPDATE "{model._meta.db_table}" SET {columns} WHERE id = %s'
    return statement, [_adapter(fields[name], vendor) for name in named]


@dataclass(frozen=True, slots=True)
class Insert:
    """An INSERT for many rows: into which columns, from which values, of which types."""

    into: str
    values: Sequence[str]
    types: Sequence[str]

    @property
    def marked(self) -> str:
        """Answers the statement with a mark for each value."""
        return f"INSERT INTO {self.into} VALUES ({', '.join(self.values)})"

    @property
    def copied(self) -> str:
        """Answers the statement that takes its values from the passing table."""
        names = iter(f"c{place}" for place in range(len(self.types)))
        picked = [
            value.replace("%s", next(names)) if "%s" in value else value.replace("%%", "%")
            for value in self.values
        ]
        return f"INSERT INTO {self.into} SELECT {', '.join(picked)} FROM passing"


def run_many(insert: Insert, values: Iterable[Sequence[Any]], count: int) -> None:
    """Writes many rows with one INSERT."""
    with connection.cursor() as opened:
        cursor: Any = opened
        if count == 1:
            cursor.execute(insert.marked, next(iter(values)))
        elif connection.vendor == "sqlite" or count < COPY_FROM:
            cursor.executemany(insert.marked, values)
        else:
            _copy(cursor, insert, values)


def _copy(cursor: Any, insert: Insert, values: Iterable[Sequence[Any]]) -> None:
    columns = ", ".join(f"c{place} {kind}" for place, kind in enumerate(insert.types))
    cursor.execute(f"CREATE TEMP TABLE passing ({columns}) ON COMMIT DROP")
    with cursor.copy("COPY passing FROM STDIN") as copy:
        for row in values:
            copy.write_row(row)
    cursor.execute(insert.copied)
    cursor.execute("DROP TABLE passing")


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
        types = [_type(fields[name]) for name in named]
        self.insert = Insert(f'"{model._meta.db_table}" ({names})', marks, types)
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


def _type(field: models.Field[Any, Any]) -> str:
    # The type of a reference to a key: the key's own would number itself.
    return str(field.rel_db_type(connection) if field.primary_key else field.db_type(connection))


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


@lru_cache(maxsize=4_096)
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


_LOADING = {"wal_autocheckpoint": 16_384, "mmap_size": 0, "cache_size": -24_576}


@contextmanager
def loading() -> Iterator[None]:
    """Lets a long import tidy up in larger steps and hold less memory; nothing about safety differs."""
    before = {name: _pragma(name) for name in _LOADING} if connection.vendor == "sqlite" else {}
    for name in before:
        _pragma(f"{name}={_LOADING[name]}")
    try:
        yield
    finally:
        for name, value in before.items():
            _pragma(f"{name}={value}")


def _pragma(words: str) -> Any:
    with connection.cursor() as cursor:
        cursor.execute(f"PRAGMA {words}")
        row = cursor.fetchone()
        return row[0] if row else None
