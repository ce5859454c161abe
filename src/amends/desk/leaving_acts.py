"""The acts about money in dispute, about who leaves or left, and about what must never be said."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from django.utils.translation import gettext as _

from amends.cases.actions.circumstances import dispute_amount
from amends.cases.actions.leaving import Parting, Talk, find_critical, note_leaving, record_win_back
from amends.cases.queries import find_case
from amends.desk.asked import Asked, Outcome, code_said
from amends.desk.mend_acts import minor_units
from amends.errors import DomainError
from amends.page.asking import uuid_said
from amends.people.models import Brand
from amends.rules.leaving import Critical, LossReason
from amends.rules.leaving import Outcome as Parted

_YES_OR_NO = {"yes": True, "no": False}


def _amount(asked: Asked) -> int | None:
    said = asked.text("amount").strip()
    if not said:
        return None
    brand = Brand.objects.get(pk=find_case(asked.actor, asked.case_uuid).brand_id)
    return minor_units(said, brand.currency)


def _dispute(asked: Asked) -> Outcome:
    dispute_amount(actor=asked.actor, case_uuid=asked.case_uuid, amount_minor=_amount(asked), now=asked.now)
    return Outcome(_("Kept. Nobody duns for it while the case is open."))


def _leaving(asked: Asked) -> Outcome:
    parting = Parting(
        outcome=code_said(Parted, asked.text("outcome")),
        competitor=asked.text("competitor"),
        competitor_offer=asked.text("text"),
        offered_remedy=asked.text("remedy"),
    )
    note_leaving(actor=asked.actor, case_uuid=asked.case_uuid, parting=parting, now=asked.now)
    return Outcome(_("How it stands with them is kept."))


def _critical(asked: Asked) -> Outcome:
    contact = uuid_said(asked.text("contact"))
    if contact is None:
        raise DomainError("out_of_range")
    find_critical(
        actor=asked.actor,
        case_uuid=asked.case_uuid,
        contact_uuid=contact,
        code=code_said(Critical, asked.text("code")),
        now=asked.now,
    )
    return Outcome(_("Marked. It stands in the report on losses."))


def _win_back(asked: Asked) -> Outcome:
    talk = Talk(
        reason=code_said(LossReason, asked.text("reason")),
        words=asked.text("text"),
        offered_remedy=asked.text("remedy"),
        offered_minor=_amount(asked) or 0,
        came_back=_YES_OR_NO.get(asked.text("back")),
    )
    record_win_back(actor=asked.actor, case_uuid=asked.case_uuid, talk=talk, now=asked.now)
    return Outcome(_("The talk is kept."))


LEAVING_ACTS: Mapping[str, Callable[[Asked], Outcome]] = {
    "dispute": _dispute,
    "leaving": _leaving,
    "critical": _critical,
    "win_back": _win_back,
}
"""Act -> what does it."""
