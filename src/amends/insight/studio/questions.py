"""From questions to policy: what was asked again and again, what was answered, and what the power itself would cost."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta

from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from amends.cases.consult_figures import YEAR, span_of, suggestion_of
from amends.cases.consults import Tally, consult_tallies
from amends.insight.studio.reading import Reading
from amends.page import when
from amends.page.policy_texts import text_of
from amends.rules.consults import Verdict


@dataclass(frozen=True, slots=True)
class QuestionShape:
    """What was asked about one remedy in one row of the policy, and what could follow."""

    title: str
    row: str
    asked: int
    approved: int
    amended: int
    declined: int
    wait_text: str
    said: str  # "Granted 14 of 15 times, up to £80."; empty where the answers are not clear enough
    costs: str
    remedy: str
    policy_row: str


def question_shapes(reading: Reading) -> tuple[QuestionShape, ...]:
    """Answers the questions of the last year, the most asked first. Queries: 1."""
    tallies = consult_tallies(reading.brand.pk, reading.now - YEAR)
    return tuple(_shapes(reading, tallies, span_of(tallies, reading.now)))


def _shapes(reading: Reading, tallies: list[Tally], span: timedelta) -> Iterator[QuestionShape]:
    for tally in tallies:
        said, costs = _suggested(tally, span)
        remedy = reading.policy.remedies.get(tally.remedy)
        named = (text_of(remedy.texts, reading.language) if remedy else tally.remedy) or tally.remedy
        minutes = round(tally.waited_seconds / 60 / tally.answered) if tally.answered else 0
        yield QuestionShape(
            title=named or _("Words only, no money"),
            row=_row(reading, tally.policy_row),
            asked=tally.asked,
            approved=tally.of(Verdict.APPROVE),
            amended=tally.of(Verdict.AMEND),
            declined=tally.of(Verdict.DECLINE),
            wait_text=when.length(timedelta(minutes=minutes)) if tally.answered else "–",
            said=said,
            costs=costs,
            remedy=tally.remedy if remedy else "",
            policy_row=tally.policy_row,
        )


def _row(reading: Reading, said: str) -> str:
    table, _dot, number = said.rpartition(".")
    found = reading.policy.tables.get(table)
    if found is None or not number.isdecimal():
        return said
    return pgettext("place in a policy", "{table}, row {number}").format(
        table=found.title or table, number=number
    )


def _suggested(tally: Tally, span: timedelta) -> tuple[str, str]:
    found = suggestion_of(tally, span)
    if found is None:
        return "", ""
    most, cost = (when.money(minor, tally.currency) for minor in (found.most_minor, found.cost_minor))
    said = _("Granted {count} of {whole} times, up to {amount}.").format(
        count=found.granted, whole=found.answered, amount=most
    )
    costs = ngettext(
        "Given to the front line it costs about {amount} a year and saves about {count} question.",
        "Given to the front line it costs about {amount} a year and saves about {count} questions.",
        found.saved,
    ).format(amount=cost, count=found.saved)
    return said, costs


def suggested_amount(reading: Reading, remedy: str, row: str) -> int | None:
    """Answers how much of a remedy the answers would give to the front line; None where they say no such thing."""
    tallies = consult_tallies(reading.brand.pk, reading.now - YEAR)
    span = span_of(tallies, reading.now)
    for tally in tallies:
        found = suggestion_of(tally, span)
        if found is not None and tally.remedy == remedy and (not row or tally.policy_row == row):
            return found.most_minor
    return None
