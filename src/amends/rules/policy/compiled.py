"""A policy made ready for many cases: which rows a case fits is one AND of bit masks."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from amends.rules.policy.cells import Cells, cells_of
from amends.rules.policy.document import Condition, Conditions, Policy, Row
from amends.rules.policy.facts import Facts, Value
from amends.rules.policy.offers import ReadyOffer, ready_offers
from amends.rules.vocabulary import Situation


@dataclass(frozen=True, slots=True)
class PlacedRow:
    """A row, and where it stands in the document."""

    table: str
    number: int
    row: Row
    conditions: tuple[tuple[str, Condition], ...]

    @property
    def place(self) -> tuple[str | int, ...]:
        """Answers the place of the row in the document."""
        return ("tables", self.table, "rows", self.number)


class Column(NamedTuple):
    """One fact: its cells, for each cell the rows that allow it (a bit for each row), and the rows that care at all."""

    cells: Cells
    masks: tuple[int, ...]
    fact: str
    caring: int
    masks_by_code: Mapping[Value, int] | None
    cuts: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Rows:
    """Situations ready to be found."""

    columns: tuple[Column, ...]
    count: int

    def fitting(self, facts: Facts) -> int:
        """Answers the rows a case fits, a bit for each."""
        mask = (1 << self.count) - 1
        for _, masks, fact, caring, by_code, cuts in self.columns:
            if not mask & caring:
                continue
            value = facts.get(fact)
            if value is None:
                mask &= masks[-1]
            elif by_code is not None:
                # A code that the policy does not name is as good as unknown.
                mask &= by_code.get(value, masks[-1])
            else:
                mask &= masks[bisect_right(cuts, value)]
        return mask


@dataclass(frozen=True, slots=True)
class Compiled:
    """A policy with its rows, its claim windows and what law makes due, each ready to be found."""

    policy: Policy
    rows: tuple[PlacedRow, ...]
    offers: tuple[tuple[ReadyOffer, ...], ...]
    found: Rows
    holds: int
    entitled: Rows
    windows: Rows

    def winner(self, mask: int) -> int | None:
        """Answers the number of the row that counts among some. Where one says hold, no other does."""
        chosen = mask & self.holds or mask
        return (chosen & -chosen).bit_length() - 1 if chosen else None


def compile_policy(policy: Policy) -> Compiled:
    """Answers the policy ready for use. Raises: KeyError for a fact or code it does not know (lint says it better)."""
    rows = tuple(_placed(policy))
    holds = sum(1 << at for at, placed in enumerate(rows) if placed.row.then is Situation.HOLD)
    return Compiled(
        policy,
        rows,
        tuple(_offered(policy, placed.row) for placed in rows),
        ready(policy, [placed.conditions for placed in rows]),
        holds,
        ready(policy, [tuple(one.when.items()) for one in policy.entitlements.values()]),
        ready(policy, [tuple(one.applies.items()) for one in policy.claim_windows]),
    )


def _offered(policy: Policy, row: Row) -> tuple[ReadyOffer, ...]:
    """Answers the offers of a row; where nothing is to be mended nothing is offered, whatever stands there."""
    return ready_offers(policy, row) if row.then is Situation.MEND else ()


def _placed(policy: Policy) -> Iterator[PlacedRow]:
    for name, table in policy.tables.items():
        for number, row in enumerate(table.rows):
            yield PlacedRow(name, number, row, _both(table.applies, row.when))


def _both(outer: Conditions, inner: Conditions) -> tuple[tuple[str, Condition], ...]:
    return (*outer.items(), *inner.items())


def ready(policy: Policy, rows: Sequence[Sequence[tuple[str, Condition]]]) -> Rows:
    """Answers rows of conditions ready to be found; a fact without a condition allows every cell."""
    by_fact: dict[str, list[Condition]] = {}
    for conditions in rows:
        for fact, condition in conditions:
            by_fact.setdefault(fact, []).append(condition)
    columns = [_column(cells_of(policy, fact, asked), rows) for fact, asked in by_fact.items()]
    # What most rows ask about comes first: there most rows fall away.
    columns.sort(key=lambda column: -len(by_fact[column.cells.fact]))
    return Rows(tuple(columns), len(rows))


def _column(cells: Cells, rows: Sequence[Sequence[tuple[str, Condition]]]) -> Column:
    masks = [0] * cells.count
    for at, conditions in enumerate(rows):
        allowed = frozenset(range(cells.count))
        for fact, condition in conditions:
            if fact == cells.fact:
                allowed &= cells.accepted(condition)
        for cell in allowed:
            masks[cell] |= 1 << at
    by_code: dict[Value, int] | None = (
        {code: masks[cells.cell_of(code)] for code in cells.codes} if cells.codes else None
    )
    always = (1 << len(rows)) - 1
    for mask in masks:
        always &= mask
    caring = (1 << len(rows)) - 1 & ~always
    return Column(cells, tuple(masks), cells.fact, caring, by_code, cells.cuts)
