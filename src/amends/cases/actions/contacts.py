"""Contacts come in and go out."""

from __future__ import annotations

import uuid
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from amends.cases.actions.evidence import Upload, attach
from amends.cases.actions.readings import hear
from amends.cases.bulk import insert_rows, reserve_ids, write_filled
from amends.cases.callers import customers_of
from amends.cases.escalation import climb_if_told_too_often
from amends.cases.inbound import InboundContact
from amends.cases.making import PART, Made, Wanted, made_in_turn
from amends.cases.models import Case, Contact, RawOriginal
from amends.cases.notices import email_of
from amends.cases.numbers import kept_words
from amends.cases.opening import needs_case
from amends.cases.promise_clocks import resettle
from amends.cases.reading_models import model_on
from amends.cases.recording import Entry, NotFound, Refused, allow, record, writing
from amends.cases.reply_guard import guard_reply, keep_findings
from amends.cases.said import clean_reply, without_control
from amends.cases.sealing import seal
from amends.cases.search import add_words, insert_documents
from amends.errors import DomainError
from amends.people.addresses import EMAIL
from amends.people.models import Brand
from amends.people.permissions import Actor, Subject, may
from amends.rules.vocabulary import Channel, Direction, Kind, Stage


@dataclass(frozen=True, slots=True)
class Received:
    """What became of a contact: its id, and the case it opened, if it opened one."""

    contact_id: int
    contact_hex: str
    case_id: int | None
    case_hex: str
    reference: str

    @property
    def contact_uuid(self) -> UUID:
        """Answers the public id of the contact."""
        return UUID(self.contact_hex)

    @property
    def case_uuid(self) -> UUID | None:
        """Answers the public id of the case, if there is one."""
        return UUID(self.case_hex) if self.case_hex else None


def receive_contact(*, actor: Actor, brand: Brand, inbound: InboundContact, now: datetime) -> Received:
    """Takes in one contact: the only way in, whatever the channel; a complaint opens a case, and so do
    words of somebody who may harm themselves, whatever the contact was taken for.

    Raises: Refused, DomainError('nothing_said').
    """
    return receive_contacts(actor=actor, brand=brand, inbounds=[inbound], now=now)[0]


def receive_contacts(
    *, actor: Actor, brand: Brand, inbounds: Sequence[InboundContact], now: datetime
) -> list[Received]:
    """Takes in many contacts at once: same validation, same chain, one permission answer per batch.

    Queries: about 10 for any number of contacts.
    """
    for inbound in inbounds:
        if not (inbound.text.strip() or inbound.gist.strip()):
            raise DomainError("nothing_said")
    with writing():
        allow(may(actor, "receive", Subject(brand.pk)))
        received = []
        # What is over is not read.
        is_over = all(one.is_history and one.is_closed for one in inbounds)
        model = None if is_over else model_on(brand.pk)
        for made in made_in_turn(_wanted(brand, inbounds, now), brand, actor, now, model):
            _write(made)
            received += [Received(*row) for row in made.received]
        _keep_raw(brand, inbounds, received)
    return received


def _wanted(brand: Brand, inbounds: Sequence[InboundContact], now: datetime) -> Iterator[list[Wanted]]:
    """Answers the contacts part by part, so that the first are made while the next are looked up."""
    cases = needs_case(inbounds, now)
    case_ids = iter(reserve_ids(Case, sum(cases)) if any(cases) else [])
    contact_ids = iter(reserve_ids(Contact, len(inbounds)))
    for start in range(0, len(inbounds), PART):
        part = slice(start, start + PART)
        yield [
            Wanted(inbound, customer, next(contact_ids), next(case_ids) if has_case else None)
            for inbound, customer, has_case in zip(
                inbounds[part], customers_of(brand, inbounds[part], now), cases[part], strict=True
            )
        ]


def _write(made: Made) -> None:
    for table in made.tables:
        write_filled(table)
    insert_documents(made.documents)


def _keep_raw(brand: Brand, inbounds: Sequence[InboundContact], received: Sequence[Received]) -> None:
    rows = []
    for inbound, one in zip(inbounds, received, strict=True):
        if inbound.raw is not None:
            key, sealed = seal(inbound.raw)
            rows.append({"brand_id": brand.pk, "contact_id": one.contact_id, "key": key, "sealed": sealed})
    insert_rows(RawOriginal, rows)


def continue_case(
    *,
    actor: Actor,
    case_uuid: UUID,
    channel: Channel,
    text: str,
    now: datetime,
    occurred_at: datetime | None = None,
) -> Contact:
    """Adds what the customer said next to an open case. Raises: NotFound, Refused, DomainError."""
    with record("receive", actor=actor, case_uuid=case_uuid, now=now) as entry:
        contact = hear_words(entry, text, channel, occurred_at or now)
        if channel is not Channel.WALK_IN:
            climb_if_told_too_often(entry)
        return contact


def hear_words(entry: Entry, text: str, channel: Channel, at: datetime) -> Contact:
    """Writes the customer's words into the case that is being written, and reads them. Raises: DomainError."""
    contact = _say(entry, text, channel, Direction.IN, at)
    entry.event(
        "contact.received", contact=contact.pk, channel=channel.value, digests=_digest(entry, contact)
    )
    hear(entry, contact)
    _end_waiting_for_customer(entry)
    return contact


def _end_waiting_for_customer(entry: Entry) -> None:
    if entry.case.waiting != "customer":
        return
    shift_clocks(entry.case, entry.now)
    entry.event("wait.ended", why="customer_answered")
    resettle(entry)


def shift_clocks(case: Case, now: datetime) -> None:
    """Ends a wait; the clocks that stood still move on by the time they stood."""
    if case.waiting == "customer" and case.waiting_since is not None:
        stood = now - case.waiting_since
        if case.acknowledge_due_at and not case.acknowledged_at:
            case.acknowledge_due_at += stood
        if case.respond_due_at and not case.responded_at:
            case.respond_due_at += stood
    case.waiting, case.waiting_since, case.waiting_until = "", None, None


def reply_to_customer(
    *,
    actor: Actor,
    case_uuid: UUID,
    text: str,
    channel: Channel,
    now: datetime,
    uploads: Sequence[Upload] = (),
    shown: Sequence[str] = (),
) -> Contact:
    """Says something to the customer; by e-mail it is queued to leave. The first reply acknowledges.

    `shown` are the findings that the writer saw while writing.
    Raises: NotFound, Refused('reply_blocked'), DomainError('nothing_said').
    """
    with record("reply", actor=actor, case_uuid=case_uuid, now=now) as entry:
        contact = send_words(entry, text, channel, shown=shown)
        for upload in uploads:
            attach(entry, upload, contact=contact)
        return contact


def send_words(
    entry: Entry,
    text: str,
    channel: Channel,
    is_answer: bool = False,
    *,
    below: str = "",
    offered_minor: int = 0,
    shown: Sequence[str] = (),
) -> Contact:
    """Writes our words into the case and queues them; part of the acts that speak to the customer.

    `below` is what the brand's policy adds under what the person wrote; only the person's own words are checked.
    Raises: Refused('closed', 'reply_blocked').
    """
    if not entry.case.is_open:
        raise Refused("closed")
    # What is looked at is what leaves: a sign that nobody sees hides no number.
    text = without_control(text)
    if not text:
        raise DomainError("nothing_said")
    stood = guard_reply(entry, text, offered_minor)
    text = f"{text}\n\n{below}" if below else text
    contact = _say(entry, text, channel, Direction.OUT, entry.now, is_answer)
    entry.event("contact.sent", contact=contact.pk, channel=channel.value, digests=_digest(entry, contact))
    keep_findings(entry, contact, stood, shown)
    if channel is Channel.EMAIL:
        entry.send(contact, EMAIL, email_of(entry.case))
    if entry.case.acknowledged_at is None:
        if entry.case.stage == Stage.RECEIVED.value:
            entry.case.stage = Stage.ACKNOWLEDGED.value
        entry.case.acknowledged_at = entry.now
        entry.event("case.acknowledged", contact=contact.pk)
    return contact


def _say(
    entry: Entry, text: str, channel: Channel, direction: Direction, at: datetime, is_answer: bool = False
) -> Contact:
    words = kept_words(entry, text) if direction is Direction.IN else clean_reply(text)
    if not words:
        raise DomainError("nothing_said")
    case = entry.case
    contact = Contact(
        brand_id=case.brand_id,
        uuid=uuid.uuid4(),
        case=case,
        customer_id=case.customer_id,
        staff_id=entry.actor.staff_id,
        representative_id=entry.actor.representative_id if direction is Direction.IN else None,
        kind=Kind.COMPLAINT.value,
        direction=direction.value,
        channel=channel.value,
        language=case.language,
        text=words,
        is_answer=is_answer,
        occurred_at=at,
        recorded_at=entry.now,
    )
    entry.digest(contact, words)
    contact.save(force_insert=True)
    add_words(case, words)
    return contact


def _digest(entry: Entry, contact: Contact) -> dict[str, str]:
    return {f"contact:{contact.pk}": entry.digest(contact, contact.text)}


__all__ = [
    "NotFound",
    "Received",
    "continue_case",
    "hear_words",
    "receive_contact",
    "receive_contacts",
    "reply_to_customer",
    "send_words",
    "shift_clocks",
]
