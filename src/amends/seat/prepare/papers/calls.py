"""The sheet for a call: calm words to begin with, what to say in the order in which it is asked, words for put-offs.

Source: BG2, BG10, BG11, BG12, BG18, HE1.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from django.utils.translation import gettext as _

from amends.page.when import long_day
from amends.rules.preparing.draft import Draft, Point, Rung
from amends.seat.prepare.papers import facts
from amends.seat.prepare.papers.pieces import Line, in_one_breath, labelled, ours, own, woven
from amends.seat.prepare.texts import NUMBERS, PUT_THROUGH


class Tick(StrEnum):
    """What one line of the sheet is about."""

    NAME = "name"
    NUMBER = "number"
    POINT = "point"
    OUTCOME = "outcome"
    WHO = "who"
    BY_WHEN = "by_when"
    IN_WRITING = "in_writing"


@dataclass(frozen=True, slots=True)
class CallPoint:
    """One line to tick off; `key` is its own on this sheet, `detail` stands small below it."""

    key: str
    kind: Tick
    text: Line
    detail: Line = ()


@dataclass(frozen=True, slots=True)
class CallSheet:
    """A call as it goes: how it begins, what is said, what is said when somebody is put off, how it ends."""

    opening: tuple[Line, ...]
    points: tuple[CallPoint, ...]
    put_off: tuple[str, ...]
    superior: tuple[Line, ...]
    ending: tuple[str, ...]


def call_sheet(draft: Draft) -> CallSheet:
    """Answers the sheet of a draft in the active language."""
    return CallSheet(
        opening=_opening(draft),
        points=tuple(_points(draft)),
        put_off=(
            _("Thank you for checking. By what hour and on which day will I have an answer?"),
            _("I understand that you need time. What has to be found out, and who is doing it?"),
            _("I am glad to wait. May I write down your name, and the day and hour when you call me?"),
        ),
        superior=tuple(_superior(draft)),
        ending=(
            _("Let me say back what we agreed, so that I have written it down right."),
            _("Thank you for your help. You have made this easier for me."),
        ),
    )


def _opening(draft: Draft) -> tuple[Line, ...]:
    name = draft.me.name
    return (
        woven(_("Hello, my name is {name}."), name=own(name))
        if name
        else ours(_("Hello, and thank you for answering.")),
        ours(_("I have something that went wrong, and I hope that you can help me put it right.")),
        ours(_("I know that it is not your doing. I have everything here, and I will keep it short.")),
    )


def _points(draft: Draft) -> Iterator[CallPoint]:
    if draft.me.name:
        yield CallPoint("name", Tick.NAME, woven(_("My name is {name}"), name=own(draft.me.name)))
    for number, value in draft.numbers.items():
        yield CallPoint(f"number-{number}", Tick.NUMBER, labelled(str(NUMBERS[number]), own(value)))
    for at, point in enumerate(draft.points):
        yield CallPoint(f"point-{at}", Tick.POINT, own(point.text), _detail(point))
    if asks := facts.asks(draft):
        yield CallPoint("outcome", Tick.OUTCOME, asks, _said_once(draft))
    yield CallPoint(
        "who", Tick.WHO, ours(_("With whom am I speaking, please?")), ours(_("Write the name down."))
    )
    yield CallPoint(
        "by_when",
        Tick.BY_WHEN,
        ours(_("By what day and hour will it be done?")),
        ours(
            _("If they need time, ask what for: to look at records, to ask a supplier, to get a signature.")
        ),
    )
    yield CallPoint(
        "in_writing", Tick.IN_WRITING, ours(_("Please confirm it to me in writing.")), _reach(draft)
    )


def _detail(point: Point) -> Line:
    day = ours(_("It happened on {day}.").format(day=long_day(point.day))) if point.day else ()
    return in_one_breath([day, facts.shows(point)])


def _said_once(draft: Draft) -> Line:
    if draft.result is not None and draft.wish:
        return own(draft.wish)
    return ours(_("Say it once, calmly, and wait."))


def _reach(draft: Draft) -> Line:
    return own(draft.me.email or draft.me.place)


_LAST_BY_PHONE: Final = Rung.HEAD_OFFICE


def _superior(draft: Draft) -> Iterator[Line]:
    yield ours(str(PUT_THROUGH[_next(draft.rung or Rung.REP)]))
    yield from (facts.happened(point) for point in draft.points[:1])
    if asks := facts.asks(draft):
        yield asks


def _next(rung: Rung) -> Rung:
    """Answers whom a call can reach next; above the head office there is nobody on the line."""
    rungs = tuple(Rung)
    return rungs[min(rungs.index(rung) + 1, rungs.index(_LAST_BY_PHONE))]
