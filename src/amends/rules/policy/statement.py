"""A policy as one SQL statement: the same answer for a year of cases as for one, on three databases.

The source is a table or query with a column `id` and one column for each fact, empty where nobody knows it. Nothing
of a policy but its codes and whole numbers gets into the statement, and codes are letters, digits and underscores.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import NamedTuple

from amends.rules.policy.amounts import WHOLE
from amends.rules.policy.compiled import Compiled, PlacedRow
from amends.rules.policy.document import Condition, Holder, Policy
from amends.rules.policy.facts import FACTS, NAMED_BY_POLICY, FactKind, Facts
from amends.rules.policy.offers import Ceiling, Part, ReadyOffer
from amends.rules.policy.options import Power, answer
from amends.rules.vocabulary import Situation

_BEYOND = 10**18
_OPTIONS = "ABCD"
_NULL = "CAST(NULL AS BIGINT)"


class Dialect(StrEnum):
    """A database that a policy can be replayed on."""

    SQLITE = "sqlite"
    POSTGRESQL = "postgresql"
    DUCKDB = "duckdb"


@dataclass(frozen=True, slots=True)
class _Words:
    """How a dialect says what dialects say differently: least, greatest, and division without a rest."""

    least: str = "LEAST"
    greatest: str = "GREATEST"
    divided: str = "/"


_WORDS = {
    Dialect.SQLITE: _Words("MIN", "MAX"),
    Dialect.POSTGRESQL: _Words(),
    Dialect.DUCKDB: _Words(divided="//"),
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


def statement(compiled: Compiled, source: str, dialect: Dialect, holder: Holder = Holder.REP) -> str:
    """Answers one SELECT of id, row, cheapest, dearest, front for each case of the source."""
    words = _WORDS[dialect]
    worths = ", ".join(f"{_by_row(compiled, code, words)} AS worth_{code.lower()}" for code in _OPTIONS)
    fronts = ", ".join(
        f"{_by_row(compiled, code, words, holder)} AS front_{code.lower()}" for code in _OPTIONS
    )
    return (
        f"WITH situated AS (SELECT source.*, {_row(compiled)} AS row_number FROM {source} AS source), "
        f"valued AS (SELECT id, row_number, {worths}, {fronts} FROM situated) "
        f"SELECT id, row_number, {_extreme(words.least, 'worth', _BEYOND)} AS cheapest, "
        f"{_extreme(words.greatest, 'worth', -1)} AS dearest, "
        f"{_extreme(words.least, 'front', _BEYOND)} AS front FROM valued"
    )


def _row(compiled: Compiled) -> str:
    # Rows that hold come first, because a hold stands above all others.
    ordered = sorted(enumerate(compiled.rows), key=lambda one: one[1].row.then is not Situation.HOLD)
    cases = " ".join(f"WHEN {_fits(compiled.policy, row)} THEN {number}" for number, row in ordered)
    return f"CASE {cases} END"


def _fits(policy: Policy, row: PlacedRow) -> str:
    holding = " AND ".join(_holds(policy, fact, condition) for fact, condition in row.conditions)
    return f"(({holding or 'TRUE'}) IS TRUE)"


def _holds(policy: Policy, fact: str, condition: Condition) -> str:
    known = _known_codes(policy, fact)
    ways = []
    if condition.one_of:
        ways.append(f"{fact} IN ({_listed(condition.one_of)})")
    if condition.is_so is not None:
        ways.append(f"{fact} IS {'TRUE' if condition.is_so else 'FALSE'}")
    if condition.least is not None or condition.most is not None:
        least = [f"{fact} >= {condition.least or 0}"]
        most = [f"{fact} <= {condition.most}"] if condition.most is not None else []
        ways.append(f"({' AND '.join(least + most)})")
    if condition.or_missing:
        ways.append(f"{fact} IS NULL")
        # A code that the policy does not name is as good as unknown.
        ways += [f"{fact} NOT IN ({_listed(known)})"] if known else []
    return f"({' OR '.join(ways)})" if ways else "FALSE"


def _known_codes(policy: Policy, fact: str) -> Sequence[str]:
    if FACTS[fact].kind is not FactKind.CODE:
        return ()
    return tuple(policy.codes_of(fact)) if fact in NAMED_BY_POLICY else FACTS[fact].codes


def _listed(codes: Iterable[str]) -> str:
    return ", ".join(f"'{code}'" for code in codes)


def _by_row(compiled: Compiled, code: str, words: _Words, holder: Holder | None = None) -> str:
    """Answers what an option is worth in the row that fits; with a holder only where they may give it alone."""
    cases = [
        f"WHEN {number} THEN {_worth(offer, words) if holder is None else _own(offer, words, holder)}"
        for number, offers in enumerate(compiled.offers)
        for offer in offers
        if offer.code == code
    ]
    return f"CASE row_number {' '.join(cases)} END" if cases else _NULL


def _worth(offer: ReadyOffer, words: _Words) -> str:
    return f"({_part(offer.fix, words)} + {_part(offer.extra, words)})"


def _part(part: Part, words: _Words) -> str:
    if part.fixed is not None:
        return f"CAST({part.fixed} AS BIGINT)"
    share = f"(CAST({part.of} AS BIGINT) * {part.share} + {WHOLE // 2}) {words.divided} {WHOLE}"
    bounded = f"{words.least}({part.at_most}, {words.greatest}({part.at_least}, {share}))"
    # Some databases leave out what is empty in a least or greatest, and would make a bound of it.
    return f"CASE WHEN {part.of} IS NOT NULL THEN {bounded} END"


def _own(offer: ReadyOffer, words: _Words, holder: Holder) -> str:
    ceiling = next((one for one in offer.ceilings[""] if one.holder is holder), None)
    if ceiling is None:
        return _NULL
    return f"CASE WHEN {_covered(offer, words, ceiling)} THEN {_worth(offer, words)} END"


def _covered(offer: ReadyOffer, words: _Words, ceiling: Ceiling) -> str:
    most = min(ceiling.per_case, ceiling.per_day)
    return (
        f"{_worth(offer, words)} <= {most} AND {_part(offer.fix, words)} <= {ceiling.fix} "
        f"AND {_part(offer.extra, words)} <= {ceiling.extra}"
    )


def _extreme(function: str, name: str, absent: int) -> str:
    columns = ", ".join(f"COALESCE({name}_{code.lower()}, {absent})" for code in _OPTIONS)
    return f"NULLIF({function}({columns}), {absent})"
