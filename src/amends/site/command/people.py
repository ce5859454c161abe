"""`people`, `link`: who answers."""

from __future__ import annotations

import os
from typing import Annotated
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import typer
from django.contrib.auth import SESSION_KEY
from django.contrib.auth.password_validation import validate_password
from django.contrib.sessions.models import Session
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction

from amends.clock import now
from amends.errors import DomainError
from amends.people.links import make_link
from amends.people.models import Brand, Membership, SignInLink, Staff
from amends.rules.vocabulary import Role
from amends.site.command.brands import find_brand
from amends.site.command.tour import app

people = typer.Typer(no_args_is_help=True, help="Add, list and disable the people who answer.")
app.add_typer(people, name="people")

Brands = Annotated[
    list[str], typer.Option("--brand", help="A brand's short name; may be said several times.")
]
Spoken = Annotated[
    list[str], typer.Option("--speaks", help="A language spoken, as en, he, zh-Hans; several times.")
]


@people.command("add")
def add(
    email: Annotated[str, typer.Argument(help="The address they sign in with.")],
    brand: Brands,
    name: Annotated[str, typer.Option(help="The name colleagues see.")] = "",
    role: Annotated[str, typer.Option(help=f"One of: {', '.join(Role)}.")] = Role.REP.value,
    speaks: Spoken = ["en"],  # noqa: B006 (typer reads the default; nobody changes it)
    zone: Annotated[str, typer.Option(help="Their time zone.")] = "UTC",
    password: Annotated[bool, typer.Option("--password", help="Ask for a password now.")] = False,
) -> None:
    """Add a person to one or more brands, and print a link that signs them in once."""
    held = _role(role)
    brands = [find_brand(slug) for slug in brand]
    said = _asked() if password else None
    with transaction.atomic():
        person = Staff.objects.filter(email=email.lower()).first() or _new(email, name, speaks, zone, said)
        for one in brands:
            _join(person, one, held)
    typer.echo(
        f"{person.name} works for {', '.join(one.name for one in brands)} as {held.value.replace('_', ' ')}."
    )
    typer.echo(_link(person))


def _asked() -> str:
    said: str = typer.prompt("Password", hide_input=True, confirmation_prompt=True)
    try:
        validate_password(said)
    except ValidationError as error:
        raise DomainError("password_weak", reasons=" ".join(error.messages)) from error
    return said


def _role(said: str) -> Role:
    try:
        return Role(said)
    except ValueError as error:
        raise DomainError("role_unknown", role=said, roles=", ".join(Role)) from error


def _new(email: str, name: str, speaks: list[str], zone: str, password: str | None) -> Staff:
    try:
        validate_email(email)
        ZoneInfo(zone)
    except ValidationError as error:
        raise DomainError("email_wrong", email=email) from error
    except (ZoneInfoNotFoundError, ValueError) as error:
        raise DomainError("zone_unknown", zone=zone) from error
    name = name.strip() or email.partition("@")[0]
    return Staff.objects.create_user(email, password, name=name, languages=speaks, zone=zone)


def _join(person: Staff, brand: Brand, role: Role) -> None:
    held = Membership.objects.filter(staff=person, brand=brand).first()
    if held is not None:
        raise DomainError("person_there", email=person.email, slug=brand.slug, role=held.role)
    Membership.objects.create(staff=person, brand=brand, role=role.value)


@people.command("list")
def show() -> None:
    """List everybody, with brands, roles and languages."""
    held: dict[int, list[str]] = {}
    for row in Membership.objects.select_related("brand").order_by("brand_id"):
        held.setdefault(row.staff_id, []).append(f"{row.brand.slug}: {row.role.replace('_', ' ')}")
    for person in Staff.objects.order_by("name"):
        state = "" if person.is_active else "  (disabled)"
        roles = "; ".join(held.get(person.pk, ["no brand"]))
        typer.echo(f"{person.email:<34}{person.name:<20}{roles}  [{', '.join(person.languages)}]{state}")


@people.command("disable")
def disable(email: Annotated[str, typer.Argument(help="Whose work ends.")]) -> None:
    """Disable a person: every session and link of theirs ends at once; what they did stays."""
    person = find_person(email)
    ended = end_access(person)
    typer.echo(
        f"{person.name} can't come in any more; {ended} sessions ended. The cases they own stay theirs."
    )


def find_person(email: str) -> Staff:
    """Answers the person of an address. Raises: DomainError('person_unknown')."""
    person = Staff.objects.filter(email=email.lower()).first()
    if person is None:
        raise DomainError("person_unknown", email=email)
    return person


def end_access(person: Staff) -> int:
    """Ends a person's sessions, links and right to come in, and answers how many sessions there were."""
    with transaction.atomic():
        person.is_active = False
        person.save(update_fields=["is_active"])
        SignInLink.objects.filter(staff=person, used_at__isnull=True).delete()
        theirs = [
            row.pk
            for row in Session.objects.iterator()
            if row.get_decoded().get(SESSION_KEY) == str(person.pk)
        ]
        return Session.objects.filter(pk__in=theirs).delete()[0]


@app.command("link")
def link(email: Annotated[str, typer.Argument(help="Whose link.")]) -> None:
    """Print a link that signs one person in, once, within twelve hours."""
    typer.echo(_link(find_person(email)))


def _link(person: Staff) -> str:
    base = os.environ.get("AMENDS_ADDRESS", f"http://localhost:{os.environ.get('PORT', '8000')}").rstrip("/")
    return f"{base}/sign-in/link/{make_link(person, now())}/"
