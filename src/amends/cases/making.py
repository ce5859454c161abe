"""Contacts become rows: here, or in a long import by a crew of other processes while this one writes.

Making the rows of a case (its search tokens above all) takes longer than writing them.
"""

from __future__ import annotations

import multiprocessing
import os
from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from datetime import datetime
from itertools import islice
from typing import TYPE_CHECKING, Any, NamedTuple, TypeAlias

from django.db import connection, connections

from amends.cases.bulk import Filled, filled
from amends.cases.inbound import InboundContact
from amends.cases.models import Alarm, Case, CaseEvent, Contact, Fact, Point, PriorStep, SealedNumber
from amends.cases.opening import Opened, open_contact
from amends.errors import DomainError
from amends.language.learning import Model
from amends.people.models import Brand
from amends.people.permissions import Actor

if TYPE_CHECKING:
    from multiprocessing.connection import Connection

    Pipe: TypeAlias = Connection[Any, Any]

PART = 250
"""So many contacts are made at once."""
MOST_PROCESSES = 4
_fork = multiprocessing.get_context("fork")
_crew: list[Pipe] = []


class Wanted(NamedTuple):
    """A contact with the ids its rows are to have; a case only where it is a complaint."""

    inbound: InboundContact
    customer_id: int | None
    contact_id: int
    case_id: int | None


class Made(NamedTuple):
    """The rows of some contacts and what finds them; of each its id and uuid, its case's id, uuid and reference."""

    tables: list[Filled]
    documents: list[tuple[int, str]]
    received: list[tuple[int, str, int | None, str, str]]


def made_in_turn(
    parts: Iterable[Sequence[Wanted]], brand: Brand, actor: Actor, now: datetime, model: Model | None = None
) -> Iterator[Made]:
    """Answers the rows of contacts, part by part in their order; their words are read through the model."""
    if not _crew:
        yield from (made(part, brand, actor, now, model) for part in parts)
        return
    rest = iter(parts)
    at_work: deque[Pipe] = deque()
    try:
        # One part for each process and no more: two sides that both write into a full pipe would wait for ever.
        for pipe, part in zip(_crew, rest, strict=False):
            pipe.send((part, brand, actor, now, model))
            at_work.append(pipe)
        while at_work:
            pipe = at_work.popleft()
            done = pipe.recv()
            for part in islice(rest, 1):
                pipe.send((part, brand, actor, now, model))
                at_work.append(pipe)
            if isinstance(done, DomainError):
                raise done
            yield done
    finally:
        # What was begun and is no longer wanted must not be taken for the answer to the next question.
        for pipe in at_work:
            pipe.recv()


def made(
    wanted: Sequence[Wanted], brand: Brand, actor: Actor, now: datetime, model: Model | None = None
) -> Made:
    """Answers the rows of some contacts."""
    opened = [
        open_contact(
            one.inbound,
            brand=brand,
            customer_id=one.customer_id,
            contact_id=one.contact_id,
            case_id=one.case_id,
            actor=actor,
            now=now,
            model=model,
        )
        for one in wanted
    ]
    cases = [row for row in opened if row.case]
    return Made(
        tables=[
            filled(Case, [row.case for row in cases]),
            filled(Contact, [row.contact for row in opened]),
            filled(Point, [point for row in cases for point in row.points]),
            filled(Fact, [fact for row in cases for fact in row.facts]),
            filled(PriorStep, [step for row in cases for step in row.prior_steps]),
            filled(SealedNumber, [number for row in cases for number in row.numbers]),
            filled(CaseEvent, [event for row in cases for event in row.events]),
            filled(Alarm, [alarm for row in cases for alarm in row.alarms]),
        ],
        documents=[(row.case["recent_key"], row.tokens) for row in cases],
        received=[_received(row) for row in opened],
    )


def _received(row: Opened) -> tuple[int, str, int | None, str, str]:
    contact = row.contact["id"], row.contact["uuid"].hex
    if not row.case:
        return *contact, None, "", ""
    return *contact, row.case["id"], row.case["uuid"].hex, row.case["reference"]


@contextmanager
def crew() -> Iterator[None]:
    """Lets every core make rows until the end of the block; without a second core, or inside a transaction
    (whose connection no other process may inherit), everything is made here."""
    cores = min(os.cpu_count() or 1, MOST_PROCESSES)
    if cores < 2 or connection.in_atomic_block or _crew:
        yield
        return
    connections.close_all()
    pipes = [_fork.Pipe() for _ in range(cores)]
    ours = [pipe[0] for pipe in pipes]
    processes = [_fork.Process(target=_work, args=(own, pipes), daemon=True) for own in range(cores)]
    for process in processes:
        process.start()
    for _ours, theirs in pipes:
        theirs.close()
    _crew.extend(ours)
    try:
        yield
    finally:
        _crew.clear()
        for pipe, process in zip(ours, processes, strict=True):
            pipe.close()
            process.join()


def _work(own: int, pipes: Sequence[tuple[Pipe, Pipe]]) -> None:
    """Makes rows until the importing process closes the pipe, or is gone."""
    for place, (ours, theirs) in enumerate(pipes):
        ours.close()
        if place != own:
            theirs.close()
    pipe = pipes[own][1]
    with suppress(EOFError, ConnectionError, KeyboardInterrupt):
        while True:
            asked = pipe.recv()
            try:
                pipe.send(made(*asked))
            except DomainError as error:
                pipe.send(error)
