"""Pages of no seat: errors, health, the components, the brands' colours, the choice of language."""

from __future__ import annotations

from django.conf import settings
from django.db import DatabaseError, connection
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import render
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_POST, require_safe

from amends.people.models import Brand, Staff
from amends.people.permissions import Actor
from amends.site.colours import brand_rules
from amends.site.middleware import CUSTOMERS
from amends.site.showcase import showcase_context


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Says that there is nothing here, and where to go."""
    return render(request, _page(request, "404"), status=404)


def refused(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Says that this may not be done."""
    return render(request, "errors/403.html", status=403)


def failed(request: HttpRequest) -> HttpResponse:
    """Says that the desk failed, and what is safe."""
    return render(request, _page(request, "500"), status=500)


def _page(request: HttpRequest, code: str) -> str:
    """Answers the page of an error: a customer is never sent to a desk that is not theirs."""
    is_theirs = request.path_info.startswith(CUSTOMERS)
    return f"seat/{code}.html" if is_theirs else f"errors/{code}.html"


@require_safe
def healthz(request: HttpRequest) -> JsonResponse:
    """Answers whether the desk can read its database."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except DatabaseError:
        return JsonResponse({"status": "database unreachable"}, status=503)
    return JsonResponse({"status": "ok"})


@require_safe
def components(request: HttpRequest) -> HttpResponse:
    """Shows every component of the design system."""
    return render(request, "components.html", showcase_context())


@require_safe
@cache_control(private=True, max_age=300)
def brand_css(request: HttpRequest) -> HttpResponse:
    """Gives the colours of the reader's brands, for both themes; for whom we answer is not for everybody."""
    brands = Brand.objects.order_by("pk")
    if not settings.IS_DEMONSTRATION:
        actor: Actor | None = getattr(request, "actor", None)
        brands = brands.filter(pk__in=actor.brand_ids if actor else ())
    rows = brands.values_list("slug", "colour_light", "colour_dark")
    return HttpResponse(brand_rules(list(rows)), content_type="text/css; charset=utf-8")


@require_POST
def choose_language(request: HttpRequest) -> HttpResponse:
    """Keeps the chosen language: with the person when signed in, else with the browser."""
    code = request.POST.get("language", "")
    if code in dict(settings.LANGUAGES):
        request.session["language"] = code
        if isinstance(request.user, Staff):
            request.user.language = code
            request.user.save(update_fields=["language"])
    wanted = request.POST.get("next", "")
    fits = wanted.startswith("/") and url_has_allowed_host_and_scheme(wanted, {request.get_host()})
    # Not `redirect()`: it would take the words for the name of a view.
    return HttpResponseRedirect(wanted if fits else "/")
