"""Steps of the path of recovery that are acts of their own: naming the emotion, passing a step, following up."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from amends.cases.models import Case, FollowUp, PassedStep
from amends.cases.recording import Refused, record
from amends.errors import DomainError
from amends.people.permissions import Actor
from amends.rules.recovery import PASSABLE, PassReason, Step
from amends.rules.vocabulary import Channel, Emotion


def name_emotion(*, actor: Actor, case_uuid: UUID, emotion: Emotion, now: datetime) -> Case:
    """Writes down what the customer feels, as a code. Raises: NotFound, Refused('closed')."""
    with record("assess", actor=actor, case_uuid=case_uuid, now=now) as entry:
        if not entry.case.is_open:
            raise Refused("closed")
        entry.case.emotion = emotion.value
        entry.event("emotion.named", emotion=emotion.value)
        return entry.case


def pass_step(*, actor: Actor, case_uuid: UUID, step: Step, reason: PassReason, now: datetime) -> PassedStep:
    """Goes on without what a step needs, for a reason that is counted. Raises: NotFound, Refused."""
    with record("assess", actor=actor, case_uuid=case_uuid, now=now) as entry:
        if not entry.case.is_open:
            raise Refused("closed")
        if step not in PASSABLE:
            raise Refused("step_stands")
        passed = PassedStep.objects.of(entry.case.brand_id).filter(case=entry.case, step=step.value)
        row = passed.first() or PassedStep(brand_id=entry.case.brand_id, case=entry.case, step=step.value)
        row.reason, row.staff_id, row.at = reason.value, actor.staff_id, now
        row.save()
        entry.event("step.passed", step=step.value, reason=reason.value)
        return row


@dataclass(frozen=True, slots=True, kw_only=True)
class Heard:
    """What following up came to: whether the customer was reached, and what they said."""

    channel: Channel
    is_reached: bool
    is_satisfied: bool | None = None
    is_something_open: bool | None = None


def follow_up_case(*, actor: Actor, case_uuid: UUID, heard: Heard, now: datetime) -> FollowUp:
    """Writes down a try to hear whether it is over; only who was reached can be satisfied.

    Raises: NotFound, Refused('closed'), DomainError('not_asked').
    """
    if heard.is_reached and (heard.is_satisfied is None or heard.is_something_open is None):
        raise DomainError("not_asked")
    with record("reply", actor=actor, case_uuid=case_uuid, now=now) as entry:
        if not entry.case.is_open:
            raise Refused("closed")
        row = FollowUp.objects.create(
            brand_id=entry.case.brand_id,
            case=entry.case,
            channel=heard.channel.value,
            is_reached=heard.is_reached,
            is_satisfied=heard.is_satisfied if heard.is_reached else None,
            is_something_open=heard.is_something_open if heard.is_reached else None,
            staff_id=actor.staff_id,
            at=now,
        )
        entry.event(
            "case.followed_up",
            reached=row.is_reached,
            satisfied=row.is_satisfied,
            open=row.is_something_open,
            channel=row.channel,
        )
        return row
