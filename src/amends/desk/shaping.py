"""Rows of the case file become shapes: marks, clocks, queue rows."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any, Literal

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from amends.cases.queue import QueueRow as Row
from amends.desk.shapes import BrandShape, ClockShape, QueueRow, SeriousnessLevel, Words
from amends.page import when
from amends.page.shaping import case_url
from amends.page.words import PROMISES, language_code, language_name
from amends.rules.clocks import Clock, clock_state, pauses, share_left
from amends.rules.vocabulary import Waiting

LEVELS: tuple[SeriousnessLevel, ...] = ("low", "normal", "high", "severe")
_STATES: Mapping[str, Literal["due", "soon", "broken", "kept", "paused"]] = {
    "due": "due",
    "soon": "soon",
    "broken": "broken",
    "kept": "kept",
    "late": "kept",
    "paused": "paused",
}


def said(text: str, language: str) -> Words:
    """Answers somebody's words with the language they are in."""
    return Words(text, "" if language in ("", "und") else language)


def gist_shape(gist: str, language: str) -> Words:
    """Answers what a case is about; only erasure leaves a case without a title."""
    return said(gist, language) if gist else Words(_("These words were erased."))


def case_clocks(row: Mapping[str, Any]) -> list[Clock]:
    """Answers the clocks of a case: to acknowledge, to answer, and the nearest of what was promised."""
    waiting = row["waiting"] and pauses(Waiting(row["waiting"]))
    paused = (row["waiting_until"] or row["waiting_since"]) if waiting else None
    pairs = (
        ("acknowledge", row["acknowledge_due_at"], row["acknowledged_at"]),
        ("respond", row["respond_due_at"], row["responded_at"]),
    )
    clocks = [
        Clock(name, row["opened_at"], due, done, None if done else paused)
        for name, due, done in pairs
        if due is not None
    ]
    if row["promise_due_at"] is not None:
        # Its pauses are in its moment already.
        clocks.append(Clock(row["promise_kind"], row["promise_agreed_at"], row["promise_due_at"]))
    return clocks


def clock_name(code: str) -> str:
    """Answers what a clock is about."""
    law = {"acknowledge": pgettext("clock", "Acknowledge"), "respond": pgettext("clock", "Answer")}
    return law.get(code) or str(PROMISES.get(code, code))


def clock_shape(clock: Clock, now: datetime) -> ClockShape:
    """Answers a clock with its rest in words."""
    state = clock_state(clock, now)
    moment = clock.done_at if state in ("kept", "late") else clock.due_at
    assert moment is not None
    key, label, rest = _reading(clock, state, now)
    return ClockShape(
        state=_STATES[state],
        hour=key,
        date_label=label,
        rest_text=rest,
        datetime_iso=moment.isoformat(),
        name=clock_name(clock.name),
        left_percent=round(100 * share_left(clock, now)),
    )


def _reading(clock: Clock, state: str, now: datetime) -> tuple[str, str, str]:
    due = clock.due_at
    is_today = when.here(due).date() == when.here(now).date()
    if state in ("kept", "late") and clock.done_at is not None:
        done = clock.done_at
        return (
            when.hour(done),
            "",
            when.hour(done) if when.here(done).date() == when.here(now).date() else when.day(done),
        )
    if state == "paused" and clock.paused_until is not None:
        return when.hour(due), "", _("until {day}").format(day=when.day(clock.paused_until))
    if state == "broken":
        return (when.hour(due) if is_today else when.day(due)), "", when.late(due, now)
    return when.hour(due), "" if is_today else when.day(due), when.rest(due, now)


def nearest_clock(row: Mapping[str, Any], now: datetime) -> ClockShape | None:
    """Answers the clock that ends first of those still running, else none."""
    running = [clock for clock in case_clocks(row) if clock.done_at is None]
    return clock_shape(min(running, key=lambda clock: clock.due_at), now) if running else None


def queue_row(row: Row, brands: Mapping[int, BrandShape], now: datetime) -> QueueRow:
    """Answers one case as the queue shows it."""
    language = row["language"]
    return QueueRow(
        uuid=str(row["uuid"]),
        url=case_url(row["uuid"]),
        reference=row["reference"],
        gist=gist_shape(row["gist"], language),
        want=said(row["want"], language),
        customer=Words(
            row["customer__name"] or pgettext("name", "Not known"),
            "" if not row["customer__name"] else said("", language).lang,
        ),
        brand=brands[row["brand_id"]],
        clock=nearest_clock(row, now) if row["is_open"] else None,
        seriousness=LEVELS[row["seriousness"]],
        lang_code=language_code(language),
        lang_name=language_name(language),
        age_text=when.age(row["opened_at"], now),
        note_text="" if row["is_open"] else _("Closed"),
    )
