"""How a customer is let in: a key begins a visit, a cookie of this one case names it, and it ends by itself."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from functools import wraps
from uuid import UUID

from django.conf import settings
from django.db.models import QuerySet
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone, translation

from amends.cases.keys import VISIT_LIFE, Opened, visitor
from amends.cases.models import Case
from amends.cases.promise_hours import zone_at
from amends.cases.recording import NotFound
from amends.clock import now
from amends.page import when
from amends.people.models import Brand
from amends.people.permissions import Actor
from amends.people.prepared import prepared
from amends.people.scope import brand_scope

COOKIE = "amends_my"
LANGUAGE = "amends_language"
_YEAR = 365 * 24 * 3600


@dataclass(frozen=True, slots=True)
class Visit:
    """Who visits which case, in whose brand, at what moment."""

    actor: Actor
    brand: Brand
    case_uuid: UUID
    now: datetime


View = Callable[..., HttpResponseBase]


def in_own_case(view: View) -> View:
    """Lets only a visitor in, in the language of the case and its customer's time; pages are not kept."""

    @wraps(view)
    def handle(request: HttpRequest, case_uuid: UUID, **kwargs: object) -> HttpResponseBase:
        moment = now()
        found = visitor(request.COOKIES.get(COOKIE, ""), moment)
        if found is None:
            return shut(request)
        actor, brand_id = found
        with brand_scope([brand_id]):
            own = _own(brand=brand_id, case=actor.own_case_id or 0, case_uuid=case_uuid)
            if not own or own[0].erased_at is not None:
                return shut(request)
            case, visit = own[0], Visit(actor, _brand(brand=brand_id)[0], case_uuid, moment)
            with (
                translation.override(language_of(request, case.language)),
                timezone.override(when.zone_of(zone_at(case))),
            ):
                try:
                    return private(view(request, visit, **kwargs))
                except NotFound:
                    return shut(request)

    return handle


@prepared
def _own(*, brand: int, case: int, case_uuid: UUID) -> QuerySet[Case]:
    return Case.objects.of(brand).filter(pk=case, uuid=case_uuid)


@prepared
def _brand(*, brand: int) -> QuerySet[Brand]:
    return Brand.objects.filter(pk=brand)


def shut(request: HttpRequest) -> HttpResponseBase:
    """Answers the page of who has no visit: the same for every address, whether there is such a case or not."""
    return private(render(request, "seat/shut.html", status=404))


def private(response: HttpResponseBase) -> HttpResponseBase:
    """Answers a page that nobody keeps and that tells no other site where one was."""
    response["Cache-Control"] = "no-store, private"
    # With no-referrer a browser would not say either where the press of a button comes from.
    response["Referrer-Policy"] = "strict-origin"
    response["Content-Language"] = translation.get_language() or "en"
    return response


def language_of(request: HttpRequest, language: str, chosen: str = "") -> str:
    """Answers the language of a page: chosen now or before, else the case's own, else the browser's."""
    known = {tag for tag, _name in settings.LANGUAGES}
    before = request.COOKIES.get(LANGUAGE, "")
    wanted = next((tag for tag in (chosen, before, language.lower()) if tag in known), "")
    return wanted or translation.get_language_from_request(request)


def enter(request: HttpRequest, opened: Opened) -> HttpResponseBase:
    """Answers the way into a case whose visit has just begun."""
    address = reverse("seat:case", args=[opened.case_uuid])
    response = redirect(address)
    response.set_cookie(
        COOKIE,
        opened.secret,
        max_age=VISIT_LIFE,
        path=address,
        secure=is_secure(request),
        httponly=True,
        samesite="Lax",
    )
    return private(response)


def is_secure(request: HttpRequest) -> bool:
    """Answers whether cookies go over HTTPS alone: behind a proxy the request itself does not say so."""
    return settings.IS_SECURE or request.is_secure()


def remember_language(response: HttpResponseBase, request: HttpRequest, tag: str) -> None:
    """Keeps the language somebody chose for a customer's pages."""
    if tag in {known for known, _name in settings.LANGUAGES}:
        response.set_cookie(LANGUAGE, tag, max_age=_YEAR, secure=is_secure(request), samesite="Lax")
