"""The one way to write: a transaction, permission, the chain of events, the way out. Nothing is half done."""

from __future__ import annotations

import threading
import uuid
from collections.abc import Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager, nullcontext
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import connection, transaction
from django.db.models import QuerySet

from amends.cases.bulk import change_row, insert_rows
from amends.cases.chain import Link, canonical, link_hash, new_key, words_digest
from amends.cases.models import Case, CaseEvent, Contact, Outgoing
from amends.cases.models.words import Erasable
from amends.cases.notices import queue_notice
from amends.errors import DomainError
from amends.people.permissions import Actor, Answer, Subject, is_hidden, may
from amends.people.prepared import prepared
from amends.rules.clocks import next_due, pauses
from amends.rules.ordering import priority, queue_rank
from amends.rules.vocabulary import Situation, Waiting

_one_writer = threading.RLock()
_COLUMNS = tuple(column.attname for column in Case._meta.concrete_fields)


class NotFound(DomainError):
    """The case does not exist for this actor."""


class Refused(DomainError):
    """The actor may not, or not now; the code says why."""


class Conflict(DomainError):
    """Somebody else changed the case since it was read."""


def subject_of(case: Case) -> Subject:
    """Answers what permission depends on in this case."""
    is_hold = case.situation == Situation.HOLD.value
    return Subject(case.brand_id, case.about_staff_id, case.is_restricted, is_hold, case.pk)


def allow(answer: Answer) -> None:
    """Turns a denial into what a face can show. Raises: NotFound where the case must not seem to exist, Refused."""
    if answer.is_granted:
        return
    raise NotFound("case_not_found") if is_hidden(answer) else Refused(answer.reason)


def write_lock() -> AbstractContextManager[Any]:
    """Answers the lock that lets one thread at a time write to SQLite; PostgreSQL needs none."""
    return _one_writer if connection.vendor == "sqlite" else nullcontext()


@dataclass(slots=True)
class Entry:
    """What is being written about one case: events to append and messages to send."""

    actor: Actor
    case: Case
    now: datetime
    _before: Mapping[str, object] = field(default_factory=dict)
    _events: list[tuple[str, Mapping[str, object]]] = field(default_factory=list)

    def event(self, kind: str, **data: object) -> None:
        """Adds an event: ids, codes, money, digests; never words of people."""
        self._events.append((kind, data))

    def told(self) -> tuple[tuple[str, Mapping[str, object]], ...]:
        """Answers the events of this very act, which are not in the chain yet."""
        return tuple(self._events)

    def digest(self, row: Erasable, *words: str) -> str:
        """Answers the keyed digest of words, giving the row a key when it has none. Raises: Refused('erased')."""
        self.needs_words()
        if row.content_key is None:
            row.content_key = new_key()
        return words_digest(bytes(row.content_key), *words)

    def needs_words(self) -> None:
        """Refuses new words in a case whose words were erased. Raises: Refused('erased')."""
        if self.case.erased_at is not None:
            raise Refused("erased")

    def send(self, contact: Contact, kind: str, address: str) -> None:
        """Queues a contact to leave in this very transaction; delivery happens outside it."""
        Outgoing.objects.create(
            brand_id=self.case.brand_id,
            case=self.case,
            contact=contact,
            kind=kind,
            address=address,
            next_at=self.now,
            message_id=uuid.uuid4().hex,
        )

    def finish(self) -> None:
        """Appends the events to the case's chain and stores the case with its clocks and place in the queue.

        What is new for the customer is queued with it.
        """
        settle(self.case)
        queue_notice(self.case, self._events, self.now)
        rows = chained(self.case, self._marked(), self.actor, self.now)
        insert_rows(CaseEvent, rows)
        # A column that is written is looked up in every index that has it, whether it changed or not.
        after = _state(self.case)
        changed = {name: value for name, value in after.items() if value != self._before[name]}
        change_row(Case, self.case.pk, changed)

    def _marked(self) -> list[tuple[str, Mapping[str, object]]]:
        """Answers the events; what somebody did for the customer says who it was."""
        person = self.actor.representative_id
        if person is None:
            return self._events
        return [(kind, {**data, "representative": person}) for kind, data in self._events]


def _state(case: Case) -> dict[str, object]:
    """Answers what every column of a case holds, as it is now."""
    held = case.__dict__
    # A list may grow in place.
    return {name: held[name] for name in _COLUMNS} | {
        "flags": list(case.flags),
        "read_flags": list(case.read_flags),
    }


def settle(case: Case) -> None:
    """Computes what is stored so that nobody computes it while reading: next due moment and rank."""
    paused = case.waiting and pauses(Waiting(case.waiting))
    law = ((case.acknowledge_due_at, case.acknowledged_at), (case.respond_due_at, case.responded_at))
    # A promise's own pauses are in its due moment already; one that is broken stays due until it is made good.
    clocks = ((case.promise_due_at, None), *(() if paused else law))
    case.next_due_at = next_due(*clocks) if case.is_open else None
    case.is_held = case.situation == Situation.HOLD.value
    case.is_waiting = bool(case.waiting)
    case.is_reopened = case.reopened_count > 0
    case.rank = queue_rank(case.seriousness, priority(case.impact, case.urgency), case.opened_at)


def chained(
    case: Case, events: list[tuple[str, Mapping[str, object]]], actor: Actor, now: datetime
) -> list[dict[str, Any]]:
    """Answers event rows that continue the case's chain, and moves its head."""
    rows: list[dict[str, Any]] = []
    for kind, data in events:
        seq = case.event_count + 1
        link = Link(case.pk, seq, now, kind, actor.kind, actor.staff_id, canonical(data))
        case.head_hash, case.event_count = link_hash(case.head_hash, link), seq
        rows.append(
            {
                "brand_id": case.brand_id,
                "case_id": case.pk,
                "seq": seq,
                "at": now,
                "kind": kind,
                "actor_kind": actor.kind,
                "actor_id": actor.staff_id,
                "data": link.data,
                "hash": case.head_hash,
            }
        )
    return rows


@contextmanager
def writing() -> Iterator[None]:
    """Opens the transaction in which everything is written, or nothing."""
    with write_lock(), transaction.atomic():
        yield


def _has_changed(case: Case, seen: int) -> bool:
    """Answers whether somebody did something since; what the desk does by itself is no colleague's change."""
    later = CaseEvent.objects.of(case.brand_id).filter(case=case, seq__gt=seen)
    return seen > case.event_count or later.exclude(actor_kind="system").exists()


@prepared
def _locked(*, case_uuid: UUID) -> QuerySet[Case]:
    # Every act asks this first, and writing the statement took a third of its time.
    return Case.objects.select_for_update().filter(uuid=case_uuid)


@contextmanager
def record(
    act: str, *, actor: Actor, case_uuid: UUID, now: datetime, seen: int | None = None
) -> Iterator[Entry]:
    """Lets one act change one case: locked, permitted, recorded, all or nothing.

    `seen` is the event count the person last saw; acts that overwrite pass it, so no change is lost.
    Raises: NotFound, Refused, Conflict.
    """
    with writing():
        case = next(iter(_locked(case_uuid=case_uuid)), None)
        if case is None:
            raise NotFound("case_not_found")
        allow(may(actor, act, subject_of(case)))
        if seen is not None and seen != case.event_count and _has_changed(case, seen):
            raise Conflict("changed_meanwhile", seen=seen, now=case.event_count)
        entry = Entry(actor, case, now, _state(case))
        yield entry
        entry.finish()
