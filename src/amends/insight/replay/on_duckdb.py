"""The same year weighed by DuckDB, which reads the desk's rows once and then counts many millions in seconds."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import IO, Any, Protocol

from amends.insight.replay.budgets import wished
from amends.insight.replay.source import COLUMNS
from amends.insight.replay.statements import Compared, totals
from amends.rules.policy.budgets import Wish
from amends.rules.policy.compiled import Compiled
from amends.rules.policy.document import Holder
from amends.rules.policy.facts import FACTS, FactKind
from amends.rules.policy.statement import Dialect, facts_asked, statement

_TYPES = {
    FactKind.CODE: "VARCHAR",
    FactKind.COUNT: "INTEGER",
    FactKind.MONEY: "BIGINT",
    FactKind.FLAG: "BOOLEAN",
}
_CODES = (*(name for name, fact in FACTS.items() if fact.kind is FactKind.CODE), "language", "channel")
_FLAGS = [place for place, name in enumerate(COLUMNS) if name in FACTS and FACTS[name].kind is FactKind.FLAG]


class Database(Protocol):
    """As much of a connection to DuckDB as is used here."""

    def execute(self, query: str, /) -> Any:
        """Runs a query."""


def wished_in_year(database: Database, compiled: Compiled, holder: Holder = Holder.REP) -> Iterator[Wish]:
    """Answers from the table `year` what each person would have given as options, in order of time."""
    keep = (*sorted(facts_asked(compiled)), "staff", "day", "opened")
    weighed = statement(compiled, "year", Dialect.DUCKDB, holder, keep)
    rows = database.execute(wished(weighed))
    while some := rows.fetchmany(10_000):
        yield from (Wish(*row) for row in some)


def write_rows(rows: Iterable[Sequence[object]], file: IO[str]) -> int:
    """Writes rows of a source as CSV; answers how many."""
    writer, count = csv.writer(file), 0
    for row in rows:
        line = list(row)
        for place in _FLAGS:
            if line[place] is not None:
                line[place] = "true" if line[place] else "false"
        writer.writerow(line)
        count += 1
    return count


def load_year(database: Database, path: Path) -> None:
    """Makes the table `year` of what `write_rows` wrote; codes become short numbers, which are quickly compared."""
    types = ", ".join(f"'{name}': '{_type(name)}'" for name in COLUMNS)
    place = str(path).replace("'", "''")
    database.execute(
        f"CREATE TEMP TABLE lines AS SELECT * FROM read_csv('{place}', auto_detect = false, columns = {{{types}}})"
    )
    codes = {name for name in _CODES if _make_type(database, name)}
    columns = ", ".join(
        f"CAST({name} AS {name}_code) AS {name}" if name in codes else name for name in COLUMNS
    )
    database.execute(f"CREATE TABLE year AS SELECT {columns} FROM lines")
    database.execute("DROP TABLE lines")


def replay_year(database: Database, policies: tuple[Compiled, Compiled | None], into: Compared) -> None:
    """Weighs the table `year` under a policy, and beside it under the one in force."""
    into.take(database.execute(totals(*policies, "year", Dialect.DUCKDB)).fetchall())


def _type(name: str) -> str:
    if name in FACTS:
        return _TYPES[FACTS[name].kind]
    return "VARCHAR" if name in (*_CODES, "day", "opened") else "BIGINT"


def _make_type(database: Database, name: str) -> bool:
    """Makes a type of the codes that there are; answers whether there are any."""
    known = f"SELECT DISTINCT {name} FROM lines WHERE {name} IS NOT NULL"
    if not database.execute(f"{known} LIMIT 1").fetchall():
        return False
    database.execute(f"CREATE TYPE {name}_code AS ENUM ({known})")
    return True
