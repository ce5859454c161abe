"""`policy replay`: what a year would have cost under a policy, beside the one in force."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import Annotated

import typer

from amends.cases.models import Case
from amends.cases.policies import InForce, policy_in_force
from amends.clock import now
from amends.errors import DomainError
from amends.insight.replay import Past, Replayed, Totals, moved_most, observed, past_cases, replay
from amends.people.models import Brand
from amends.people.scope import brand_scope
from amends.rules.policy.compiled import Compiled, compile_policy
from amends.site.command.brands import find_brand
from amends.site.command.policy_files import read_file

_LINES = (
    ("complaints", "cases"),
    ("whose facts were known", "known"),
    ("with options", "mended"),
    ("that the front line could mend alone", "alone"),
)
_MOST_SEGMENTS = 8


def replay_policy(
    file: Annotated[Path, typer.Argument(help="The policy, as YAML.")],
    brand: Annotated[str, typer.Option("--brand", help="The brand's short name.")],
    days: Annotated[int, typer.Option(min=1, max=3_660, help="How far to look back.")] = 365,
) -> None:
    """Say what the complaints of a year would have cost under a policy, beside the one in force."""
    where, until = find_brand(brand), now()
    compiled = compile_policy(read_file(file).policy)
    if compiled.policy.currency != where.currency:
        raise DomainError("other_currency", currency=compiled.policy.currency, expected=where.currency)
    with brand_scope([where.pk]):
        for line in _said(
            where, compiled, policy_in_force(where.pk, until), until - timedelta(days=days), until
        ):
            typer.echo(line)


def _said(
    brand: Brand, compiled: Compiled, held: InForce | None, since: datetime, until: datetime
) -> Iterator[str]:
    cases = list(_read(brand, since, until))
    after = replay(compiled, cases)
    before = replay(held.compiled, cases) if held else None
    yield f"{brand.name}, {since:%Y-%m-%d} to {until:%Y-%m-%d}, in {brand.currency}"
    yield f"{'':<40}{f'policy {held.number}' if held else '':>14}{'this file':>14}"
    for title, name in _LINES:
        yield f"{title:<40}{_count(before, name):>14}{_count(after, name):>14}"
    for title, name in (("cheapest choice", "cheapest"), ("dearest choice", "dearest")):
        yield f"{title:<40}{_money(before, name):>14}{_money(after, name):>14}"
    yield f"{'given in truth':<40}{observed(brand, since, until) / 100:>14,.2f}"
    if before is not None:
        yield from _segments("by what failed", before.by_failure, after.by_failure)
        yield from _segments("by language", before.by_language, after.by_language)


def _read(brand: Brand, since: datetime, until: datetime) -> Iterator[Past]:
    count = Case.objects.of(brand.pk).filter(opened_at__gte=since, opened_at__lt=until).count()
    with typer.progressbar(past_cases(brand, since, until), length=count, label="Reading the cases") as bar:
        yield from bar


def _count(found: Replayed | None, name: str) -> str:
    return f"{getattr(found.whole, name):,}" if found else ""


def _money(found: Replayed | None, name: str) -> str:
    return f"{getattr(found.whole, name) / 100:,.2f}" if found else ""


def _segments(title: str, before: dict[str, Totals], after: dict[str, Totals]) -> Iterator[str]:
    changed = moved_most(before, after)
    yield f"\nWhat changes {title}: {'nothing' if not changed else ''}".rstrip()
    for name, change in changed[:_MOST_SEGMENTS]:
        totals = after[name]
        yield f"  {name or 'not known':<38}{change / 100:>+14,.2f}  in {totals.mended} of {totals.cases} cases"
