"""`shifts`: when people and brands work, so that nobody promises an hour in which nobody is there."""

from __future__ import annotations

import re
from datetime import date, datetime, time
from typing import Annotated

import typer

from amends.cases.actions.shifts import note_absence, plan_week, set_brand_hours
from amends.cases.models import Absence, BrandHours, Shift
from amends.clock import now
from amends.errors import DomainError
from amends.people.models import Brand, Staff
from amends.people.permissions import SYSTEM
from amends.people.scope import brand_scope
from amends.rules.calendars import zone_of
from amends.site.command.tour import app

shifts = typer.Typer(no_args_is_help=True, help="Plan when people and brands work.")
app.add_typer(shifts, name="shifts")
DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_STRETCH = re.compile(r"(\w{3})(?:-(\w{3}))? (\d\d:\d\d)-(\d\d:\d\d)")
_Week = dict[int, list[tuple[time, time]]]
BrandName = Annotated[str, typer.Argument(help="The brand's short name.")]
Email = Annotated[str, typer.Argument(help="The person's e-mail address.")]


def read_week(text: str) -> _Week:
    """Answers a week written as "mon-fri 09:00-17:30, sat 10:00-14:00". Raises: DomainError('week_wrong')."""
    week: _Week = {}
    for part in filter(None, (one.strip().lower() for one in text.split(","))):
        found = _STRETCH.fullmatch(part)
        if found is None or not {found[1], found[2] or found[1]} <= set(DAYS):
            raise DomainError("week_wrong", said=part)
        first, last = DAYS.index(found[1]), DAYS.index(found[2] or found[1])
        for day in range(first, last + 1):
            week.setdefault(day, []).append((_hour(found[3], part), _hour(found[4], part)))
    return week


def _hour(text: str, part: str) -> time:
    try:
        return time.fromisoformat("00:00" if text == "24:00" else text)
    except ValueError as error:
        raise DomainError("week_wrong", said=part) from error


@shifts.command("set")
def plan(
    email: Email,
    brand: BrandName,
    week: Annotated[str, typer.Argument(help='As "mon-fri 09:00-17:30, sat 10:00-14:00"; "" clears it.')],
    zone: Annotated[str, typer.Option(help="In whose time; the brand's, where nothing is said.")] = "",
) -> None:
    """Plan a person's week for a brand."""
    row, person = _brand(brand), _person(email)
    with brand_scope([row.pk]):
        made = plan_week(actor=SYSTEM, brand=row, staff=person, week=read_week(week), zone=zone or row.zone)
    typer.echo(f"{person.name} works {len(made)} shifts a week for {row.name}.")


@shifts.command("away")
def away(
    email: Email,
    brand: BrandName,
    since: Annotated[str, typer.Argument(help="From when, in the brand's time: 2026-05-13T09:00.")],
    until: Annotated[str, typer.Argument(help="Until when, in the brand's time.")],
    cover: Annotated[str, typer.Option(help="Who does their work meanwhile, by e-mail address.")] = "",
) -> None:
    """Note that a person is away, and who covers them."""
    row, person = _brand(brand), _person(email)
    other = _person(cover) if cover else None
    span = _moment(since, row), _moment(until, row)
    with brand_scope([row.pk]):
        note_absence(actor=SYSTEM, brand=row, staff=person, starts_at=span[0], ends_at=span[1], cover=other)
    typer.echo(f"{person.name} is away{f', {other.name} covers' if other else ', and nobody covers'}.")


@shifts.command("hours")
def hours(
    brand: BrandName,
    week: Annotated[str, typer.Argument(help='As "mon-fri 08:00-20:00".')],
    region: Annotated[str, typer.Option(help="Whose public holidays it keeps, as GB or DE-BY.")] = "",
    closed: Annotated[list[str] | None, typer.Option(help="A day it is closed, as 2026-12-24.")] = None,
    promises_an_hour: Annotated[int, typer.Option(help="So many promises of one person end in an hour.")] = 3,
) -> None:
    """Set a brand's week and whose public holidays it keeps."""
    row, said = _brand(brand), read_week(week)
    with brand_scope([row.pk]):
        set_brand_hours(
            actor=SYSTEM,
            brand=row,
            week=[tuple(said.get(day, ())) for day in range(7)],
            region=region,
            closed_days=[_day(day) for day in closed or ()],
            promises_an_hour=promises_an_hour,
        )
    typer.echo(f"{row.name} has its hours.")


@shifts.command("list")
def show(brand: BrandName) -> None:
    """Show who works when for a brand."""
    row = _brand(brand)
    with brand_scope([row.pk]):
        for hours_row in BrandHours.objects.of(row.pk):
            holidays = f", public holidays of {hours_row.region}" if hours_row.region else ""
            typer.echo(f"{row.name}: {hours_row.promises_an_hour} promises an hour{holidays}")
        for shift in Shift.objects.of(row.pk).select_related("staff").order_by("staff__name", "weekday"):
            span = f"{shift.starts:%H:%M}-{shift.ends:%H:%M}"
            typer.echo(f"{shift.staff.name}: {DAYS[shift.weekday]} {span} {shift.zone}")
        for one in Absence.objects.of(row.pk).filter(ends_at__gt=now()).select_related("staff", "cover"):
            cover = one.cover.name if one.cover else "nobody"
            typer.echo(f"{one.staff.name}: away {one.starts_at} to {one.ends_at}, covered by {cover}")


def _brand(slug: str) -> Brand:
    found = Brand.objects.filter(slug=slug).first()
    if found is None:
        raise DomainError("brand_unknown", slug=slug)
    return found


def _person(email: str) -> Staff:
    found = Staff.objects.filter(email=email.lower()).first()
    if found is None:
        raise DomainError("person_unknown", email=email)
    return found


def _moment(text: str, brand: Brand) -> datetime:
    try:
        return datetime.fromisoformat(text).replace(tzinfo=zone_of(brand.zone))
    except ValueError as error:
        raise DomainError("moment_wrong", said=text) from error


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise DomainError("moment_wrong", said=text) from error
