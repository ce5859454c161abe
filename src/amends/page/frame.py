"""The frame of each page of the desk: places, views, brands, load."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import cast

from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import reverse

from amends.cases.alarms import alarms_for
from amends.cases.consults import may_answer_somewhere, waiting_count
from amends.cases.models import Contact
from amends.cases.queue import VIEWS, counts, summed
from amends.page import when
from amends.page.frame_shapes import AlarmShape, LoadShape, NavBrand, NavView, ShellShape
from amends.page.parts import BrandShape, Words
from amends.page.shaping import brand_shape, case_url, count_text
from amends.people.models import Brand, Staff
from amends.people.permissions import Actor, may_somewhere
from amends.people.prepared import prepared

_SIDE = tuple(view for view in VIEWS if view != "all")
_METER = 100
_USUAL_LOW, _USUAL_HIGH = 65, 85


def actor_in(request: HttpRequest) -> Actor:
    """Answers who acts in this request; the middleware has seated them."""
    return cast(Actor, request.actor)  # type: ignore[attr-defined]


def person_in(request: HttpRequest) -> Staff:
    """Answers the signed-in person."""
    return cast(Staff, request.user)


def my_brands(actor: Actor) -> dict[int, Brand]:
    """Answers the brands this actor speaks for, by id. Queries: 1."""
    found = _brands(ids=tuple(actor.brand_ids)) if actor.brand_ids else []
    return {brand.pk: brand for brand in found}


def brand_of(brand_id: int) -> Brand:
    """Answers a brand. Queries: 1."""
    return _brands(ids=(brand_id,))[0]


@prepared
def _brands(*, ids: tuple[int, ...]) -> QuerySet[Brand]:
    return Brand.objects.filter(pk__in=ids).order_by("pk")


def shapes_of(brands: Mapping[int, Brand]) -> dict[int, BrandShape]:
    """Answers the marks of brands."""
    return {pk: brand_shape(brand) for pk, brand in brands.items()}


def narrow_frame(request: HttpRequest, now: datetime) -> ShellShape:
    """Answers the frame of a page without the side: who is signed in, and what rings. Queries: 0 to 1."""
    person = person_in(request)
    return ShellShape(person.name, person.initials, alarms=_alarms(actor_in(request), now))


def _alarms(actor: Actor, now: datetime) -> tuple[AlarmShape, ...]:
    """Answers what rings for this person. Queries: 0 to 1."""
    return tuple(
        AlarmShape(
            case_uuid=str(row.case.uuid),
            url=case_url(row.case.uuid),
            reference=row.case.reference,
            gist=Words(row.case.gist, "" if row.case.language == "und" else row.case.language),
            when_text=when.said_when(row.raised_at, now),
        )
        for row in alarms_for(actor)
    )


def chosen_brands(brands: Mapping[int, Brand], slug: str) -> list[int]:
    """Answers the brands a page is about: the one that was chosen, else all of them."""
    return [pk for pk, row in brands.items() if not slug or row.slug == slug]


def frame(
    request: HttpRequest,
    now: datetime,
    *,
    view: str = "",
    brand: str = "",
    brands: Mapping[int, Brand] | None = None,
    held: Mapping[int, Mapping[str, int]] | None = None,
) -> ShellShape:
    """Answers what the top bar and the side show; brands and counts may be given by who has them already."""
    actor, person = actor_in(request), person_in(request)
    brands = brands or my_brands(actor)
    held = held or counts(actor, list(brands), now)
    shown = summed(held, chosen_brands(brands, brand))
    today = reverse("desk:today")
    suffix = f"&brand={brand}" if brand else ""
    return ShellShape(
        person_name=person.name,
        person_initials=person.initials,
        places=(
            NavView("today", today, count_text(shown["all"]), is_current=view == "all"),
            *_consult(actor, view),
            NavView("customers", reverse("desk:customers"), is_current=view == "customers"),
            NavView("directory", reverse("desk:directory"), is_current=view == "directory"),
            *_reports(actor, view),
            *_policy(actor, view),
        ),
        views=tuple(
            NavView(
                code,
                f"{today}?view={code}{suffix}",
                count_text(shown[code]),
                is_current=view == code,
                is_urgent=code == "due" and shown[code] > 0,
            )
            for code in _SIDE
        ),
        brands=tuple(
            NavBrand(
                brand_shape(row),
                today if row.slug == brand else f"{today}?brand={row.slug}",
                count_text(held[pk]["all"]),
                is_current=row.slug == brand,
            )
            for pk, row in brands.items()
        ),
        load=_load(person, now),
        search_text=request.GET.get("q", ""),
        may_answer=may_answer_somewhere(actor),
        alarms=_alarms(actor, now),
    )


def _consult(actor: Actor, view: str) -> tuple[NavView, ...]:
    """Answers the place of questions, for those to whom they are put. Queries: 0 to 1."""
    if not may_answer_somewhere(actor):
        return ()
    count = waiting_count(actor)
    here = reverse("desk:consult")
    return (NavView("consult", here, str(count) if count else "", view == "consult"),)


def _reports(actor: Actor, view: str) -> tuple[NavView, ...]:
    """Answers the place of reports, for those who lead."""
    if not may_somewhere(actor, "see_reports"):
        return ()
    return (NavView("reports", reverse("insight:reports"), is_current=view == "reports"),)


def _policy(actor: Actor, view: str) -> tuple[NavView, ...]:
    """Answers the place of the policy studio, for those who write policies."""
    if not may_somewhere(actor, "manage_policy"):
        return ()
    return (NavView("policy", reverse("insight:policies"), is_current=view == "policy"),)


def _load(person: Staff, now: datetime) -> LoadShape:
    since = now.replace(hour=0, minute=0, second=0, microsecond=0)
    done = len(_handled(staff=person.pk, since=since))
    return LoadShape(
        done_count=done,
        usual_low=_USUAL_LOW,
        usual_high=_USUAL_HIGH,
        done_percent=min(100, done * 100 // _METER),
        usual_from_percent=_USUAL_LOW,
    )


@prepared
def _handled(*, staff: int, since: datetime) -> QuerySet[Contact, int]:
    rows = Contact.objects.filter(staff_id=staff, recorded_at__gte=since)
    return rows.order_by().values_list("pk", flat=True)[:_METER]
