"""The pages of Prepare: each answer is made from what the form holds, and forgotten."""

from __future__ import annotations

import json
from dataclasses import replace
from uuid import UUID

from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.templatetags.static import static
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from amends.cases.actions.prepared import receive_prepared
from amends.cases.answer_times import quickest
from amends.cases.directory import directory_of
from amends.clock import now
from amends.errors import DomainError
from amends.page.files import MOST_FILES
from amends.people.scope import brand_scope
from amends.rules.directory import Way
from amends.rules.preparing.asked import FOUND_BY, Page, Place
from amends.seat.door import enter, language_of, remember_language
from amends.seat.prepare.door import in_own_words
from amends.seat.prepare.pace import check_pace, count_sent
from amends.seat.prepare.page import Sitting, step_lines, usual_here, wizard_page
from amends.seat.prepare.sending import inbound_of, proofs_of
from amends.seat.prepare.sitting import sitting_of
from amends.seat.prepare.words import COUNTRIES, MEDIA, NUMBERS, REFUSED


@require_http_methods(["GET", "HEAD", "POST"])
@in_own_words
def start(request: HttpRequest, brand: str = "") -> HttpResponseBase:
    """The page where somebody stands, and where the pressed button leads."""
    if tag := request.GET.get("lang", ""):
        response = redirect(request.path)
        remember_language(response, request, tag)
        return response
    return _page(request, sitting_of(request, brand))


def _page(request: HttpRequest, sitting: Sitting, status: int = 200) -> HttpResponse:
    brand = sitting.brand
    with brand_scope([brand.pk] if brand else []):
        context = {
            "wizard": wizard_page(replace(sitting, soonest=quickest(brand.pk) if brand else None)),
            "usual": usual_here(brand, sitting.now) if brand else (),
            "contacts": [one for one in directory_of([brand.pk]) if one.kind != Way.EXTERNAL]
            if brand
            else (),
            "ways": [{"code": code, "text": text} for code, text in MEDIA.items()],
            "countries": COUNTRIES.items(),
            "lines": step_lines(),
            "every_number": NUMBERS.items(),
            "found_by": json.dumps(FOUND_BY),
            "most_files": MOST_FILES,
            "most_bytes": settings.ATTACHMENT_MOST_BYTES,
        }
        return render(request, "seat/prepare/wizard.html", context, status=status)


@require_POST
@in_own_words
def send(request: HttpRequest) -> HttpResponseBase:
    """Sends what was prepared to a brand of this desk, once; what is refused comes back as it was written."""
    sitting = sitting_of(request)
    try:
        if sitting.brand is None:
            raise DomainError("brand_missing")
        check_pace(request)
        with brand_scope([sitting.brand.pk]):
            opened = receive_prepared(
                brand=sitting.brand,
                inbound=inbound_of(sitting.draft, _language(), sitting.zone),
                key=UUID(sitting.key),
                proofs=proofs_of(request.FILES),
                now=now(),
            )
    except DomainError as error:
        place = Place(Page.ME if error.code == "not_reachable" else Page.NEXT)
        text = str(REFUSED.get(error.code, _("That did not work. What you wrote is still here.")))
        return _page(request, replace(sitting, here=place, refusal=text), status=422)
    count_sent(request)
    return enter(request, opened)


def _language() -> str:
    """Answers the active language as cases name it: zh-Hans, not zh-hans."""
    tag = translation.get_language() or "en"
    front, dash, script = tag.partition("-")
    return f"{front}{dash}{script.title()}"


@require_safe
def manifest(request: HttpRequest) -> JsonResponse:
    """What a phone needs to keep Prepare as an app."""
    with translation.override(language_of(request, "")):
        answer = JsonResponse(
            {
                "name": _("Prepare a complaint"),
                "short_name": _("Prepare"),
                "start_url": reverse("prepare:start"),
                "scope": reverse("prepare:start"),
                "display": "standalone",
                "background_color": "#FFFDF9",
                "theme_color": "#1546B0",
                "dir": "rtl" if translation.get_language_bidi() else "ltr",
                "lang": translation.get_language(),
                "icons": [
                    {"src": static("amends/img/favicon.svg"), "sizes": "any", "type": "image/svg+xml"},
                ],
            }
        )
    answer["Content-Type"] = "application/manifest+json"
    return answer
