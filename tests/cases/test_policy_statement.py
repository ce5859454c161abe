"""A policy replayed on PostgreSQL answers a year of cases as each of them is answered."""

from __future__ import annotations

import pytest
from django.db import connection
from hypothesis import HealthCheck, given, settings

from amends.rules.policy.compiled import Compiled
from amends.rules.policy.document import Holder
from amends.rules.policy.statement import Costs, Dialect, statement
from tests.conftest import is_postgres
from tests.rules.policy.test_statement import (
    COLUMNS,
    HOLDERS,
    POLICIES,
    Cases,
    cases,
    check_same,
    fill,
    read,
)


def by_postgresql(compiled: Compiled, year: Cases, holder: Holder) -> list[Costs]:
    with connection.cursor() as cursor:
        cursor.execute("DROP TABLE IF EXISTS year")
        cursor.execute(f"CREATE TEMP TABLE year (id INTEGER, {COLUMNS})")
        fill(cursor.execute, "%s", year)
        cursor.execute(statement(compiled, "year", Dialect.POSTGRESQL, holder))
        return read(cursor.fetchall())


@pytest.mark.django_db
@settings(
    max_examples=60,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(POLICIES, cases, HOLDERS)
def test_postgresql_answers_a_year_as_each_case_is_answered(
    compiled: Compiled, year: Cases, holder: Holder
) -> None:
    if not is_postgres():
        pytest.skip("only on PostgreSQL")
    check_same(by_postgresql, compiled, year, holder)
