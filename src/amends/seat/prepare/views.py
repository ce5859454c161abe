"""The pages of Prepare: each answer is made from what the form holds, and forgotten."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from functools import wraps
from uuid import UUID, uuid4

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.templatetags.static import static
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from amends.cases.actions.prepared import receive_prepared
from amends.cases.directory import directory_of
from amends.clock import now
from amends.errors import DomainError
from amends.page import when
from amends.page.asking import uuid_said
from amends.people.models import Brand
from amends.people.scope import brand_scope
from amends.rules.directory import Way
from amends.rules.preparing.asked import FOUND_BY, Page, Place, step_on
from amends.rules.preparing.draft import Draft
from amends.seat.door import enter, language_of, private, remember_language
from amends.seat.prepare.page import Sitting, step_lines, usual_here, wizard_page
from amends.seat.prepare.reading import draft_from, place_from
from amends.seat.prepare.sending import MOST_FILES, check_pace, inbound_of, proofs_of
from amends.seat.prepare.words import COUNTRIES, MEDIA, NUMBERS, REFUSED

View = Callable[..., HttpResponseBase]


def in_own_words(view: View) -> View:
    """Answers a page in the language somebody chose and by their clock; nothing of it is kept on the way.

    No act here is done in anybody's name, so there is nothing that a page elsewhere could borrow: what is sent
    is what the form says, whoever sends it.
    """

    @csrf_exempt
    @wraps(view)
    def handle(request: HttpRequest, **kwargs: object) -> HttpResponseBase:
        zone = when.zone_of(request.POST.get("zone", "") or "UTC")
        with translation.override(language_of(request, "")), timezone.override(zone):
            return private(view(request, **kwargs))

    return handle


@require_http_methods(["GET", "HEAD", "POST"])
@in_own_words
def start(request: HttpRequest, brand: str = "") -> HttpResponseBase:
    """The page where somebody stands, and where the pressed button leads."""
    if tag := request.GET.get("lang", ""):
        response = redirect(request.path)
        remember_language(response, request, tag)
        return response
    return _page(request, _sitting(request, brand))


def _sitting(request: HttpRequest, slug: str = "") -> Sitting:
    said = request.POST.dict()
    if slug:
        said["brand"] = slug
    known = Brand.objects.filter(slug=said.get("brand", "")).first() if said.get("brand") else None
    if slug and known is None:
        raise Http404
    if known is None:
        said.pop("brand", None)
    if (go := request.POST.get("go", "")) == "suggest":
        said["words"] = said.get("suggested", "")
    draft, here = draft_from(said), place_from(said)
    return Sitting(
        draft=draft,
        here=_there(draft, here, go),
        key=str(uuid_said(said.get("key", "")) or uuid4()),
        zone=said.get("zone", "")[:60],
        now=timezone.localtime(now()),
        brand=known,
        is_adding=go == "more",
    )


def _there(draft: Draft, here: Place, go: str) -> Place:
    if go in ("next", "back"):
        return step_on(draft, here, 1 if go == "next" else -1)
    return place_from({"page": go}) if go.partition(".")[0] in set(Page) else here


def _page(request: HttpRequest, sitting: Sitting, status: int = 200) -> HttpResponse:
    brand = sitting.brand
    with brand_scope([brand.pk] if brand else []):
        context = {
            "wizard": wizard_page(sitting),
            "usual": usual_here(brand, sitting.now) if brand else (),
            "contacts": [one for one in directory_of([brand.pk]) if one.kind != Way.EXTERNAL]
            if brand
            else (),
            "ways": [{"code": code, "text": text} for code, text in MEDIA.items()],
            "countries": COUNTRIES.items(),
            "groups": (),
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
    sitting = _sitting(request)
    if sitting.brand is None:
        raise Http404
    try:
        check_pace(request.META.get("REMOTE_ADDR", ""))
        with brand_scope([sitting.brand.pk]):
            sent = receive_prepared(
                brand=sitting.brand,
                inbound=inbound_of(sitting.draft, _letter(sitting.draft), _language(), sitting.zone),
                key=UUID(sitting.key),
                proofs=proofs_of(request.FILES),
                now=now(),
            )
    except DomainError as error:
        place = Place(Page.ME if error.code == "not_reachable" else Page.NEXT)
        text = str(REFUSED.get(error.code, _("That did not work. What you wrote is still here.")))
        return _page(request, replace(sitting, here=place, refusal=text), status=422)
    return enter(request, sent.opened)


def _letter(draft: Draft) -> str:
    return draft.words or "\n".join(one.text for one in draft.points)


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
