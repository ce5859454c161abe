"""`remedies`: what was given, what is owed, and what somebody should look at."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from typing import Annotated

import typer

from amends.cases.ledger import balances
from amends.cases.models import Remedy, Settlement
from amends.cases.remedy_watch import SharedAccount, just_under, pairs, shared_accounts
from amends.clock import now
from amends.money import grouped
from amends.people.models import Brand
from amends.people.scope import brand_scope
from amends.rules.remedies import State
from amends.site.command.brands import find_brand
from amends.site.command.tour import app

_WORDS = {
    "cost": "what amends cost us",
    "owed": "owed to customers",
    "given": "given to customers",
    "recharged": "recharged to suppliers",
}


@app.command("remedies")
def remedies(
    brand: Annotated[str, typer.Option("--brand", help="The brand's short name.")],
    days: Annotated[int, typer.Option(min=1, max=3_660, help="How far to look back.")] = 90,
) -> None:
    """Say what stands in the ledger, what waits, and what to look at: the same two people often, just under a limit."""
    where = find_brand(brand)
    with brand_scope([where.pk]):
        for line in _lines(where, days):
            typer.echo(line)


def _lines(brand: Brand, days: int) -> Iterator[str]:
    yield f"{brand.name}, in {brand.currency}"
    for one in balances(brand.pk):
        supplier = f" ({one.supplier})" if one.supplier else ""
        yield f"  {_WORDS[one.account] + supplier:<44}{grouped(one.amount, one.currency):>14}"
    waiting = Settlement.objects.of(brand.pk).filter(state=State.CHOSEN.value).count()
    undone = Remedy.objects.of(brand.pk).filter(state=State.APPROVED.value)
    stuck = undone.filter(next_at__isnull=True).exclude(trouble="").count()
    yield f"{waiting} wait for approval, {undone.count()} to be carried out, {stuck} could not be handed over."
    since = now() - timedelta(days=days)
    found = pairs(brand.pk, since)
    yield f"\nThe same two people often, in {days} days: {len(found) or 'none'}"
    for pair in found:
        yield f"  {pair.staff} to {pair.customer}: {pair.times} times, {grouped(pair.total, brand.currency)}"
    shared = shared_accounts(brand.pk)
    yield f"\nOne account of several customers: {len(shared) or 'none'}"
    yield from (_shared(one, brand) for one in shared)
    near = just_under(brand.pk, since, now())
    yield f"\nJust under a limit, in {days} days: {len(near) or 'none'}"
    for close in near:
        total, limit = (grouped(amount, brand.currency) for amount in (close.total, close.limit))
        yield f"  {close.reference}  {close.staff}: {total} of {limit}"


def _shared(one: SharedAccount, brand: Brand) -> str:
    return f"  •••• {one.last_four}: {', '.join(one.names)}: {one.times} times, {grouped(one.total, brand.currency)}"
