"""All that a replay says, gathered: both policies, what was given, questions spared, days' budgets, denying first."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path

from amends.insight.denials import Denied, denials
from amends.insight.replay.budgets import Budgets, budgets_of, day_budgets, gestures_wished
from amends.insight.replay.consults import Consulted, consults_spared
from amends.insight.replay.on_duckdb import (
    Database,
    load_year,
    replay_year,
    wished_in_year,
    write_rows,
)
from amends.insight.replay.source import chunks, rows_of, source
from amends.insight.replay.statements import Compared, replay_chunk
from amends.insight.replay.totals import Replayed, observed
from amends.people.models import Brand
from amends.rules.policy.compiled import Compiled

Times = tuple[datetime, datetime]
Policies = tuple[Compiled, Compiled | None]


@dataclass(frozen=True, slots=True)
class Report:
    """What a time comes to under a policy and, where there is one, under the one in force. Units: minor units."""

    compared: Compared
    observed: int
    budgets: Budgets
    budgets_before: Budgets | None
    consulted: Consulted
    denied: tuple[Denied, ...]


def by_desk(brand: Brand, policies: Policies, times: Times, into: Compared) -> Iterator[float]:
    """Lets the desk's database weigh a time; answers after each stretch how far it is. Queries: 1 for each stretch."""
    stretches = chunks(brand, *times)
    for number, ids in enumerate(stretches, start=1):
        replay_chunk(brand, policies, times, ids, into)
        yield number / len(stretches)


def into_duckdb(brand: Brand, database: Database, times: Times, folder: Path) -> Iterator[float]:
    """Brings a time into DuckDB's table `year`; answers after each stretch how far it is. Queries: 1 each."""
    stretches, path = chunks(brand, *times), folder / "year.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        for number, ids in enumerate(stretches, start=1):
            write_rows(rows_of(source(brand, *times, ids)), file)
            yield number / len(stretches)
    load_year(database, path)


def report_by_desk(brand: Brand, policies: Policies, times: Times, compared: Compared) -> Report:
    """Answers the whole report, once the desk's database has weighed the time. Raises: ScopeMissing."""
    after, held = policies
    before = day_budgets(brand, times, held) if held else None
    return _report(brand, policies, times, compared, day_budgets(brand, times, after), before)


def report_by_duckdb(brand: Brand, policies: Policies, times: Times, database: Database) -> Report:
    """Answers the whole report from DuckDB's table `year`. Raises: ScopeMissing."""
    after, held = policies
    compared = Compared(before=Replayed() if held else None)
    replay_year(database, policies, compared)
    return _report(
        brand,
        policies,
        times,
        compared,
        _budgets(brand, times, database, after),
        _budgets(brand, times, database, held) if held else None,
    )


def _budgets(brand: Brand, times: Times, database: Database, compiled: Compiled) -> Budgets:
    return budgets_of(compiled, wished_in_year(database, compiled), gestures_wished(brand, times))


def _report(
    brand: Brand,
    policies: Policies,
    times: Times,
    compared: Compared,
    budgets: Budgets,
    before: Budgets | None,
) -> Report:
    return Report(
        compared=compared,
        observed=observed(brand, *times),
        budgets=budgets,
        budgets_before=before,
        consulted=consults_spared(brand, times, *policies),
        denied=tuple(denials(brand, *times)),
    )


def as_data(report: Report) -> Mapping[str, object]:
    """Answers the report as plain data. Units: minor units."""
    compared = report.compared
    return {
        "after": asdict(compared.after),
        "before": asdict(compared.before) if compared.before else None,
        "observed": report.observed,
        "budgets": {
            "after": asdict(report.budgets),
            "before": asdict(report.budgets_before) if report.budgets_before else None,
        },
        "consults": asdict(report.consulted),
        "denials": [asdict(one) for one in report.denied],
    }
