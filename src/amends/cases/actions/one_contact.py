"""A complaint solved while they are on the line: every act of its path in one transaction, once for each key.

Where an act is refused the path stops there: what was done before it stands, and the case stays open.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import IntegrityError

from amends.cases.actions.circumstances import Stated, set_circumstances
from amends.cases.actions.contacts import receive_contact
from amends.cases.actions.customers import verify_customer
from amends.cases.actions.issuing import carry_out_remedy
from amends.cases.actions.recovery import Heard, follow_up_case, name_emotion
from amends.cases.actions.remedies import Choice, accept_remedy, offer_remedies
from amends.cases.actions.stages import (
    Assessment,
    PointFinding,
    acknowledge_case,
    assess_case,
    close_case,
    decide_case,
    investigate_case,
)
from amends.cases.inbound import InboundContact
from amends.cases.ledger import is_owing
from amends.cases.models import Case, OneContact, Remedy
from amends.cases.recording import Refused, allow, writing
from amends.errors import DomainError
from amends.people.models import Brand, Customer
from amends.people.permissions import Actor, Subject, may
from amends.rules.policy.document import RemedyKind
from amends.rules.recovery import Step
from amends.rules.remedies import MONEY, State
from amends.rules.vocabulary import Cause, Decision, Emotion, Ending, Situation, Verification


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """All that one contact came to: what was said, what failed, what was offered and picked, how they see it."""

    key: UUID
    inbound: InboundContact
    checked_how: str
    stated: Stated
    cause: Cause
    situation: Situation
    offered: Sequence[str]
    option: str
    said_back: str
    proof: str
    emotion: Emotion = Emotion.UNSAID
    is_solved: bool = False


@dataclass(frozen=True, slots=True)
class Settled:
    """What became of it: the case, the step that it stands at, and why it went no further, as a code."""

    case_uuid: UUID
    step: Step
    stopped: str

    @property
    def is_closed(self) -> bool:
        """Answers whether it went all the way."""
        return self.step is Step.ENDED


def settle_in_one_contact(*, actor: Actor, brand: Brand, told: Told, now: datetime) -> Settled:
    """Takes a complaint from received to solved; sent twice with one key it is one case.

    Raises: Refused, DomainError('nothing_said'), DomainError('want_missing').
    """
    if not told.inbound.want.strip():
        raise DomainError("want_missing")
    try:
        with writing():
            allow(may(actor, "receive", Subject(brand.pk)))
            row = OneContact(brand_id=brand.pk, key=told.key, staff_id=actor.staff_id, at=now)
            row.save(force_insert=True)
            return _walk(actor, brand, told, row, now)
    except IntegrityError:
        # Two presses of one button: the first has done it, or nothing of it is there.
        again = OneContact.objects.of(brand.pk).filter(key=told.key).select_related("case").first()
        if again is None or again.case is None:
            raise
        return Settled(again.case.uuid, Step(again.step), again.stopped)


def _walk(actor: Actor, brand: Brand, told: Told, row: OneContact, now: datetime) -> Settled:
    inbound = replace(told.inbound, owner_id=actor.staff_id)
    received = receive_contact(actor=actor, brand=brand, inbound=inbound, now=now)
    if received.case_uuid is None:
        raise DomainError("nothing_said")
    row.case_id, case_uuid = received.case_id, received.case_uuid
    reached, stopped = Step.HEARD, ""
    same: dict[str, Any] = {"actor": actor, "case_uuid": case_uuid, "now": now}
    try:
        for step in _steps(told, row, same):
            reached = step
    except DomainError as error:
        stopped = error.code
    row.step, row.stopped = reached.value, stopped[:40]
    row.save()
    return Settled(case_uuid, reached, stopped)


def _steps(told: Told, row: OneContact, same: dict[str, Any]) -> Iterator[Step]:
    """Does one act after the other and answers the step that each of them led to. Raises: DomainError."""
    if told.checked_how.strip() and _is_unverified(row):
        verify_customer(**same, level=Verification.PARTIAL, how=told.checked_how)
    assess_case(**same, assessment=_assessment(told))
    if told.stated:
        set_circumstances(**same, stated=told.stated)
    yield Step.HEARD
    if told.emotion is not Emotion.UNSAID:
        name_emotion(**same, emotion=told.emotion)
    acknowledge_case(**same, how=told.inbound.channel.value)
    yield Step.ACKNOWLEDGED
    if told.situation is not Situation.MEND:
        raise Refused(told.situation.value)
    investigate_case(**same, findings="", cause=told.cause)
    yield Step.OWNED
    decide_case(**same, findings={1: PointFinding(Decision.UPHELD, "")})
    yield Step.DECIDED
    offer_remedies(**same, codes=told.offered, text=told.said_back, channel=told.inbound.channel)
    yield Step.OPTIONS
    yield from _give(told, row, same)


def _is_unverified(row: OneContact) -> bool:
    """Answers whether nobody has checked yet who this is; somebody of whom more is known is not checked down."""
    known = Customer.objects.of(row.brand_id).filter(cases=row.case_id or 0)
    return known.filter(verification=Verification.NONE.value).exists()


def _assessment(told: Told) -> Assessment:
    said = told.inbound
    return Assessment(
        want=said.want,
        seriousness=said.seriousness,
        impact=said.impact,
        urgency=said.urgency,
        situation=told.situation,
        points=(),
    )


def _give(told: Told, row: OneContact, same: dict[str, Any]) -> Iterator[Step]:
    if not told.option:
        raise Refused("not_chosen")
    settlement = accept_remedy(**same, choice=Choice(code=told.option, key=told.key))
    is_approved = settlement.state != State.CHOSEN.value
    if is_approved:
        yield Step.CHOSEN
        _carry_out(told, row, same)
    is_given = is_approved and not is_owing(Case.objects.of(row.brand_id).get(pk=row.case_id or 0))
    if is_given:
        yield Step.CARRIED_OUT
    if not told.is_solved:
        raise Refused("not_solved_yet" if is_approved else "needs_approval")
    heard = Heard(channel=told.inbound.channel, is_reached=True, is_satisfied=True, is_something_open=False)
    follow_up_case(**same, heard=heard)
    if not is_given:
        row.closes_when_given = True
        raise Refused("being_given" if is_approved else "needs_approval")
    yield Step.FOLLOWED_UP
    close_case(**same, ending=Ending.SOLVED)
    yield Step.ENDED


def _carry_out(told: Told, row: OneContact, same: dict[str, Any]) -> None:
    """Hands over by hand what may be: no money of one's own choosing, and only with what shows it."""
    if not told.proof.strip():
        return
    rows = Remedy.objects.of(row.brand_id).filter(case_id=row.case_id or 0, state=State.APPROVED.value)
    for remedy in rows:
        is_money = RemedyKind(remedy.kind) in MONEY and remedy.amount_minor > 0
        if remedy.is_by_hand and not is_money:
            carry_out_remedy(**same, remedy=remedy.uuid, proof=told.proof)
