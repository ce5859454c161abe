"""What last year would have cost under a draft: summed week by week, so that a large desk sees how far it has come."""

from __future__ import annotations

import time
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from typing import Any

from babel.numbers import format_decimal
from django.utils.translation import pgettext

from amends.cases.actions.drafts import Span, keep_replay_part
from amends.cases.models import PolicyReplay
from amends.cases.policies import open_replays, version_text
from amends.insight.policy_sentences import text_of
from amends.insight.replay import Replayed, Totals, moved_most, observed, past_cases, replay
from amends.insight.studio_reading import Reading, compiled_of
from amends.page import when
from amends.page.words import language_name

YEAR, WEEKS = timedelta(days=365), 52
MOST_SEGMENTS = 8
BUDGET_SECONDS = 0.8
"""So long one round of the worker or one request sums at most, but for the week that it is in."""
_SIDES = ("held", "draft")
_TICKS = 4


def last_year(now: datetime) -> Span:
    """Answers the year before now, in weeks."""
    return Span(now - YEAR, now, WEEKS)


def advance_open(now: datetime) -> int:
    """Goes on with the sum that was asked for first; answers how many weeks were summed."""
    row = open_replays().first()
    return advance(row, now) if row else 0


def advance(row: PolicyReplay, now: datetime) -> int:
    """Sums as many weeks as the time allows, and keeps each; answers how many. Queries: 4 for each week and chunk."""
    until, done = time.monotonic() + BUDGET_SECONDS, 0
    held = version_text(row.brand_id, row.held_number) if row.held_number else None
    texts = {"draft": row.draft.text, **({"held": held} if held else {})}
    while row.parts_done < row.parts and (not done or time.monotonic() < until):
        found = added(row.found, _part(row, texts))
        if not keep_replay_part(replay=row, found=found, now=now):
            break
        row.found, row.parts_done, done = found, row.parts_done + 1, done + 1
    return done


def _part(row: PolicyReplay, texts: Mapping[str, str]) -> dict[str, Any]:
    length = (row.until - row.since) / row.parts
    since = row.since + length * row.parts_done
    until = row.until if row.parts_done + 1 == row.parts else since + length
    cases = list(past_cases(row.brand, since, until))
    found: dict[str, Any] = {"observed": observed(row.brand, since, until)}
    for side, text in texts.items():
        compiled = compiled_of(text)
        if compiled is not None:
            found[side] = _plain(replay(compiled, cases))
    return found


def _plain(found: Replayed) -> dict[str, Any]:
    segments = {"by_failure": found.by_failure, "by_language": found.by_language}
    return {
        "whole": asdict(found.whole),
        **{name: {code: asdict(one) for code, one in parts.items()} for name, parts in segments.items()},
    }


def added(one: Mapping[str, Any], other: Mapping[str, Any]) -> dict[str, Any]:
    """Answers two sums as one: whatever has the same name is added up."""
    made: dict[str, Any] = dict(one)
    for name, value in other.items():
        made[name] = (
            added(made.get(name, {}), value) if isinstance(value, Mapping) else made.get(name, 0) + value
        )
    return made


@dataclass(frozen=True, slots=True)
class BarShape:
    """One range of the chart, in hundredths of its width."""

    side: str
    label: str
    start: float
    width: float
    observed: float | None


@dataclass(frozen=True, slots=True)
class LineShape:
    """One line of the table: what it is about, then the policy in force, then the draft."""

    label: str
    held: str
    draft: str


@dataclass(frozen=True, slots=True)
class SegmentShape:
    """Who gets more or less: a segment, its cases, and by how much the cheapest way changes."""

    label: str
    cases: str
    change: str
    is_more: bool


@dataclass(frozen=True, slots=True)
class ReplayShape:
    """What the year comes to, or how far the sum has come."""

    is_asked: bool = False
    is_done: bool = False
    done: int = 0
    parts: int = WEEKS
    span_text: str = ""
    title: str = ""
    cases_text: str = ""
    bars: tuple[BarShape, ...] = ()
    ticks: tuple[tuple[float, str], ...] = ()
    costs: tuple[tuple[str, str, str, str, str], ...] = ()  # side, label, cheapest, given, dearest
    lines: tuple[LineShape, ...] = ()
    by_failure: tuple[SegmentShape, ...] = ()
    by_language: tuple[SegmentShape, ...] = ()


def replay_shape(reading: Reading, row: PolicyReplay | None) -> ReplayShape:
    """Answers what the sum came to, as bars and tables; or how far it has come."""
    if row is None:
        return ReplayShape()
    span = pgettext("a time", "{since} to {until}").format(
        since=when.full_day(row.since), until=when.full_day(row.until)
    )
    if row.finished_at is None:
        return ReplayShape(True, False, row.parts_done, row.parts, span)
    found = row.found
    sides = [side for side in _SIDES if side in found]
    totals = {side: Totals(**found[side]["whole"]) for side in sides}
    top = _round_up(max([one.dearest for one in totals.values()] + [found.get("observed", 0), 1]))
    draft = totals.get("draft", Totals())
    return ReplayShape(
        is_asked=True,
        is_done=True,
        done=row.parts_done,
        parts=row.parts,
        span_text=span,
        cases_text=_number(reading, draft.cases),
        bars=tuple(_bar(side, totals[side], found.get("observed", 0), top) for side in sides),
        ticks=tuple(_ticks(reading, top)),
        costs=tuple(_costs(reading, side, totals[side], found.get("observed", 0)) for side in sides),
        lines=tuple(_lines(reading, totals)),
        by_failure=tuple(_segments(reading, found, "by_failure")),
        by_language=tuple(_segments(reading, found, "by_language")),
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
    seen = given * 100 / top if side == "held" else None
    return BarShape(side, side_name(side), round(start, 2), round(max(end - start, 0.6), 2), seen)


def _ticks(reading: Reading, top: int) -> Iterator[tuple[float, str]]:
    for at in range(_TICKS + 1):
        yield at * 100 / _TICKS, _number(reading, top * at // _TICKS // 100)


def _costs(reading: Reading, side: str, totals: Totals, given: int) -> tuple[str, str, str, str, str]:
    def money(amount: int) -> str:
        return when.money(amount, reading.policy.currency)

    seen = money(given) if side == "held" else "–"
    return side, side_name(side), money(totals.cheapest), seen, money(totals.dearest)


def _lines(reading: Reading, totals: Mapping[str, Totals]) -> Iterator[LineShape]:
    shares = (
        (pgettext("replay", "Facts known"), "known", "cases"),
        (pgettext("replay", "With options"), "mended", "cases"),
        (pgettext("replay", "Of those, mended at the front line alone"), "alone", "mended"),
    )
    for label, part, whole in shares:
        said = {
            side: _share(reading, getattr(one, part), getattr(one, whole)) for side, one in totals.items()
        }
        yield LineShape(label, said.get("held", ""), said.get("draft", ""))


def _share(reading: Reading, part: int, whole: int) -> str:
    if not whole:
        return "–"
    return f"{format_decimal(round(part * 100 / whole, 1), locale=reading.reader)} %"


def _number(reading: Reading, number: int) -> str:
    return str(format_decimal(number, locale=reading.reader))


def _segments(reading: Reading, found: Mapping[str, Any], name: str) -> Iterator[SegmentShape]:
    if "held" not in found or "draft" not in found:
        return
    before, after = (
        {code: Totals(**one) for code, one in found[side][name].items()} for side in ("held", "draft")
    )
    for code, change in moved_most(before, after)[:MOST_SEGMENTS]:
        money = when.money(abs(change), reading.policy.currency)
        yield SegmentShape(
            label=_segment(reading, name, code),
            cases=_number(reading, after[code].mended),
            change=f"{'+' if change > 0 else '−'}{money}",
            is_more=change > 0,
        )


def _segment(reading: Reading, name: str, code: str) -> str:
    if name == "by_language":
        return language_name(code)
    texts = reading.policy.failures.get(code)
    return (text_of(texts, reading.language) if texts else code) or pgettext("failure", "Not known")
