"""The promise book of one person for one day, as bars and sentences."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from urllib.parse import urlencode

from babel.lists import format_list
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from amends.cases.models import Case
from amends.cases.promise_book import PromiseBook, day_hours, promise_book
from amends.cases.promise_hours import known_zone
from amends.cases.queries import CaseFile
from amends.desk.promise_shapes import BookHour, BookShape
from amends.page import when
from amends.page.asking import number_said
from amends.page.parts import Choice, FormShape
from amends.page.shaping import case_url
from amends.page.words import reader_locale
from amends.people.models import Brand
from amends.people.permissions import Actor
from amends.rules.promise_book import Room

_DAY = timedelta(days=1)
_LEAFED = timedelta(days=6)
"""So far one leafs day by day; what is later is asked for by its date."""


@dataclass(frozen=True, slots=True)
class Seen:
    """What the panel is drawn from."""

    file: CaseFile
    brand: Brand
    actor: Actor
    now: datetime
    form: FormShape

    @property
    def zone(self) -> str:
        """Answers in whose time promises to this customer are said."""
        customer = self.file.customer
        return known_zone(customer.zone if customer else "", self.brand.zone)

    @property
    def place(self) -> str:
        """Answers where that is, as a name."""
        customer = self.file.customer
        city = customer.city if customer and customer.zone else ""
        return city or self.zone.rpartition("/")[2].replace("_", " ")


def book_shape(seen: Seen, who: int, day: date, people: tuple[Choice, ...]) -> BookShape:
    zone = seen.zone
    hours = [hour for hour in day_hours(day, zone) if hour + timedelta(hours=1) > seen.now]
    book = promise_book(seen.brand, who, seen.now, hours[-1] if hours else seen.now)
    name = next((one.label for one in people if one.value == str(who)), "")
    first = hours[0] if hours else seen.now
    return BookShape(
        title=_("Hours of {name}, {day}").format(name=name, day=when.day_in(first, zone)),
        hours=tuple(_trimmed([_hour(book, hour, zone) for hour in hours])),
        sentences=tuple(_sentences(seen, book, hours, name, people)),
        earlier_url=_book_url(seen.file.case, day - _DAY, who) if day > _today(seen) else "",
        later_url=_book_url(seen.file.case, day + _DAY, who) if day < _today(seen) + _LEAFED else "",
        day_iso=day.isoformat(),
        who=str(who),
    )


def _today(seen: Seen) -> date:
    return seen.now.astimezone(when.zone_of(seen.zone)).date()


def _book_url(case: Case, day: date, who: int) -> str:
    return f"{case_url(case.uuid)}?{urlencode({'book': day.isoformat(), 'who': who})}#act-promise"


def _hour(book: PromiseBook, hour: datetime, zone: str) -> BookHour:
    capacity, most = book.capacity(hour), book.own.may_hold
    held = min(most, book.held(hour))
    label = str(hour.astimezone(when.zone_of(zone)).hour)
    if capacity.room is Room.NOBODY_ON_SHIFT:
        return BookHour(label, "away", (), pgettext("hour", "nobody is on shift"))
    taken = (True,) * held + (False,) * (most - held)
    if capacity.room is Room.FULL:
        return BookHour(label, "full", (True,) * most, pgettext("hour", "full"))
    return BookHour(
        label, "free", taken, pgettext("hour", "{taken} of {most} taken").format(taken=held, most=most)
    )


def _trimmed(hours: list[BookHour]) -> list[BookHour]:
    """Answers the hours without those before anybody comes and after everybody has gone."""
    while hours and hours[0].state == "away":
        hours = hours[1:]
    while hours and hours[-1].state == "away":
        hours = hours[:-1]
    return hours


def _sentences(
    seen: Seen, book: PromiseBook, hours: list[datetime], name: str, people: tuple[Choice, ...]
) -> Iterator[str]:
    zone = seen.zone
    free = [hour for hour in hours if book.capacity(hour).room in (Room.FREE, Room.COVER)]
    if free:
        yield _("Free from {hours}.").format(hours=hours_text(free[:4], zone, free[0]))
    elif nearest := book.free_hours(hours[-1] if hours else seen.now, zone):
        yield _("Nothing is free that day. Next: {hours}.").format(hours=hours_text(nearest, zone, seen.now))
    else:
        yield _("Nothing is free within a week.")
    covers = {book.capacity(hour).person_id for hour in free if book.capacity(hour).room is Room.COVER}
    for one in people:
        if number_said(one.value) in covers:
            yield _("{cover} covers for {name}.").format(cover=one.label, name=name)
    yield _("The clock ends with the second hour, in {place} time.").format(place=seen.place)


def hours_text(moments: Iterable[datetime], zone: str, day: datetime) -> str:
    """Answers hours as a list in the reader's words; with the day where it is another one."""
    clock = when.zone_of(zone)
    told = day.astimezone(clock).date()
    words = [
        when.hour_in(one, zone)
        if one.astimezone(clock).date() == told
        else _("{day}, {hour}").format(day=when.day_in(one, zone), hour=when.hour_in(one, zone))
        for one in moments
    ]
    return format_list(words, locale=reader_locale())
