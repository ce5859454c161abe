"""What colleagues tell each other."""

from __future__ import annotations

import uuid
from datetime import datetime
from uuid import UUID

from amends.cases.models import Note
from amends.cases.numbers import kept_words
from amends.cases.recording import record
from amends.errors import DomainError
from amends.people.permissions import Actor


def add_note(*, actor: Actor, case_uuid: UUID, text: str, now: datetime) -> Note:
    """Writes a note that only the desk sees. Raises: NotFound, Refused, DomainError('nothing_said')."""
    with record("note", actor=actor, case_uuid=case_uuid, now=now) as entry:
        words = kept_words(entry, text)
        if not words:
            raise DomainError("nothing_said")
        note = Note(
            brand_id=entry.case.brand_id,
            uuid=uuid.uuid4(),
            case=entry.case,
            staff_id=actor.staff_id,
            text=words,
            occurred_at=now,
        )
        entry.digest(note, words)
        note.save(force_insert=True)
        entry.event("note.added", note=note.pk, digests={f"note:{note.pk}": entry.digest(note, words)})
        return note
