"""Remedies as a page and as files: what was given, what waits, and for managers what somebody should look at."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from amends.cases.remedy_sums import GivenKind, Waiting, WaitsFor
from amends.cases.remedy_watch import Near, Pair, SharedAccount
from amends.insight.asked import Asked
from amends.insight.report_table import Cell, Column, Link, ReportTable, file_url, remedy_name, some
from amends.insight.studio.words import KINDS
from amends.page import when
from amends.page.parts import BrandShape, Choice
from amends.page.shaping import brand_shape, case_url
from amends.rules.policy.document import Policy

MOST_WAITING = 50
WATCHED = ("near", "pairs", "accounts")
"""Tables that say who gave to whom: for managers only."""


@dataclass(frozen=True, slots=True)
class Watch:
    """What somebody should look at."""

    near: Sequence[Near]
    pairs: Sequence[Pair]
    accounts: Sequence[SharedAccount]

    @property
    def references(self) -> set[str]:
        """Answers the references of all cases behind it."""
        behind = [one.references for one in self.pairs] + [one.references for one in self.accounts]
        return {reference for references in behind for reference in references} | {
            one.reference for one in self.near
        }


@dataclass(frozen=True, slots=True)
class Standing:
    """What the report is made of; `watch` is None for who may not see who gave to whom."""

    given: Sequence[GivenKind]
    waiting: Sequence[Waiting]
    watch: Watch | None
    links: Mapping[str, Link]


@dataclass(frozen=True, slots=True)
class RemediesPage:
    brand: BrandShape
    brands: tuple[Choice, ...]
    days: tuple[Choice, ...]
    count_text: str
    tables: tuple[ReportTable, ...]
    watch_tables: tuple[ReportTable, ...]
    is_watching: bool
    is_empty: bool


def remedies_page(standing: Standing, policy: Policy | None, asked: Asked) -> RemediesPage:
    """Answers the page: sums for everybody who reads reports, the lists to look at where they were read."""
    count = sum(one.times for one in standing.given)
    watch = standing.watch
    is_bare = watch is None or not (watch.near or watch.pairs or watch.accounts)
    return RemediesPage(
        brand=brand_shape(asked.brand),
        brands=asked.brand_choices,
        days=asked.day_choices,
        count_text=ngettext("{count} remedy given", "{count} remedies given", count).format(count=count),
        tables=(
            _given(standing.given, asked),
            _sums(standing.waiting, asked),
            _waiting(standing.waiting, policy, asked),
        ),
        watch_tables=_watched(watch, standing.links, asked) if watch is not None else (),
        is_watching=watch is not None,
        is_empty=not standing.given and not standing.waiting and is_bare,
    )


def _given(given: Sequence[GivenKind], asked: Asked) -> ReportTable:
    return ReportTable(
        name="given",
        title=_("Given, by kind"),
        columns=(
            Column(pgettext("remedies", "Kind")),
            Column(pgettext("remedies", "Times"), is_number=True),
            Column(pgettext("remedies", "Sum"), is_number=True),
        ),
        rows=tuple(
            (
                Cell(str(KINDS.get(one.kind, one.kind))),
                Cell(str(one.times)),
                Cell(when.money(one.total, one.currency)),
            )
            for one in given
        ),
        file_url=file_url("remedies", "given", asked),
        none_text=_("Nothing was given in this time."),
    )


def waits_for_words() -> dict[WaitsFor, str]:
    """Answers what something waits for, in words."""
    return {
        WaitsFor.APPROVAL: _("Somebody else’s approval"),
        WaitsFor.HAND_OVER: _("To be carried out"),
        WaitsFor.STUCK: _("Could not be handed over"),
    }


@dataclass(frozen=True, slots=True)
class WaitingSum:
    """All that waits for one thing, in one currency. Units: minor units."""

    waits_for: WaitsFor
    currency: str
    rows: Sequence[Waiting]

    @property
    def total(self) -> int:
        """Answers what it is worth."""
        return sum(one.amount for one in self.rows)


def waiting_sums(waiting: Sequence[Waiting]) -> list[WaitingSum]:
    """Answers the sums of what waits, the oldest of each first."""
    keys = dict.fromkeys((one.waits_for, one.currency) for one in waiting)
    ordered = sorted(keys, key=lambda key: (list(WaitsFor).index(key[0]), key[1]))
    return [
        WaitingSum(*key, [one for one in waiting if (one.waits_for, one.currency) == key]) for key in ordered
    ]


def _sums(waiting: Sequence[Waiting], asked: Asked) -> ReportTable:
    words = waits_for_words()
    return ReportTable(
        name="sums",
        title=_("What waits now"),
        columns=(
            Column(pgettext("remedies", "Why it waits")),
            Column(pgettext("remedies", "How many"), is_number=True),
            Column(pgettext("remedies", "Sum"), is_number=True),
            Column(_("The oldest since"), is_number=True),
        ),
        rows=tuple(
            (
                Cell(words[one.waits_for]),
                Cell(str(len(one.rows))),
                Cell(when.money(one.total, one.currency)),
                Cell(when.full_day(one.rows[0].since)),
            )
            for one in waiting_sums(waiting)
        ),
        file_url=file_url("remedies", "sums", asked),
        none_text=_("Nothing waits."),
    )


def _waiting(waiting: Sequence[Waiting], policy: Policy | None, asked: Asked) -> ReportTable:
    words, more = waits_for_words(), len(waiting) - MOST_WAITING
    return ReportTable(
        name="waiting",
        title=_("What waits, the oldest first"),
        columns=(
            Column(_("Reference")),
            Column(pgettext("remedies", "What")),
            Column(pgettext("remedies", "Why it waits")),
            Column(pgettext("remedies", "Amount"), is_number=True),
            Column(pgettext("remedies", "Since"), is_number=True),
        ),
        rows=tuple(
            (
                Cell(links=(Link(one.reference, case_url(one.case_uuid)),)),
                Cell(remedy_name(one.code, policy)),
                Cell(words[one.waits_for]),
                Cell(when.money(one.amount, one.currency)),
                Cell(when.full(one.since), small=(when.age(one.since, asked.until),)),
            )
            for one in waiting[:MOST_WAITING]
        ),
        file_url=file_url("remedies", "waiting", asked),
        none_text=_("Nothing waits."),
        note=ngettext(
            "{count} more waits. The file holds it.", "{count} more wait. The file holds them all.", more
        ).format(count=more)
        if more > 0
        else "",
    )


def _watched(watch: Watch, links: Mapping[str, Link], asked: Asked) -> tuple[ReportTable, ...]:
    return _near(watch, links, asked), _pairs(watch, links, asked), _accounts(watch, links, asked)


def _near(watch: Watch, links: Mapping[str, Link], asked: Asked) -> ReportTable:
    currency = asked.brand.currency
    return ReportTable(
        name="near",
        title=_("Just under a limit"),
        columns=(
            Column(_("Reference")),
            Column(pgettext("remedies", "Chosen by")),
            Column(pgettext("remedies", "Amount"), is_number=True),
            Column(pgettext("remedies", "Limit"), is_number=True),
        ),
        rows=tuple(
            (
                Cell(links=some(links, [one.reference])),
                Cell(one.staff),
                Cell(when.money(one.total, currency)),
                Cell(when.money(one.limit, currency)),
            )
            for one in watch.near
        ),
        file_url=file_url("remedies", "near", asked),
        none_text=_("Nothing to look at."),
    )


def _pairs(watch: Watch, links: Mapping[str, Link], asked: Asked) -> ReportTable:
    return ReportTable(
        name="pairs",
        title=_("The same two people often"),
        columns=(
            Column(pgettext("remedies", "Chosen by")),
            Column(pgettext("remedies", "Customer")),
            Column(pgettext("remedies", "Times"), is_number=True),
            Column(pgettext("remedies", "Sum"), is_number=True),
            Column(_("Cases")),
        ),
        rows=tuple(
            (
                Cell(one.staff),
                Cell(one.customer or pgettext("name", "Not known")),
                Cell(str(one.times)),
                Cell(when.money(one.total, asked.brand.currency)),
                Cell(links=some(links, one.references)),
            )
            for one in watch.pairs
        ),
        file_url=file_url("remedies", "pairs", asked),
        none_text=_("Nothing to look at."),
    )


def _accounts(watch: Watch, links: Mapping[str, Link], asked: Asked) -> ReportTable:
    return ReportTable(
        name="accounts",
        title=_("One account of several customers"),
        columns=(
            Column(pgettext("remedies", "Account")),
            Column(pgettext("remedies", "Customers")),
            Column(pgettext("remedies", "Times"), is_number=True),
            Column(pgettext("remedies", "Sum"), is_number=True),
            Column(_("Cases")),
        ),
        rows=tuple(
            (
                Cell(f"•••• {one.last_four}"),
                Cell(more=tuple(name or pgettext("name", "Not known") for name in one.names)),
                Cell(str(one.times)),
                Cell(when.money(one.total, asked.brand.currency)),
                Cell(links=some(links, one.references)),
            )
            for one in watch.accounts
        ),
        file_url=file_url("remedies", "accounts", asked),
        none_text=_("Nothing to look at."),
    )
