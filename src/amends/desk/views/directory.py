"""The contact directory: read by everybody of a brand, changed by managers and administrators."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from amends.cases.actions.directory import add_contact, remove_contact, verify_contact
from amends.cases.recording import NotFound
from amends.clock import now
from amends.desk.directory_page import directory_page
from amends.errors import DomainError
from amends.page.asking import uuid_said
from amends.page.door import at_the_desk
from amends.page.frame import actor_in, frame, my_brands
from amends.page.parts import NOTHING_SENT, FieldError, FormShape
from amends.page.words import refusal
from amends.people.models import Brand
from amends.rules.directory import Way

_FIELDS = {"contact_label_missing": "label", "contact_way_missing": "way"}


@at_the_desk
@require_http_methods(["GET", "HEAD", "POST"])
def directory(request: HttpRequest) -> HttpResponse:
    """Shows the directory of my brands, and takes one change of it."""
    if request.method != "POST":
        return _page(request)
    try:
        message = _changed(request)
    except NotFound:
        raise
    except DomainError as error:
        return _page(request, _refused(request, error))
    messages.success(request, message)
    return redirect("desk:directory")


def _page(request: HttpRequest, form: FormShape = NOTHING_SENT) -> HttpResponse:
    actor, moment = actor_in(request), now()
    brands = my_brands(actor)
    page = directory_page(actor, brands, moment, form)
    context = {"page": page, "shell": frame(request, moment, view="directory", brands=brands)}
    return render(request, "desk/directory.html", context, status=422 if form.errors else 200)


def _changed(request: HttpRequest) -> str:
    actor = actor_in(request)
    if request.POST.get("act") == "add":
        brand, way = _brand(request), request.POST.get("way", "")
        if way not in set(Way):
            raise DomainError("contact_way_missing")
        label, value = request.POST.get("label", ""), request.POST.get("value", "")
        add_contact(actor=actor, brand=brand, way=Way(way), label=label, value=value, now=now())
        return _("It stands in the directory.")
    if request.POST.get("act") == "verify":
        verify_contact(actor=actor, contact_uuid=_contact(request), now=now())
        return _("Written down: you looked, and it is right.")
    if request.POST.get("act") == "remove":
        remove_contact(actor=actor, contact_uuid=_contact(request))
        return _("It is taken out of the directory.")
    raise DomainError("nothing_chosen")


def _contact(request: HttpRequest) -> UUID:
    found = uuid_said(request.POST.get("contact", ""))
    if found is None:
        raise NotFound("contact_not_found")
    return found


def _brand(request: HttpRequest) -> Brand:
    """Answers the brand that the form names, among those of the person. Raises: NotFound."""
    slug = request.POST.get("brand", "")
    brands = (one for one in my_brands(actor_in(request)).values() if one.slug == slug)
    found = next(brands, None)
    if found is None:
        raise NotFound("brand_not_found")
    return found


def _refused(request: HttpRequest, error: DomainError) -> FormShape:
    text, field = refusal(error.code), _FIELDS.get(error.code, "value")
    action = f"add-{request.POST.get('brand', '')}"
    entered = {key: str(value) for key, value in request.POST.items()}
    return FormShape(action, entered, {field: text}, (FieldError(f"{action}-{field}", text),))
