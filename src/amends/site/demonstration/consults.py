"""Questions to supervisors: some in the stories of the past, and one in each state of today for each brand."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from amends.cases.actions.consults import (
    Question,
    Reply,
    answer_consult,
    ask_supervisor,
    escalate_waiting_consults,
    grant_unattended,
    review_grant,
    take_consult,
    withdraw_consult,
)
from amends.cases.models import Case, Consult
from amends.people.actors import actor_of
from amends.people.models import Brand, Membership
from amends.people.permissions import Actor
from amends.rules.consults import Verdict
from amends.rules.vocabulary import Role, Situation
from amends.site.demonstration.people import NORVIA, SUNFOLD

_SECOND, _MINUTE = timedelta(seconds=1), timedelta(minutes=1)
_OLD = timedelta(hours=26)
"""Cases that were there before the oldest question of today."""


@dataclass(frozen=True, slots=True)
class Matter:
    """What is asked for: the words, the remedy of the brand's policy, the amount in minor units."""

    text: str
    remedy: str = ""
    amount: int = 0
    option: str = ""
    row: str = ""


_MATTERS: dict[str, tuple[Matter, ...]] = {
    NORVIA: (
        Matter(
            "Three months free? They lost an unpaid morning, explained it three times, and our hour broke as well. "
            "They picked C.",
            "quarter_free",
            13_200,
            "C",
            "line.3",
        ),
        Matter(
            "The whole fee back, although the visit took place? We came two hours late.",
            "whole_fee",
            14_500,
            "B",
        ),
        Matter("Five months were charged twice. All of it back today?", "money_back", 18_600, "A", "bills.1"),
        Matter("They ask for somebody above me on the line. Will you join?"),
    ),
    SUNFOLD: (
        Matter(
            "Pay the taxi and the night they booked themselves? Our desk told them nobody would come.",
            "night_voucher",
            45_000,
            "C",
            "flights.2",
        ),
        Matter("A room nearby, one class higher: nothing else is free tonight.", "room_nearby", 52_000, "B"),
        Matter(
            "Half of the stay back? The pool was shut for five of seven days.", "nights_back", 61_000, "B"
        ),
        Matter("They ask for somebody above me on the line. Will you join?"),
    ),
}


def ask_in_story(asker: Actor, brand: Brand, case_uuid: UUID, number: int, at: datetime) -> None:
    """Lets every sixth story hold a question that was answered within a minute or so; nearly always with yes."""
    if number >= 10:
        return
    matters = _MATTERS[brand.slug]
    matter = matters[(0, 0, 0, 0, 0, 1, 1, 2, 2, 3)[number]]
    consult = _ask(asker, case_uuid, matter, at, timedelta(minutes=4))
    verdict = _verdict(matter, number)
    text = "Not for this: the visit took place, and the fee was told." if verdict is Verdict.DECLINE else ""
    amount = matter.amount * 3 // 4 if verdict is Verdict.AMEND else None
    reply = Reply(verdict=verdict, text=text, amount_minor=amount)
    later = at + _SECOND * (18 + 4 * number)
    answer_consult(actor=_supervisor(brand), consult_uuid=consult.uuid, reply=reply, now=later)


def _verdict(matter: Matter, number: int) -> Verdict:
    if not matter.remedy:
        return Verdict.JOIN
    return {6: Verdict.DECLINE, 8: Verdict.AMEND}.get(number, Verdict.APPROVE)


def ask_now(brand: Brand, now: datetime) -> None:
    """Puts one question in each state into a brand's open cases, as far as there are cases for it."""
    matters, supervisor = _MATTERS[brand.slug], _supervisor(brand)
    for state, (case, asker) in zip(_STATES, _open_cases(brand, now), strict=False):
        state(case.uuid, asker, supervisor, matters, now)


def _open_cases(brand: Brand, now: datetime) -> Iterator[tuple[Case, Actor]]:
    rows = Case.objects.of(brand.pk).filter(is_open=True, is_restricted=False, situation=Situation.MEND.value)
    rows = rows.filter(opened_at__lte=now - _OLD)
    rows = rows.filter(owner__memberships__brand=brand, owner__memberships__role=Role.REP.value)
    for case in rows.select_related("owner").order_by("-rank", "pk"):
        if case.owner is not None and not Consult.objects.of(brand.pk).filter(case=case).exists():
            yield case, actor_of(case.owner)


def _supervisor(brand: Brand) -> Actor:
    return _first(brand, Role.SUPERVISOR)


def _first(brand: Brand, role: Role) -> Actor:
    rows = Membership.objects.filter(brand=brand, role=role.value).select_related("staff")
    return actor_of(rows.order_by("pk")[0].staff)


def _ask(asker: Actor, case_uuid: UUID, matter: Matter, at: datetime, wait: timedelta) -> Consult:
    question = Question(
        text=matter.text,
        wait=wait,
        option=matter.option,
        remedy=matter.remedy,
        amount_minor=matter.amount,
        policy_row=matter.row,
    )
    return ask_supervisor(actor=asker, case_uuid=case_uuid, question=question, now=at)


_Matters = tuple[Matter, ...]


def _nobody_answered(case: UUID, asker: Actor, _above: Actor, matters: _Matters, now: datetime) -> Consult:
    asked = now - timedelta(hours=3)
    consult = _ask(asker, case, matters[1], asked, 2 * _MINUTE)
    # Up to the managers, and past them.
    for minutes in (2, 4):
        escalate_waiting_consults(now=asked + minutes * _MINUTE)
    return consult


def _granted_alone(case: UUID, asker: Actor, _above: Actor, matters: _Matters, now: datetime) -> Consult:
    consult = _nobody_answered(case, asker, _above, matters, now - timedelta(hours=11))
    later = now - timedelta(hours=13, minutes=50)
    return grant_unattended(actor=asker, consult_uuid=consult.uuid, amount_minor=4_000, now=later)


def _looked_at(case: UUID, asker: Actor, above: Actor, matters: _Matters, now: datetime) -> Consult:
    consult = _granted_alone(case, asker, above, matters, now - timedelta(hours=9))
    later = now - timedelta(hours=2)
    return review_grant(actor=above, consult_uuid=consult.uuid, was_right=True, now=later)


def _withdrawn(case: UUID, asker: Actor, _above: Actor, matters: _Matters, now: datetime) -> Consult:
    consult = _ask(asker, case, matters[0], now - 95 * _MINUTE, 4 * _MINUTE)
    return withdraw_consult(actor=asker, consult_uuid=consult.uuid, now=now - 94 * _MINUTE)


def _answered(at: int, seconds: int, verdict: Verdict, text: str = "") -> Callable[..., Consult]:
    """Answers what makes a question of so many minutes ago that was answered so."""

    def make(case: UUID, asker: Actor, above: Actor, matters: _Matters, now: datetime) -> Consult:
        asked = now - at * _MINUTE
        matter = matters[3] if verdict is Verdict.JOIN else matters[2]
        consult = _ask(asker, case, matter, asked, 4 * _MINUTE)
        amount = matter.amount * 3 // 4 if verdict is Verdict.AMEND else None
        reply = Reply(verdict=verdict, text=text, amount_minor=amount)
        later = asked + seconds * _SECOND
        return answer_consult(actor=above, consult_uuid=consult.uuid, reply=reply, now=later)

    return make


def _taken(case: UUID, asker: Actor, _above: Actor, matters: _Matters, now: datetime) -> Consult:
    consult = _ask(asker, case, matters[2], now - 4 * _MINUTE, timedelta(hours=2))
    specialist = _first(Brand.objects.get(pk=consult.brand_id), Role.SPECIALIST)
    return take_consult(actor=specialist, consult_uuid=consult.uuid, now=now - _MINUTE)


def _asked(minutes_ago: float, wait: timedelta, number: int) -> Callable[..., Consult]:
    """Answers what makes a question that still waits."""

    def make(case: UUID, asker: Actor, _above: Actor, matters: _Matters, now: datetime) -> Consult:
        return _ask(asker, case, matters[number], now - timedelta(minutes=minutes_ago), wait)

    return make


_STATES: tuple[Callable[..., Consult], ...] = (
    _looked_at,
    _granted_alone,
    _nobody_answered,
    _withdrawn,
    _answered(71, 31, Verdict.APPROVE, "Yes. Say that it is our mistake, before they have to ask."),
    _answered(58, 55, Verdict.AMEND, "Part of it was given back already: this much for the rest."),
    _answered(44, 48, Verdict.DECLINE, "Not for this. The reasons stand in the policy; offer the ladder."),
    _answered(23, 20, Verdict.JOIN, "I am with you in a minute."),
    _asked(3.3, timedelta(minutes=4), 0),
    _asked(12, timedelta(minutes=30), 1),
    _taken,
)
"""In the order of time where it matters: what nobody answered is moved up before anything else waits."""
