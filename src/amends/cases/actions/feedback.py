"""Once it is over: the customer says how it was for them, and is told what was changed because of it."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from amends.cases.models import Contact, Feedback
from amends.cases.recording import Entry, NotFound, Refused, record
from amends.cases.said import clean_words
from amends.errors import DomainError
from amends.people.permissions import Actor
from amends.rules.vocabulary import Direction, Listened

MOST_FEEDBACK = 4_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Felt:
    """What a customer says afterwards; who is thanked is named by something that they wrote to the customer."""

    better: str = ""
    thanks: str = ""
    thanked_for: UUID | None = None
    listened: Listened | None = None

    @property
    def is_nothing(self) -> bool:
        """Answers whether nothing was said at all."""
        return not (
            self.better.strip() or self.thanks.strip() or self.thanked_for is not None or self.listened
        )


def give_feedback(*, actor: Actor, case_uuid: UUID, felt: Felt, now: datetime) -> Feedback:
    """Keeps what the customer says of a closed case: once for each closing, changed until their visit ends.

    Raises: NotFound, Refused('still_open', 'told_already'), DomainError('nothing_said', 'too_long', 'not_theirs').
    """
    if felt.is_nothing:
        raise DomainError("nothing_said")
    with record("feedback_own", actor=actor, case_uuid=case_uuid, now=now) as entry:
        if entry.case.is_open:
            raise Refused("still_open")
        row = _row(entry)
        row.listened = felt.listened.value if felt.listened else ""
        row.better = clean_words(felt.better, MOST_FEEDBACK)
        row.thanks = clean_words(felt.thanks, MOST_FEEDBACK)
        row.thanked_id = _thanked(entry, felt.thanked_for)
        row.at = now
        digest = entry.digest(row, row.better, row.thanks, row.changed)
        row.save()
        entry.event(
            "own.feedback",
            feedback=row.pk,
            listened=row.listened,
            thanked=row.thanked_id,
            digests={f"feedback:{row.pk}": digest},
        )
        return row


def _row(entry: Entry) -> Feedback:
    """Answers what is said of this closing. Raises: Refused('told_already')."""
    case, visit_id = entry.case, entry.actor.visit_id
    rows = Feedback.objects.of(case.brand_id).filter(case=case, closing=case.reopened_count)
    row = rows.first()
    if row is None:
        return Feedback(
            brand_id=case.brand_id,
            uuid=uuid.uuid4(),
            case=case,
            closing=case.reopened_count,
            visit_id=visit_id,
        )
    if row.visit_id is None or row.visit_id != visit_id or row.changed:
        raise Refused("told_already")
    return row


def _thanked(entry: Entry, contact_uuid: UUID | None) -> int | None:
    """Answers who wrote to the customer in this case. Raises: DomainError('not_theirs')."""
    if contact_uuid is None:
        return None
    ours = Contact.objects.of(entry.case.brand_id).filter(case=entry.case, direction=Direction.OUT.value)
    contact = ours.filter(uuid=contact_uuid, staff__isnull=False).first()
    if contact is None:
        raise DomainError("not_theirs")
    return contact.staff_id


def answer_feedback(
    *, actor: Actor, case_uuid: UUID, feedback_uuid: UUID, text: str, now: datetime
) -> Feedback:
    """Says what was changed because of what a customer said; they read it on their page.

    Raises: NotFound('case_not_found', 'feedback_not_found'), Refused, DomainError('nothing_said', 'too_long').
    """
    words = clean_words(text, MOST_FEEDBACK)
    if not words:
        raise DomainError("nothing_said")
    with record("answer_feedback", actor=actor, case_uuid=case_uuid, now=now) as entry:
        rows = Feedback.objects.of(entry.case.brand_id)
        row = rows.filter(case=entry.case, uuid=feedback_uuid).first()
        if row is None:
            raise NotFound("feedback_not_found")
        row.changed, row.changed_by_id, row.changed_at = words, actor.staff_id, now
        digest = entry.digest(row, row.better, row.thanks, row.changed)
        row.save()
        entry.event("feedback.answered", feedback=row.pk, digests={f"feedback:{row.pk}": digest})
        return row
