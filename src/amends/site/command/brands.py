"""`brands`: for whom the desk speaks, and what it allows itself."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Annotated
from zoneinfo import available_timezones

import typer
from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import validate_email

from amends.cases.actions.directory import add_contact, remove_contact, verify_contact
from amends.cases.authority import day_of
from amends.cases.directory import directory_of
from amends.cases.models import BrandContact
from amends.clock import now
from amends.errors import DomainError
from amends.people.models import Brand
from amends.people.permissions import SYSTEM
from amends.people.scope import brand_scope
from amends.rules.directory import Way, is_stale
from amends.site.colours import check_colour
from amends.site.command.tour import app

brands = typer.Typer(no_args_is_help=True, help="Add, change and list the brands the desk speaks for.")
app.add_typer(brands, name="brands")
_SLUG = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
_COLOUR = re.compile(r"#[0-9A-Fa-f]{6}")
_CURRENCY = re.compile(r"[A-Z]{3}")
_BOUNDS: Mapping[str, tuple[int, int]] = {
    "acknowledge_hours": (1, 2_400),
    "respond_days": (1, 730),
    "reopen_days": (0, 730),
    "retain_months": (0, 600),
}

Light = Annotated[str | None, typer.Option(help="Its colour on light pages.")]
Dark = Annotated[str | None, typer.Option(help="Its colour on dark pages.")]
Mark = Annotated[str | None, typer.Option(help="The shape of its mark: square or round.")]
Language = Annotated[str | None, typer.Option(help="Its own language.")]
Zone = Annotated[str | None, typer.Option(help="Its time zone.")]
Currency = Annotated[str | None, typer.Option(help="Its currency.")]
From = Annotated[str | None, typer.Option(help="The address its mail comes from.")]
Acknowledge = Annotated[int | None, typer.Option(help="Hours within which a complaint is acknowledged.")]
Respond = Annotated[int | None, typer.Option(help="Days within which it is answered.")]
Reopen = Annotated[int | None, typer.Option(help="Days after closing within which it opens again.")]
Retain = Annotated[int | None, typer.Option(help="Months that words are kept after closing; 0: for ever.")]
Names = Annotated[
    bool | None,
    typer.Option(
        "--shows-names/--hides-names", help="Whether customers read first names of who works for them."
    ),
]
Body = Annotated[str | None, typer.Option(help="Where customers may take a complaint that we can't end.")]


@brands.command("add")
def add(
    slug: Annotated[str, typer.Argument(help="A short name: small letters, digits, hyphens.")],
    name: Annotated[str, typer.Argument(help="The name customers know.")],
    colour_light: Light = None,
    colour_dark: Dark = None,
    mark: Mark = None,
    language: Language = None,
    zone: Zone = None,
    currency: Currency = None,
    from_address: From = None,
    acknowledge_hours: Acknowledge = None,
    respond_days: Respond = None,
    reopen_days: Reopen = None,
    retain_months: Retain = None,
    external_body: Body = None,
    shows_names: Names = None,
) -> None:
    """Add a brand. Its colours must be readable and not look like one of the desk's own signals."""
    told = _told(locals(), "slug", "name")
    _check_new(slug)
    made = Brand(slug=slug, name=name, letter=name.strip()[:1].upper())
    _put(made, told)
    made.save(force_insert=True)
    typer.echo(f"{made.name} is there, as {made.slug!r}.")


@brands.command("set")
def change(
    slug: Annotated[str, typer.Argument(help="The brand's short name.")],
    colour_light: Light = None,
    colour_dark: Dark = None,
    mark: Mark = None,
    language: Language = None,
    zone: Zone = None,
    currency: Currency = None,
    from_address: From = None,
    acknowledge_hours: Acknowledge = None,
    respond_days: Respond = None,
    reopen_days: Reopen = None,
    retain_months: Retain = None,
    external_body: Body = None,
    shows_names: Names = None,
) -> None:
    """Change what is said of a brand. Times hold for what comes in or is closed from now on."""
    told = _told(locals(), "slug")
    brand = find_brand(slug)
    if not told:
        raise DomainError("nothing_to_set")
    before = {name: getattr(brand, name) for name in told}
    _put(brand, told)
    brand.save(update_fields=list(told))
    for name, old in before.items():
        typer.echo(f"{name.replace('_', ' ')}: {_shown(old)} -> {_shown(getattr(brand, name))}")


def _shown(value: object) -> str:
    return "nothing" if value == "" else str(value)


def _told(given: Mapping[str, object], *but: str) -> dict[str, object]:
    return {name: value for name, value in given.items() if name not in but and value is not None}


def _put(brand: Brand, told: Mapping[str, object]) -> None:
    for name, value in told.items():
        setattr(brand, name, value)
    brand.mark = "round" if brand.mark == "round" else "square"
    brand.currency = brand.currency.upper()
    _check(brand, told)


def _check_new(slug: str) -> None:
    if not _SLUG.fullmatch(slug) or len(slug) > 40:
        raise DomainError("slug_wrong", slug=slug)
    if Brand.objects.filter(slug=slug).exists():
        raise DomainError("brand_there", slug=slug)


def _check(brand: Brand, told: Mapping[str, object]) -> None:
    if brand.zone not in available_timezones():
        raise DomainError("zone_unknown", zone=brand.zone)
    if not _CURRENCY.fullmatch(brand.currency):
        raise DomainError("currency_wrong", currency=brand.currency)
    for theme in ("light", "dark"):
        if f"colour_{theme}" in told:
            _check_colour(getattr(brand, f"colour_{theme}"), theme)
    if brand.from_address:
        _check_address(brand.from_address)
    for name, (least, most) in _BOUNDS.items():
        if not least <= (number := getattr(brand, name)) <= most:
            said = name.replace("_", " ")
            raise DomainError("number_wrong", name=said, number=number, least=least, most=most)


def _check_colour(colour: str, theme: str) -> None:
    if not _COLOUR.fullmatch(colour):
        raise DomainError("colour_wrong", colour=colour)
    check_colour(colour, theme)


def _check_address(address: str) -> None:
    try:
        validate_email(address)
    except ValidationError as error:
        raise DomainError("email_wrong", email=address) from error


@brands.command("list")
def show() -> None:
    """List the brands."""
    for brand in Brand.objects.order_by("slug"):
        kept = f"kept {brand.retain_months} months" if brand.retain_months else "kept for ever"
        times = f"{brand.acknowledge_hours} h, {brand.respond_days} d, {kept}"
        typer.echo(
            f"{brand.slug:<20}{brand.name:<28}{brand.zone:<24}{brand.currency}  {times}  {brand.from_address}"
        )


Kind = Annotated[str, typer.Option(help="phone, email, support, page, post, fax or external.")]


@brands.command("contacts")
def contacts(
    slug: Annotated[str, typer.Argument(help="The brand's short name.")],
    act: Annotated[str, typer.Argument(help="list, add, verify or remove.")] = "list",
    number: Annotated[int, typer.Argument(help="Which one, by its number in the list.")] = 0,
    kind: Kind = "",
    who: Annotated[str, typer.Option(help="Who is reached, as a customer would say it.")] = "",
    where: Annotated[str, typer.Option(help="A number, an address, a page.")] = "",
) -> None:
    """Say how a brand itself is reached, and when somebody last looked; add, verify or remove a line."""
    brand = find_brand(slug)
    with brand_scope([brand.pk]):
        rows = directory_of([brand.pk])
        if act == "add":
            if kind not in set(Way):
                raise DomainError("contact_way_missing")
            add_contact(actor=SYSTEM, brand=brand, way=Way(kind), label=who, value=where, now=now())
        elif act in ("verify", "remove"):
            if not 1 <= number <= len(rows):
                raise DomainError("contact_unknown", number=number, slug=slug)
            row = rows[number - 1].uuid
            if act == "verify":
                verify_contact(actor=SYSTEM, contact_uuid=row, now=now())
            else:
                remove_contact(actor=SYSTEM, contact_uuid=row)
        elif act != "list":
            raise DomainError("contact_act_unknown", said=act)
        _say_contacts(directory_of([brand.pk]), day_of(brand, now()))


def _say_contacts(rows: Sequence[BrandContact], today: date) -> None:
    if not rows:
        typer.echo(
            "Nothing is written down yet: ./amends brands contacts NAME add --kind … --who … --where …"
        )
    for place, row in enumerate(rows, start=1):
        by = f" by {row.verified_by.name}" if row.verified_by else ""
        stale = is_stale(row.verified_on, today, settings.CONTACT_STALE_DAYS)
        again = "  LOOK AGAIN" if stale else ""
        typer.echo(
            f"{place:>3}  {row.kind:<9} {row.label}: {row.value}  (verified {row.verified_on}{by}){again}"
        )


def find_brand(slug: str) -> Brand:
    """Answers the brand of a short name. Raises: DomainError('brand_unknown')."""
    brand = Brand.objects.filter(slug=slug).first()
    if brand is None:
        raise DomainError("brand_unknown", slug=slug)
    return brand
