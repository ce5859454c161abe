"""Today: the queue in the order that matters, and the next two hours as a line."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from amends.cases.queue import VIEWS, Queue, queue
from amends.cases.queue import QueueRow as Row
from amends.cases.readings import PROPOSED
from amends.desk.shapes import (
    BrandShape,
    Choice,
    ClockShape,
    EmptyShape,
    Horizon,
    HorizonFlag,
    HorizonTick,
    QueueRow,
    QueueSection,
    TodayPage,
)
from amends.desk.shaping import queue_row, said
from amends.language.labels import FLAGS
from amends.page import when
from amends.page.asking import number_said
from amends.page.frame import chosen_brands, shapes_of
from amends.page.said_words import SAID
from amends.page.shaping import count_text
from amends.page.words import language_name, stage_word
from amends.people.models import Brand
from amends.people.permissions import Actor
from amends.rules.clocks import DUE_WINDOW
from amends.rules.vocabulary import LANGUAGES, Stage

SIZE = 25
_FLAGS = tuple(flag for flag in FLAGS if flag not in PROPOSED)
_NOW_AT = 15.0
_FLAG_WIDTH = 19.0
_FLAG_ROWS = 3


@dataclass(frozen=True, slots=True)
class Asked:
    """What the address of the page asks for."""

    view: str = "all"
    brand: str = ""
    stage: str = ""
    language: str = ""
    flag: str = ""
    after: tuple[int, int] | None = None

    @property
    def filters(self) -> dict[str, Any]:
        """Answers the filters that were set."""
        said = (("stage", self.stage), ("language", self.language), ("flag", self.flag))
        return {name: value for name, value in said if value}

    def query(self, **more: str) -> str:
        """Answers the address of the same page with something changed."""
        said_now = {
            "view": self.view if self.view != "all" else "",
            "brand": self.brand,
            **self.filters,
            **more,
        }
        kept = {name: value for name, value in said_now.items() if value}
        return f"{reverse('desk:today')}?{urlencode(kept)}" if kept else reverse("desk:today")


def asked(values: Mapping[str, str]) -> Asked:
    """Answers what was asked, leaving out what is not on the lists."""
    rank, _sep, row = values.get("after", "").partition(".")
    after = (number_said(rank), number_said(row))
    return Asked(
        view=values["view"] if values.get("view") in VIEWS else "all",
        brand=values.get("brand", ""),
        stage=values["stage"] if values.get("stage") in set(Stage) else "",
        language=values["language"] if values.get("language") in LANGUAGES else "",
        flag=values["flag"] if values.get("flag") in _FLAGS else "",
        after=(after[0], after[1]) if after[0] is not None and after[1] is not None else None,
    )


def today_page(
    actor: Actor, wanted: Asked, now: datetime, brands: Mapping[int, Brand], held: Mapping[str, int]
) -> TodayPage:
    """Answers the page, with the counts given. Queries: 2 for each brand."""
    chosen = chosen_brands(brands, wanted.brand)
    found = queue(actor, chosen, wanted.view, now, size=SIZE, filters=wanted.filters, after=wanted.after)
    marks = shapes_of(brands)
    total = held[wanted.view]
    due_total = held["due"] if wanted.view == "all" and not wanted.filters else len(found.due)
    due = tuple(queue_row(row, marks, now) for row in found.due)
    states = [row.clock.state for row in due if row.clock]
    return TodayPage(
        view=wanted.view,
        broken_count=states.count("broken"),
        soon_count=states.count("soon"),
        horizon=_horizon(found.due, due, now)
        if wanted.view in ("all", "due") and wanted.after is None
        else None,
        sections=_sections(found, due, wanted, marks, now, due_total, total),
        shown_count=len(found.due) + len(found.rest),
        total_text=_total_text(found, wanted, total),
        updated_hour=when.hour(now),
        live_url=wanted.query(),
        more_url=_more(found, wanted),
        empty=_empty(found, wanted),
        notice_text=_("The search stopped early: choose a narrower filter.") if found.is_cut else "",
        brand=wanted.brand,
        stages=tuple(
            Choice(stage, stage_word(stage), stage == wanted.stage)
            for stage in Stage
            if stage != Stage.CLOSED
        ),
        languages=tuple(Choice(tag, language_name(tag), tag == wanted.language) for tag in LANGUAGES),
        flags=tuple(Choice(flag, str(SAID[f"flag.{flag}"]), flag == wanted.flag) for flag in _FLAGS),
        is_filtered=bool(wanted.filters),
    )


def _sections(
    found: Queue,
    due: tuple[QueueRow, ...],
    wanted: Asked,
    marks: Mapping[int, BrandShape],
    now: datetime,
    due_total: int,
    total: int,
) -> tuple[QueueSection, ...]:
    sections = []
    if due:
        sections.append(QueueSection("due", count_text(due_total), due))
    if found.rest:
        rows = tuple(queue_row(row, marks, now) for row in found.rest)
        code = "then" if wanted.view == "all" else wanted.view
        rest = _shown_text(found, rows) if wanted.filters else count_text(max(total - due_total, len(rows)))
        sections.append(QueueSection(code, rest, rows))
    return tuple(sections)


def _total_text(found: Queue, wanted: Asked, total: int) -> str:
    return _shown_text(found, (*found.due, *found.rest)) if wanted.filters else count_text(total)


def _shown_text(found: Queue, rows: Sequence[object]) -> str:
    """Answers how many match a filter: nobody keeps that count, so it says what is known."""
    return f"{len(rows)}+" if found.has_more or found.is_cut else str(len(rows))


def _more(found: Queue, wanted: Asked) -> str:
    if not found.has_more or not found.rest:
        return ""
    last = found.rest[-1]
    return wanted.query(after=f"{last['rank']}.{last['id']}")


def _empty(found: Queue, wanted: Asked) -> EmptyShape | None:
    if found.due or found.rest:
        return None
    if wanted.view == "mine":
        return EmptyShape("nothing_mine")
    return EmptyShape("no_match" if wanted.view != "all" or wanted.filters or wanted.brand else "quiet")


def _horizon(due: Sequence[Row], shown: Sequence[QueueRow], now: datetime) -> Horizon:
    placed: list[HorizonFlag] = []
    ends = [-1.0] * _FLAG_ROWS
    late = [row for row in due if row["next_due_at"] <= now]
    for number, (row, shape) in enumerate(zip(due, shown, strict=True)):
        clock = shape.clock
        if clock is None:
            continue
        at = _place(row["next_due_at"], now, number, len(late))
        # A pole falls through all rows below its own, so those must be free too.
        line = next((row for row in range(_FLAG_ROWS) if all(end <= at for end in ends[row:])), None)
        if line is None:
            placed[-1] = _folded(placed[-1])
            continue
        ends[line] = at + _FLAG_WIDTH
        placed.append(_flag(row, clock, at, line))
    return Horizon(
        now_hour=when.hour(now),
        now_iso=now.isoformat(),
        flags=tuple(placed),
        ticks=_ticks(now),
        calm_text=_("Nothing is due in the next two hours."),
    )


def _place(due: datetime, now: datetime, number: int, late: int) -> float:
    if due <= now:
        # The past is compressed: late ones stand in order before now, not to scale.
        return 1.0 + number * min(4.0, 12.0 / max(1, late))
    return min(98.0, _NOW_AT + (100 - _NOW_AT) * ((due - now) / DUE_WINDOW))


def _flag(row: Row, clock: ClockShape, at: float, line: int) -> HorizonFlag:
    tenths = round(at * 10)
    return HorizonFlag(
        uuid=str(row["uuid"]),
        clock=clock,
        kind=clock.name,
        customer=said(row["customer__name"] or pgettext("name", "Not known"), row["language"]),
        at=tenths // 10,
        at_tenth=tenths % 10,
        row=line,
    )


def _folded(flag: HorizonFlag) -> HorizonFlag:
    return HorizonFlag(
        flag.uuid, flag.clock, flag.kind, flag.customer, flag.at, flag.at_tenth, flag.row, flag.more_count + 1
    )


def _ticks(now: datetime) -> tuple[HorizonTick, ...]:
    first = now.replace(minute=30 if now.minute < 30 else 0, second=0, microsecond=0)
    if first <= now:
        first += timedelta(hours=1)
    ticks = []
    for step in range(4):
        moment = first + step * timedelta(minutes=30)
        share = (moment - now) / DUE_WINDOW
        if 0.06 < share < 0.97:
            tenths = round((_NOW_AT + (100 - _NOW_AT) * share) * 10)
            ticks.append(HorizonTick(when.hour(moment), tenths // 10, tenths % 10))
    return tuple(ticks)
