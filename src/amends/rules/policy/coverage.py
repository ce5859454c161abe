"""Whether the rows of a policy cover every case once: walked cell by cell, without walking what can't differ."""

from __future__ import annotations

from collections.abc import Iterator

from amends.rules.policy.compiled import Compiled, PlacedRow
from amends.rules.policy.facts import FACTS, NAMED_BY_POLICY
from amends.rules.policy.reading import Place
from amends.rules.vocabulary import Situation

MOST_TOLD = 20
MOST_STEPS = 400_000
"""Beyond so many steps a policy makes more distinctions than anybody can read."""

Region = dict[str, int]
Told = tuple[str, tuple[PlacedRow, ...], str]


class TooFine(Exception):
    """The rows draw more distinctions than can be walked."""


class _Walk:
    """A walk over all cells of all facts that still matter to the rows left."""

    def __init__(self, compiled: Compiled) -> None:
        self.compiled = compiled
        # Facts about the person come last, so that all below one point differ in nothing else.
        self.columns = sorted(compiled.found.columns, key=lambda one: FACTS[one.cells.fact].is_personal)
        self._steps = 0

    def leaves(self, mask: int, at: int, region: Region) -> Iterator[tuple[Region, int]]:
        """Answers each region in which the same rows fit, with those rows. Raises: TooFine."""
        self._steps += 1
        if self._steps > MOST_STEPS:
            raise TooFine
        if not mask or at == len(self.columns):
            yield region, mask
            return
        column = self.columns[at]
        if not mask & column.caring:
            yield from self.leaves(mask, at + 1, region)
            return
        for cell, allowed in enumerate(column.masks):
            yield from self.leaves(mask & allowed, at + 1, {**region, column.cells.fact: cell})

    def said(self, region: Region) -> str:
        """Answers a region in words of the document: failure = late; times_asked = 2..; fault = missing."""
        cells = {column.cells.fact: column.cells for column in self.columns}
        return "; ".join(f"{fact} = {cells[fact].said(cell)}" for fact, cell in region.items())

    def is_unknown(self, region: Region) -> bool:
        """Answers whether nobody knows what failed, or of what product: then the desk asks."""
        cells = {column.cells.fact: column.cells for column in self.columns}
        return any(region.get(fact) == cells[fact].missing for fact in NAMED_BY_POLICY if fact in cells)


def gaps_and_overlaps(compiled: Compiled) -> Iterator[Told]:
    """Answers the regions that no row fits, or several do, the first twenty of them."""
    walk = _Walk(compiled)
    told = 0
    try:
        for region, mask in walk.leaves((1 << len(compiled.rows)) - 1, 0, {}):
            rows = _at(compiled, mask)
            # A hold stands above every other row, because safety does.
            is_double = len(rows) > 1 and not mask & compiled.holds
            if is_double or (not rows and not walk.is_unknown(region)):
                yield "rows_overlap" if is_double else "gap", rows, walk.said(region)
                told += 1
            if told == MOST_TOLD:
                return
    except TooFine:
        yield "too_fine", (), ""


def unreached(compiled: Compiled) -> list[PlacedRow]:
    """Answers the rows that count in no case at all."""
    reached: set[int | None] = set()
    try:
        for _region, mask in _Walk(compiled).leaves((1 << len(compiled.rows)) - 1, 0, {}):
            reached.add(compiled.winner(mask))
    except TooFine:
        return []
    return [row for number, row in enumerate(compiled.rows) if number not in reached]


def personal_fixes(compiled: Compiled) -> Iterator[tuple[PlacedRow, str, str]]:
    """Answers the rows whose fix is another than a case like it gets, whose person alone differs."""
    walk = _Walk(compiled)
    first: dict[tuple[tuple[str, int], ...], PlacedRow] = {}
    told: set[Place] = set()
    try:
        for region, mask in walk.leaves((1 << len(compiled.rows)) - 1, 0, {}):
            number = compiled.winner(mask)
            if number is None or compiled.rows[number].row.denies_first:
                continue
            row = compiled.rows[number]
            failure = tuple((fact, cell) for fact, cell in region.items() if not FACTS[fact].is_personal)
            other = first.setdefault(failure, row)
            if _fixes(row) != _fixes(other) and row.place not in told:
                told.add(row.place)
                personal = [fact for fact in region if FACTS[fact].is_personal]
                yield row, ", ".join(personal), walk.said(region)
    except TooFine:
        return


def _fixes(row: PlacedRow) -> frozenset[str]:
    if row.row.then is not Situation.MEND:
        return frozenset((row.row.then.value,))
    return frozenset(offer.fix for offer in row.row.options.values())


def _at(compiled: Compiled, mask: int) -> tuple[PlacedRow, ...]:
    return tuple(row for at, row in enumerate(compiled.rows) if mask >> at & 1)
