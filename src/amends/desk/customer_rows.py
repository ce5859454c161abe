"""Customers as rows: found by name, address or number, inside one brand."""

from __future__ import annotations

from datetime import datetime

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from amends.cases.visibility import visible
from amends.desk.shapes import BrandShape, CustomerRow
from amends.desk.shaping import said
from amends.page import when
from amends.page.words import language_code
from amends.people.addresses import EMAIL, PHONE, address_key
from amends.people.models import Address, Brand, Customer
from amends.people.permissions import Actor

MOST = 25


def tenure_text(years: int) -> str:
    """Answers for how long somebody has been a customer."""
    if years < 1:
        return _("A customer for less than a year")
    return ngettext("Customer for {count} year", "Customer for {count} years", years).format(count=years)


def customers_at(brand: Brand, name: str, reached_at: str, most: int = 5) -> list[Customer]:
    """Answers the customers of a brand that a name or an address may mean. Queries: 1 to 2."""
    wanted = Q()
    if reached_at:
        kind = EMAIL if "@" in reached_at else PHONE
        keys = Address.objects.of(brand.pk).filter(kind=kind, value_key=address_key(kind, reached_at))
        wanted |= Q(pk__in=keys.values("customer_id"))
    if name:
        wanted |= Q(name=name)
    if not wanted:
        return []
    rows = Customer.objects.of(brand.pk).filter(wanted, merged_into__isnull=True)
    return list(rows.prefetch_related("addresses").order_by("-id")[:most])


def customers_named(brand: Brand, words: str, most: int = MOST) -> list[Customer]:
    """Answers the customers of a brand by the beginning of a name or by address; the newest when nothing is asked."""
    rows = Customer.objects.of(brand.pk).filter(merged_into__isnull=True)
    if words:
        upper = words[:-1] + _sign_after(words[-1])
        kind = EMAIL if "@" in words else PHONE
        key = address_key(kind, words)
        keys = Address.objects.of(brand.pk).filter(value_key=key) if key else Address.objects.none()
        rows = rows.filter(Q(name__gte=words, name__lt=upper) | Q(pk__in=keys.values("customer_id")))
    return list(rows.prefetch_related("addresses").order_by("-id")[:most])


def twins_of(customer: Customer, most: int = 5) -> list[Customer]:
    """Answers other entries of the brand that may be the same person: the same name or the same address."""
    keys = [row.value_key for row in Address.objects.of(customer.brand_id).filter(customer=customer)]
    same_address = Address.objects.of(customer.brand_id).filter(value_key__in=keys).values("customer_id")
    wanted = Q(pk__in=same_address) | (Q(name=customer.name) & ~Q(name=""))
    rows = (
        Customer.objects.of(customer.brand_id)
        .filter(wanted, merged_into__isnull=True)
        .exclude(pk=customer.pk)
    )
    return list(rows.prefetch_related("addresses").order_by("-id")[:most])


def household_of(customer: Customer) -> list[Customer]:
    """Answers the others who share this customer's roof or bill. Queries: 0 to 2."""
    if customer.household_id is None:
        return []
    rows = Customer.objects.of(customer.brand_id).filter(household=customer.household_id, merged_into=None)
    return list(rows.exclude(pk=customer.pk).prefetch_related("addresses").order_by("name"))


def _sign_after(sign: str) -> str:
    code = ord(sign) + 1
    if 0xD800 <= code <= 0xDFFF:
        return "\ue000"
    return chr(min(code, 0x10FFFF))


def customer_row(customer: Customer, brand: BrandShape, actor: Actor, now: datetime) -> CustomerRow:
    """Answers one customer as a row, counting only the cases this actor may know of. Queries: 2."""
    cases = visible(actor, customer.brand_id).filter(customer=customer)
    last = cases.order_by("-recent_key").values_list("opened_at", flat=True).first()
    address = next(iter(customer.addresses.all()), None)
    return CustomerRow(
        uuid=str(customer.uuid),
        url=reverse("desk:customer", args=[customer.uuid]),
        name=said(customer.name or "?", customer.language),
        brand=brand,
        lang_code=language_code(customer.language),
        open_count=cases.filter(is_open=True).count(),
        last_text=when.full_day(last) if last else "",
        contact_text=address.value if address else "",
    )
