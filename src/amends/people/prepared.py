"""Reads that every page asks again: the ORM writes such a statement once, afterwards only values go into it.

Writing a statement costs ten times what a database needs to answer it, and a page asks twenty.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Callable, Hashable, Iterator, Mapping, Sequence
from datetime import UTC, date, datetime, timedelta
from typing import Any, ParamSpec, TypeVar
from uuid import UUID

from django.core.exceptions import EmptyResultSet
from django.db import DEFAULT_DB_ALIAS, connection, connections
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import QuerySet
from django.db.models.query import (
    ModelIterable,
    ValuesIterable,
    ValuesListIterable,
    get_related_populators,
)
from django.db.models.sql.compiler import SQLCompiler

from amends.people.scope import EVERY_BRAND, as_if_scoped, require_in_scope, scope_or_none

MOST_KEPT = 512
"""So many forms of one read are kept; beyond that all are forgotten and written anew."""

_Asked = ParamSpec("_Asked")
_Row = TypeVar("_Row")
_Raw = Sequence[Any]
_kept_by_read: list[dict[Hashable, _Statement | None]] = []
_MARK = re.compile("(?<!%)%s")
_FIRST_MARK = -9_000_000_000_000_000_000
_EARLY = datetime(1900, 1, 1, tzinfo=UTC)


def prepared(build: Callable[_Asked, QuerySet[Any, _Row]]) -> Callable[_Asked, list[_Row]]:
    """Answers the read as a function that asks at once, with its statement kept.

    Arguments by place belong to the statement; arguments by name are values that differ each time: int, str,
    datetime, date, UUID, or a tuple of them. One named `brand` must be in the scope. The scope shapes the statement
    too, so that the guard of a brand's rows stands in it.

    Raises: ScopeMissing, as the read itself would; KeyError for a value that the statement does not use;
    TypeError for a column that is no big integer.
    """
    kept: dict[Hashable, _Statement | None] = {}
    _kept_by_read.append(kept)

    @functools.wraps(build)
    def ask(*shape: Any, **values: Any) -> list[Any]:
        scope = scope_or_none()
        brands = tuple(sorted(scope)) if isinstance(scope, frozenset) else ()
        if "brand" in values:
            require_in_scope(values["brand"])
        form = tuple((name, len(one) if isinstance(one, tuple) else -1) for name, one in values.items())
        here = connections[DEFAULT_DB_ALIAS]
        key = (here.vendor, scope is None, scope == EVERY_BRAND, len(brands), shape, form)
        if key not in kept:
            if len(kept) >= MOST_KEPT:
                kept.clear()
            kept[key] = _written(build, scope, shape, values)
        statement = kept[key]
        return statement.rows(here, _flat(values, brands)) if statement else []

    return ask


def forget_statements() -> None:
    """Lets every statement be written anew: for a test that takes a guard away and puts it back."""
    for kept in _kept_by_read:
        kept.clear()


def _flat(values: Mapping[str, Any], brands: Sequence[int]) -> list[Any]:
    """Answers all values in one row: those by name, tuples member by member, then the brands in scope."""
    flat: list[Any] = []
    for value in values.values():
        flat.extend(value) if isinstance(value, tuple) else flat.append(value)
    return [*flat, *brands]


def _written(
    build: Callable[..., QuerySet[Any, Any]],
    scope: frozenset[int] | str | None,
    shape: tuple[Any, ...],
    values: Mapping[str, Any],
) -> _Statement | None:
    marks: list[Any] = []

    def mark(value: Any) -> Any:
        marks.append(_mark(value, len(marks)))
        return marks[-1]

    named = {
        name: tuple(mark(one) for one in value) if isinstance(value, tuple) else mark(value)
        for name, value in values.items()
    }
    own = len(marks)
    marked: Any = frozenset(mark(brand) for brand in sorted(scope)) if isinstance(scope, frozenset) else scope
    # What `of(brand)` asks is whether the brand is in scope: the caller was asked already.
    asked: Any = marked | {named["brand"]} if isinstance(marked, frozenset) and "brand" in named else marked
    with as_if_scoped(asked):
        try:
            statement = _Statement(build(*shape, **named), marks)
        except EmptyResultSet:
            if () in values.values() or marked == frozenset():
                return None
            # A mark lies outside what a column of small or positive numbers can hold: this would always be empty.
            raise TypeError(
                f"{build.__name__} compares a value with a column that cannot hold its mark"
            ) from None
    unused = set(range(own)) - set(statement.places)
    if unused:
        raise KeyError(f"{build.__name__} does not use all its values")
    return statement


def _mark(value: Any, place: int) -> Any:
    """Answers a value of the same type that no caller would give, by which the statement's parameter is known."""
    if isinstance(value, int):
        return _FIRST_MARK - place
    if isinstance(value, datetime):
        return _EARLY + timedelta(microseconds=place)
    if isinstance(value, date):
        return date.min + timedelta(days=place)
    if isinstance(value, UUID):
        return UUID(int=place)
    if isinstance(value, str):
        return f"\N{NULL}{place}"
    raise TypeError(f"a prepared read takes no {type(value).__name__}")


class _Statement:
    """One written statement: its text, where each value goes, and how its rows are read."""

    def __init__(self, rows: QuerySet[Any, Any], marks: Sequence[Any]) -> None:
        compiler = rows.query.get_compiler(rows.db)
        text, parameters = compiler.as_sql()
        self._text = str(text)
        self._short = _in_sqlites_marks(self._text) if connection.vendor == "sqlite" else ""
        self._adapters = _ADAPTERS if connection.vendor == "sqlite" else {}
        known = {self._adapted(mark): place for place, mark in enumerate(marks)}
        self._fixed = [self._adapted(value) for value in parameters]
        self._slots = [(slot, known[value]) for slot, value in enumerate(self._fixed) if value in known]
        self.places = [place for _slot, place in self._slots]
        self._converters = [
            (place, _converter(steps, expression))
            for place, (steps, expression) in compiler.get_converters(
                [column[0] for column in compiler.select]
            ).items()
        ]
        self._read = _reader(rows, compiler)

    def _adapted(self, value: Any) -> Any:
        """Answers a value as the database's driver takes it."""
        adapt = self._adapters.get(type(value))
        return adapt(value) if adapt else value

    def rows(self, here: BaseDatabaseWrapper, values: Sequence[Any]) -> list[Any]:
        """Answers the rows for these values."""
        parameters = list(self._fixed)
        for slot, place in self._slots:
            parameters[slot] = self._adapted(values[place])
        found = _fetched(here, self._text, self._short, parameters)
        return list(self._read(map(self._converted, found) if self._converters else iter(found)))

    def _converted(self, row: _Raw) -> _Raw:
        values = list(row)
        for place, convert in self._converters:
            if (value := values[place]) is not None:
                values[place] = convert(value)
        return values


def _in_sqlites_marks(text: str) -> str:
    return _MARK.sub("?", text).replace("%%", "%")


def _fetched(here: BaseDatabaseWrapper, text: str, short: str, parameters: Sequence[Any]) -> list[_Raw]:
    """Answers the rows as the database gives them; SQLite is asked by its own driver unless somebody listens.

    Django's cursor writes the statement's marks anew each time, which costs as much as the answer.
    """
    if short and not here.execute_wrappers and not here.queries_logged:
        here.ensure_connection()
        here.validate_no_broken_transaction()
        with here.wrap_database_errors:
            found: list[_Raw] = here.connection.execute(short, parameters).fetchall()
        return found
    with here.cursor() as cursor:
        cursor.execute(text, parameters)
        return list(cursor.fetchall())


def _converter(steps: Sequence[Callable[..., Any]], expression: Any) -> Callable[[Any], Any]:
    """Answers what makes a value of what a column holds; moments go a short way, for a page reads hundreds."""
    operations: Any = connection.ops
    if connection.vendor == "sqlite" and steps == [operations.convert_datetimefield_value]:
        return _utc

    def convert(value: Any) -> Any:
        for step in steps:
            value = step(value, expression, connection)
        return value

    return convert


def _utc(moment: datetime | str) -> datetime:
    # SQLite knows a moment by its column; what was computed from one comes as text.
    naive = datetime.fromisoformat(moment) if isinstance(moment, str) else moment
    return naive.replace(tzinfo=UTC)


def _sqlite_moment(moment: datetime) -> str:
    return str(moment.astimezone(UTC).replace(tzinfo=None))


_ADAPTERS: Mapping[type, Callable[[Any], str]] = {
    datetime: _sqlite_moment,
    date: date.isoformat,
    UUID: lambda one: one.hex,
}
"""How SQLite keeps what it has no type for."""


def _reader(rows: QuerySet[Any, Any], compiler: SQLCompiler) -> Callable[[Iterator[_Raw]], Iterator[Any]]:
    kind = rows._iterable_class
    if kind is ModelIterable:
        return _model_reader(rows, compiler)
    if kind is ValuesIterable:
        names = [*rows.query.values_select, *rows.query.annotation_select]
        return lambda found: (dict(zip(names, row, strict=True)) for row in found)
    if kind is ValuesListIterable:
        return lambda found: map(tuple, found)
    return lambda found: (row[0] for row in found)


def _model_reader(
    rows: QuerySet[Any, Any], compiler: SQLCompiler
) -> Callable[[Iterator[_Raw]], Iterator[Any]]:
    classes: Any = compiler.klass_info
    model, fields = classes["model"], classes["select_fields"]
    start, end = fields[0], fields[-1] + 1
    columns: Any = compiler.select[start:end]
    names = [column[0].target.attname for column in columns]
    joined = get_related_populators(classes, compiler.select, rows.db)  # type: ignore[call-arg]

    def read(found: Iterator[_Raw]) -> Iterator[Any]:
        for row in found:
            made = model.from_db(rows.db, names, row[start:end])
            for populator in joined:
                populator.populate(row, made)
            yield made

    return read
