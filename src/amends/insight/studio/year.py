"""Last year under a draft as the manager reads it: ranges as bars, shares, questions, budgets, winners and losers."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from amends.cases.models import PolicyReplay
from amends.insight.replay.consults import Consulted
from amends.insight.replay.totals import Totals
from amends.insight.studio.reading import Reading
from amends.insight.studio.replay import WEEKS, is_readable
from amends.insight.studio.segments import number, segment_tables, share
from amends.insight.studio.year_shapes import (
    BarShape,
    CostShape,
    DeniedShape,
    FigureShape,
    LineShape,
    YearShape,
)
from amends.money import major
from amends.page import when
from amends.page.policy_texts import text_of
from amends.rules.policy.budgets import Beyond

_SIDES = ("held", "draft")
_TICKS = 4


def replay_shape(reading: Reading, row: PolicyReplay | None) -> YearShape:
    """Answers what the sum came to, as bars and tables; or how far it has come."""
    if row is None or not is_readable(row):
        return YearShape(parts=WEEKS)
    span = pgettext("a time", "{since} to {until}").format(
        since=when.full_day(row.since), until=when.full_day(row.until)
    )
    if row.finished_at is None:
        return YearShape(True, False, row.parts_done, row.parts, span)
    return _summed(reading, row, span)


def _summed(reading: Reading, row: PolicyReplay, span: str) -> YearShape:
    found = row.found
    totals = {side: Totals(**found[side]["whole"]) for side in _SIDES if side in found}
    given = found["observed"]
    top = _round_up(max([one.dearest for one in totals.values()] + [given, 1]))
    consulted = Consulted(**found["consulted"])
    is_beside = "held" in totals
    return YearShape(
        is_asked=True,
        is_done=True,
        done=row.parts_done,
        parts=row.parts,
        span_text=span,
        cases_text=number(reading, totals["draft"].cases),
        bars=tuple(_bar(side, one, given, top) for side, one in totals.items()),
        ticks=tuple(_ticks(reading, top)),
        costs=tuple(_cost(reading, side, one, given) for side, one in totals.items()),
        lines=tuple(_lines(reading, totals)),
        budgets=tuple(_budgets(reading, found)),
        spared_text=_spared(reading, consulted),
        questions=tuple(_questions(reading, consulted)) if consulted.asked else (),
        changes=tuple(_changes(reading, totals["draft"])) if is_beside else (),
        segments=tuple(segment_tables(reading, found["draft"], found["held"])) if is_beside else (),
        denied=tuple(_denied(reading, found["denied"])),
    )


def side_name(side: str) -> str:
    """Answers what a side of the comparison is called."""
    return pgettext("policy", "In force") if side == "held" else pgettext("policy", "This draft")


def _round_up(amount: int) -> int:
    """Answers the next amount with one figure and noughts, so that an axis has round marks."""
    size = int("1" + "0" * (len(str(amount)) - 1))
    return -(-amount // size) * size


def _bar(side: str, totals: Totals, given: int, top: int) -> BarShape:
    start, end = totals.cheapest * 100 / top, totals.dearest * 100 / top
    return BarShape(
        side, side_name(side), round(start, 2), round(max(end - start, 0.6), 2), round(given * 100 / top, 2)
    )


def _ticks(reading: Reading, top: int) -> Iterator[tuple[float, str]]:
    for at in range(_TICKS + 1):
        yield at * 100 / _TICKS, number(reading, int(major(top * at // _TICKS, reading.policy.currency)))


def _cost(reading: Reading, side: str, totals: Totals, given: int) -> CostShape:
    amounts = (_money(reading, amount) for amount in (totals.cheapest, given, totals.dearest))
    return CostShape(side, side_name(side), *amounts)


def _money(reading: Reading, amount: int) -> str:
    return when.money(amount, reading.policy.currency)


def _lines(reading: Reading, totals: Mapping[str, Totals]) -> Iterator[LineShape]:
    shares = (
        (pgettext("replay", "Facts known"), "known", "cases"),
        (pgettext("replay", "With options"), "mended", "cases"),
        (pgettext("replay", "Of those, mended at the front line alone"), "alone", "mended"),
    )
    for label, part, whole in shares:
        said = {side: share(reading, getattr(one, part), getattr(one, whole)) for side, one in totals.items()}
        yield LineShape(label, said.get("held", ""), said["draft"])


def _budgets(reading: Reading, found: Mapping[str, Any]) -> Iterator[LineShape]:
    for name, label in (
        ("options", pgettext("replay", "Options beyond a day’s budget")),
        ("gestures", pgettext("replay", "Small gestures beyond a day’s budget")),
    ):
        said = {side: _beyond(reading, Beyond(**found[side][name])) for side in _SIDES if side in found}
        yield LineShape(label, said.get("held", ""), said["draft"])


def _beyond(reading: Reading, beyond: Beyond) -> str:
    if not beyond.beyond:
        return number(reading, 0)
    return pgettext("replay", "{count} ({amount})").format(
        count=number(reading, beyond.beyond), amount=_money(reading, beyond.beyond_minor)
    )


def _spared(reading: Reading, found: Consulted) -> str:
    if not found.asked:
        return _("No question about a remedy was asked of a supervisor.")
    return _("Questions to supervisors spared: {spared} of {asked}").format(
        spared=number(reading, found.spared), asked=number(reading, found.asked)
    )


def _questions(reading: Reading, found: Consulted) -> Iterator[FigureShape]:
    for label, count in (
        (pgettext("replay", "Asked"), found.asked),
        (pgettext("replay", "Spared: the draft lets the asker give it alone"), found.spared),
        (pgettext("replay", "Newly needed: it could be given alone, and can’t any more"), found.newly_needed),
        (pgettext("replay", "In vain: it could have been given without asking"), found.in_vain),
    ):
        yield FigureShape(label, number(reading, count))


def _changes(reading: Reading, draft: Totals) -> Iterator[FigureShape]:
    for label, count, amount in (
        (pgettext("replay", "Get more"), draft.better, draft.better_minor),
        (pgettext("replay", "Get less"), draft.worse, draft.worse_minor),
        (pgettext("replay", "Nobody need be asked any more"), draft.newly_alone, 0),
        (pgettext("replay", "Somebody must be asked now"), draft.newly_needed, 0),
    ):
        yield FigureShape(label, number(reading, count), _money(reading, amount) if amount else "")


def _denied(reading: Reading, found: Mapping[str, Mapping[str, Mapping[str, int]]]) -> Iterator[DeniedShape]:
    rows = [(policy, place, one) for policy, places in found.items() for place, one in places.items()]
    for policy, place, one in sorted(rows, key=lambda row: (-row[2]["denied"], int(row[0]), row[1])):
        table, _comma, row = place.rpartition(", row ")
        counts = {name: number(reading, figure) for name, figure in one.items()}
        yield DeniedShape(
            where=_("Policy {number}, {table}, row {row}").format(
                number=policy, table=_table(reading, table), row=row
            ),
            denied=counts["denied"],
            asked_again=counts["asked_again"],
            granted=pgettext("replay", "{count} ({share})").format(
                count=counts["granted"], share=share(reading, one["granted"], one["denied"])
            ),
            given=_money(reading, one["given_minor"]),
            contacts=counts["more_contacts"],
            waited=counts["waited_hours"],
        )


def _table(reading: Reading, code: str) -> str:
    table = reading.policy.tables.get(code)
    return (text_of(table.title, reading.language) if table else "") or code
