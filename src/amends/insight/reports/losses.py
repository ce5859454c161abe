"""Who left and why, what win-back gave that the front line could not, and what must never be said: page and files."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from amends.cases.losses import Loss
from amends.cases.models import CriticalFinding
from amends.insight.asked import Asked
from amends.insight.report_table import MOST_LINKS, Cell, Column, FileTable, Link, ReportTable, file_url
from amends.insight.reports.powerless import row_text
from amends.money import major, written
from amends.page import when
from amends.page.leaving_words import CRITICAL, LOSS_REASONS, OUTCOMES
from amends.page.parts import BrandShape, Choice
from amends.page.shaping import brand_shape, case_url
from amends.page.words import CHANNELS


@dataclass(frozen=True, slots=True)
class Lost:
    """What the report is made of, in cases the reader may know of."""

    rows: Sequence[Loss]
    outcomes: Mapping[str, int]
    critical: Sequence[CriticalFinding]

    @property
    def reasons(self) -> list[tuple[str, int]]:
        """Answers why customers left, the most frequent reason first."""
        counted: Counter[str] = Counter()
        for one in self.rows:
            counted.update(one.reasons)
        return sorted(counted.items(), key=lambda item: (-item[1], item[0]))


@dataclass(frozen=True, slots=True)
class LossesPage:
    brand: BrandShape
    brands: tuple[Choice, ...]
    days: tuple[Choice, ...]
    count_text: str
    tables: tuple[ReportTable, ...]


def losses_page(lost: Lost, asked: Asked) -> LossesPage:
    """Answers the page; no tables where nobody left and nothing was said."""
    count, back = (sum(getattr(one, name) for one in lost.rows) for name in ("times", "came_back"))
    has_any = bool(lost.rows or lost.outcomes or lost.critical)
    tables = (_rows(lost, asked), _reasons(lost, asked), _outcomes(lost, asked), _critical(lost, asked))
    talks = ngettext("{count} talk after a loss", "{count} talks after a loss", count).format(count=count)
    return LossesPage(
        brand=brand_shape(asked.brand),
        brands=asked.brand_choices,
        days=asked.day_choices,
        count_text=_("{talks}, {back} came back").format(talks=talks, back=back) if count else talks,
        tables=tables if has_any else (),
    )


def _rows(lost: Lost, asked: Asked) -> ReportTable:
    return ReportTable(
        name="rows",
        title=_("What win-back gave that the front line could not"),
        columns=(
            Column(_("Row of the policy")),
            Column(pgettext("losses", "Lost"), is_number=True),
            Column(pgettext("losses", "Came back"), is_number=True),
            Column(_("Offered by win-back"), is_number=True),
            Column(_("The front line could have given"), is_number=True),
            Column(_("Lacking at the front line"), is_number=True),
            Column(_("Lost each year"), is_number=True),
        ),
        rows=tuple(_row(one) for one in lost.rows),
        file_url=file_url("losses", "rows", asked),
        none_text=_("Nobody wrote down a talk after a loss in this time."),
        note=_("Lost a year is what these customers were worth in a year, as far as that is known."),
    )


def _row(one: Loss) -> tuple[Cell, ...]:
    lacking = ""
    if one.should_have_been_given:
        count = one.should_have_been_given
        lacking = ngettext("in {count} case", "in {count} cases", count).format(count=count)
    known = _("known for {known} of {count}").format(known=one.valued, count=one.times)
    links = tuple(Link(case.reference, case_url(case.uuid)) for case in one.beyond[:MOST_LINKS])
    return (
        Cell(row_text(one.policy_row), links=links),
        Cell(str(one.times)),
        Cell(str(one.came_back)),
        Cell(_money(one.offered_minor, one)),
        Cell(_money(one.limit_minor, one)),
        Cell(_money(one.gap_minor, one), small=(lacking,) if lacking else ()),
        Cell(_money(one.yearly_minor, one), small=(known,)) if one.valued else Cell(_("not known")),
    )


def _money(minor: int, loss: Loss) -> str:
    return when.money(minor, loss.currency) if loss.currency else written(minor, "")


def _reasons(lost: Lost, asked: Asked) -> ReportTable:
    return ReportTable(
        name="reasons",
        title=_("Why they left"),
        columns=(Column(pgettext("losses", "Reason")), Column(pgettext("losses", "Talks"), is_number=True)),
        rows=tuple((Cell(str(LOSS_REASONS[code])), Cell(str(count))) for code, count in lost.reasons),
        file_url=file_url("losses", "reasons", asked),
        none_text=_("Nobody said why they left."),
    )


def _outcomes(lost: Lost, asked: Asked) -> ReportTable:
    counted = [(word, lost.outcomes.get(code, 0)) for code, word in OUTCOMES.items()]
    return ReportTable(
        name="outcomes",
        title=_("Said that they would leave"),
        columns=(
            Column(pgettext("losses", "How it stands")),
            Column(pgettext("losses", "Cases"), is_number=True),
        ),
        rows=tuple((Cell(str(word)), Cell(str(count))) for word, count in counted) if lost.outcomes else (),
        file_url=file_url("losses", "outcomes", asked),
        none_text=_("Nobody said so in this time."),
    )


def _critical(lost: Lost, asked: Asked) -> ReportTable:
    return ReportTable(
        name="critical",
        title=str(CRITICAL["told_to_switch"]),
        columns=(
            Column(_("Reference")),
            Column(pgettext("losses", "Said on")),
            Column(pgettext("losses", "Way of the contact")),
        ),
        rows=tuple(_finding(one) for one in lost.critical),
        file_url=file_url("losses", "critical", asked),
        none_text=_("Nobody who reviews contacts found it in this time."),
        note=_("It must never be said. Read the contact before you speak with anybody."),
    )


def _finding(one: CriticalFinding) -> tuple[Cell, ...]:
    link = Link(one.case.reference, case_url(one.case.uuid))
    said_on = when.full(one.contact.occurred_at)
    return (
        Cell(links=(link,)),
        Cell(said_on),
        Cell(str(CHANNELS.get(one.contact.channel, one.contact.channel))),
    )


def losses_file(name: str, lost: Lost, asked: Asked) -> FileTable | None:
    """Answers one table for a spreadsheet; None for a name that no table has."""
    slug = asked.brand.slug
    if name == "rows":
        return FileTable(_ROW_COLUMNS, (_file_row(one, slug) for one in lost.rows))
    if name == "reasons":
        reasons = ({"brand": slug, "reason": code, "talks": count} for code, count in lost.reasons)
        return FileTable(("brand", "reason", "talks"), reasons)
    if name == "outcomes":
        rows = ({"brand": slug, "outcome": code, "cases": lost.outcomes.get(code, 0)} for code in OUTCOMES)
        return FileTable(("brand", "outcome", "cases"), rows)
    if name == "critical":
        columns = ("brand", "reference", "said_at", "channel")
        return FileTable(columns, (_file_finding(one, slug) for one in lost.critical))
    return None


_ROW_COLUMNS = (
    *("brand", "policy_row", "lost", "came_back", "offered", "front_line", "lacking", "lacking_cases"),
    *("lost_a_year", "worth_known", "currency", "reasons", "references"),
)


def _file_row(one: Loss, slug: str) -> dict[str, object]:
    return {
        "brand": slug,
        "policy_row": one.policy_row,
        "lost": one.times,
        "came_back": one.came_back,
        "offered": major(one.offered_minor, one.currency),
        "front_line": major(one.limit_minor, one.currency),
        "lacking": major(one.gap_minor, one.currency),
        "lacking_cases": one.should_have_been_given,
        "lost_a_year": major(one.yearly_minor, one.currency) if one.valued else "",
        "worth_known": one.valued,
        "currency": one.currency,
        "reasons": "; ".join(f"{code} {count}" for code, count in one.reasons.most_common()),
        "references": "; ".join(case.reference for case in one.beyond),
    }


def _file_finding(one: CriticalFinding, slug: str) -> dict[str, object]:
    return {
        "brand": slug,
        "reference": one.case.reference,
        "said_at": one.contact.occurred_at.isoformat(),
        "channel": one.contact.channel,
    }
