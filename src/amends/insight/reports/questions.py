"""What questions to supervisors came to, as a page."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from amends.cases.consult_figures import span_of, suggestion_of
from amends.cases.consults import Tally
from amends.insight.asked import Asked
from amends.insight.harm.words import wait_text
from amends.page import when
from amends.page.parts import BrandShape, Choice
from amends.page.policy_texts import text_of
from amends.page.shaping import brand_shape
from amends.page.words import reader_tag
from amends.rules.consults import Verdict
from amends.rules.policy.document import Policy


@dataclass(frozen=True, slots=True)
class TallyRow:
    """The questions about one remedy in one row of the policy."""

    remedy: str
    row_text: str
    asked: int
    approved: int
    amended: int
    declined: int
    joined: int
    alone: int  # granted with nobody there
    unanswered: int
    wait_text: str
    granted_text: str
    power_text: str


@dataclass(frozen=True, slots=True)
class QuestionsPage:
    brand: BrandShape
    brands: tuple[Choice, ...]
    days: tuple[Choice, ...]
    count_text: str
    rows: tuple[TallyRow, ...]


def questions_page(tallies: Sequence[Tally], policy: Policy | None, asked: Asked) -> QuestionsPage:
    """Answers the page, what was asked most first."""
    count = sum(one.asked for one in tallies)
    span = span_of(tallies, asked.until)
    return QuestionsPage(
        brand=brand_shape(asked.brand),
        brands=asked.brand_choices,
        days=asked.day_choices,
        count_text=ngettext("{count} question", "{count} questions", count).format(count=count),
        rows=tuple(_row(one, policy, span) for one in tallies),
    )


def _row(tally: Tally, policy: Policy | None, span: timedelta) -> TallyRow:
    return TallyRow(
        remedy=_remedy(tally.remedy, policy),
        row_text=_("Row {row} of the policy").format(row=tally.policy_row) if tally.policy_row else "",
        asked=tally.asked,
        approved=tally.of(Verdict.APPROVE),
        amended=tally.of(Verdict.AMEND),
        declined=tally.of(Verdict.DECLINE),
        joined=tally.of(Verdict.JOIN),
        alone=tally.unattended,
        unanswered=tally.unanswered,
        wait_text=wait_text(tally.waited_seconds / 60 / tally.answered) if tally.answered else "",
        granted_text=when.money(tally.granted_minor, tally.currency) if tally.granted_minor else "",
        power_text=_power(tally, span),
    )


def _remedy(code: str, policy: Policy | None) -> str:
    if not code:
        return _("No money, only an answer")
    remedy = policy.remedies.get(code) if policy else None
    return (text_of(remedy.texts, reader_tag()) if remedy else "") or code


def _power(tally: Tally, span: timedelta) -> str:
    power = suggestion_of(tally, span)
    if power is None:
        return ""
    return _(
        "Approved {approved} of {answered} times, up to {most}. Given to the front line it costs about {cost} a year "
        "and saves about {saved} questions."
    ).format(
        approved=power.approved,
        answered=power.answered,
        most=when.money(power.most_minor, tally.currency),
        cost=when.money(power.cost_minor, tally.currency),
        saved=power.saved,
    )
