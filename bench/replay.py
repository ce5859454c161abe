"""A year of cases under a policy: what the one statement takes on DuckDB, and what one case takes in Python.

PYTHONPATH=src python -m bench.replay --cases 12000000
"""

from __future__ import annotations

import argparse
import json
import os
import time
from pathlib import Path
from typing import Any

import django
import duckdb

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "amends.site.settings")
django.setup()

import amends  # noqa: E402
from amends.rules.policy.compiled import Compiled, compile_policy  # noqa: E402
from amends.rules.policy.document import Holder  # noqa: E402
from amends.rules.policy.facts import Facts  # noqa: E402
from amends.rules.policy.options import Power, answer  # noqa: E402
from amends.rules.policy.reading import read_policy  # noqa: E402
from amends.rules.policy.statement import Dialect, statement  # noqa: E402
from bench.measure import loop_seconds, machine  # noqa: E402

POLICY = Path(amends.__file__).parent / "site" / "demonstration" / "policies" / "norvia.yaml"
_CODES = "['{}'][1 + CAST(floor(random() * {}) AS INTEGER)]"


def main() -> None:
    """Makes the cases, asks the statement five times, and prints what it took as JSON."""
    parser = argparse.ArgumentParser(prog="python -m bench.replay")
    parser.add_argument("--cases", type=int, default=1_000_000)
    asked = parser.parse_args()
    compiled = compile_policy(read_policy(POLICY.read_text(encoding="utf-8")).policy)
    found: dict[str, Any] = {"machine": machine(), "cases": asked.cases}
    with duckdb.connect() as database:
        _make(database, compiled, asked.cases)
        found["replay_seconds"] = sorted(_replayed(database, compiled) for _ in range(5))
    found["microseconds_a_case"] = round(_one_case(compiled) * 1e6, 1)
    found["loop_seconds_after"] = loop_seconds()
    print(json.dumps(found, indent=1))


def _make(database: duckdb.DuckDBPyConnection, compiled: Compiled, count: int) -> None:
    failures = tuple(compiled.policy.failures)
    causes = ("company", "supplier", "customer", "nobody", "unknown")
    columns = {
        "failure": _CODES.format("', '".join(failures), len(failures)),
        "product": "CAST(NULL AS VARCHAR)",
        "fault": _CODES.format("', '".join(causes), len(causes)),
        "seriousness": _CODES.format("0', '1', '2', '3", 4),
        **{name: _counted(most) for name, most in (("times_failed", 3), ("delay_minutes", 6_000))},
        **{name: _counted(most) for name, most in (("price_paid", 30_000), ("monthly_price", 9_000))},
        **{name: _counted(most) for name, most in (("fee", 12_000), ("tenure_months", 200))},
        "times_asked": _counted(4),
        "customer_value": _counted(500_000),
        "courtesy": "CAST(NULL AS VARCHAR)",
        **dict.fromkeys(("outage_reported", "error_known", "leave_intent"), "random() < 0.3"),
    }
    said = ", ".join(f"{what} AS {name}" for name, what in columns.items())
    database.execute("SELECT setseed(0.5)")
    database.execute(f"CREATE TABLE year AS SELECT range AS id, {said} FROM range({count})")


def _counted(most: int) -> str:
    # One case in ten lacks the fact.
    return f"CASE WHEN random() < 0.9 THEN CAST(floor(random() * {most}) AS BIGINT) END"


def _replayed(database: duckdb.DuckDBPyConnection, compiled: Compiled) -> float:
    written = statement(compiled, "year", Dialect.DUCKDB)
    began = time.perf_counter()
    database.execute(
        f"SELECT count(*), count(row_number), sum(cheapest), sum(dearest), count(front) FROM ({written})"
    ).fetchall()
    return round(time.perf_counter() - began, 3)


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
