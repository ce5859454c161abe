"""A year of cases under a policy: what the one statement takes on DuckDB, and what one case takes in Python.

PYTHONPATH=src python -m bench.replay --cases 12000000
"""

from __future__ import annotations

import argparse
import json
import os
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import django
import duckdb

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "amends.site.settings")
django.setup()

import amends  # noqa: E402
from amends.insight.replay.statements import totals  # noqa: E402
from amends.rules.policy.compiled import Compiled, compile_policy  # noqa: E402
from amends.rules.policy.document import Holder  # noqa: E402
from amends.rules.policy.facts import FACTS, FactKind, Facts  # noqa: E402
from amends.rules.policy.options import Power, answer  # noqa: E402
from amends.rules.policy.reading import read_policy  # noqa: E402
from amends.rules.policy.statement import Dialect, facts_asked, statement  # noqa: E402
from bench.figures import loop_seconds  # noqa: E402
from bench.measure import machine  # noqa: E402

POLICY = Path(amends.__file__).parent / "site" / "demonstration" / "policies" / "norvia.yaml"
_MOST = {
    "times_failed": 3,
    "delay_minutes": 6_000,
    "price_paid": 30_000,
    "monthly_price": 9_000,
    "fee": 12_000,
    "tenure_months": 200,
    "times_asked": 4,
    "customer_value": 500_000,
}
_TOTALS = "count(*), count(row_number), sum(cheapest), sum(dearest), count(front)"


def main() -> None:
    """Makes the cases, asks each statement five times, and prints what it took as JSON."""
    parser = argparse.ArgumentParser(prog="python -m bench.replay")
    parser.add_argument("--cases", type=int, default=1_000_000)
    asked = parser.parse_args()
    compiled = compile_policy(read_policy(POLICY.read_text(encoding="utf-8")).policy)
    found: dict[str, Any] = {"machine": machine(), "cases": asked.cases}
    columns = ", ".join(f"sum({name})" for name in sorted(facts_asked(compiled) & set(_MOST)))
    with duckdb.connect() as database:
        _make(database, compiled, asked.cases)
        queries = {
            "only_reading": f"SELECT {columns}, count(failure), count(fault), count(error_known) FROM year",
            "replay": f"SELECT {_TOTALS} FROM ({statement(compiled, 'year', Dialect.DUCKDB)})",
            "two_policies_all_segments": totals(compiled, compiled, "year", Dialect.DUCKDB),
        }
        for name, query in queries.items():
            found[f"{name}_seconds"] = sorted(_took(database, query) for _ in range(5))
    found["microseconds_a_case"] = round(_one_case(compiled) * 1e6, 1)
    found["loop_seconds_after"] = loop_seconds()
    print(json.dumps(found, indent=1))


def _make(database: duckdb.DuckDBPyConnection, compiled: Compiled, count: int) -> None:
    """Makes the table as `insight.replay_duckdb` makes it of a desk's rows: codes are short numbers."""
    codes = {
        "failure": tuple(compiled.policy.failures),
        "fault": ("company", "supplier", "customer", "nobody", "unknown"),
        "seriousness": ("0", "1", "2", "3"),
        "language": ("en", "bg", "he", "sv", "ru"),
        "channel": ("phone", "email", "chat"),
    }
    for name, known in codes.items():
        database.execute(f"CREATE TYPE {name}_code AS ENUM ({_listed(known)})")
    columns = {
        **{name: f"CAST({_one_of(known)} AS {name}_code)" for name, known in codes.items()},
        **{name: _counted(name) for name in _MOST},
        **dict.fromkeys(("outage_reported", "error_known", "leave_intent"), "random() < 0.3"),
        **dict.fromkeys(("product", "courtesy"), "CAST(NULL AS VARCHAR)"),
        "given": "CAST(floor(random() * 5000) AS BIGINT)",
    }
    said = ", ".join(f"{what} AS {name}" for name, what in columns.items())
    database.execute("SELECT setseed(0.5)")
    database.execute(f"CREATE TABLE year AS SELECT range AS id, {said} FROM range({count})")


def _listed(codes: Sequence[str]) -> str:
    return ", ".join(f"'{code}'" for code in codes)


def _one_of(codes: Sequence[str]) -> str:
    return f"[{_listed(codes)}][1 + CAST(floor(random() * {len(codes)}) AS INTEGER)]"


def _counted(name: str) -> str:
    # One case in ten lacks the fact.
    kind = "BIGINT" if FACTS[name].kind is FactKind.MONEY else "INTEGER"
    return f"CASE WHEN random() < 0.9 THEN CAST(floor(random() * {_MOST[name]}) AS {kind}) END"


def _took(database: duckdb.DuckDBPyConnection, query: str) -> tuple[float, float]:
    """Answers what a query took by the clock, and of all processors together."""
    began, used = time.perf_counter(), time.process_time()
    database.execute(query).fetchall()
    return round(time.perf_counter() - began, 3), round(time.process_time() - used, 3)


def _one_case(compiled: Compiled, times: int = 20_000) -> float:
    facts: Facts = {
        "failure": "missed_visit",
        "fault": "supplier",
        "times_failed": 2,
        "monthly_price": 4_400,
        "price_paid": 4_400,
    }
    power = Power(Holder.REP)
    began = time.process_time()
    for _ in range(times):
        answer(compiled, facts, power)
    return (time.process_time() - began) / times


if __name__ == "__main__":
    main()
