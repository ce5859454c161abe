"""A call about a case that is there already: its sheet, and what was said and promised, shared into the case."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Final

from django.utils.translation import gettext as _

from amends.cases.own_file import OwnFacts, OwnFile
from amends.people.models import Brand
from amends.rules.preparing.draft import Draft, Number, Person, Point
from amends.seat.prepare.papers import CallSheet, call_sheet
from amends.seat.prepare.papers.facts import by_when
from amends.seat.prepare.papers.pieces import plain
from amends.seat.prepare.reading import draft_from

_NUMBERS: Final[Mapping[str, Number]] = {
    "account": Number.ACCOUNT,
    "order": Number.ORDER,
    "tracking": Number.TRACKING,
    "statement": Number.INVOICE,
    "serial": Number.MODEL,
    "place": Number.PLACE,
}


def sheet_of(file: OwnFile, facts: OwnFacts, brand: Brand) -> CallSheet:
    """Answers the sheet for a call about this case."""
    case = file.case
    numbers = {_NUMBERS[label]: value for label, value in facts.numbers if label in _NUMBERS}
    texts = facts.points or ((case.gist,) if case.gist else ())
    return call_sheet(
        Draft(
            company=brand.name,
            points=tuple(Point(text) for text in texts),
            numbers=numbers,
            me=Person(case.customer.name if case.customer else ""),
            wish=case.want,
        )
    )


def told_in_call(sheet: CallSheet, ticked: Collection[str], said: Mapping[str, str]) -> str:
    """Answers what the customer shares of a call: what was said, with whom, and what was promised by when."""
    lines = [f"– {plain(one.text)}" for one in sheet.points if one.key in ticked]
    parts = [_("I called. This is what I said:") + "\n" + "\n".join(lines)] if lines else []
    promised = draft_from(
        {name: said.get(name, "") for name in ("call-what", "call-who", "call-day", "call-hour")}
    )
    for one in promised.told:
        until = by_when(one.day, one.hour)
        who = one.who or _("whoever answered")
        parts.append(
            _("I was promised by {who}, by {until}: {what}").format(who=who, until=until, what=one.what)
            if until
            else _("I was promised by {who}, without an hour: {what}").format(who=who, what=one.what)
        )
    return "\n\n".join(parts)
