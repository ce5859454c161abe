"""One case at a time, on SQLite and on DuckDB: the same answer at every boundary (PostgreSQL: tests/cases)."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Mapping, Sequence
from copy import deepcopy
from typing import Any

import duckdb
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.rules.policy.conftest import _GOOD
from tests.rules.policy.making import EDGES, made
from tests.rules.policy.test_options import NORVIA

from amends.rules.policy.amounts import MOST
from amends.rules.policy.compiled import Compiled, compile_policy
from amends.rules.policy.document import Holder, Policy
from amends.rules.policy.facts import FACTS, FactKind
from amends.rules.policy.statement import Costs, Dialect, costs, statement

Cases = Sequence[Mapping[str, Any]]
GOOD = compile_policy(Policy.model_validate(_GOOD))
_NUMBERS = sorted({*EDGES, 3, 46, 59, 60, 899, 1_001, 1_439, 1_440, 4_444, 9_001, 10_002, 10**9})


def value(fact: str) -> st.SearchStrategy[Any]:
    kind = FACTS[fact].kind
    if kind is FactKind.FLAG:
        return st.booleans()
    if kind is FactKind.CODE:
        codes = (*NORVIA.policy.failures, "late", "lost", "danger", "of another time")
        return st.sampled_from(FACTS[fact].codes or codes)
    money = st.one_of(st.sampled_from([*_NUMBERS, MOST]), st.integers(0, 50_000))
    return money if kind is FactKind.MONEY else st.sampled_from(_NUMBERS)


cases = st.lists(
    st.fixed_dictionaries({}, optional={fact: value(fact) for fact in FACTS}), min_size=1, max_size=40
)


def _type(fact: str) -> str:
    return {FactKind.FLAG: "BOOLEAN", FactKind.CODE: "TEXT"}.get(FACTS[fact].kind, "BIGINT")


COLUMNS = ", ".join(f"{fact} {_type(fact)}" for fact in FACTS)


def fill(execute: Callable[[str, Sequence[Any]], object], mark: str, year: Cases) -> None:
    marks = ", ".join([mark] * (len(FACTS) + 1))
    for number, facts in enumerate(year):
        execute(f"INSERT INTO year VALUES ({marks})", [number, *(facts.get(fact) for fact in FACTS)])


def read(rows: Sequence[Sequence[Any]]) -> list[Costs]:
    return [Costs(*row[1:]) for row in sorted(rows)]


def by_sqlite(compiled: Compiled, year: Cases, holder: Holder) -> list[Costs]:
    with sqlite3.connect(":memory:") as database:
        database.execute(f"CREATE TABLE year (id INTEGER, {COLUMNS})")
        fill(database.execute, "?", year)
        return read(database.execute(statement(compiled, "year", Dialect.SQLITE, holder)).fetchall())


def by_duckdb(compiled: Compiled, year: Cases, holder: Holder) -> list[Costs]:
    with duckdb.connect() as database:
        database.execute(f"CREATE TABLE year (id INTEGER, {COLUMNS})")
        fill(database.execute, "?", year)
        return read(database.execute(statement(compiled, "year", Dialect.DUCKDB, holder)).fetchall())


def check_same(way: Callable[..., list[Costs]], compiled: Compiled, year: Cases, holder: Holder) -> None:
    assert way(compiled, year, holder) == [costs(compiled, facts, holder) for facts in year]


POLICIES = st.one_of(made(), st.sampled_from([NORVIA, GOOD]))
HOLDERS = st.sampled_from(list(Holder))


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(POLICIES, cases, HOLDERS)
def test_sqlite_answers_a_year_as_each_case_is_answered(
    compiled: Compiled, year: Cases, holder: Holder
) -> None:
    check_same(by_sqlite, compiled, year, holder)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(POLICIES, cases, HOLDERS)
def test_duckdb_answers_a_year_as_each_case_is_answered(
    compiled: Compiled, year: Cases, holder: Holder
) -> None:
    check_same(by_duckdb, compiled, year, holder)


def test_a_policy_of_more_rows_than_a_mask_has_room_for_is_answered_too() -> None:
    said = deepcopy(_GOOD)
    parcels = said["tables"]["parcels"]["rows"]
    said["tables"]["parcels"]["rows"] = [
        {"when": {"fault": "company", "times_failed": {"from": number, "to": number}}, "then": "explain"}
        for number in range(100, 180)
    ] + parcels
    compiled = compile_policy(Policy.model_validate(said))
    year = [
        {"failure": "late", "fault": "company", "times_failed": number}
        for number in (2, 99, 100, 150, 179, 180)
    ]
    check_same(by_sqlite, compiled, [*year, {"failure": "danger"}], Holder.REP)
    check_same(by_duckdb, compiled, [*year, {"failure": "danger"}], Holder.REP)


def test_what_is_to_be_kept_is_carried_along_and_a_statement_can_be_a_source_itself() -> None:
    written = statement(GOOD, "year", Dialect.SQLITE, keep=("failure", "fault", "times_failed", "price_paid"))
    again = statement(GOOD, f"({written})", Dialect.SQLITE, keep=("failure",))
    with sqlite3.connect(":memory:") as database:
        database.execute(f"CREATE TABLE year (id INTEGER, {COLUMNS})")
        fill(database.execute, "?", [{"failure": "late", "fault": "company", "price_paid": 4_445}])
        assert database.execute(again).fetchall() == [(0, 0, 2_500, 4_445, 2_500, "late")]


LATE = {"failure": "late", "fault": "company", "times_failed": 2, "price_paid": 4_445}


@pytest.mark.parametrize(
    ("spoiled", "into", "case"),
    [
        ("+ 5000)", "+ 4999)", LATE),
        ("/ 10000", "/ 10000.0", LATE | {"price_paid": 4_446}),
        ("times_failed >= 2", "(times_failed >= 2 OR times_failed IS NULL)", LATE | {"times_failed": None}),
        ("fault = 'company'", "(fault = 'company') IS NOT FALSE", LATE | {"fault": None}),
        ("CASE WHEN price_paid", "COALESCE(price_paid, 0) + CASE WHEN price_paid", LATE),
    ],
    ids=[
        "a penny less",
        "a share that is not whole",
        "not known is the last stretch",
        "not known is true",
        "twice",
    ],
)
def test_the_negative_control_an_answer_that_is_off_is_caught(
    spoiled: str, into: str, case: dict[str, Any]
) -> None:
    def wrong(compiled: Compiled, cases: Cases, holder: Holder) -> list[Costs]:
        written = statement(compiled, "year", Dialect.SQLITE, holder)
        assert spoiled in written
        with sqlite3.connect(":memory:") as database:
            database.execute(f"CREATE TABLE year (id INTEGER, {COLUMNS})")
            fill(database.execute, "?", cases)
            return read(database.execute(written.replace(spoiled, into)).fetchall())

    check_same(by_sqlite, GOOD, [case], Holder.REP)
    with pytest.raises(AssertionError):
        check_same(wrong, GOOD, [case], Holder.REP)
