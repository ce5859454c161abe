"""Promises that nobody is there to keep, as the Consult page lists them: each with who might keep it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from amends.cases.models import Promise
from amends.cases.promise_orphans import Missing, Orphan, orphaned_promises
from amends.desk.consult_shapes import OrphanRow
from amends.desk.shaping import clock_shape, said
from amends.page.parts import BrandShape, Choice, Words
from amends.page.shaping import case_url
from amends.page.words import PROMISES
from amends.people.models import Brand, Staff
from amends.people.permissions import Actor
from amends.people.prepared import prepared
from amends.rules.clocks import Clock


def orphan_rows(
    actor: Actor, brands: Mapping[int, Brand], shapes: Mapping[int, BrandShape], now: datetime
) -> tuple[OrphanRow, ...]:
    """Answers the rows, the nearest due first. Queries: as `orphaned_promises`, and 1 for each brand among them."""
    found = orphaned_promises(actor, brands, now)
    people = {brand: _people(brand=brand) for brand in {one.promise.brand_id for one in found}}
    return tuple(_row(one, shapes, people[one.promise.brand_id], actor, now) for one in found)


def _row(
    one: Orphan,
    shapes: Mapping[int, BrandShape],
    people: list[tuple[int, str]],
    actor: Actor,
    now: datetime,
) -> OrphanRow:
    row, case = one.promise, one.promise.case
    # Who answers for the case keeps its promises, unless they are the one who is not there; else who looks at this.
    others = {pk for pk, _name in people} - {row.owner_id}
    first = case.owner_id if case.owner_id in others else actor.staff_id
    name = case.customer.name if case.customer else ""
    clock = clock_shape(Clock(row.kind, row.agreed_at, row.due_at), now)
    return OrphanRow(
        uuid=str(row.uuid),
        case_uuid=str(case.uuid),
        case_url=case_url(case.uuid),
        clock=replace(clock, name=str(PROMISES.get(row.kind, row.kind))),
        text=said(row.text, case.language) if not row.erased_at else Words(_("These words were erased.")),
        customer=said(name, case.language) if name else Words(pgettext("name", "Not known")),
        why_text=_why(one.why, row),
        brand=shapes[row.brand_id],
        people=tuple(Choice(str(pk), name, pk == first) for pk, name in people if pk in others),
    )


def _why(why: Missing, row: Promise) -> str:
    name = (row.cover or row.owner).name
    if why is Missing.LEFT:
        return _("{name} does not work here any more.").format(name=name)
    return _("{name} is not on shift then, and nobody covers.").format(name=row.owner.name)


@prepared
def _people(*, brand: int) -> QuerySet[Staff, tuple[int, str]]:
    rows = Staff.objects.filter(memberships__brand_id=brand, is_active=True)
    return (
        rows.exclude(memberships__brand_id=brand, memberships__role="administrator")
        .order_by("name")
        .values_list("pk", "name")
    )
