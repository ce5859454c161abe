"""Customers, and one's own preferences."""

from __future__ import annotations

from uuid import UUID
from zoneinfo import available_timezones

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from amends.cases.actions.customers import join_household, leave_household, merge_customers
from amends.cases.pauses import pause_for, quiet_of
from amends.cases.queue import QUEUE_FIELDS
from amends.cases.recording import Refused
from amends.cases.visibility import visible
from amends.clock import now
from amends.desk.customer_rows import (
    customer_row,
    customers_at,
    customers_named,
    household_of,
    tenure_text,
    twins_of,
)
from amends.desk.leaving_panel import pause_text
from amends.desk.shapes import (
    CareShape,
    Choice,
    CustomerPage,
    CustomersPage,
    FactShape,
    FieldError,
    FormShape,
    PastCase,
    PreferencesPage,
    WhoShape,
    Words,
)
from amends.desk.shaping import queue_row, said
from amends.errors import DomainError
from amends.page import when
from amends.page.asking import line_said
from amends.page.door import at_the_desk
from amends.page.frame import actor_in, frame, my_brands, person_in, shapes_of
from amends.page.shaping import case_url
from amends.page.words import language_code, language_name, refusal
from amends.people.models import Brand, Customer
from amends.people.permissions import Subject, may

_MOST_CASES = 50


@at_the_desk
@require_safe
def customers(request: HttpRequest) -> HttpResponse:
    """The customers of my brands, found by name, address or number."""
    actor, moment, words = actor_in(request), now(), line_said(request.GET.get("q", ""), 200)
    brands = my_brands(actor)
    marks = shapes_of(brands)
    found = [row for brand in brands.values() for row in customers_named(brand, words)]
    rows = tuple(customer_row(row, marks[row.brand_id], actor, moment) for row in found)
    count = ngettext("{count} shown", "{count} shown", len(rows)).format(count=len(rows))
    page = CustomersPage(words, rows, count)
    shell = frame(request, moment, view="customers")
    return render(request, "desk/customers.html", {"page": page, "shell": shell, "here": "customers"})


@at_the_desk
@require_safe
def customer(request: HttpRequest, customer_uuid: UUID) -> HttpResponse:
    """One customer, with their cases."""
    return _page(request, customer_uuid)


def _page(request: HttpRequest, customer_uuid: UUID, form: FormShape | None = None) -> HttpResponse:
    actor, moment = actor_in(request), now()
    row = Customer.objects.filter(uuid=customer_uuid).prefetch_related("addresses").first()
    if row is None:
        raise Http404
    if row.merged_into_id is not None:
        kept = Customer.objects.of(row.brand_id).get(pk=row.merged_into_id)
        return redirect("desk:customer", kept.uuid)
    brands = my_brands(actor)
    marks = shapes_of(brands)
    fields = (*QUEUE_FIELDS, "ending")
    cases = (
        visible(actor, row.brand_id)
        .filter(customer=row)
        .order_by("-recent_key")
        .values(*fields)[:_MOST_CASES]
    )
    page = CustomerPage(
        who=_who(row, moment.year),
        brand=marks[row.brand_id],
        facts=_facts(row),
        care=(CareShape(said(row.vulnerability, row.language), row.vulnerability_known),)
        if row.vulnerability
        else (),
        addresses=tuple(FactShape(_address_word(one.kind), Words(one.value)) for one in row.addresses.all()),
        uuid=str(row.uuid),
        may_merge=may(actor, "merge_customers", Subject(row.brand_id)).is_granted,
        household=tuple(customer_row(one, marks[row.brand_id], actor, moment) for one in household_of(row)),
        may_describe=may(actor, "describe", Subject(row.brand_id)).is_granted,
        form=form or FormShape(),
        pause_text=pause_text(pause_for(row, quiet_of(brands[row.brand_id], moment))),
        twins=tuple(customer_row(one, marks[row.brand_id], actor, moment) for one in twins_of(row)),
        open_cases=tuple(queue_row(case, marks, moment) for case in cases if case["is_open"]),
        past=tuple(
            PastCase(
                said(case["gist"], case["language"]),
                case_url(case["uuid"]),
                when.full_day(case["opened_at"]),
                case["ending"] == "solved",
            )
            for case in cases
            if not case["is_open"]
        ),
    )
    context = {"page": page, "shell": frame(request, moment, view="customers")}
    return render(request, "desk/customer.html", context, status=422 if form else 200)


@at_the_desk
@require_POST
def merge(request: HttpRequest, customer_uuid: UUID) -> HttpResponse:
    """Makes another entry of the same person part of this one."""
    actor = actor_in(request)
    keep = Customer.objects.filter(uuid=customer_uuid, merged_into__isnull=True).first()
    other = request.POST.get("other", "")
    twin = next((row for row in twins_of(keep) if str(row.uuid) == other), None) if keep else None
    if keep is None or twin is None:
        raise Http404
    try:
        merge_customers(actor=actor, brand_id=keep.brand_id, keep=keep, other=twin, now=now())
    except (Refused, DomainError) as error:
        messages.error(request, refusal(error.code))
    else:
        messages.success(request, _("The two entries are one now."))
    return redirect("desk:customer", keep.uuid)


@at_the_desk
@require_POST
def household(request: HttpRequest, customer_uuid: UUID) -> HttpResponse:
    """Puts a customer into another one's household, or takes them out."""
    actor, row = actor_in(request), Customer.objects.filter(uuid=customer_uuid).first()
    if row is None:
        raise Http404
    try:
        if "leave" in request.POST:
            leave_household(actor=actor, customer=row, now=now())
        else:
            join_household(actor=actor, customer=row, other=_meant(row, request.POST), now=now())
    except (Refused, DomainError) as error:
        text = refusal(error.code)
        errors, summary = {"with": text}, (FieldError("household-with", text),)
        form = FormShape("household", request.POST.dict(), errors, summary)
        return _page(request, customer_uuid, form)
    return redirect("desk:customer", row.uuid)


def _meant(row: Customer, values: QueryDict) -> Customer:
    """Answers the one other customer that was meant. Raises: DomainError('nobody_meant'), DomainError('many_meant')."""
    said_now = line_said(values.get("with", ""), 254)
    brand = Brand.objects.get(pk=row.brand_id)
    reached_at = said_now if any(sign in said_now for sign in "@0123456789") else ""
    found = [one for one in customers_at(brand, said_now, reached_at) if one.pk != row.pk] if said_now else []
    if len(found) != 1:
        raise DomainError("many_meant" if found else "nobody_meant")
    return found[0]


def _address_word(kind: str) -> str:
    return {"email": _("E-mail"), "phone": _("Telephone")}.get(kind, kind)


def _who(row: Customer, year: int) -> WhoShape:
    years = year - row.since_on.year if row.since_on else 0
    tenure = tenure_text(years)
    initials = "".join(word[0] for word in row.name.split()[:2]) or "?"
    return WhoShape(
        said(row.name or pgettext("name", "Not known"), row.language),
        initials,
        tenure if row.since_on else "",
        reverse("desk:customer", args=[row.uuid]),
        language_code(row.language),
        language_name(row.language),
    )


def _facts(row: Customer) -> tuple[FactShape, ...]:
    facts = [(_("Lives"), row.city), (_("Products"), row.products)]
    shown = [FactShape(label, said(value, row.language)) for label, value in facts if value]
    if row.value_minor is not None and row.currency:
        shown.append(FactShape(_("Value"), Words(when.money(row.value_minor, row.currency))))
    return tuple(shown)


@at_the_desk
@require_http_methods(["GET", "POST"])
def preferences(request: HttpRequest) -> HttpResponse:
    """Language, theme, time zone and keys of one person."""
    person = person_in(request)
    if request.method == "POST":
        language, zone = request.POST.get("language", ""), request.POST.get("zone", "")
        person.language = language if language in dict(settings.LANGUAGES) else person.language
        person.zone = zone if zone in available_timezones() else person.zone
        theme = request.POST.get("theme", "")
        person.theme = theme if theme in ("light", "dark") else ""
        person.has_letter_keys = request.POST.get("letter_keys") == "on"
        person.save(update_fields=["language", "zone", "theme", "has_letter_keys"])
        request.session["language"] = person.language
        with translation.override(person.language):
            messages.success(request, _("Kept."))
        return redirect("desk:preferences")
    page = PreferencesPage(
        languages=tuple(
            Choice(code, name, code == person.language, lang=translation.to_locale(code).replace("_", "-"))
            for code, name in settings.LANGUAGES
        ),
        themes=(
            Choice("system", pgettext("theme", "As the system does"), not person.theme),
            Choice("light", pgettext("theme", "Light"), person.theme == "light"),
            Choice("dark", pgettext("theme", "Dark"), person.theme == "dark"),
        ),
        zones=tuple(Choice(zone, zone.replace("_", " "), zone == person.zone) for zone in _zones()),
        has_letter_keys=person.has_letter_keys,
    )
    return render(request, "desk/preferences.html", {"page": page, "shell": frame(request, now())})


def _zones() -> list[str]:
    areas = ("Africa/", "America/", "Asia/", "Atlantic/", "Australia/", "Europe/", "Indian/", "Pacific/")
    return ["UTC", *sorted(zone for zone in available_timezones() if zone.startswith(areas))]
