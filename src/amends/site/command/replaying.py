"""`policy replay`: what a year would have cost under a policy, beside the one in force."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta
from enum import StrEnum
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Annotated

import typer

from amends.cases.policies import InForce, policy_in_force
from amends.clock import now
from amends.errors import DomainError
from amends.insight.replay.report import (
    Policies,
    Report,
    Times,
    as_data,
    by_desk,
    into_duckdb,
    report_by_desk,
    report_by_duckdb,
)
from amends.insight.replay.statements import Compared
from amends.insight.replay.totals import Replayed
from amends.people.models import Brand
from amends.people.scope import brand_scope
from amends.rules.policy.compiled import compile_policy
from amends.site.command.brands import find_brand
from amends.site.command.policy_files import read_file
from amends.site.command.replay_words import lines
from amends.site.extras import duckdb_in_memory

_STEPS = 1_000


class Engine(StrEnum):
    """Who weighs the cases: the desk's own database, or DuckDB beside it."""

    DATABASE = "database"
    DUCKDB = "duckdb"


def replay_policy(
    file: Annotated[Path, typer.Argument(help="The policy, as YAML.")],
    brand: Annotated[str, typer.Option("--brand", help="The brand's short name.")],
    days: Annotated[int, typer.Option(min=1, max=3_660, help="How far to look back.")] = 365,
    engine: Annotated[
        Engine, typer.Option(help="duckdb weighs many millions in seconds, where it is installed.")
    ] = Engine.DATABASE,
    is_json: Annotated[bool, typer.Option("--json", help="Print all of it as data.")] = False,
) -> None:
    """Say what the complaints of a year would have cost under a policy, beside the one in force."""
    where, until = find_brand(brand), now()
    compiled = compile_policy(read_file(file).policy)
    if compiled.policy.currency != where.currency:
        raise DomainError("other_currency", currency=compiled.policy.currency, expected=where.currency)
    times = (until - timedelta(days=days), until)
    with brand_scope([where.pk]):
        held = policy_in_force(where.pk, until)
        found = _WAYS[engine](where, (compiled, held.compiled if held else None), times)
    if is_json:
        typer.echo(json.dumps(_data(where, held, times, found), ensure_ascii=False, indent=1))
        return
    for line in lines(where, held.number if held else None, times, found):
        typer.echo(line)


def _by_database(brand: Brand, policies: Policies, times: Times) -> Report:
    compared = Compared(before=Replayed() if policies[1] else None)
    _shown("Weighing the cases", by_desk(brand, policies, times, compared))
    return report_by_desk(brand, policies, times, compared)


def _by_duckdb(brand: Brand, policies: Policies, times: Times) -> Report:
    database = duckdb_in_memory()
    try:
        with TemporaryDirectory(prefix="amends-replay-") as folder:
            _shown("Reading the cases", into_duckdb(brand, database, times, Path(folder)))
        return report_by_duckdb(brand, policies, times, database)
    finally:
        database.close()


_WAYS = {Engine.DATABASE: _by_database, Engine.DUCKDB: _by_duckdb}


def _shown(label: str, parts: Iterable[float]) -> None:
    """Goes through the parts of a long work, and shows how far it is."""
    with typer.progressbar(length=_STEPS, label=label, file=sys.stderr) as bar:
        done = 0
        for part in _each(parts):
            bar.update(round(part * _STEPS) - done)
            done = round(part * _STEPS)


def _each(parts: Iterable[float]) -> Iterator[float]:
    yield from parts
    yield 1.0


def _data(
    brand: Brand, held: InForce | None, times: tuple[datetime, datetime], found: Report
) -> dict[str, object]:
    since, until = times
    return {
        "brand": brand.slug,
        "currency": brand.currency,
        "since": since.isoformat(),
        "until": until.isoformat(),
        "policy_in_force": held.number if held else None,
        **as_data(found),
    }
