"""The letter: the customer's words as the body, then what a company needs to act on it, each under its own heading.

Source: BG1, BG25.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Final

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from amends.page.when import long_day
from amends.rules.preparing.bodies import body_for
from amends.rules.preparing.climbing import PATIENCE
from amends.rules.preparing.draft import Draft, Point, Rung, Told
from amends.seat.prepare.papers import facts
from amends.seat.prepare.papers.pieces import Line, labelled, ours, own, shortened, woven
from amends.seat.prepare.papers.statements import statement_line

SUBJECT_SIGNS: Final = 80


@dataclass(frozen=True, slots=True)
class Section:
    """One heading and its lines; `is_counted` when other lines name these by their number."""

    heading: str
    lines: tuple[Line, ...]
    is_counted: bool = False


@dataclass(frozen=True, slots=True)
class Letter:
    """A letter ready to be set; every line keeps the customer's words apart from ours."""

    sender: tuple[Line, ...]
    company: Line
    day: str
    subject: Line
    greeting: Line
    paragraphs: tuple[Line, ...]
    sections: tuple[Section, ...]
    thanks: str
    closing: str
    name: Line


def letter_of(draft: Draft, today: date) -> Letter:
    """Answers the letter of a draft, written today, in the active language."""
    sections = (Section(*one) for one in _sections(draft, today))
    return Letter(
        sender=tuple(_sender(draft)),
        company=_addressee(draft, today),
        day=long_day(today),
        subject=_subject(draft),
        greeting=_greeting(draft),
        paragraphs=tuple(_paragraphs(draft)),
        sections=tuple(one for one in sections if one.lines),
        thanks=_("Thank you for your time and your help."),
        closing=_("Kind regards,"),
        name=own(draft.me.name),
    )


def _sender(draft: Draft) -> Iterator[Line]:
    me = draft.me
    for line in (me.name, *me.place.splitlines(), me.phone, me.email):
        if line.strip():
            yield own(line.strip())


def _subject(draft: Draft) -> Line:
    if not draft.title:
        return ours(_("My complaint"))
    subject = woven(_("Complaint: {what}"), what=own(shortened(draft.title, SUBJECT_SIGNS)))
    for number in facts.numbers(draft)[:1]:
        subject = woven(_("{subject} ({number})"), subject=subject, number=number)
    return subject


def _addressee(draft: Draft, today: date) -> Line:
    if draft.rung is not Rung.OUTSIDE:
        return own(draft.company)
    body = body_for(draft.country, draft.thing, today)
    return ours(body.name) if body and body.name else ()


def _greeting(draft: Draft) -> Line:
    if draft.rung is Rung.OUTSIDE or not draft.company:
        return ours(_("Hello,"))
    return woven(_("Dear team at {company},"), company=own(draft.company))


def _paragraphs(draft: Draft) -> Iterator[Line]:
    if not draft.words:
        yield statement_line(draft)
    for paragraph in draft.words.split("\n\n"):
        if paragraph.strip():
            yield own(paragraph.strip())


def _sections(draft: Draft, today: date) -> Iterator[tuple[str, tuple[Line, ...], bool]]:
    is_counted = len(draft.points) > 1
    yield _("Whom it is about"), _about(draft), False
    yield _("What happened"), tuple(map(_happened, draft.points)), is_counted
    yield _("How to find it in your records"), facts.numbers(draft), False
    yield pgettext("heading of a letter", "What shows it"), tuple(_shown(draft, is_counted)), False
    yield _("What I have tried so far"), tuple(facts.tried(one) for one in draft.attempts), False
    yield _("What I was promised"), tuple(_told(one, today) for one in draft.told), False
    yield _("What is new"), ((own(draft.news),) if draft.news else ()), False
    yield _("What I ask for"), facts.asks_whole(draft), False
    yield pgettext("heading of a letter", "By when"), _until(draft, today), False


def _about(draft: Draft) -> tuple[Line, ...]:
    """Answers the company, where the letter goes to somebody else."""
    return (own(draft.company),) if draft.rung is Rung.OUTSIDE and draft.company else ()


def _happened(point: Point) -> Line:
    return labelled(long_day(point.day), own(point.text)) if point.day else own(point.text)


def _shown(draft: Draft, is_counted: bool) -> Iterator[Line]:
    for at, point in enumerate(draft.points, 1):
        if point.proof and is_counted:
            yield woven(_("For point {number}: {proof}"), number=str(at), proof=own(point.proof))
        elif point.proof:
            yield own(point.proof)


def _told(one: Told, today: date) -> Line:
    if one.day is None or one.day >= today:
        return facts.told(one)
    return woven(_("{promise} That day has passed."), promise=facts.told(one))


def _until(draft: Draft, today: date) -> tuple[Line, ...]:
    rung = draft.rung or Rung.REP
    # Who decides outside has a time of their own, which no letter shortens.
    if rung is Rung.OUTSIDE:
        return ()
    day = long_day(today + PATIENCE[rung])
    return (
        ours(
            _("Please answer me by {day}, even if you only tell me how much longer it takes.").format(day=day)
        ),
    )
