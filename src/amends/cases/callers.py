"""Who is calling: known customers by their addresses, new ones made, inside one brand."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime

from django.db.models import QuerySet

from amends.cases.bulk import insert_rows, reserve_ids
from amends.cases.inbound import Caller, InboundContact
from amends.cases.said import clean_line
from amends.errors import DomainError
from amends.ids import ordered_id
from amends.people.addresses import EMAIL, PHONE, address_key
from amends.people.models import Address, Brand, Customer
from amends.people.prepared import prepared

_Key = tuple[str, str]
_FEW = 4
"""One caller has so many addresses; a batch of an import has any number, each a statement of its own."""


def customers_of(brand: Brand, contacts: Sequence[InboundContact], now: datetime) -> list[int | None]:
    """Answers a customer id for each contact: found by address, made when new, None when nothing is known.

    Queries: 1 to find, 3 to make, for any number of contacts.
    """
    keys = [[] if contact.customer_id else _keys(contact.caller) for contact in contacts]
    known = _known(brand, {key for some in keys for key in some})
    makers: list[tuple[Caller, list[_Key]]] = []
    found: list[int | None] = []
    waiting: list[tuple[int, int]] = []
    pending: dict[_Key, int] = {}
    for place, (contact, own) in enumerate(zip(contacts, keys, strict=True)):
        customer = contact.customer_id or next((known[key] for key in own if key in known), None)
        found.append(customer)
        if customer is not None or not contact.caller.is_known:
            continue
        maker = next((pending[key] for key in own if key in pending), len(makers))
        if maker == len(makers):
            makers.append((contact.caller, own))
            pending.update(dict.fromkeys(own, maker))
        waiting.append((place, maker))
    ids = _make(brand, makers, now)
    for place, maker in waiting:
        found[place] = ids[maker]
    return found


def _keys(caller: Caller) -> list[_Key]:
    keys = []
    if caller.email:
        keys.append((EMAIL, address_key(EMAIL, caller.email)))
    if caller.phone:
        keys.append((PHONE, address_key(PHONE, caller.phone)))
    return [key for key in keys if key[1]]


def _known(brand: Brand, keys: set[_Key]) -> dict[_Key, int]:
    if not keys:
        return {}
    values = tuple(sorted({value for _, value in keys}))
    rows = _found(brand=brand.pk, values=values) if len(values) <= _FEW else _reached_at(brand.pk, values)
    return {(kind, value): merged or customer for kind, value, customer, merged in rows}


def _reached_at(brand: int, values: tuple[str, ...]) -> QuerySet[Address, tuple[str, str, int, int | None]]:
    rows = Address.objects.of(brand).filter(value_key__in=values, is_proven=True)
    return rows.values_list("kind", "value_key", "customer_id", "customer__merged_into_id")


@prepared
def _found(*, brand: int, values: tuple[str, ...]) -> QuerySet[Address, tuple[str, str, int, int | None]]:
    return _reached_at(brand, values)


def unproven_customer(brand: Brand, caller: Caller, now: datetime) -> int:
    """Answers a customer of their own for somebody whom nobody knows yet, whatever addresses they name.

    They are found by none of them, and no later caller is taken for them, until the addresses are proven.
    Raises: DomainError('not_reachable') where none of them is one.
    """
    keys = _keys(caller)
    if not keys:
        raise DomainError("not_reachable")
    return _make(brand, [(caller, keys)], now, is_proven=False)[0]


def prove_addresses(brand_id: int, customer_id: int, kinds: Collection[str] = (EMAIL, PHONE)) -> None:
    """Lets a customer be found by what they named, now that it is theirs; what finds another customer stays so."""
    own = Address.objects.of(brand_id).filter(customer_id=customer_id, kind__in=kinds, is_proven=False)
    for row in own:
        known = Address.objects.of(brand_id).filter(kind=row.kind, value_key=row.value_key, is_proven=True)
        if not known.exclude(customer_id=customer_id).exists():
            row.is_proven = True
            row.save(update_fields=["is_proven"])


def _make(
    brand: Brand, makers: Sequence[tuple[Caller, list[_Key]]], now: datetime, *, is_proven: bool = True
) -> Sequence[int]:
    if not makers:
        return []
    ids = reserve_ids(Customer, len(makers))
    insert_rows(
        Customer,
        [
            {
                "id": customer_id,
                "brand_id": brand.pk,
                "uuid": ordered_id(),
                "name": clean_line(caller.name, 200),
                "language": caller.language or "und",
                "zone": caller.zone or brand.zone,
                "city": clean_line(caller.city, 120),
                "currency": brand.currency,
                "created_at": now,
            }
            for customer_id, (caller, _) in zip(ids, makers, strict=True)
        ],
    )
    insert_rows(
        Address,
        [
            {
                "brand_id": brand.pk,
                "customer_id": customer_id,
                "kind": kind,
                "value": (caller.email if kind == EMAIL else caller.phone).strip()[:254],
                "value_key": value[:254],
                "is_proven": is_proven,
            }
            for customer_id, (caller, keys) in zip(ids, makers, strict=True)
            for kind, value in keys
        ],
    )
    return ids
