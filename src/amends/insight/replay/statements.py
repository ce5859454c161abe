"""A year of cases weighed by a database: two policies over the desk's own rows, counted up for each segment."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db import connection

from amends.insight.replay.segments import SEGMENT_FACTS, SEGMENTS, segments_read
from amends.insight.replay.source import source
from amends.insight.replay.totals import Replayed, Totals
from amends.people.models import Brand
from amends.rules.policy.compiled import Compiled
from amends.rules.policy.document import Holder
from amends.rules.policy.statement import Dialect, facts_asked, statement

_CHANGE = "COALESCE(cheapest, 0) - COALESCE(was_cheapest, 0)"
_FIGURES = {
    "cases": "COUNT(*)",
    "known": "COUNT({0}row_number)",
    "mended": "COUNT({0}cheapest)",
    "alone": "COUNT({0}front)",
    "cheapest": "SUM({0}cheapest)",
    "dearest": "SUM({0}dearest)",
    "given": "SUM(given)",
}
_COMPARED = {
    "better": f"SUM(CASE WHEN {_CHANGE} > 0 THEN 1 ELSE 0 END)",
    "better_minor": f"SUM(CASE WHEN {_CHANGE} > 0 THEN {_CHANGE} ELSE 0 END)",
    "worse": f"SUM(CASE WHEN {_CHANGE} < 0 THEN 1 ELSE 0 END)",
    "worse_minor": f"SUM(CASE WHEN {_CHANGE} < 0 THEN -({_CHANGE}) ELSE 0 END)",
    "newly_alone": "SUM(CASE WHEN front IS NOT NULL AND was_cheapest IS NOT NULL AND was_front IS NULL "
    "THEN 1 ELSE 0 END)",
    "newly_needed": "SUM(CASE WHEN cheapest IS NOT NULL AND front IS NULL AND was_front IS NOT NULL "
    "THEN 1 ELSE 0 END)",
}
_RESULTS = ("row_number", "cheapest", "dearest", "front")


@dataclass(slots=True)
class Compared:
    """What cases come to under a policy, and under the one in force, if one is."""

    after: Replayed = field(default_factory=Replayed)
    before: Replayed | None = None

    def take(self, rows: Sequence[Sequence[Any]]) -> None:
        """Adds rows of `totals`."""
        for row in rows:
            segments = segments_read(row)
            figures = [int(figure or 0) for figure in row[len(SEGMENTS) :]]
            after = _totals((*_FIGURES, *(_COMPARED if self.before else ())), figures)
            self.after.merge(segments, after)
            if self.before is not None:
                self.before.merge(segments, _totals(_FIGURES, figures[len(_FIGURES) + len(_COMPARED) :]))


def _totals(names: Sequence[str] | dict[str, str], figures: Sequence[int]) -> Totals:
    return Totals(**dict(zip(names, figures, strict=False)))


def totals(
    compiled: Compiled, held: Compiled | None, source: str, dialect: Dialect, holder: Holder = Holder.REP
) -> str:
    """Answers one SELECT that counts up a source under one policy or two, for each meeting of all segments."""
    asked = facts_asked(compiled) | (facts_asked(held) if held else set()) | set(SEGMENT_FACTS)
    keep = (*sorted(asked), "language", "channel", "given")
    figures = [said.format("") for said in _FIGURES.values()]
    was = [f"was_{name}" for name in _RESULTS] if held else []
    if held is not None:
        before = statement(held, source, dialect, holder, keep)
        renamed = ", ".join(f"{name} AS was_{name}" for name in _RESULTS)
        source = f"(SELECT id, {', '.join(keep)}, {renamed} FROM ({before}) AS held)"
        figures += [*_COMPARED.values(), *(said.format("was_") for said in _FIGURES.values())]
    written = statement(
        compiled, source, dialect, holder, (*SEGMENT_FACTS, "language", "channel", "given", *was)
    )
    segments = ", ".join(f"{said} AS segment_{name}" for name, said in SEGMENTS.items())
    numbers = ", ".join(str(number) for number in range(1, len(SEGMENTS) + 1))
    return f"SELECT {segments}, {', '.join(figures)} FROM ({written}) AS weighed GROUP BY {numbers}"


def replay_chunk(
    brand: Brand,
    policies: tuple[Compiled, Compiled | None],
    times: tuple[datetime, datetime],
    ids: tuple[int, int],
    into: Compared,
) -> None:
    """Lets the desk's own database weigh the cases of a time with these numbers. Queries: 1. Raises: ScopeMissing."""
    found = source(brand, *times, ids)
    with connection.cursor() as cursor:
        cursor.execute(totals(*policies, found.query, Dialect(connection.vendor)), found.values)
        into.take(cursor.fetchall())
