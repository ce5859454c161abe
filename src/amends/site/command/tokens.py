"""`tokens`: which programs may come in."""

from __future__ import annotations

import secrets
from typing import Annotated

import typer

from amends.cases.models import ProgramToken
from amends.errors import DomainError
from amends.people.links import token_hash
from amends.rules.vocabulary import Role
from amends.site.command.brands import find_brand
from amends.site.command.tour import app

tokens = typer.Typer(no_args_is_help=True, help="Add, list and revoke the programs that may come in.")
app.add_typer(tokens, name="tokens")


@tokens.command("add")
def add(
    name: Annotated[str, typer.Argument(help="What the program is, for people.")],
    brand: Annotated[str, typer.Option(help="The one brand it works for.")],
    role: Annotated[str, typer.Option(help=f"What it may do: {', '.join(Role)}.")] = Role.REP.value,
) -> None:
    """Let a program in, and print its token: it is shown this once."""
    if role not in list(Role):
        raise DomainError("role_unknown", role=role, roles=", ".join(Role))
    token = secrets.token_urlsafe(32)
    made = ProgramToken.objects.create(
        brand=find_brand(brand), name=name[:80], role=role, token_hash=token_hash(token)
    )
    typer.echo(f"Token {made.pk} for {name}, shown this once. Send it as: Authorization: Bearer {token}")


@tokens.command("list")
def show() -> None:
    """List the programs; tokens themselves are not kept."""
    for row in ProgramToken.objects.select_related("brand").order_by("pk"):
        state = "works" if row.is_active else "revoked"
        typer.echo(f"{row.pk:>4}  {state:<8}{row.brand.slug:<20}{row.role:<14}{row.name}")


@tokens.command("revoke")
def revoke(number: Annotated[int, typer.Argument(help="The number in the list.")]) -> None:
    """Revoke a token: the program is refused from now on."""
    if not ProgramToken.objects.filter(pk=number, is_active=True).update(is_active=False):
        raise DomainError("token_unknown", number=number)
    typer.echo(f"Token {number} is revoked.")
