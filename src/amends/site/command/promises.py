"""`promises`: how promises were kept, and beside it how many were made, moved and withdrawn."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import timedelta
from typing import Annotated

import typer

from amends.cases.promise_figures import Figures, Kept, Whose, promise_figures
from amends.clock import now
from amends.errors import DomainError
from amends.people.models import Brand
from amends.people.scope import brand_scope, every_brand
from amends.site.command.tour import app

_HEADS = ("kept of ended", "made", "kept", "broken", "moved", "withdrawn", "running")
_NOBODY = "(no team)"


@app.command("promises")
def promises(
    brand: Annotated[str, typer.Option(help="Only this brand, by its short name.")] = "",
    days: Annotated[int, typer.Option(help="Promises made in so many days until now.", min=1, max=3660)] = 30,
) -> None:
    """Show how promises were kept by brand, team, person and supplier."""
    until = now()
    scope = brand_scope([_brand_id(brand)]) if brand else every_brand()
    with scope:
        figures = promise_figures(until - timedelta(days=days), until)
    if not figures.brands:
        typer.echo(f"Nothing was promised in the last {days} days.")
        return
    for title, rows in _tables(figures):
        for line in table(title, rows):
            typer.echo(line)
        typer.echo("")
    typer.echo("Withdrawn late counts as broken. A promise that still runs counts as neither.")


def _tables(figures: Figures) -> Iterator[tuple[str, Mapping[Whose, Kept]]]:
    yield from (("Brand", figures.brands), ("Team", figures.teams), ("Person", figures.people))
    if figures.suppliers:
        yield "Supplier", figures.suppliers


def _brand_id(slug: str) -> int:
    found = Brand.objects.filter(slug=slug).first()
    if found is None:
        raise DomainError("brand_unknown", slug=slug)
    return found.pk


def table(title: str, rows: Mapping[Whose, Kept]) -> Iterator[str]:
    """Answers a table as lines: whose, then the figures to the end."""
    cells = [(_said(whose), *_figures(kept)) for whose, kept in rows.items()]
    lines = [(title, *_HEADS), *cells]
    widths = [max(len(line[column]) for line in lines) for column in range(len(lines[0]))]
    for line in lines:
        yield "  ".join(_padded(line, widths)).rstrip()


def _padded(line: Iterable[str], widths: Iterable[int]) -> Iterator[str]:
    for column, (cell, width) in enumerate(zip(line, widths, strict=True)):
        yield cell.rjust(width) if column else cell.ljust(width)


def _said(whose: Whose) -> str:
    return ", ".join(part or _NOBODY for part in whose)


def _figures(kept: Kept) -> tuple[str, ...]:
    rate = "none yet" if kept.rate is None else f"{kept.rate / 100:.1f} %"
    counts = (kept.made, kept.kept, kept.broken, kept.moved, kept.withdrawn, kept.running)
    return (rate, *map(str, counts))
