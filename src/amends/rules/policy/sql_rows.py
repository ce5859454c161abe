"""Which row of a policy a case fits, in SQL: one bit mask for each fact, their AND, and its lowest bit.

Rows that hold take the lowest bits, because a hold stands above all others. A mask has room for 60 rows; longer
policies take several. A CASE takes what is neither true nor false for false: each of its conditions IS TRUE or is not.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import pairwise

from amends.rules.policy.compiled import Column, Compiled
from amends.rules.policy.facts import FACTS, FactKind

ROOM = 60
"""Rows in one mask; a BIGINT has room for 63."""
_SHORT = 30
"""So many rows fit into a short integer, which is half the work."""


def masks(compiled: Compiled) -> list[str]:
    """Answers, for each 60 rows, the bits of those that a case fits."""
    return [_mask(compiled, order) for order in _words(compiled)]


def by_row(compiled: Compiled, leaves: Mapping[int, str], otherwise: str) -> str:
    """Answers what stands for the row with the lowest bit (of `low_0`, `low_1` ...), or what stands otherwise."""
    words = [_chosen(at, order, leaves, otherwise) for at, order in enumerate(_words(compiled))]
    said = words[-1]
    for at in reversed(range(len(words) - 1)):
        said = f"CASE WHEN low_{at} <> 0 THEN {words[at]} ELSE {said} END"
    return said


def _words(compiled: Compiled) -> list[list[int]]:
    numbers = range(len(compiled.rows))
    order = sorted(numbers, key=lambda number: not compiled.holds >> number & 1)
    return [order[at : at + ROOM] for at in range(0, len(order), ROOM)]


def _chosen(at: int, order: Sequence[int], leaves: Mapping[int, str], otherwise: str) -> str:
    # One flat CASE: a tree of halves over the bits takes half as long again.
    ways = [f"WHEN {1 << bit} THEN {leaves[row]}" for bit, row in enumerate(order) if row in leaves]
    if not ways:
        return otherwise
    said = f"CASE low_{at} {' '.join(ways)} ELSE {otherwise} END"
    # Rows without anything of their own, often every second case, are let go before each way is tried.
    others = sum(1 << bit for bit, row in enumerate(order) if row not in leaves)
    return f"CASE WHEN low_{at} & {others} = 0 THEN {said} ELSE {otherwise} END" if others else said


def _mask(compiled: Compiled, order: Sequence[int]) -> str:
    said = [one for column in compiled.found.columns if (one := _of_fact(column, order))]
    return f"({' & '.join(said) or _number((1 << len(order)) - 1, order)})"


def _of_fact(column: Column, order: Sequence[int]) -> str:
    """Answers the bits of the rows that one fact allows; nothing where it allows all of them always."""
    cells = [sum(1 << bit for bit, row in enumerate(order) if mask >> row & 1) for mask in column.masks]
    if not any(column.caring >> row & 1 for row in order):
        return ""
    missing = _number(cells[column.cells.missing], order)
    ways = [f"WHEN {when} THEN {_number(mask, order)}" for when, mask in _asked(column, cells)]
    return f"CASE {' '.join(ways)} ELSE {missing} END" if ways else missing


def _asked(column: Column, cells: Sequence[int]) -> list[tuple[str, int]]:
    """Answers what is asked about a fact, each with its bits; not what ends where nobody knows the fact ends."""
    fact, missing = column.fact, cells[column.cells.missing]
    if not column.cells.codes:
        return _stretches(fact, column.cells.cuts, cells, missing)
    # A code that the policy does not name is as good as unknown.
    known = [(code, mask) for code, mask in zip(column.cells.codes, cells, strict=False) if mask != missing]
    if FACTS[fact].kind is FactKind.FLAG:
        return [(fact if code else f"NOT {fact}", mask) for code, mask in known]
    return [(f"{fact} = '{code}'", mask) for code, mask in known]


def _stretches(fact: str, cuts: Sequence[int], cells: Sequence[int], missing: int) -> list[tuple[str, int]]:
    """Answers the stretches from above, so that each asks for one thing alone."""
    asked = [(f"{fact} >= {cut}", mask) for cut, mask in zip(cuts, cells[1:], strict=False)]
    asked = [(f"{fact} IS NOT NULL", cells[0]), *asked]
    while asked and asked[0][1] == missing:
        del asked[0]
    told = [asked[:1], *([one] for before, one in pairwise(asked) if before[1] != one[1])]
    return [one for some in reversed(told) for one in some]


def _number(mask: int, order: Sequence[int]) -> str:
    return str(mask) if len(order) <= _SHORT else f"CAST({mask} AS BIGINT)"
