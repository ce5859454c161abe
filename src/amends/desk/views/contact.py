"""Recording a contact by hand: a complaint in under a minute, anything else in ten seconds."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_http_methods

from amends.cases.actions.contacts import receive_contact
from amends.cases.inbound import Caller, InboundContact
from amends.cases.recording import Refused
from amends.clock import now
from amends.desk.customer_rows import customer_row, customers_at
from amends.desk.shapes import Choice, ContactPage, FieldError, FormShape
from amends.desk.shaping import LEVELS
from amends.errors import DomainError
from amends.language.scripts import Script, script_of
from amends.page.asking import line_said, uuid_said
from amends.page.door import at_the_desk
from amends.page.frame import actor_in, frame, my_brands, person_in
from amends.page.shaping import brand_shape
from amends.page.words import CHANNELS, language_name, refusal
from amends.people.addresses import EMAIL, address_key
from amends.people.models import Brand, Customer
from amends.people.permissions import Actor
from amends.rules.vocabulary import LANGUAGES, Channel, Kind

_BY_HAND = ("phone", "letter", "walk_in", "web", "email", "chat", "sms", "social")
_KINDS = {
    "complaint": Kind.COMPLAINT,
    "enquiry": Kind.ENQUIRY,
    "request": Kind.ENQUIRY,
    "thanks": Kind.THANKS,
}


@at_the_desk
@require_http_methods(["GET", "POST"])
def contact_new(request: HttpRequest) -> HttpResponse:
    """Asks what was said; a complaint opens its case, anything else is logged."""
    actor, moment = actor_in(request), now()
    brands = my_brands(actor)
    if request.method != "POST":
        return _page(request, brands, *_first(request, brands), moment)
    entered = {name: str(value) for name, value in request.POST.items()}
    errors = _errors(entered, brands)
    if errors:
        return _page(request, brands, _form(entered, errors), _chosen(brands, entered), moment)
    brand = next(row for row in brands.values() if row.slug == entered["brand"])
    known = _choices_of_known(brand, entered)
    if known and "customer" not in entered and _KINDS[entered["kind"]] is Kind.COMPLAINT:
        return _page(request, brands, _form(entered, {}), known, moment)
    return _take_in(request, actor, brand, entered, brands, moment)


def _first(request: HttpRequest, brands: Mapping[int, Brand]) -> tuple[FormShape, list[Customer]]:
    """Answers the form as it opens; from a customer's page it knows who they are."""
    first = next(iter(brands.values()), None)
    last = request.session.get("last_brand") or (first.slug if first else "")
    entered = {"kind": "complaint", "channel": "phone", "brand": last, "seriousness": "normal"}
    known = _chosen(brands, request.GET)
    if known:
        entered |= _entries_of(known[0], brands)
    return FormShape("contact", entered), known


def _entries_of(customer: Customer, brands: Mapping[int, Brand]) -> dict[str, str]:
    address = next(iter(customer.addresses.all()), None)
    return {
        "customer": str(customer.uuid),
        "brand": brands[customer.brand_id].slug,
        "name": customer.name,
        "reached_at": address.value if address else "",
        "language": customer.language,
    }


def _chosen(brands: Mapping[int, Brand], values: Mapping[str, str]) -> list[Customer]:
    """Answers the customer that was chosen, among the brands one speaks for. Queries: 0 to 2."""
    uuid = uuid_said(values.get("customer", ""))
    if uuid is None:
        return []
    found = Customer.objects.filter(uuid=uuid, brand__in=list(brands), merged_into__isnull=True)
    return list(found.prefetch_related("addresses"))


def _errors(entered: Mapping[str, str], brands: Mapping[int, Brand]) -> dict[str, str]:
    errors = {}
    if entered.get("kind") not in _KINDS:
        errors["kind"] = _("Choose what it is.")
    if entered.get("brand") not in {row.slug for row in brands.values()}:
        errors["brand"] = _("Choose the brand they turned to.")
    if entered.get("channel") not in _BY_HAND:
        errors["channel"] = _("Choose how they came.")
    reached_at = _reached_at(entered)
    if "@" in reached_at and not address_key(EMAIL, reached_at):
        errors["reached_at"] = _("Write one e-mail address, or one telephone number.")
    if not entered.get("text", "").strip():
        errors["text"] = _("Write what they said.")
    return errors


def _form(entered: Mapping[str, str], errors: Mapping[str, str]) -> FormShape:
    summary = tuple(FieldError(f"contact-{name}", text) for name, text in errors.items())
    return FormShape(
        "contact", entered, errors, summary, _("What you wrote is kept below.") if errors else ""
    )


def _choices_of_known(brand: Brand, entered: Mapping[str, str]) -> list[Customer]:
    reached_at, name = _reached_at(entered), line_said(entered.get("name", ""), 200)
    return customers_at(brand, name, reached_at) if name or reached_at else []


def _take_in(
    request: HttpRequest,
    actor: Actor,
    brand: Brand,
    entered: Mapping[str, str],
    brands: Mapping[int, Brand],
    moment: datetime,
) -> HttpResponse:
    try:
        inbound = _inbound(brand, entered, person_in(request).pk)
        received = receive_contact(actor=actor, brand=brand, inbound=inbound, now=moment)
    except (Refused, DomainError) as error:
        form = _form(entered, {"text": refusal(error.code)})
        return _page(request, brands, form, _chosen(brands, entered), moment)
    request.session["last_brand"] = brand.slug
    if received.case_uuid is None:
        messages.success(request, _("Logged. It counts, and no case was opened."))
        return redirect("desk:contact_new")
    if inbound.kind is not Kind.COMPLAINT:
        messages.warning(
            request,
            _("They may harm themselves, by their words. A case was opened, and those who lead see it."),
        )
    return redirect(f"{reverse('desk:case', args=[received.case_uuid])}#said")


def _inbound(brand: Brand, entered: Mapping[str, str], person_id: int) -> InboundContact:
    text, kind = entered["text"], _KINDS[entered["kind"]]
    reached_at, chosen = _reached_at(entered), uuid_said(entered.get("customer", ""))
    customer = Customer.objects.of(brand.pk).filter(uuid=chosen).first() if chosen else None
    level = entered.get("seriousness", "normal")
    typed = entered.get("language", "")
    known = typed if typed in LANGUAGES else customer.language if customer else ""
    language = known or _guessed(text)
    return InboundContact(
        channel=Channel(entered["channel"]),
        text=text,
        gist=entered.get("gist", ""),
        kind=kind,
        language=language if language in LANGUAGES else "und",
        caller=Caller(
            name=entered.get("name", "").strip(),
            email=reached_at if "@" in reached_at else "",
            phone="" if "@" in reached_at else reached_at,
            language=language,
        ),
        customer_id=customer.pk if customer else None,
        want=entered.get("want", ""),
        seriousness=[*LEVELS].index(level) if level in set(LEVELS) else 1,
        owner_id=person_id if kind is Kind.COMPLAINT else None,
    )


def _reached_at(entered: Mapping[str, str]) -> str:
    return line_said(entered.get("reached_at", ""), 254)


def _guessed(text: str) -> str:
    """Answers a language that the script alone gives away; nobody is guessed between two that share one."""
    return "he" if script_of(text) is Script.HEBREW else "und"


def _page(
    request: HttpRequest,
    brands: Mapping[int, Brand],
    form: FormShape,
    known: list[Customer],
    moment: datetime,
) -> HttpResponse:
    person = person_in(request)
    spoken = [tag for tag in LANGUAGES if tag in person.languages] or list(LANGUAGES)
    languages = [Choice("", pgettext("language", "Not said"))]
    languages += [
        Choice(tag, language_name(tag)) for tag in (*spoken, *(t for t in LANGUAGES if t not in spoken))
    ]
    page = ContactPage(
        brands=tuple((brand_shape(row), len(brands) == 1) for row in brands.values()),
        channels=tuple(Choice(code, str(CHANNELS[code])) for code in _BY_HAND),
        languages=tuple(languages),
        form=form,
        known=tuple(
            customer_row(row, brand_shape(brands[row.brand_id]), actor_in(request), moment) for row in known
        ),
    )
    context = {"page": page, "shell": frame(request, moment, view="contact"), "here": "contact"}
    return render(request, "desk/contact_new.html", context, status=422 if form.errors else 200)
