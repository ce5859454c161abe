"""`same-harm`: whether equal complaints were answered alike, whoever complained and however."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Annotated

import typer

from amends.clock import now
from amends.insight.harm.reading import DIMENSIONS, Period, Report, same_harm
from amends.insight.harm.table import table_rows
from amends.people.models import Brand
from amends.people.permissions import SYSTEM
from amends.people.scope import brand_scope
from amends.rules.comparing import Comparison, Measure, Verdict
from amends.site.command.brands import find_brand
from amends.site.command.tour import app

_VERDICTS = {Verdict.CLEAR: "hardly chance", Verdict.MAYBE: "may be chance", Verdict.NONE: "none seen"}
_MEASURES = {
    Measure.REMEDY: "given, % of the price",
    Measure.WAIT: "wait, hours",
    Measure.REFUSED: "refused, %",
}
_LACKING = {"failure": "what failed", "fault": "whose fault it was", "price": "the price paid"}
_LIMITS = (
    "Groups may differ in what nobody wrote down: a difference is a reason to read the cases.",
    "Who waits longer asks again, so a longer wait may be why somebody asked more than once.",
)


@app.command("same-harm")
def same_harm_command(
    brand: Annotated[str, typer.Option("--brand", help="The brand's short name.")],
    days: Annotated[int, typer.Option(min=1, max=3_660, help="How far to look back.")] = 365,
    as_json: Annotated[bool, typer.Option("--json", help="As JSON, for a program.")] = False,
) -> None:
    """Compare equal complaints by language, channel, team and persistence: what was given, the wait, refusals."""
    where, until = find_brand(brand), now()
    with brand_scope([where.pk]):
        report = same_harm(where, SYSTEM, Period(until - timedelta(days=days), until))
    if as_json:
        typer.echo(json.dumps(_told(where, report), ensure_ascii=False, indent=1, default=float))
        return
    for line in _lines(where, report, until - timedelta(days=days)):
        typer.echo(line)


def _told(brand: Brand, report: Report) -> dict[str, object]:
    return {
        "compared": len(report.matched.harms),
        "undecided": report.undecided,
        "not_known": dict(report.unknown),
        "differences": list(table_rows(report, brand)),
    }


def _lines(brand: Brand, report: Report, since: datetime) -> Iterator[str]:
    yield f"{brand.name}: {len(report.matched.harms)} decided complaints compared since {since:%Y-%m-%d}."
    yield f"Not compared: {report.undecided} not decided yet{''.join(_left_out(report))}."
    told = [one for one in report.compared if one.verdict is not Verdict.TOO_FEW]
    if told:
        yield ""
        yield f"{'':<40}{'they':>9}{'others':>9}{'apart':>10}{'between':>20}   cases"
    yield from (_line(one) for one in told)
    few = sorted({f"{DIMENSIONS[one.dimension]} {one.group}" for one in report.compared if one not in told})
    if few:
        yield f"\nToo few to say, in part or in whole: {', '.join(few)}."
    yield ""
    yield from _LIMITS


def _left_out(report: Report) -> Iterator[str]:
    for what, count in sorted(report.unknown.items()):
        yield f", {count} without {_LACKING[what]}"


def _line(one: Comparison) -> str:
    scale = 60 if one.measure is Measure.WAIT else 1
    theirs, others, apart, low, high = (
        value / scale for value in (one.theirs, one.others, one.difference, one.low, one.high)
    )
    who = f"{DIMENSIONS[one.dimension]} {one.group}"
    between = f"{low:+.1f} to {high:+.1f}"
    cases = f"{one.cases}/{one.others_cases}"
    what = f"{who}: {_MEASURES[one.measure]}"
    return f"{what:<40}{theirs:>9.1f}{others:>9.1f}{apart:>+10.1f}{between:>20}   {cases:<10}{_VERDICTS[one.verdict]}"
