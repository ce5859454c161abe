"""How promises were kept, as a page: never a rate without what was made, moved and withdrawn."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from babel.numbers import format_percent
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from amends.cases.policies import InForce
from amends.cases.promise_figures import Figures, Judged, Kept, Whose
from amends.insight.asked import Asked
from amends.page.parts import BrandShape, Choice
from amends.page.policy_texts import text_of
from amends.page.shaping import brand_shape
from amends.page.words import reader_locale, reader_tag


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
    brand_promise: str = ""
    judged_text: str = ""


def promises_page(figures: Figures, asked: Asked, judged: Judged, policy: InForce | None) -> PromisesPage:
    """Answers the page; a table without a row is left out."""
    promise = policy.compiled.policy.brand_promise if policy else {}
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
        brand_promise=text_of(promise, reader_tag()) if promise else "",
        judged_text=_judged(judged),
    )


def _judged(judged: Judged) -> str:
    whole = judged.below + judged.kept
    if not whole:
        return _("No case of this time was held against it yet.")
    return ngettext(
        "{below} of {count} case held against it was below it.",
        "{below} of {count} cases held against it were below it.",
        whole,
    ).format(below=judged.below, count=whole)


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
