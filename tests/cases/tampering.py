"""What somebody with the database in their hands can do."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from django.db import connection

from amends.cases.guards import lifted_for_tests
from tests.conftest import is_postgres


@contextmanager
def unguarded() -> Iterator[None]:
    """Lets the block change the record; PostgreSQL wants its deferred checks done before and after."""
    _settle()
    with lifted_for_tests():
        yield
        _settle()


def _settle() -> None:
    if is_postgres():
        with connection.cursor() as cursor:
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
            cursor.execute("SET CONSTRAINTS ALL DEFERRED")


def tamper(statement: str, values: Sequence[object] = ()) -> None:
    """Changes the record by a statement of SQL."""
    with unguarded(), connection.cursor() as cursor:
        cursor.execute(statement, values)
