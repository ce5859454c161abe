"""What is stored of a promise is brought up to date: when it is due, how it stands, when to look again."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Q

from amends.cases.models import Case, CaseEvent, Promise, PromiseAttempt, PromiseMove
from amends.cases.policies import policy_in_force
from amends.cases.recording import Entry
from amends.rules import promises as rules
from amends.rules.promises import OPEN, Move, Pause, PromiseKind, Rules, State
from amends.rules.vocabulary import Waiting

STILL_OPEN = Q(state__in=sorted(state.value for state in OPEN))
NOT_MADE_GOOD = Q(state=State.BROKEN.value, made_good_at__isnull=True)
PRESSING = STILL_OPEN | NOT_MADE_GOOD
"""What the case is due for: what can still be kept, and what was broken and nobody has made good."""

_WAITS = ("wait.begun", "wait.ended", "case.closed")
_STORED = ("due_at", "state", "next_check_at", "attempt_count", "warned_at", "broken_at", "made_good_at")
_Said = tuple[str, datetime, Mapping[str, Any]]


def rules_of(promise: Promise) -> Rules:
    """Answers what the brand allowed itself when the promise was made: a later policy changes none. Queries: 1."""
    held = policy_in_force(promise.brand_id, promise.made_at)
    if held is None:
        return Rules()
    said = held.compiled.policy.promises
    return Rules(
        pausing=frozenset(Waiting(one) for one in said.pausing),
        attempts=said.attempts,
        spacing=timedelta(minutes=said.minutes_between),
    )


def resettle(entry: Entry, touched: Promise | None = None) -> None:
    """Brings every promise of the case that still runs up to date, and the one that was touched, however it ended.

    Queries: 0 where the case has no promise that runs, else 6 and 1 for each that changed.
    """
    case = entry.case
    if touched is None and case.promise_due_at is None:
        return
    wanted = PRESSING if touched is None else PRESSING | Q(pk=touched.pk)
    rows = list(Promise.objects.of(case.brand_id).filter(wanted, case=case).order_by("made_at", "pk"))
    if touched is not None:
        rows = [touched if row.pk == touched.pk else row for row in rows]
    for row, said in zip(rows, as_rules(rows, pauses_of(entry)), strict=True):
        _settle(entry, row, said, rules_of(row))
    _put_nearest(case, rows)


def as_rules(rows: Sequence[Promise], pauses: tuple[Pause, ...]) -> list[rules.Promise]:
    """Answers the promises as the rules read them. Queries: 2."""
    attempts: dict[int, list[datetime]] = defaultdict(list)
    moves: dict[int, list[Move]] = defaultdict(list)
    for promise, at in PromiseAttempt.objects.filter(promise__in=rows).values_list("promise_id", "at"):
        attempts[promise].append(at)
    for move in PromiseMove.objects.filter(promise__in=rows):
        moves[move.promise_id].append(Move(move.at, move.starts_at, move.ends_at, move.word_id))
    return [_as_rule(row, attempts[row.pk], moves[row.pk], pauses) for row in rows]


def _as_rule(
    row: Promise, attempts: Iterable[datetime], moves: Iterable[Move], pauses: tuple[Pause, ...]
) -> rules.Promise:
    return rules.Promise(
        kind=PromiseKind(row.kind),
        made_at=row.made_at,
        starts_at=row.starts_at,
        ends_at=row.ends_at,
        zone=row.zone,
        kept_at=row.kept_at,
        attempts=tuple(attempts),
        message_at=row.message_at,
        moved_to=tuple(moves),
        withdrawn_at=row.withdrawn_at,
        pauses=pauses,
    )


def pauses_of(entry: Entry) -> tuple[Pause, ...]:
    """Answers every wait of the case, as its record tells: each lasts until its end, and never past its own hour.

    Queries: 1.
    """
    case = entry.case
    rows = CaseEvent.objects.of(case.brand_id).filter(case_id=case.pk, kind__in=_WAITS).order_by("seq")
    said: list[_Said] = [
        (kind, at, json.loads(data)) for kind, at, data in rows.values_list("kind", "at", "data")
    ]
    said += [(kind, entry.now, data) for kind, data in entry.told() if kind in _WAITS]
    return read_pauses(said)


def read_pauses(said: Iterable[_Said]) -> tuple[Pause, ...]:
    """Answers the waits that these events tell, in order; one that begins ends the one before."""
    pauses: list[Pause] = []
    for kind, at, data in said:
        if pauses and pauses[-1].until > at:
            pauses[-1] = Pause(pauses[-1].reason, pauses[-1].since, at)
        if kind == "wait.begun":
            until = datetime.fromisoformat(str(data["until"]))
            pauses.append(Pause(Waiting(str(data["why"])), at, max(at, until)))
    return tuple(pauses)


def _settle(entry: Entry, row: Promise, said: rules.Promise, allowed: Rules) -> None:
    before = State(row.state)
    state = rules.state(said, allowed, entry.now)
    row.due_at, row.state = rules.due_at(said, allowed), state.value
    row.next_check_at = rules.next_check(said, allowed, entry.now)
    row.attempt_count = rules.attempts_counted(said, allowed)
    if state is State.SOON and row.warned_at is None:
        row.warned_at = entry.now
        entry.event("promise.soon", promise=row.pk, due=row.due_at.isoformat())
    if state is State.BROKEN and before is not State.BROKEN:
        row.broken_at = row.due_at
        entry.event("promise.broken", promise=row.pk, due=row.due_at.isoformat(), owner=row.owner_id)
    if state is State.ATTEMPTED and before is not State.ATTEMPTED:
        entry.event("promise.tried_enough", promise=row.pk, count=row.attempt_count)
    row.save(update_fields=_STORED)


def _put_nearest(case: Case, rows: Iterable[Promise]) -> None:
    pressing = [row for row in rows if State(row.state) in OPEN or _is_unmended(row)]
    nearest = min(pressing, key=lambda row: (row.due_at, row.pk), default=None)
    case.promise_due_at = nearest.due_at if nearest else None
    case.promise_agreed_at = nearest.agreed_at if nearest else None
    case.promise_kind = nearest.kind if nearest else ""


def _is_unmended(row: Promise) -> bool:
    return row.state == State.BROKEN.value and row.made_good_at is None
