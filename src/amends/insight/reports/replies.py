"""What became of the findings in replies, as a page and as a file: by finding, never by person."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from amends.cases.reply_figures import FindingTally, to_retune
from amends.insight.asked import Asked
from amends.insight.report_table import Cell, Column, FileTable, ReportTable, file_url
from amends.page.parts import BrandShape, Choice
from amends.page.reply_words import FINDINGS
from amends.page.shaping import brand_shape


@dataclass(frozen=True, slots=True)
class RepliesPage:
    brand: BrandShape
    brands: tuple[Choice, ...]
    days: tuple[Choice, ...]
    count_text: str
    tables: tuple[ReportTable, ...]


def replies_page(tallies: Sequence[FindingTally], asked: Asked) -> RepliesPage:
    """Answers the page: what to retune first, then every finding; no tables where nothing was found."""
    count = sum(one.shown for one in tallies)
    return RepliesPage(
        brand=brand_shape(asked.brand),
        brands=asked.brand_choices,
        days=asked.day_choices,
        count_text=ngettext("{count} finding shown", "{count} findings shown", count).format(count=count),
        tables=(_retune(tallies, asked), _findings(tallies, asked)) if tallies else (),
    )


def _retune(tallies: Sequence[FindingTally], asked: Asked) -> ReportTable:
    return ReportTable(
        name="retune",
        title=_("To retune"),
        columns=_columns(),
        rows=tuple(_row(one) for one in to_retune(tallies)),
        file_url=file_url("replies", "retune", asked),
        none_text=_("No finding is passed over in more than 30 % of the times that it is shown."),
        note=_("Who writes and passes over a finding again and again is often right: look at the finding."),
    )


def _findings(tallies: Sequence[FindingTally], asked: Asked) -> ReportTable:
    return ReportTable(
        name="findings",
        title=_("What was found in replies"),
        columns=_columns(),
        rows=tuple(_row(one) for one in tallies),
        file_url=file_url("replies", "findings", asked),
        note=_("Passed over is what stood in the reply when it left, though its writer had seen it."),
    )


def _columns() -> tuple[Column, ...]:
    return (
        Column(pgettext("replies", "Finding")),
        Column(pgettext("replies", "Shown"), is_number=True),
        Column(pgettext("replies", "Followed"), is_number=True),
        Column(pgettext("replies", "Passed over"), is_number=True),
        Column(pgettext("replies", "Share passed over"), is_number=True),
    )


def _row(one: FindingTally) -> tuple[Cell, ...]:
    unseen = _("stood unseen: {count}").format(count=one.unseen)
    return (
        Cell(str(FINDINGS[one.finding].title) if one.finding in FINDINGS else one.finding),
        Cell(str(one.shown), small=(unseen,) if one.unseen else ()),
        Cell(str(one.followed)),
        Cell(str(one.overridden)),
        Cell(_("{percent} %").format(percent=one.percent) if one.percent is not None else "–"),
    )


def replies_file(name: str, tallies: Sequence[FindingTally], asked: Asked) -> FileTable | None:
    """Answers one table for a spreadsheet; None for a name that no table has."""
    rows = {"retune": to_retune(tallies), "findings": tallies}.get(name)
    return None if rows is None else FileTable(_COLUMNS, _file_rows(rows, asked.brand.slug))


_COLUMNS = ("brand", "finding", "shown", "followed", "overridden", "percent", "unseen", "retune")


def _file_rows(tallies: Sequence[FindingTally], slug: str) -> Iterator[dict[str, object]]:
    for one in tallies:
        yield {
            "brand": slug,
            "finding": one.finding,
            "shown": one.shown,
            "followed": one.followed,
            "overridden": one.overridden,
            "percent": "" if one.percent is None else one.percent,
            "unseen": one.unseen,
            "retune": int(one.needs_retuning),
        }
