"""`brands`: for whom the desk speaks."""

from __future__ import annotations

import re
from typing import Annotated
from zoneinfo import available_timezones

import typer

from amends.errors import DomainError
from amends.people.models import Brand
from amends.site.colours import check_colour
from amends.site.command.tour import app

brands = typer.Typer(no_args_is_help=True, help="Add and list the brands the desk speaks for.")
app.add_typer(brands, name="brands")
_SLUG = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
_COLOUR = re.compile(r"#[0-9A-Fa-f]{6}")


@brands.command("add")
def add(
    slug: Annotated[str, typer.Argument(help="A short name: small letters, digits, hyphens.")],
    name: Annotated[str, typer.Argument(help="The name customers know.")],
    colour_light: Annotated[str, typer.Option(help="Its colour on light pages.")] = "#4A4F5A",
    colour_dark: Annotated[str, typer.Option(help="Its colour on dark pages.")] = "#B9BEC9",
    mark: Annotated[str, typer.Option(help="The shape of its mark: square or round.")] = "square",
    language: Annotated[str, typer.Option(help="Its own language.")] = "en",
    zone: Annotated[str, typer.Option(help="Its time zone.")] = "UTC",
    currency: Annotated[str, typer.Option(help="Its currency.")] = "EUR",
    from_address: Annotated[str, typer.Option(help="The address its mail comes from.")] = "",
) -> None:
    """Add a brand. Its colours must be readable and not look like one of the desk's own signals."""
    _check(slug, zone, {"light": colour_light, "dark": colour_dark})
    made = Brand.objects.create(
        slug=slug,
        name=name,
        letter=name.strip()[:1].upper(),
        mark="round" if mark == "round" else "square",
        colour_light=colour_light,
        colour_dark=colour_dark,
        language=language,
        zone=zone,
        currency=currency.upper(),
        from_address=from_address,
    )
    typer.echo(f"{made.name} is there, as {made.slug!r}.")


def _check(slug: str, zone: str, colours: dict[str, str]) -> None:
    if not _SLUG.fullmatch(slug) or len(slug) > 40:
        raise DomainError("slug_wrong", slug=slug)
    if Brand.objects.filter(slug=slug).exists():
        raise DomainError("brand_there", slug=slug)
    if zone not in available_timezones():
        raise DomainError("zone_unknown", zone=zone)
    for theme, colour in colours.items():
        if not _COLOUR.fullmatch(colour):
            raise DomainError("colour_wrong", colour=colour)
        check_colour(colour, theme)


Hours = Annotated[int | None, typer.Option(min=1, max=24 * 60, help="Hours until receipt is acknowledged.")]
Days = Annotated[int | None, typer.Option(min=1, max=365, help="Days until a complaint is answered.")]
Grace = Annotated[int | None, typer.Option(min=0, max=3650, help="Days in which a closed case is reopened.")]
Months = Annotated[int | None, typer.Option(min=1, max=1200, help="Months a closed case is kept.")]


@brands.command("set")
def change(
    slug: Annotated[str, typer.Argument(help="The brand's short name.")],
    acknowledge_hours: Hours = None,
    respond_days: Days = None,
    reopen_days: Grace = None,
    retain_months: Months = None,
    external_body: Annotated[str | None, typer.Option(help="Who decides when we do not agree.")] = None,
    from_address: Annotated[str | None, typer.Option(help="The address its mail comes from.")] = None,
    zone: Annotated[str | None, typer.Option(help="Its time zone.")] = None,
) -> None:
    """Change what a brand allows itself. New clocks follow it; those that run already stay as they were promised."""
    brand = find_brand(slug)
    said = {
        "acknowledge_hours": acknowledge_hours,
        "respond_days": respond_days,
        "reopen_days": reopen_days,
        "retain_months": retain_months,
        "external_body": external_body,
        "from_address": from_address,
        "zone": zone,
    }
    if zone is not None and zone not in available_timezones():
        raise DomainError("zone_unknown", zone=zone)
    changed = {name: value for name, value in said.items() if value is not None}
    for name, value in changed.items():
        setattr(brand, name, value)
    if changed:
        brand.save(update_fields=list(changed))
    typer.echo(
        f"{brand.name}: acknowledged within {brand.acknowledge_hours} h, answered within {brand.respond_days} days, "
        f"reopened within {brand.reopen_days} days, kept {brand.retain_months} months."
    )


@brands.command("list")
def show() -> None:
    """List the brands."""
    for brand in Brand.objects.order_by("slug"):
        typer.echo(f"{brand.slug:<20}{brand.name:<28}{brand.zone:<24}{brand.currency}  {brand.from_address}")


def find_brand(slug: str) -> Brand:
    """Answers the brand of a short name. Raises: DomainError('brand_unknown')."""
    brand = Brand.objects.filter(slug=slug).first()
    if brand is None:
        raise DomainError("brand_unknown", slug=slug)
    return brand
