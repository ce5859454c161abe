"""What is read from words: what the case takes from it, a person's word against it, and who takes an alarm."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from amends.cases.models import Alarm, Case, Contact, ReadingCorrection
from amends.cases.reading_models import model_on
from amends.cases.readings import SELF_HARM, Weight, flags_kept, raised, read_words, reading_of
from amends.cases.recording import Entry, Refused, record
from amends.errors import DomainError
from amends.language.learning import Model
from amends.language.reading import Span
from amends.people.permissions import Actor
from amends.rules.vocabulary import Direction, Stage

_UNSEEN = (Stage.RECEIVED.value, Stage.ACKNOWLEDGED.value)
_GRAVEST = 3
_NEVER = (-1, -1, -1)


def hear(entry: Entry, contact: Contact) -> None:
    """Lets a case take over what its customer's new words say, and rings where they speak of self-harm.

    What a person assessed stays, unless the words speak of danger.
    """
    case = entry.case
    reading = read_words(contact.text, case.language, contact.occurred_at, model_on(case.brand_id))
    held = (case.seriousness, case.impact, case.urgency)
    may_rise = case.stage in _UNSEEN or reading.seriousness >= _GRAVEST
    weight = raised(
        Weight(case.language, *held, flags=tuple(case.read_flags)), reading, held if may_rise else _NEVER
    )
    if weight.language != case.language:
        case.language = contact.language = weight.language
        contact.save(update_fields=["language"])
    case.seriousness, case.impact, case.urgency = weight.seriousness, weight.impact, weight.urgency
    case.read_flags = list(weight.flags)
    if SELF_HARM in reading.flags:
        _ring(entry, contact)


def _ring(entry: Entry, contact: Contact) -> None:
    """Shows a case at once to everybody who leads, until one of them has it; one that rings already goes on."""
    case = entry.case
    if Alarm.objects.of(case.brand_id).filter(case=case, kind=SELF_HARM, taken_at=None).exists():
        return
    Alarm.objects.create(brand_id=case.brand_id, case=case, kind=SELF_HARM, raised_at=entry.now)
    entry.event("alarm.raised", contact=contact.pk)


def take_alarm(*, actor: Actor, case_uuid: UUID, now: datetime) -> Case:
    """Says: I have it. Every alarm of the case ends. Raises: NotFound, Refused('person_only', 'alarm_over')."""
    with record("answer_consult", actor=actor, case_uuid=case_uuid, now=now) as entry:
        if actor.staff_id is None:
            raise Refused("person_only")
        rows = Alarm.objects.of(entry.case.brand_id).filter(case=entry.case, taken_at=None)
        if not rows.update(taken_by_id=actor.staff_id, taken_at=now):
            raise Refused("alarm_over")
        entry.event("alarm.taken")
        return entry.case


def correct_reading(
    *,
    actor: Actor,
    case_uuid: UUID,
    contact_uuid: UUID,
    label: str,
    start: int,
    is_right: bool,
    now: datetime,
) -> ReadingCorrection:
    """Keeps a person's word on one span that was read: so, or not so; the case's read flags follow it.

    The record says that it was done, not which label: a label may tell of somebody's health, and a record stays.
    Raises: NotFound, Refused('erased'), DomainError('no_such_reading').
    """
    with record("describe", actor=actor, case_uuid=case_uuid, now=now) as entry:
        entry.needs_words()
        contacts, corrections = _heard(entry.case)
        contact = next((one for one in contacts if one.uuid == contact_uuid), None)
        if contact is None:
            raise DomainError("no_such_reading")
        row = _row(contact, corrections, label, start)
        row.is_right, row.staff_id, row.at = is_right, actor.staff_id, now
        row.save()
        entry.event("reading.corrected", contact=contact.pk, correction=row.pk, right=is_right)
        said = [one for one in corrections if one.pk != row.pk] + [row]
        entry.case.read_flags = _flags(contacts, said, model_on(entry.case.brand_id))
        return row


def _heard(case: Case) -> tuple[list[Contact], list[ReadingCorrection]]:
    heard = Contact.objects.of(case.brand_id).filter(case=case, direction=Direction.IN.value)
    said = ReadingCorrection.objects.of(case.brand_id).filter(contact__case=case)
    return list(heard), list(said)


def _row(contact: Contact, corrections: list[ReadingCorrection], label: str, start: int) -> ReadingCorrection:
    """Answers what was said of this place before, else a new row for a span that is read there."""
    for row in corrections:
        if (row.contact_id, row.label, row.start) == (contact.pk, label, start):
            return row
    span = _span(contact, label, start)
    same = {"brand_id": contact.brand_id, "contact": contact, "label": label}
    return ReadingCorrection(**same, start=span.start, end=span.end)


def _span(contact: Contact, label: str, start: int) -> Span:
    reading = reading_of(contact)
    for span in reading.spans if reading else ():
        if (span.label, span.start) == (label, start):
            return span
    raise DomainError("no_such_reading")


def _flags(contacts: list[Contact], corrections: list[ReadingCorrection], model: Model | None) -> list[str]:
    readings = (reading_of(one, corrections, model) for one in contacts)
    return list(flags_kept(*(one.flags for one in readings if one is not None)))
