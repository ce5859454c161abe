"""The acts of the steps from owned to followed up: circumstances, options, choice, approval, carrying out."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from uuid import UUID

from django.utils.translation import gettext as _

from amends.cases.actions.circumstances import set_circumstances
from amends.cases.actions.escalation import Lacking, escalate_case
from amends.cases.actions.issuing import carry_out_remedy, confirm_remedy, reverse_remedy
from amends.cases.actions.notes import add_note
from amends.cases.actions.recovery import Heard, follow_up_case, pass_step
from amends.cases.actions.remedies import (
    Choice,
    accept_remedy,
    approve_settlement,
    drop_settlement,
    give_gesture,
)
from amends.cases.circumstances import STATED
from amends.cases.queries import find_case
from amends.cases.recording import writing
from amends.desk.asked import Asked, Outcome, code_said
from amends.errors import DomainError
from amends.page.asking import money_said
from amends.people.models import Brand
from amends.rules.ladder import Climb
from amends.rules.policy.facts import FACTS, FactKind, Value
from amends.rules.recovery import PassReason, Step
from amends.rules.vocabulary import Channel


def _circumstances(asked: Asked) -> Outcome:
    brand = Brand.objects.get(pk=find_case(asked.actor, asked.case_uuid).brand_id)
    # Only what the form had is changed; an empty field says that nobody knows.
    stated = {
        name: fact_said(name, asked.text(name), brand.currency) for name in STATED if name in asked.form
    }
    set_circumstances(
        actor=asked.actor, case_uuid=asked.case_uuid, stated=stated, now=asked.now, seen=asked.seen
    )
    return Outcome(_("What the policy asks is kept."))


def fact_said(name: str, said: str, currency: str) -> Value | None:
    """Answers a fact as a form says it; None where nobody knows. Raises: DomainError('amount_wrong')."""
    said = said.strip()
    if not said:
        return None
    kind = FACTS[name].kind
    if kind is FactKind.FLAG:
        return said == "yes"
    if kind is FactKind.CODE:
        return said
    if kind is FactKind.MONEY:
        return minor_units(said, currency)
    return int(said) if said.isascii() and said.isdigit() and len(said) < 11 else -1


def minor_units(said: str, currency: str) -> int:
    """Answers an amount as somebody writes it. Units: minor units.

    Raises: DomainError('amount_wrong') for what is no amount, is below nought or has too many decimals.
    """
    minor = money_said(said, currency)
    if minor is None:
        raise DomainError("amount_wrong")
    return minor


def _choose(asked: Asked) -> Outcome:
    is_customers = asked.text("by") != "desk"
    if not is_customers and not asked.text("reason").strip():
        raise DomainError("reason_missing")
    with writing():
        choice = Choice(
            code=asked.text("option"),
            key=_key(asked, "key"),
            is_customers=is_customers,
            account=_key(asked, "account") if asked.text("account") else None,
        )
        settlement = accept_remedy(actor=asked.actor, case_uuid=asked.case_uuid, choice=choice, now=asked.now)
        _say_why(asked)
    if settlement.others_needed:
        return Outcome(_("It waits for somebody else to approve it."))
    return Outcome(_("It is settled, and will be carried out."))


def _gesture(asked: Asked) -> Outcome:
    give_gesture(
        actor=asked.actor,
        case_uuid=asked.case_uuid,
        remedy=asked.text("remedy"),
        key=_key(asked, "key"),
        account=_key(asked, "account") if asked.text("account") else None,
        now=asked.now,
    )
    return Outcome(_("The gesture is given."))


def _approve(asked: Asked) -> Outcome:
    row = approve_settlement(
        actor=asked.actor, case_uuid=asked.case_uuid, settlement=_key(asked, "settlement"), now=asked.now
    )
    if row.state == "chosen":
        return Outcome(_("Approved. One more person must approve it."))
    return Outcome(_("Approved."))


def _drop(asked: Asked) -> Outcome:
    drop_settlement(
        actor=asked.actor, case_uuid=asked.case_uuid, settlement=_key(asked, "settlement"), now=asked.now
    )
    return Outcome(_("It is dropped. Nothing of it was carried out."))


def _carry_out(asked: Asked) -> Outcome:
    carry_out_remedy(
        actor=asked.actor,
        case_uuid=asked.case_uuid,
        remedy=_key(asked, "remedy"),
        proof=asked.text("proof"),
        now=asked.now,
    )
    return Outcome(_("Written down as carried out."))


def _confirm(asked: Asked) -> Outcome:
    confirm_remedy(actor=asked.actor, case_uuid=asked.case_uuid, remedy=_key(asked, "remedy"), now=asked.now)
    return Outcome(_("Confirmed."))


def _reverse(asked: Asked) -> Outcome:
    if not asked.text("reason").strip():
        raise DomainError("reason_missing")
    with writing():
        _say_why(asked)
        reverse_remedy(
            actor=asked.actor, case_uuid=asked.case_uuid, remedy=_key(asked, "remedy"), now=asked.now
        )
    return Outcome(_("It is taken back."))


def _pass(asked: Asked) -> Outcome:
    pass_step(
        actor=asked.actor,
        case_uuid=asked.case_uuid,
        step=code_said(Step, asked.text("step")),
        reason=code_said(PassReason, asked.text("reason")),
        now=asked.now,
    )
    return Outcome(_("Passed, with its reason."))


def _escalate(asked: Asked) -> Outcome:
    why = code_said(Climb, asked.text("why"))
    escalate_case(
        actor=asked.actor,
        case_uuid=asked.case_uuid,
        why=why,
        had_chance=_YES_OR_NO.get(asked.text("chance")),
        lacking=_lacking(asked, why),
        now=asked.now,
    )
    if why is Climb.POWERLESS:
        return Outcome(_("Written down. It says where the policy falls short, nothing about you."))
    return Outcome(_("The case is one rung up."))


def _lacking(asked: Asked, why: Climb) -> Lacking | None:
    if why is not Climb.POWERLESS:
        return None
    if not asked.text("remedy"):
        raise DomainError("remedy_missing")
    if not asked.text("amount").strip():
        raise DomainError("amount_missing")
    brand = Brand.objects.get(pk=find_case(asked.actor, asked.case_uuid).brand_id)
    amount = minor_units(asked.text("amount").strip(), brand.currency)
    return Lacking(remedy=asked.text("remedy"), amount_minor=amount)


_YES_OR_NO = {"yes": True, "no": False}


def _follow_up(asked: Asked) -> Outcome:
    is_reached = asked.text("reached") == "yes"
    heard = Heard(
        channel=code_said(Channel, asked.text("channel") or "phone"),
        is_reached=is_reached,
        is_satisfied=_YES_OR_NO.get(asked.text("satisfied")),
        is_something_open=_YES_OR_NO.get(asked.text("open")),
    )
    follow_up_case(actor=asked.actor, case_uuid=asked.case_uuid, heard=heard, now=asked.now)
    return Outcome(_("Written down as said.") if is_reached else _("Written down: they were not reached."))


def _say_why(asked: Asked) -> None:
    if asked.text("reason").strip():
        add_note(actor=asked.actor, case_uuid=asked.case_uuid, text=asked.text("reason"), now=asked.now)


def _key(asked: Asked, name: str) -> UUID:
    try:
        return UUID(asked.text(name))
    except ValueError as error:
        raise DomainError("out_of_range") from error


MEND_ACTS: Mapping[str, Callable[[Asked], Outcome]] = {
    "circumstances": _circumstances,
    "choose": _choose,
    "gesture": _gesture,
    "approve": _approve,
    "drop": _drop,
    "carry_out": _carry_out,
    "confirm": _confirm,
    "reverse": _reverse,
    "pass_step": _pass,
    "follow_up": _follow_up,
    "escalate": _escalate,
}
"""Act -> what does it."""
