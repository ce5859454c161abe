"""The contact directory of the brands somebody works for, and the outside bodies that a case may be taken to."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from zoneinfo import ZoneInfo

from django.conf import settings
from django.utils import translation
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext_lazy

from amends.cases.directory import directory_of, external_bodies
from amends.cases.models import BrandContact
from amends.desk.directory_shapes import BodyShape, BrandDirectory, ContactRow, DirectoryPage
from amends.page import when
from amends.page.parts import NOTHING_SENT, Choice, FormShape
from amends.page.shaping import brand_shape
from amends.people.models import Brand
from amends.people.permissions import Actor, Subject, may
from amends.rules.directory import Way, is_stale, link_of

WAYS: Mapping[str, Promise] = {
    Way.PHONE.value: pgettext_lazy("way to reach a brand", "Head office, phone"),
    Way.EMAIL.value: pgettext_lazy("way to reach a brand", "Head office, e-mail"),
    Way.SUPPORT.value: pgettext_lazy("way to reach a brand", "Third-level support"),
    Way.PAGE.value: pgettext_lazy("way to reach a brand", "Public page"),
    Way.POST.value: pgettext_lazy("way to reach a brand", "Head office, post"),
    Way.FAX.value: pgettext_lazy("way to reach a brand", "Head office, fax"),
    Way.EXTERNAL.value: pgettext_lazy("way to reach a brand", "Outside body"),
}


def directory_page(
    actor: Actor, brands: Mapping[int, Brand], now: datetime, form: FormShape = NOTHING_SENT
) -> DirectoryPage:
    """Answers the page. Queries: 1."""
    rows = directory_of(list(brands))
    return DirectoryPage(
        brands=tuple(_brand(brand, rows, actor, now) for brand in brands.values()),
        ways=tuple(Choice(code, str(word)) for code, word in WAYS.items()),
        form=form,
    )


def _brand(brand: Brand, rows: Sequence[BrandContact], actor: Actor, now: datetime) -> BrandDirectory:
    today = now.astimezone(ZoneInfo(brand.zone)).date()
    shown = tuple(_row(row, today) for row in rows if row.brand_id == brand.pk)
    stale = sum(row.is_stale for row in shown)
    return BrandDirectory(
        brand=brand_shape(brand),
        rows=shown,
        may_change=may(actor, "manage_directory", Subject(brand.pk)).is_granted,
        stale_text=ngettext("{count} to look at again", "{count} to look at again", stale).format(count=stale)
        if stale
        else "",
    )


def _row(row: BrandContact, today: date) -> ContactRow:
    day = when.day_alone(row.verified_on)
    by = row.verified_by.name if row.verified_by else ""
    return ContactRow(
        uuid=str(row.uuid),
        way_text=str(WAYS.get(row.kind, row.kind)),
        label=row.label,
        value=row.value,
        link=link_of(row.value),
        verified_text=_("{day}, by {name}").format(day=day, name=by) if by else day,
        is_stale=is_stale(row.verified_on, today, settings.CONTACT_STALE_DAYS),
    )


def bodies_of(brand: Brand, now: datetime) -> tuple[BodyShape, ...]:
    """Answers who outside looks at complaints of a brand. Queries: 1."""
    today = now.astimezone(ZoneInfo(brand.zone)).date()
    return tuple(_body(row, today) for row in external_bodies(brand.pk))


def _body(row: BrandContact, today: date) -> BodyShape:
    stale = is_stale(row.verified_on, today, settings.CONTACT_STALE_DAYS)
    text = ""
    if stale:
        text = _("Last looked at on {day}: look whether it is still right.").format(
            day=when.day_alone(row.verified_on)
        )
    return BodyShape(str(row.uuid), row.label, row.value, link_of(row.value), text)


def body_sentence(body: BodyShape, language: str) -> str:
    """Answers what a final answer says of an outside body, in the language of the case."""
    known = {code for code, _name in settings.LANGUAGES}
    with translation.override(language.lower() if language.lower() in known else "en"):
        return _(
            "If you do not agree with our answer, you may take your complaint to: {name}, {where}"
        ).format(name=body.label, where=body.value)
