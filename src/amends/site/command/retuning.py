"""`language retune`: which findings in replies are passed over so often that they should be looked at again."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import timedelta
from typing import Annotated

import typer

from amends.cases.reply_figures import FindingTally, finding_tallies, to_retune
from amends.clock import now
from amends.people.models import Brand
from amends.people.scope import brand_scope
from amends.site.command.brands import find_brand
from amends.site.command.language import language


@language.command("retune")
def retune(
    brand: Annotated[str, typer.Option("--brand", help="The brand's short name; all without it.")] = "",
    days: Annotated[int, typer.Option(min=1, max=3_650, help="How many days back.")] = 365,
) -> None:
    """Say of each finding how often it was shown, followed and passed over; and which to look at again."""
    since = now() - timedelta(days=days)
    for where in [find_brand(brand)] if brand else Brand.objects.order_by("slug"):
        with brand_scope([where.pk]):
            tallies = finding_tallies(where.pk, since)
        typer.echo(
            f"{where.name}: {sum(one.shown for one in tallies)} findings shown since {since:%Y-%m-%d}."
        )
        for line in lines_of(tallies):
            typer.echo(line)


def lines_of(tallies: Iterable[FindingTally]) -> Iterator[str]:
    """Answers the report: a line for each finding, then those passed over in more than 30 % of the times shown."""
    rows = list(tallies)
    if rows:
        yield f"  {'finding':<26}{'shown':>8}{'followed':>10}{'overridden':>12}{'share':>8}"
    for one in rows:
        share = "" if one.percent is None else f"{one.percent} %"
        yield f"  {one.finding:<26}{one.shown:>8}{one.followed:>10}{one.overridden:>12}{share:>8}"
    again = [one.finding for one in to_retune(rows)]
    if again:
        yield f"  To retune, passed over in more than 30 %: {', '.join(again)}."
