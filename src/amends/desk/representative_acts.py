"""Somebody is named who acts for the customer, and ended."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date

from django.utils.translation import gettext as _

from amends.cases.actions.representatives import Named, end_representative, name_representative
from amends.cases.recording import NotFound
from amends.desk.asked import Asked, Outcome
from amends.desk.representative_panel import last_day_text
from amends.page.asking import uuid_said


def _name(asked: Asked) -> Outcome:
    named = Named(
        name=asked.text("who_acts"),
        email=asked.text("mail_to"),
        phone=asked.text("call_at"),
        authority=asked.text("shown_by"),
        until=_day(asked.text("last_day")),
        told="instead" if asked.text("news") == "instead" else "beside",
    )
    row = name_representative(actor=asked.actor, case_uuid=asked.case_uuid, named=named, now=asked.now)
    return Outcome(_("They act for the customer until the end of {day}.").format(day=last_day_text(row)))


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def _end(asked: Asked) -> Outcome:
    which = uuid_said(asked.text("acting"))
    if which is None:
        raise NotFound("representative_not_found")
    end_representative(actor=asked.actor, case_uuid=asked.case_uuid, representative_uuid=which, now=asked.now)
    return Outcome(_("They act for the customer no more; their links and visits are over."))


REPRESENTATIVE_ACTS: Mapping[str, Callable[[Asked], Outcome]] = {
    "name_representative": _name,
    "end_representative": _end,
}
