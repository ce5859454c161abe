"""Background work: messages leave, remedies too, promises are watched, questions move up, sums go on, checkpoints.

One failure never stops the loop.
"""

from __future__ import annotations

import logging
import os
import threading
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from django.conf import settings
from django.contrib.sessions.models import Session
from django.db import close_old_connections

from amends.cases.actions.consults import escalate_waiting_consults
from amends.cases.actions.issuing import issue_due_remedies
from amends.cases.actions.promises import break_due_promises
from amends.cases.actions.retention import erase_past_date
from amends.cases.checkpoints import make_checkpoint
from amends.cases.delivery import deliver_due
from amends.cases.keys import clear_keys
from amends.clock import now
from amends.insight.studio.replay import advance_open
from amends.people.scope import every_brand

log = logging.getLogger("amends.worker")
PAUSE_SECONDS = 1.0
HEARTBEAT = "worker.heartbeat"
MOST_AT_ONCE = 50
MOST_ERASED = 100
"""Erasing merges the whole search index once a round: a round is short, and comes each hour."""


@dataclass(slots=True)
class Duty:
    """One thing done again and again."""

    name: str
    every: timedelta
    work: Callable[[datetime], object]
    next_at: datetime | None = None

    def is_due(self, moment: datetime) -> bool:
        """Answers whether its time has come."""
        return self.next_at is None or self.next_at <= moment


def duties() -> list[Duty]:
    """Answers what the worker does, and how often."""
    return [
        Duty("heartbeat", timedelta(seconds=5), beat),
        Duty("delivery", timedelta(0), deliver),
        Duty("remedies", timedelta(0), issue),
        Duty("consults", timedelta(0), move_up),
        Duty("promises", timedelta(seconds=5), watch_promises),
        Duty("replays", timedelta(0), replay_drafts),
        Duty("checkpoint", timedelta(minutes=1), sign),
        Duty("retention", timedelta(hours=1), erase_old),
        Duty("sessions", timedelta(days=1), clear_sessions),
    ]


def work(stop: threading.Event, parent: int | None = None) -> None:
    """Does all duties until told to stop, or until the process that started it is gone."""
    todo = duties()
    while not stop.wait(PAUSE_SECONDS):
        if parent is not None and os.getppid() != parent:
            return
        round_of(todo, now())
        close_old_connections()


def round_of(todo: list[Duty], moment: datetime) -> None:
    """Does what is due; what fails is logged and tried again when it is due next."""
    for duty in todo:
        if not duty.is_due(moment):
            continue
        duty.next_at = moment + duty.every
        try:
            duty.work(moment)
        except Exception:  # whatever it was: the other duties go on, and the log says what happened
            log.exception("the worker could not do its %s", duty.name)


def beat(moment: datetime) -> None:
    """Leaves a sign of life beside the data."""
    heartbeat_file().write_text(moment.isoformat())


def heartbeat_file() -> Path:
    """Answers where the sign of life lies."""
    return Path(settings.HOME) / HEARTBEAT


def last_beat() -> datetime | None:
    """Answers when a worker last gave a sign of life."""
    try:
        return datetime.fromisoformat(heartbeat_file().read_text())
    except (OSError, ValueError):
        return None


def deliver(moment: datetime) -> int:
    """Sends what is due, each message in a transaction of its own, and answers how many were taken."""
    taken = 0
    while taken < MOST_AT_ONCE:
        with every_brand():
            one = deliver_due(moment, most=1)
        if not one:
            break
        taken += one
    return taken


def issue(moment: datetime) -> int:
    """Hands over remedies that are due, each in transactions of its own, and answers how many were taken."""
    taken = 0
    while taken < MOST_AT_ONCE:
        with every_brand():
            one = issue_due_remedies(moment, most=1)
        if not one:
            break
        taken += one
    return taken


def move_up(moment: datetime) -> int:
    """Moves questions nobody answered in time up the ladder, each in a transaction of its own; answers how many."""
    moved = 0
    while moved < MOST_AT_ONCE:
        with every_brand():
            one = escalate_waiting_consults(now=moment, most=1)
        if not one:
            break
        moved += one
    return moved


def watch_promises(moment: datetime) -> int:
    """Warns of promises soon due and breaks those not kept; answers how many were looked at."""
    with every_brand():
        return break_due_promises(now=moment, most=MOST_AT_ONCE)


def replay_drafts(moment: datetime) -> int:
    """Goes on with what last year would have cost under a draft; answers how many weeks were summed."""
    with every_brand():
        return advance_open(moment)


def sign(moment: datetime) -> bool:
    """Makes one checkpoint and answers whether there was anything to sign."""
    with every_brand():
        return make_checkpoint(key=settings.CHECKPOINT_KEY, now=moment) is not None


def erase_old(moment: datetime) -> int:
    """Erases words that were kept long enough, a bounded number each round, and answers of how many cases."""
    with every_brand():
        return erase_past_date(now=moment, most=MOST_ERASED)


def clear_sessions(moment: datetime) -> int:
    """Deletes sessions, keys and visits that have ended and answers how many."""
    return Session.objects.filter(expire_date__lt=moment).delete()[0] + clear_keys(moment)
