"""What a case page offers about questions to supervisors: ask one, take it back, grant alone when nobody answers."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import timedelta

from django.utils.translation import gettext as _

from amends.cases.actions.consults import Question, ask_supervisor, grant_unattended, withdraw_consult
from amends.cases.consults import consults_of
from amends.cases.models import Consult
from amends.cases.queries import find_case
from amends.cases.recording import Refused
from amends.desk.asked import Asked, Outcome
from amends.errors import DomainError
from amends.page.asking import money_said, number_said
from amends.people.models import Brand
from amends.rules.consults import ConsultState

_NOT_OVER = (ConsultState.ASKED, ConsultState.TAKEN, ConsultState.UNANSWERED)
_MOST_MINUTES = 10_000


def _ask(asked: Asked) -> Outcome:
    minutes = min(number_said(asked.text("minutes")) or 0, _MOST_MINUTES)
    question = Question(
        text=asked.text("text"),
        wait=timedelta(minutes=minutes),
        option=asked.text("option"),
        remedy=asked.text("remedy"),
        amount_minor=_amount(asked, _currency(asked))
        if asked.text("amount").strip() or asked.text("remedy")
        else 0,
    )
    ask_supervisor(actor=asked.actor, case_uuid=asked.case_uuid, question=question, now=asked.now)
    return Outcome(_("The question is out. Its answer appears here."))


def _currency(asked: Asked) -> str:
    return Brand.objects.get(pk=find_case(asked.actor, asked.case_uuid).brand_id).currency


def _amount(asked: Asked, currency: str) -> int:
    if not asked.text("amount").strip():
        raise DomainError("amount_missing")
    amount = money_said(asked.text("amount"), currency)
    if amount is None:
        raise DomainError("amount_out_of_range")
    return amount


def _withdraw(asked: Asked) -> Outcome:
    withdraw_consult(actor=asked.actor, consult_uuid=_question(asked).uuid, now=asked.now)
    return Outcome(_("The question is taken back."))


def _grant(asked: Asked) -> Outcome:
    consult = _question(asked)
    amount = _amount(asked, consult.currency)
    grant_unattended(actor=asked.actor, consult_uuid=consult.uuid, amount_minor=amount, now=asked.now)
    return Outcome(_("Granted for this case. Somebody looks at it within a day."))


def _question(asked: Asked) -> Consult:
    """Answers the question of this case that is not over."""
    for consult in consults_of(find_case(asked.actor, asked.case_uuid)):
        if consult.state in _NOT_OVER:
            return consult
    raise Refused("question_over")


CONSULT_ACTS: Mapping[str, Callable[[Asked], Outcome]] = {
    "ask": _ask,
    "withdraw_question": _withdraw,
    "grant_unattended": _grant,
}
"""Act -> what does it."""
