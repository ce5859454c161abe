"""Where the front line had no power, as a page and as files: the policy's rows, never a person."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from amends.cases.powerless import Demands, Powerless
from amends.insight.asked import Asked
from amends.insight.harm.words import wait_text
from amends.insight.report_table import Cell, Column, FileTable, ReportTable, file_url, remedy_name
from amends.money import major
from amends.page import when
from amends.page.parts import BrandShape, Choice
from amends.page.shaping import brand_shape
from amends.people.permissions import Actor, Subject, may
from amends.rules.policy.document import Policy


@dataclass(frozen=True, slots=True)
class PowerlessPage:
    """`authority_url` leads into the policy; empty for who may not write it."""

    brand: BrandShape
    brands: tuple[Choice, ...]
    days: tuple[Choice, ...]
    count_text: str
    rows: ReportTable
    demands: ReportTable
    is_empty: bool
    authority_url: str


def powerless_page(
    found: Sequence[Powerless], demands: Demands, policy: Policy | None, asked: Asked, actor: Actor
) -> PowerlessPage:
    """Answers the page, the most frequent first."""
    count = sum(one.times for one in found)
    may_mend = may(actor, "manage_policy", Subject(asked.brand.pk)).is_granted
    return PowerlessPage(
        brand=brand_shape(asked.brand),
        brands=asked.brand_choices,
        days=asked.day_choices,
        count_text=ngettext("{count} time without power", "{count} times without power", count).format(
            count=count
        ),
        rows=_rows(found, policy, asked),
        demands=_demands(demands, asked),
        is_empty=not found and not demands.count,
        authority_url=reverse("insight:policy_part", args=[asked.brand.slug, "authority"])
        if may_mend
        else "",
    )


def row_text(row: str) -> str:
    """Answers which row of the policy is meant."""
    return _("Row {row} of the policy").format(row=row) if row else _("No row of the policy")


def _rows(found: Sequence[Powerless], policy: Policy | None, asked: Asked) -> ReportTable:
    return ReportTable(
        name="rows",
        title=_("What would have helped"),
        columns=(
            Column(pgettext("powerless", "Remedy")),
            Column(pgettext("powerless", "Times"), is_number=True),
            Column(_("At most"), is_number=True),
            Column(_("Lacking each time"), is_number=True),
            Column(_("Cost in a year at the front line"), is_number=True),
        ),
        rows=tuple(_row(one, policy, asked.until) for one in found),
        file_url=file_url("powerless", "rows", asked),
        none_text=_("Nobody was without power in this time."),
    )


def _row(one: Powerless, policy: Policy | None, until: datetime) -> tuple[Cell, ...]:
    return (
        Cell(remedy_name(one.remedy, policy), small=(row_text(one.policy_row),)),
        Cell(str(one.times)),
        Cell(when.money(one.most_minor, one.currency)),
        Cell(when.money(one.lacking_minor // one.times, one.currency)),
        Cell(when.money(one.a_year(until), one.currency)),
    )


def _demands(demands: Demands, asked: Asked) -> ReportTable:
    lines = [
        (_("After a fair chance for the front line"), str(demands.with_chance)),
        (_("Before a fair chance"), str(demands.without_chance)),
        (_("Chance not written down"), str(demands.unsaid)),
    ]
    if demands.next_step is not None:
        lines.append((_("From the demand to the next step"), _span(demands.next_step)))
    if demands.extra is not None:
        lines.append((_("From arrival to answer, beside cases without"), _extra(demands.extra)))
    return ReportTable(
        name="demands",
        title=_("Somebody higher was asked for"),
        columns=(
            Column(pgettext("demands", "What")),
            Column(pgettext("demands", "Cases or time"), is_number=True),
        ),
        rows=tuple((Cell(label), Cell(value)) for label, value in lines) if demands.count else (),
        file_url=file_url("powerless", "demands", asked),
        none_text=_("Nobody asked for somebody higher in this time."),
        note=_("Times are the middle ones: half of the cases took longer."),
    )


def _span(span: timedelta) -> str:
    return wait_text(span.total_seconds() / 60)


def _extra(extra: timedelta) -> str:
    sentence = _("{length} longer") if extra >= timedelta(0) else _("{length} shorter")
    return sentence.format(length=_span(abs(extra)))


def rows_file(found: Sequence[Powerless], asked: Asked) -> FileTable:
    """Answers the rows of the policy for a spreadsheet."""
    columns = ("brand", "policy_row", "remedy", "times", "at_most", "lacking_each", "a_year", "currency")
    return FileTable(
        columns,
        (
            {
                "brand": asked.brand.slug,
                "policy_row": one.policy_row,
                "remedy": one.remedy,
                "times": one.times,
                "at_most": major(one.most_minor, one.currency),
                "lacking_each": major(one.lacking_minor // one.times, one.currency),
                "a_year": major(one.a_year(asked.until), one.currency),
                "currency": one.currency,
            }
            for one in found
        ),
    )


def demands_file(demands: Demands, asked: Asked) -> FileTable:
    """Answers what demands came to for a spreadsheet, times in minutes."""
    columns = ("brand", "with_chance", "without_chance", "not_said", "next_step_minutes", "extra_minutes")
    row = {
        "brand": asked.brand.slug,
        "with_chance": demands.with_chance,
        "without_chance": demands.without_chance,
        "not_said": demands.unsaid,
        "next_step_minutes": _minutes(demands.next_step),
        "extra_minutes": _minutes(demands.extra),
    }
    return FileTable(columns, [row])


def _minutes(span: timedelta | None) -> float | str:
    return "" if span is None else round(span.total_seconds() / 60, 1)
