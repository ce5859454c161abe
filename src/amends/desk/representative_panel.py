"""Who acts for the customer, as the case shows it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils.translation import gettext as _

from amends.cases.models import Representative
from amends.cases.promise_hours import zone_at
from amends.cases.queries import CaseFile
from amends.cases.representing import representative_of
from amends.page import when

_MINUTE = timedelta(minutes=1)


@dataclass(frozen=True, slots=True)
class RepresentativeShape:
    """Who acts for the customer now; without a name nobody does."""

    uuid: str = ""
    name: str = ""
    reached: tuple[str, ...] = ()
    authority: str = ""
    until_text: str = ""
    told_text: str = ""


NOBODY = RepresentativeShape()


def last_day_text(row: Representative) -> str:
    """Answers the last day of the authority, as calendars show it where the customer is. Queries: 2 to 3."""
    last = (row.ends_at - _MINUTE).astimezone(when.zone_of(zone_at(row.case)))
    return when.day_alone(last.date())


def representative_shape(file: CaseFile, now: datetime) -> RepresentativeShape:
    """Answers who acts for the customer of this case. Queries: 0 to 4."""
    row = representative_of(file.case, now) if "representatives" in file.held else None
    if row is None:
        return NOBODY
    told = _("News goes to them instead of the customer.") if row.told == "instead" else ""
    return RepresentativeShape(
        uuid=str(row.uuid),
        name=row.name,
        reached=tuple(one for one in (row.email, row.phone) if one),
        authority=row.authority,
        until_text=_("Until the end of {day}").format(day=last_day_text(row)),
        told_text=(told or _("News goes to them and to the customer.")) if row.email else "",
    )
