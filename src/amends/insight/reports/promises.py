"""How promises were kept, as a page: never a rate without what was made, moved and withdrawn."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from babel.numbers import format_percent
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from amends.cases.promise_figures import Figures, Kept, Whose
from amends.insight.asked import Asked
from amends.page.parts import BrandShape, Choice
from amends.page.shaping import brand_shape
from amends.page.words import reader_locale


@dataclass(frozen=True, slots=True)
class KeptRow:
    who: str
    rate_text: str
    made: int
    kept: int
    broken: int
    moved: int
    withdrawn: int
    running: int


@dataclass(frozen=True, slots=True)
class KeptTable:
    title: str
    rows: tuple[KeptRow, ...]


@dataclass(frozen=True, slots=True)
class PromisesPage:
    brand: BrandShape
    brands: tuple[Choice, ...]
    days: tuple[Choice, ...]
    tables: tuple[KeptTable, ...]


def promises_page(figures: Figures, asked: Asked) -> PromisesPage:
    """Answers the page; a table without a row is left out."""
    tables = (
        _table(pgettext("promises of", "The brand"), figures.brands),
        _table(pgettext("promises of", "Teams"), figures.teams),
        _table(pgettext("promises of", "People"), figures.people),
        _table(pgettext("promises of", "Suppliers they depended on"), figures.suppliers),
    )
    return PromisesPage(
        brand=brand_shape(asked.brand),
        brands=asked.brand_choices,
        days=asked.day_choices,
        tables=tuple(one for one in tables if one.rows),
    )


def _table(title: str, rows: Mapping[Whose, Kept]) -> KeptTable:
    return KeptTable(title, tuple(_row(whose, kept) for whose, kept in rows.items()))


def _row(whose: Whose, kept: Kept) -> KeptRow:
    rate = kept.rate
    return KeptRow(
        who=whose[-1] or _("In no team"),
        rate_text=_("none ended yet")
        if rate is None
        else str(format_percent(rate / 10_000, locale=reader_locale())),
        made=kept.made,
        kept=kept.kept,
        broken=kept.broken,
        moved=kept.moved,
        withdrawn=kept.withdrawn,
        running=kept.running,
    )
