"""A policy as one SQL statement: the same answer for a year of cases as for one, on three databases.

The source is a table or query with a column `id` and one column for each fact, empty where nobody knows it. Nothing
of a policy but its codes and whole numbers gets into the statement, and codes are letters, digits and underscores.
"""

from __future__ import annotations

from collections.abc import Sequence
from enum import StrEnum
from typing import NamedTuple

from amends.rules.policy.compiled import Compiled
from amends.rules.policy.document import Holder
from amends.rules.policy.facts import Facts
from amends.rules.policy.offers import limits_of
from amends.rules.policy.options import Power, answer
from amends.rules.policy.sql_rows import by_row, masks
from amends.rules.policy.sql_worths import NOTHING, Words, cheapest, dearest, front


class Dialect(StrEnum):
    """A database that a policy can be replayed on."""

    SQLITE = "sqlite"
    POSTGRESQL = "postgresql"
    DUCKDB = "duckdb"


_WORDS = {
    Dialect.SQLITE: Words("MIN", "MAX", leave_out_empty=False),
    Dialect.POSTGRESQL: Words(),
    Dialect.DUCKDB: Words(divided="//", kept=""),
}


class Costs(NamedTuple):
    """What one case costs under a policy. Units: minor units.

    `row` counts rows from 0 through all tables and is None where no row fits; `front` is the cheapest option that
    the holder asked about may give alone.
    """

    row: int | None
    cheapest: int | None
    dearest: int | None
    front: int | None


def costs(compiled: Compiled, facts: Facts, holder: Holder = Holder.REP) -> Costs:
    """Answers for one case what the statement answers for each of a year."""
    found = answer(compiled, facts, Power(holder))
    known = [option.worth for option in found.options if option.worth is not None]
    own = [option.worth for option in found.options if not option.refusal and option.worth is not None]
    row = compiled.rows.index(found.row) if found.row is not None else None
    return Costs(row, min(known, default=None), max(known, default=None), min(own, default=None))


def statement(
    compiled: Compiled,
    source: str,
    dialect: Dialect,
    holder: Holder = Holder.REP,
    keep: Sequence[str] = (),
) -> str:
    """Answers one SELECT of id, row, cheapest, dearest, front for each case of the source, and of columns to keep.

    It says WITH in brackets of its own, so that it can be a source itself.
    """
    words = _WORDS[dialect]
    fits = masks(compiled)
    fitting = ", ".join(f"{mask} AS fit_{at}" for at, mask in enumerate(fits))
    lowest = ", ".join(f"fit_{at} & -fit_{at} AS low_{at}" for at in range(len(fits)))
    named = "".join(f", {name}" for name in keep)
    carried = "".join(f", {name}" for name in dict.fromkeys((*keep, *_amounts(compiled))))
    return (
        f"WITH fitting AS {words.kept} (SELECT id{carried}, {fitting} FROM {source} AS source), "
        f"lowest AS {words.kept} (SELECT id{carried}, {lowest} FROM fitting), "
        f"valued AS {words.kept} (SELECT lowest.*, {_valued(compiled, words)} FROM lowest) "
        f"SELECT id, row_number, cheapest, dearest, {_front(compiled, holder, words)} AS front{named} FROM valued"
    )


def facts_asked(compiled: Compiled) -> set[str]:
    """Answers the facts on which the answer of a policy depends."""
    return {column.fact for column in compiled.found.columns} | set(_amounts(compiled))


def _amounts(compiled: Compiled) -> list[str]:
    parts = (part for offers in compiled.offers for offer in offers for part in (offer.fix, offer.extra))
    return sorted({part.of for part in parts if part.of})


def _valued(compiled: Compiled, words: Words) -> str:
    numbers = {number: str(number) for number in range(len(compiled.rows))}
    with_options = [(number, offers) for number, offers in enumerate(compiled.offers) if offers]
    least = {number: cheapest(offers, words) for number, offers in with_options}
    most = {number: dearest(offers, words) for number, offers in with_options}
    return (
        f"{by_row(compiled, numbers, 'NULL')} AS row_number, "
        f"{by_row(compiled, least, NOTHING)} AS cheapest, {by_row(compiled, most, NOTHING)} AS dearest"
    )


def _front(compiled: Compiled, holder: Holder, words: Words) -> str:
    limits = limits_of(compiled.policy.authority, holder)
    if limits is None:
        return NOTHING
    own = {number: front(offers, holder, words) for number, offers in enumerate(compiled.offers)}
    most = min(limits.per_case, limits.per_day)
    leaves = {number: said for number, said in own.items() if said is not None}
    return by_row(compiled, leaves, f"CASE WHEN cheapest <= {most} THEN cheapest END")
