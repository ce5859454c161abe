"""What a customer may read of their own case: what was said both ways, promised, offered, given; nothing else.

Notes, colleagues' questions, readings, who looked, and everything of other customers are not read here at all.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final
from uuid import UUID

from django.db.models import QuerySet

from amends.cases.actions.remedies import standing_offer
from amends.cases.feedback import feedback_of
from amends.cases.models import (
    Attachment,
    Case,
    CaseEvent,
    Contact,
    Fact,
    Feedback,
    Offer,
    Point,
    Promise,
    Remedy,
)
from amends.cases.recording import NotFound, allow, subject_of
from amends.people.permissions import Actor, may
from amends.people.prepared import prepared
from amends.rules.remedies import Origin, State

SHOWN_EVENTS: Final = frozenset(
    {
        "case.received",
        "case.imported",
        "case.acknowledged",
        "case.investigated",
        "case.decided",
        "case.responded",
        "case.escalated",
        "case.closed",
        "case.reopened",
        "promise.kept",
        "promise.broken",
        "remedies.offered",
        "settlement.chosen",
        "own.picked",
        "own.solved",
        "own.not_solved",
        "own.disputed",
    }
)
"""What of the record a customer sees, as a sentence without names but of who answers for them."""
_GONE = (State.DROPPED.value, State.REVERSED.value)


@dataclass(frozen=True, slots=True)
class OwnFile:
    """One case as its customer reads it; `offer` is what they may still choose from.

    `feedback` is what they said of each closing, `visit_id` the visit in which they look,
    `representative_id` who looks for them, where it is not they themselves.
    """

    case: Case
    contacts: Sequence[Contact]
    attachments: Sequence[Attachment]
    promises: Sequence[Promise]
    remedies: Sequence[Remedy]
    events: Sequence[CaseEvent]
    offer: Offer | None
    feedback: Sequence[Feedback] = ()
    visit_id: int | None = None
    representative_id: int | None = None


def own_file(actor: Actor, case_uuid: UUID) -> OwnFile:
    """Answers the case that this customer came to. Queries: 6 to 8. Raises: NotFound."""
    for case in _case(case_uuid=case_uuid):
        allow(may(actor, "see_own", subject_of(case)))
        here = {"brand": case.brand_id, "case": case.pk}
        remedies = _remedies(**here)
        return OwnFile(
            case=case,
            contacts=_contacts(**here),
            attachments=_attachments(**here),
            promises=_promises(**here),
            remedies=remedies,
            events=[one for one in _events(**here) if one.kind in SHOWN_EVENTS],
            offer=_open_offer(case, remedies),
            # While it is open for the first time nothing can have been said of how it was.
            feedback=() if case.is_open and not case.reopened_count else feedback_of(case),
            visit_id=actor.visit_id,
            representative_id=actor.representative_id,
        )
    raise NotFound("case_not_found")


@dataclass(frozen=True, slots=True)
class OwnFacts:
    """What a complaint is made of: its points, and the numbers that it is found by, each with its label."""

    points: tuple[str, ...]
    numbers: tuple[tuple[str, str], ...]


def own_facts(file: OwnFile) -> OwnFacts:
    """Answers the points and numbers of a case that its customer has open. Queries: 2."""
    here = {"brand": file.case.brand_id, "case": file.case.pk}
    return OwnFacts(
        points=tuple(one.text for one in _points(**here) if one.text),
        numbers=tuple((one.label, one.value) for one in _facts(**here) if one.value),
    )


def _open_offer(case: Case, remedies: Sequence[Remedy]) -> Offer | None:
    held = (one.settlement for one in remedies if one.settlement.state not in _GONE)
    is_settled = any(one.origin == Origin.OPTION.value for one in held)
    return standing_offer(case) if case.is_open and not is_settled else None


def own_attachment(actor: Actor, case_uuid: UUID, file_uuid: UUID) -> Attachment:
    """Answers a file that was sent one way or the other. Raises: NotFound."""
    for one in own_file(actor, case_uuid).attachments:
        if one.uuid == file_uuid and one.erased_at is None:
            return one
    raise NotFound("file_not_found")


@prepared
def _case(*, case_uuid: UUID) -> QuerySet[Case]:
    return Case.objects.filter(uuid=case_uuid).select_related("owner", "customer")


@prepared
def _points(*, brand: int, case: int) -> QuerySet[Point]:
    return Point.objects.of(brand).filter(case_id=case).order_by("number")


@prepared
def _facts(*, brand: int, case: int) -> QuerySet[Fact]:
    return Fact.objects.of(brand).filter(case_id=case).order_by("id")


@prepared
def _contacts(*, brand: int, case: int) -> QuerySet[Contact]:
    return (
        Contact.objects.of(brand)
        .filter(case_id=case)
        .select_related("staff", "representative")
        .order_by("occurred_at", "id")
    )


@prepared
def _attachments(*, brand: int, case: int) -> QuerySet[Attachment]:
    # A file that the desk put into the case by itself is no part of the conversation.
    return Attachment.objects.of(brand).filter(case_id=case, contact__isnull=False).order_by("id")


@prepared
def _promises(*, brand: int, case: int) -> QuerySet[Promise]:
    return Promise.objects.of(brand).filter(case_id=case).select_related("owner").order_by("due_at", "id")


@prepared
def _remedies(*, brand: int, case: int) -> QuerySet[Remedy]:
    return Remedy.objects.of(brand).filter(case_id=case).select_related("settlement").order_by("id")


@prepared
def _events(*, brand: int, case: int) -> QuerySet[CaseEvent]:
    return CaseEvent.objects.of(brand).filter(case_id=case).order_by("seq")
