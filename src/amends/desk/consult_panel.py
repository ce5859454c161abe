"""The questions of a case on its page, and what the form that asks one offers."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from amends.cases.authority import team_of
from amends.cases.consults import There, consults_of, people_there
from amends.cases.models import Case, Consult
from amends.cases.policies import InForce
from amends.cases.queries import CaseFile
from amends.cases.recording import subject_of
from amends.desk.consult_shapes import ConsultLine, ConsultPanel
from amends.desk.consult_texts import (
    answer_words,
    asked_words,
    how_it_stands,
    left_of,
    length_text,
    remedy_text,
)
from amends.money import written
from amends.page import when
from amends.page.parts import Choice
from amends.people.models import Brand
from amends.people.permissions import Actor, may
from amends.rules.consults import ConsultState, holder_of
from amends.rules.policy.document import Holder
from amends.rules.policy.offers import limits_of

_WAIT_MINUTES = (2, 4, 10, 30, 120)
_USUAL_WAIT = 4
_MOST_LINES = 2
_NOBODY_THERE = There(0, 0)


def consult_panel(
    file: CaseFile, brand: Brand, actor: Actor, now: datetime, policy: InForce | None
) -> ConsultPanel:
    """Answers what the case's page says of questions. Queries: 0 to 2."""
    case = file.case
    rows = consults_of(case) if "consults" in file.held else []
    holder = holder_of(actor.roles.get(case.brand_id))
    may_ask = case.is_open and holder not in (None, Holder.MANAGER)
    may_ask = may_ask and may(actor, "ask_supervisor", subject_of(case)).is_granted
    if not rows and not may_ask:
        return ConsultPanel()
    there = _NOBODY_THERE
    if may_ask and holder is not None:
        there = people_there(case.brand_id, holder, actor.staff_id or 0, now)
    is_open = any(row.is_open for row in rows)
    lines = tuple(_line(row, policy, actor, case, there, now) for row in _shown(rows))
    if not may_ask or is_open or holder is None:
        return ConsultPanel(lines)
    return ConsultPanel(
        lines=lines,
        may_ask=True,
        free_text=_free(there),
        limit_text=_limit(policy, holder, brand, actor),
        options=tuple(Choice(code, code or pgettext("option", "None")) for code in ("", "A", "B", "C", "D")),
        remedies=_remedies(policy),
        waits=tuple(
            Choice(str(minutes), length_text(minutes * 60), minutes == _USUAL_WAIT)
            for minutes in _WAIT_MINUTES
        ),
    )


def _shown(rows: Sequence[Consult]) -> list[Consult]:
    """Answers the open question, and the last ones that say what holds."""
    kept = [row for row in rows if row.state != ConsultState.WITHDRAWN.value]
    return kept[:_MOST_LINES]


def _free(there: There) -> str:
    if not there.present:
        return _("Nobody is at the desk now")
    return ngettext("{count} free", "{count} free", there.free).format(count=there.free)


def _limit(policy: InForce | None, holder: Holder, brand: Brand, actor: Actor) -> str:
    if policy is None:
        return ""
    team = team_of(brand.pk, actor.staff_id or 0, policy)
    limits = limits_of(policy.compiled.policy.authority, holder, team)
    if limits is None:
        return ""
    return _("You decide alone up to {amount} in a case.").format(
        amount=when.money(limits.per_case, brand.currency)
    )


def _remedies(policy: InForce | None) -> tuple[Choice, ...]:
    codes = policy.compiled.policy.remedies if policy else ()
    return tuple(Choice(code, remedy_text(policy, code)) for code in codes)


def _line(
    row: Consult, policy: InForce | None, actor: Actor, case: Case, there: There, now: datetime
) -> ConsultLine:
    tone, text = how_it_stands(row, policy, now)
    is_mine = row.asked_by_id == actor.staff_id and case.is_open
    ceiling = _ceiling(row, policy, there) if is_mine else 0
    if row.state == ConsultState.ANSWERED.value and row.granted_minor is not None:
        ends = (
            _("It holds for this case only, until it ends.")
            if row.ended_at is None
            else _("It holds no more.")
        )
        text = f"{text} {ends}" if text.endswith((".", "。")) else f"{text}. {ends}"
    return ConsultLine(
        tone=tone,
        text=text,
        question=asked_words(row),
        answer=answer_words(row),
        left=left_of(row, now),
        may_withdraw=is_mine and row.is_open,
        may_grant=ceiling > 0,
        grant_text=_("You may grant up to {amount} yourself; somebody looks at it within a day.").format(
            amount=when.money(ceiling, row.currency)
        )
        if ceiling
        else "",
        grant_value=written(ceiling, row.currency) if ceiling else "",
    )


def _ceiling(row: Consult, policy: InForce | None, there: There) -> int:
    """Answers how much the asker may grant alone now; nothing while somebody may still answer in time."""
    is_over = row.state == ConsultState.UNANSWERED.value
    waits = row.is_open and not row.has_risen and there.present > 0
    if policy is None or not row.remedy or waits or not (row.is_open or is_over):
        return 0
    return min(row.amount_minor, policy.compiled.policy.authority.unattended)
