"""Numbers that were written in a case, as its pages show them: masked, and whole only in the answer to a reason."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy
from django.utils.translation import pgettext_lazy

from amends.cases.models import Case, SealedNumber
from amends.cases.recording import subject_of
from amends.desk.number_shapes import NumberPage, NumberShape
from amends.desk.payout_panel import REASONS
from amends.page import when
from amends.page.parts import NOTHING_SENT, Choice, FormShape
from amends.page.shaping import case_url
from amends.page.words import refusal
from amends.people.permissions import Actor, may
from amends.rules.payouts import RevealReason

_KINDS: Mapping[str, Promise] = {
    "iban": pgettext_lazy("account", "IBAN"),
    "national_id": lazy("National id"),
    "passport": lazy("Passport"),
}
_REASONS: Mapping[str, Promise] = {
    RevealReason.IDENTIFY.value: lazy("I check who this is"),
    RevealReason.PAY_BY_HAND.value: REASONS[RevealReason.PAY_BY_HAND.value],
    RevealReason.LOOK_INTO.value: REASONS[RevealReason.LOOK_INTO.value],
}


def number_shapes(case: Case, rows: Sequence[SealedNumber]) -> tuple[NumberShape, ...]:
    """Answers the numbers of a case as everybody who sees it may read them."""
    return tuple(NumberShape(_url(case, row), _kind(row), f"•••• {row.last_four}") for row in rows)


def number_page(
    case: Case,
    row: SealedNumber,
    actor: Actor,
    now: datetime,
    *,
    number: str = "",
    form: FormShape = NOTHING_SENT,
) -> NumberPage:
    """Answers a number's own page."""
    answer = may(actor, "reveal_number", subject_of(case))
    return NumberPage(
        case_url=case_url(case.uuid),
        case_reference=case.reference,
        here_url=_url(case, row),
        text=f"{_kind(row)} •••• {row.last_four}",
        kept_text=_("Kept since {when}").format(when=when.said_when(row.kept_at, now)),
        reasons=tuple(Choice(code, str(word)) for code, word in _REASONS.items()),
        number=number,
        refusal_text="" if answer.is_granted else refusal(answer.reason),
        form=form,
    )


def _url(case: Case, row: SealedNumber) -> str:
    return reverse("desk:number", args=[case.uuid, row.uuid])


def _kind(row: SealedNumber) -> str:
    kind = row.kind.partition(".")[0]
    return str(_KINDS.get(kind, kind))
