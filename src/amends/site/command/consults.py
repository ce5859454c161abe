"""`consults`: what questions to supervisors came to, so that answers can become policy."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Annotated

import typer

from amends.cases.consult_figures import span_of, suggestion_of
from amends.cases.consults import Tally, consult_tallies
from amends.cases.policies import InForce, policy_in_force
from amends.clock import now
from amends.money import grouped
from amends.people.scope import brand_scope
from amends.rules.consults import Verdict
from amends.site.command.brands import find_brand
from amends.site.command.tour import app


@app.command()
def consults(
    brand: Annotated[str, typer.Option("--brand", help="The brand's short name.")],
    days: Annotated[int, typer.Option(min=1, max=3_650, help="How many days back.")] = 365,
) -> None:
    """Say what questions to supervisors came to: per policy row and remedy, and what answers say about the policy."""
    where, moment = find_brand(brand), now()
    since = moment - timedelta(days=days)
    with brand_scope([where.pk]):
        tallies = consult_tallies(where.pk, since)
        policy = policy_in_force(where.pk, moment)
    typer.echo(f"{where.name}: {sum(one.asked for one in tallies)} questions since {since:%Y-%m-%d}.")
    for line in lines_of(tallies, policy, moment):
        typer.echo(line)


def lines_of(tallies: list[Tally], policy: InForce | None, moment: datetime) -> Iterator[str]:
    """Answers the report: one line for each remedy and row, and below it what a policy could take from it."""
    span = span_of(tallies, moment)
    for tally in tallies:
        yield ""
        yield _name(tally, policy)
        yield f"  {_counts(tally)}"
        yield from (f"  {line}" for line in _as_policy(tally, span))


def _name(tally: Tally, policy: InForce | None) -> str:
    remedy = policy.compiled.policy.remedies.get(tally.remedy) if policy else None
    text = (remedy.texts.get("en") if remedy else tally.remedy) or "No money, only an answer"
    row = f", row {tally.policy_row}" if tally.policy_row else ""
    return f"{text} ({tally.remedy}{row})" if tally.remedy else text


def _counts(tally: Tally) -> str:
    said = [f"asked {tally.asked}", *(f"{word} {tally.of(verdict)}" for verdict, word in _WORDS.items())]
    said += [
        f"{word} {count}"
        for word, count in (
            ("granted with nobody there", tally.unattended),
            ("unanswered", tally.unanswered),
            ("taken back", tally.withdrawn),
        )
        if count
    ]
    wait = f"; {tally.waited_seconds / 60 / tally.answered:.1f} minutes waited" if tally.answered else ""
    return f"{', '.join(said)}{wait}"


_WORDS = {
    Verdict.APPROVE: "approved",
    Verdict.AMEND: "amended",
    Verdict.DECLINE: "declined",
    Verdict.JOIN: "joined",
}


def _as_policy(tally: Tally, span: timedelta) -> Iterator[str]:
    """Answers what it would come to if the front line had this power itself, where nearly every answer was yes."""
    found = suggestion_of(tally, span)
    if found is None:
        return
    yield f"Approved {found.approved} of {found.answered} times, up to {_money(tally, found.most_minor)}."
    yield (
        f"Given to the front line it costs about {_money(tally, found.cost_minor)} a year "
        f"and saves about {found.saved} questions."
    )


def _money(tally: Tally, minor: int) -> str:
    return f"{grouped(minor, tally.currency)} {tally.currency}"
