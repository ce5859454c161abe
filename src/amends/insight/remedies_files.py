"""The tables of the report on remedies for a spreadsheet: codes and plain figures."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from amends.insight.asked import Asked
from amends.insight.report_table import FileTable
from amends.insight.reports.remedies import WATCHED, Standing, Watch, waiting_sums
from amends.money import major

_Rows = Iterable[dict[str, object]]


def remedies_file(name: str, standing: Standing, asked: Asked) -> FileTable | None:
    """Answers one table; None for a name that no table has, or that was not read for this person."""
    if name in WATCHED:
        watched = standing.watch
        return (
            FileTable(_WATCHED[name][0], _WATCHED[name][1](watched, asked)) if watched is not None else None
        )
    if name in _SUMS:
        columns, rows = _SUMS[name]
        return FileTable(columns, rows(standing, asked))
    return None


def _given(standing: Standing, asked: Asked) -> _Rows:
    for one in standing.given:
        yield {
            "brand": asked.brand.slug,
            "kind": one.kind,
            "times": one.times,
            "sum": major(one.total, one.currency),
            "currency": one.currency,
        }


def _sums(standing: Standing, asked: Asked) -> _Rows:
    for one in waiting_sums(standing.waiting):
        yield {
            "brand": asked.brand.slug,
            "waits_for": one.waits_for.value,
            "count": len(one.rows),
            "sum": major(one.total, one.currency),
            "currency": one.currency,
            "oldest_since": one.rows[0].since.isoformat(),
        }


def _waiting(standing: Standing, asked: Asked) -> _Rows:
    for one in standing.waiting:
        yield {
            "brand": asked.brand.slug,
            "reference": one.reference,
            "remedy": one.code,
            "waits_for": one.waits_for.value,
            "amount": major(one.amount, one.currency),
            "currency": one.currency,
            "since": one.since.isoformat(),
        }


def _near(watch: Watch, asked: Asked) -> _Rows:
    for one in watch.near:
        yield {
            "brand": asked.brand.slug,
            "reference": one.reference,
            "chosen_by": one.staff,
            "amount": major(one.total, asked.brand.currency),
            "limit": major(one.limit, asked.brand.currency),
            "currency": asked.brand.currency,
        }


def _pairs(watch: Watch, asked: Asked) -> _Rows:
    for one in watch.pairs:
        yield {
            "brand": asked.brand.slug,
            "chosen_by": one.staff,
            "customer": one.customer,
            "times": one.times,
            "sum": major(one.total, asked.brand.currency),
            "currency": asked.brand.currency,
            "references": "; ".join(one.references),
        }


def _accounts(watch: Watch, asked: Asked) -> _Rows:
    for one in watch.accounts:
        yield {
            "brand": asked.brand.slug,
            "last_four": one.last_four,
            "customers": "; ".join(one.names),
            "times": one.times,
            "sum": major(one.total, asked.brand.currency),
            "currency": asked.brand.currency,
            "references": "; ".join(one.references),
        }


_SUMS: dict[str, tuple[tuple[str, ...], Callable[[Standing, Asked], _Rows]]] = {
    "given": (("brand", "kind", "times", "sum", "currency"), _given),
    "sums": (("brand", "waits_for", "count", "sum", "currency", "oldest_since"), _sums),
    "waiting": (("brand", "reference", "remedy", "waits_for", "amount", "currency", "since"), _waiting),
}
_WATCHED: dict[str, tuple[tuple[str, ...], Callable[[Watch, Asked], _Rows]]] = {
    "near": (("brand", "reference", "chosen_by", "amount", "limit", "currency"), _near),
    "pairs": (("brand", "chosen_by", "customer", "times", "sum", "currency", "references"), _pairs),
    "accounts": (("brand", "last_four", "customers", "times", "sum", "currency", "references"), _accounts),
}
