"""Signed checkpoints: what all chains looked like at a moment, so that a whole chain can't vanish or be rewritten."""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime

from django.db import connection
from django.db.models import Max

from amends.cases.chain import canonical, head_leaf, merkle_root
from amends.cases.models import CaseEvent, Checkpoint
from amends.cases.recording import writing

MOST_EVENTS = 50_000
"""One checkpoint covers at most so many events, so that an import of a million rows needs little memory."""
_LOCKS = ("SET LOCAL lock_timeout = '5s'", "LOCK TABLE cases_caseevent IN SHARE ROW EXCLUSIVE MODE")


@dataclass(frozen=True, slots=True)
class Heads:
    """The heads of the chains within a range of events: how many, and their Merkle root."""

    count: int
    root: str


def make_checkpoint(*, key: bytes, now: datetime) -> Checkpoint | None:
    """Signs the heads of all cases changed since the last checkpoint and answers it; None when nothing changed.

    The events' table is closed to writers for this moment, because ids are given before they are committed.
    """
    with writing():
        _close_to_writers()
        before = Checkpoint.objects.order_by("-number").first()
        covered = before.last_event_id if before else 0
        last = _last_of_batch(covered)
        if last is None:
            return None
        heads = heads_between(covered + 1, last)
        made = Checkpoint(
            number=before.number + 1 if before else 1,
            at=now,
            first_event_id=covered + 1,
            last_event_id=last,
            case_count=heads.count,
            root=heads.root,
            previous=before.signature if before else "",
        )
        made.signature = signature_of(made, key)
        made.save(force_insert=True)
        return made


def make_checkpoints(*, key: bytes, now: datetime) -> list[Checkpoint]:
    """Makes checkpoints until every event is covered, and answers them; at the end of an import there are several."""
    made = []
    while (checkpoint := make_checkpoint(key=key, now=now)) is not None:
        made.append(checkpoint)
    return made


def _close_to_writers() -> None:
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            for statement in _LOCKS:
                cursor.execute(statement)


def _last_of_batch(covered: int) -> int | None:
    batch = CaseEvent.objects.filter(pk__gt=covered).order_by("pk").values("pk")[:MOST_EVENTS]
    last: int | None = batch.aggregate(last=Max("pk"))["last"]
    return last


def heads_between(first: int, last: int) -> Heads:
    """Answers the heads that events of this range of ids left behind. Queries: 1."""
    rows = CaseEvent.objects.filter(pk__gte=first, pk__lte=last).order_by("pk")
    heads: dict[int, tuple[int, str]] = {}
    for case, seq, head in rows.values_list("case_id", "seq", "hash").iterator(chunk_size=5_000):
        if case not in heads or heads[case][0] < seq:
            heads[case] = (seq, head)
    leaves = [head_leaf(case, *heads[case]) for case in sorted(heads)]
    return Heads(len(leaves), merkle_root(leaves))


def signature_of(checkpoint: Checkpoint, key: bytes) -> str:
    """Answers the signature that a checkpoint must carry; the key lies outside the database."""
    said = canonical(
        {
            "number": checkpoint.number,
            "at": checkpoint.at.astimezone(UTC).isoformat(timespec="microseconds"),
            "first": checkpoint.first_event_id,
            "last": checkpoint.last_event_id,
            "cases": checkpoint.case_count,
            "root": checkpoint.root,
            "previous": checkpoint.previous,
        }
    )
    return hmac.new(key, said.encode(), hashlib.sha256).hexdigest()


@dataclass(frozen=True, slots=True)
class CheckpointFault:
    """What is wrong with one checkpoint, as a code."""

    number: int
    code: str


def checkpoint_faults(key: bytes) -> Iterator[CheckpointFault]:
    """Answers what is wrong with the checkpoints: number, predecessor, signature, and the heads they stand for."""
    yield from faults_of(Checkpoint.objects.order_by("number").iterator(), key)


def faults_of(checkpoints: Iterable[Checkpoint], key: bytes) -> Iterator[CheckpointFault]:
    """Answers the faults of checkpoints given in order."""
    number, previous, covered = 0, "", 0
    for checkpoint in checkpoints:
        for code, is_wrong in (
            ("number", checkpoint.number != number + 1),
            ("previous", checkpoint.previous != previous or checkpoint.first_event_id != covered + 1),
            ("signature", not hmac.compare_digest(checkpoint.signature, signature_of(checkpoint, key))),
            ("heads", not _fits(checkpoint)),
        ):
            if is_wrong:
                yield CheckpointFault(checkpoint.number, code)
        number, previous, covered = checkpoint.number, checkpoint.signature, checkpoint.last_event_id


def _fits(checkpoint: Checkpoint) -> bool:
    heads = heads_between(checkpoint.first_event_id, checkpoint.last_event_id)
    return heads.count == checkpoint.case_count and heads.root == checkpoint.root
