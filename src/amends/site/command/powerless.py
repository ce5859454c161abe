"""`powerless` and `losses`: where the policy left people without power, and what that lost."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from typing import Annotated

import typer

from amends.cases.losses import Loss, critical_findings, leaving_outcomes, losses_by_row
from amends.cases.policies import InForce, policy_in_force
from amends.cases.powerless import Demands, Powerless, demands_for_higher, powerless_by_row
from amends.clock import now
from amends.money import grouped
from amends.people.models import Brand
from amends.people.scope import brand_scope
from amends.rules.leaving import Outcome
from amends.site.command.brands import find_brand
from amends.site.command.tour import app

Slug = Annotated[str, typer.Option("--brand", help="The brand's short name.")]
Days = Annotated[int, typer.Option(min=1, max=3_650, help="How many days back.")]


@app.command()
def powerless(brand: Slug, days: Days = 365) -> None:
    """Say where the front line had no power, per policy row; and what it costs when somebody higher is asked for."""
    where, moment = find_brand(brand), now()
    with brand_scope([where.pk]):
        since = moment - timedelta(days=days)
        rows, demands = powerless_by_row(where.pk, since), demands_for_higher(where.pk, since)
        policy = policy_in_force(where.pk, moment)
    for line in _powerless_lines(where, rows, policy, moment):
        typer.echo(line)
    for line in _demand_lines(demands):
        typer.echo(line)


def _powerless_lines(
    brand: Brand, rows: Sequence[Powerless], policy: InForce | None, moment: datetime
) -> Iterator[str]:
    count = sum(one.times for one in rows)
    yield f"{brand.name}: {_many(count, 'time')} without power. It says where the policy falls short, not who."
    for one in rows:
        yield ""
        yield f"{_remedy(one.remedy, policy)}, {_row(one.policy_row)}"
        lacking = _money(one.lacking_minor // one.times, one.currency)
        yield f"  {_many(one.times, 'time')}, up to {_money(one.most_minor, one.currency)}; lacking {lacking} each time"
        yield f"  At the front line it would cost about {_money(one.a_year(moment), one.currency)} a year."


def _demand_lines(demands: Demands) -> Iterator[str]:
    yield ""
    yield f"Somebody higher was asked for in {_many(demands.count, 'case')}."
    if demands.count:
        yield (
            f"  after a fair chance for the rep: {demands.with_chance}, before one: {demands.without_chance}, "
            f"not said: {demands.unsaid}"
        )
    if demands.next_step is not None:
        yield f"  from the demand to the next step: {_span(demands.next_step)}"
    if demands.extra is not None:
        word = "longer" if demands.extra >= timedelta(0) else "shorter"
        others = len(demands.until_answer_elsewhere)
        yield f"  from arrival to answer: {_span(abs(demands.extra))} {word} than {_many(others, 'case')} without"


@app.command()
def losses(brand: Slug, days: Days = 365) -> None:
    """Say what losses teach: where win-back gave what the front line could not, and how those who leave were met."""
    where = find_brand(brand)
    with brand_scope([where.pk]):
        since = now() - timedelta(days=days)
        for line in _loss_lines(where, losses_by_row(where.pk, since)):
            typer.echo(line)
        for line in _leaving_lines(where.pk, since):
            typer.echo(line)


def _loss_lines(brand: Brand, rows: Sequence[Loss]) -> Iterator[str]:
    count, back = sum(one.times for one in rows), sum(one.came_back for one in rows)
    yield f"{brand.name}: {_many(count, 'talk')} after a loss; {back} came back."
    for one in rows:
        yield ""
        reasons = ", ".join(f"{code.replace('_', ' ')} {count}" for code, count in one.reasons.most_common())
        yield f"{_row(one.policy_row)}: {one.times} lost, {one.came_back} came back ({reasons})"
        offered, limit = _money(one.offered_minor, one.currency), _money(one.limit_minor, one.currency)
        yield f"  win-back offered {offered}; the front line could have given {limit}"
        if one.should_have_been_given:
            gap = _money(one.gap_minor, one.currency)
            yield f"  beyond the front line in {one.should_have_been_given} of them, by {gap}: {_some(one)}"
        if one.valued:
            worth = _money(one.yearly_minor, one.currency)
            yield f"  what {one.valued} of them were worth a year: {worth}, against {offered} offered"


def _some(loss: Loss) -> str:
    return ", ".join(loss.references[:5]) + (" …" if len(loss.references) > 5 else "")


def _leaving_lines(brand_id: int, since: datetime) -> Iterator[str]:
    outcomes = leaving_outcomes(brand_id, since)
    said = ", ".join(f"{_OUTCOMES[outcome]} {outcomes.get(outcome, 0)}" for outcome in _OUTCOMES)
    yield f"\nSaid that they would leave: {said}"
    found = critical_findings(brand_id, since)
    yield f"\nTold to go ahead and switch, which must never be said: {len(found) or 'none'}"
    yield from (f"  {one.case.reference}, {one.contact.occurred_at:%Y-%m-%d}" for one in found)


_OUTCOMES = {
    Outcome.STAYS.value: "stay",
    Outcome.LEAVES.value: "leave",
    Outcome.UNDECIDED.value: "undecided",
}


def _remedy(code: str, policy: InForce | None) -> str:
    remedy = policy.compiled.policy.remedies.get(code) if policy else None
    return f"{remedy.texts.get('en', code)} ({code})" if remedy else code


def _row(name: str) -> str:
    return f"row {name}" if name else "no row of the policy"


def _many(count: int, word: str) -> str:
    return f"{count} {word}" if count == 1 else f"{count} {word}s"


def _span(span: timedelta) -> str:
    minutes = round(span.total_seconds() / 60)
    return f"{minutes} min" if minutes < 120 else f"{minutes / 60:.1f} h"


def _money(minor: int, currency: str) -> str:
    return f"{grouped(minor, currency)} {currency}"
