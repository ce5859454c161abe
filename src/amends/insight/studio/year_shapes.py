"""What the page of last year shows, already in words."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class BarShape:
    """One range of the chart, and the mark of what was given in truth, in hundredths of its width."""

    side: str
    label: str
    start: float
    width: float
    given: float


@dataclass(frozen=True, slots=True)
class CostShape:
    """The same range in figures."""

    side: str
    label: str
    cheapest: str
    given: str
    dearest: str


@dataclass(frozen=True, slots=True)
class LineShape:
    """One line of a table: what it is about, then the policy in force, then the draft."""

    label: str
    held: str
    draft: str


@dataclass(frozen=True, slots=True)
class FigureShape:
    """One figure with what it counts."""

    label: str
    count: str
    money: str = ""


@dataclass(frozen=True, slots=True)
class SegmentShape:
    """One kind of customer: how many of them get more or less, and what it comes to; widths in hundredths."""

    label: str
    cases: str
    alone: str
    was_alone: str
    more: str
    more_money: str
    less: str
    less_money: str
    more_width: float
    less_width: float


@dataclass(frozen=True, slots=True)
class SegmentsShape:
    """The kinds of customers, told apart by one thing."""

    code: str
    title: str
    head: str
    rows: tuple[SegmentShape, ...]


@dataclass(frozen=True, slots=True)
class DeniedShape:
    """What one row that refuses first came to."""

    where: str
    denied: str
    asked_again: str
    granted: str
    given: str
    contacts: str
    waited: str


@dataclass(frozen=True, slots=True)
class YearShape:
    """What the year comes to, or how far the sum has come."""

    is_asked: bool = False
    is_done: bool = False
    done: int = 0
    parts: int = 0
    span_text: str = ""
    cases_text: str = ""
    bars: tuple[BarShape, ...] = ()
    ticks: tuple[tuple[float, str], ...] = ()
    costs: tuple[CostShape, ...] = ()
    lines: tuple[LineShape, ...] = ()
    budgets: tuple[LineShape, ...] = ()
    spared_text: str = ""
    questions: tuple[FigureShape, ...] = ()
    changes: tuple[FigureShape, ...] = ()
    segments: tuple[SegmentsShape, ...] = ()
    denied: tuple[DeniedShape, ...] = ()
