"""The door: password, link, and the demonstration's people."""

from __future__ import annotations

from allauth.account.forms import LoginForm
from django.conf import settings
from django.contrib.auth import login, logout
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from amends.clock import now
from amends.page.asking import number_said
from amends.page.words import role_word
from amends.people.links import linked_person, use_link
from amends.people.models import Membership, Staff

_BACKEND = "amends.site.accounts.DeskBackend"


@never_cache
@require_http_methods(["GET", "POST"])
def sign_in(request: HttpRequest) -> HttpResponseBase:
    """Asks for address and password; the answer to a wrong address and a wrong password is the same."""
    if request.method == "POST":
        form = LoginForm(data=request.POST, request=request)
        if form.is_valid() and form.user.is_active:
            response: HttpResponseBase = form.login(request, redirect_url=_next(request))
            return response
        error = _("The e-mail address and the password do not fit together, or there were too many tries.")
        return _door(request, error, status=422)
    return _door(request)


def _door(request: HttpRequest, error: str = "", status: int = 200) -> HttpResponse:
    context = {
        "error": error,
        "email": request.POST.get("login", ""),
        "next": request.GET.get("next", request.POST.get("next", "")),
        "demo_people": _demonstration_people(),
        "demo_url": reverse("sign_in_as"),
    }
    return render(request, "people/sign_in.html", context, status=status)


def _next(request: HttpRequest) -> str:
    wanted = request.POST.get("next", "")
    fits = url_has_allowed_host_and_scheme(wanted, {request.get_host()}, require_https=request.is_secure())
    return wanted if fits and wanted.startswith("/") else reverse("desk:today")


def _demonstration_people() -> list[dict[str, object]]:
    if not settings.IS_DEMONSTRATION:
        return []
    rows = Membership.objects.select_related("staff").order_by("staff_id", "brand_id")
    people = {row.staff_id: row for row in reversed(rows)}
    return [
        {"value": staff, "name": row.staff.name, "initials": row.staff.initials, "role": role_word(row.role)}
        for staff, row in sorted(people.items())
    ]


@require_POST
def sign_in_as(request: HttpRequest) -> HttpResponse:
    """Lets anybody be one of the demonstration's people; does not exist elsewhere."""
    if not settings.IS_DEMONSTRATION:
        raise Http404
    value = number_said(request.POST.get("demo", ""))
    person = Staff.objects.filter(pk=value, is_active=True).first() if value else None
    if person is None:
        raise Http404
    login(request, person, backend=_BACKEND)
    return redirect("desk:today")


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def sign_in_link(request: HttpRequest, token: str) -> HttpResponse:
    """Shows whose link it is; only the press of the button uses it up."""
    if request.method == "POST":
        person = use_link(token, now())
        if person is None:
            return _with_privacy(render(request, "people/link.html", {"person": None}, status=410))
        login(request, person, backend=_BACKEND)
        return _with_privacy(redirect("desk:today"))
    person = linked_person(token, now())
    return _with_privacy(
        render(request, "people/link.html", {"person": person}, status=200 if person else 410)
    )


def _with_privacy(response: HttpResponse) -> HttpResponse:
    # The token stands in the address, which nobody is told. With no-referrer a browser would not say either where
    # the press of the button comes from, and the guard against forged requests would refuse it.
    response["Referrer-Policy"] = "strict-origin"
    response["Cache-Control"] = "no-store"
    return response


@require_POST
def sign_out(request: HttpRequest) -> HttpResponse:
    """Ends the session."""
    logout(request)
    return redirect("account_login")
