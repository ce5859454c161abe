"""Which step may follow which: one transition table for every case."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from amends.rules.vocabulary import Ending, Stage

_OPEN = tuple(stage for stage in Stage if stage is not Stage.CLOSED)
_BEFORE_DECIDED = (Stage.RECEIVED, Stage.ACKNOWLEDGED, Stage.ASSESSED, Stage.INVESTIGATED)

TRANSITIONS: dict[str, tuple[tuple[Stage, ...], Stage]] = {
    "acknowledge": (_BEFORE_DECIDED, Stage.ACKNOWLEDGED),
    "assess": (_BEFORE_DECIDED, Stage.ASSESSED),
    "investigate": ((Stage.ASSESSED, Stage.INVESTIGATED), Stage.INVESTIGATED),
    "decide": ((Stage.ASSESSED, Stage.INVESTIGATED, Stage.DECIDED), Stage.DECIDED),
    "respond": ((Stage.DECIDED, Stage.RESPONDED), Stage.RESPONDED),
    "close": (_OPEN, Stage.CLOSED),
    "reopen": ((Stage.CLOSED,), Stage.ASSESSED),
}
"""Act -> (stages it may start from, stage it leads to). A small complaint may be decided without an investigation."""

_ENDINGS_NEEDING_ANSWER = (Ending.SOLVED, Ending.PRESUMED, Ending.DISPUTED)


@dataclass(frozen=True, slots=True)
class Step:
    """Whether an act may happen now: the stage it leads to, or the reason why not."""

    stage: Stage | None
    reason: str = ""


def next_step(act: str, stage: Stage) -> Step:
    """Answers where an act leads from a stage; what comes late never moves a case back."""
    sources, target = TRANSITIONS[act]
    if stage not in sources:
        return Step(None, "closed" if stage is Stage.CLOSED else "wrong_stage")
    order = list(Stage)
    if act in ("acknowledge", "assess") and order.index(stage) > order.index(target):
        return Step(stage)
    return Step(target)


def may_end(ending: Ending, stage: Stage) -> Step:
    """Answers whether a case at this stage may end so: an answer must have gone out, unless it left our hands."""
    if stage is Stage.CLOSED:
        return Step(None, "closed")
    if ending in _ENDINGS_NEEDING_ANSWER and stage is not Stage.RESPONDED:
        return Step(None, "not_answered")
    return Step(Stage.CLOSED)


def may_reopen(closed_at: datetime, now: datetime, grace_days: int) -> bool:
    """Answers whether a closed case still reopens; after the grace time a linked new case is opened."""
    return now - closed_at <= timedelta(days=grace_days)
