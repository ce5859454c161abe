"""What several papers say in the same words: what happened, what was promised, what is asked for."""

from __future__ import annotations

from datetime import date, time

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from amends.page.when import hour_alone, long_day
from amends.rules.preparing.draft import Attempt, Draft, Point, Told
from amends.seat.prepare.papers.pieces import Line, beside, ended, labelled, ours, own, woven
from amends.seat.prepare.texts import MEDIUMS, NUMBERS, RESULT_ASKS


def happened(point: Point) -> Line:
    """Answers what happened and on which day, as one sentence."""
    what = own(ended(point.text))
    if point.day is None:
        return woven(_("This is what happened: {what}"), what=what)
    return woven(_("This is what happened on {day}: {what}"), day=long_day(point.day), what=what)


def shows(point: Point) -> Line:
    """Answers what shows a point, as a sentence; empty when nothing does."""
    return woven(_("What shows it: {proof}"), proof=own(ended(point.proof))) if point.proof else ()


def asks(draft: Draft) -> Line:
    """Answers the one outcome as a sentence; the customer's own wish where they chose none. Empty without either."""
    if draft.result is not None:
        return ours(str(RESULT_ASKS[draft.result]))
    return woven(_("What I ask for is this: {wish}"), wish=own(ended(draft.wish))) if draft.wish else ()


def asks_whole(draft: Draft) -> tuple[Line, ...]:
    """Answers the outcome with the customer's own words about it and their reason, each on a line."""
    why = woven(_("My reason: {why}"), why=own(draft.why)) if draft.why else ()
    return tuple(line for line in (asks(draft), exactly(draft), why) if line)


def exactly(draft: Draft) -> Line:
    """Answers the customer's own words about the outcome that they chose; empty without either."""
    if draft.result is None or not draft.wish:
        return ()
    return woven(_("More exactly: {wish}"), wish=own(ended(draft.wish)))


def numbers(draft: Draft) -> tuple[Line, ...]:
    """Answers what the matter is found by, each with its name."""
    return tuple(labelled(str(NUMBERS[one]), own(value)) for one, value in draft.numbers.items())


def told(one: Told) -> Line:
    """Answers a promise as a sentence, with who made it and by when where that is known."""
    what = own(ended(one.what))
    until = by_when(one.day, one.hour)
    if one.who and until:
        return woven(
            _("{who} promised me this, by {when}: “{what}”"), who=own(one.who), when=until, what=what
        )
    if one.who:
        return woven(_("{who} promised me this: “{what}”"), who=own(one.who), what=what)
    if until:
        return woven(_("I was promised this, by {when}: “{what}”"), when=until, what=what)
    return woven(_("I was promised this: “{what}”"), what=what)


def by_when(day: date | None, hour: time | None) -> str:
    """Answers the day and hour of a promise as far as they are known; empty when neither is."""
    if day and hour:
        return _("{day}, {hour}").format(day=long_day(day), hour=hour_alone(hour))
    return long_day(day) if day else hour_alone(hour) if hour else ""


def tried(one: Attempt) -> Line:
    """Answers one attempt: by which way, when, with whom, and what came of it."""
    way = ours(str(MEDIUMS[one.way])) if one.way else ()
    lead = beside(way, ours(long_day(one.day)) if one.day else (), own(one.who))
    if lead and one.said:
        return labelled(lead, own(one.said))
    return lead or own(one.said)


def times_tried(draft: Draft) -> Line:
    """Answers how often somebody asked already, without blame; empty when they have not."""
    count = len(draft.attempts)
    if not count:
        return ()
    said = ngettext(
        "I have asked about this once already.", "I have asked about this {count} times already.", count
    )
    return ours(said.format(count=count))


def asks_by_when() -> Line:
    """Answers the question that turns an answer into a promise: the day and the hour."""
    return ours(_("Please tell me by what day and hour I will have an answer."))
