"""The path of recovery: nine steps from heard to ended, computed from what the file holds. Nothing here is stored.

Source: RU9, RU21, ZH17, ZH20 to ZH26; ISO 10002 clause 7.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from amends.rules.vocabulary import Cause, Decision, Situation


class Step(StrEnum):
    """A step towards an end with which the customer can live."""

    HEARD = "heard"
    ACKNOWLEDGED = "acknowledged"
    OWNED = "owned"
    DECIDED = "decided"
    OPTIONS = "options"
    CHOSEN = "chosen"
    CARRIED_OUT = "carried_out"
    FOLLOWED_UP = "followed_up"
    ENDED = "ended"


class Standing(StrEnum):
    """How a step stands; passed was left out with a reason, skipped is not asked of this case."""

    DONE = "done"
    CURRENT = "current"
    OPEN = "open"
    PASSED = "passed"
    SKIPPED = "skipped"


class Gate(StrEnum):
    """What a step still needs."""

    NONE = ""
    OUTCOME = "outcome"
    FACTS = "facts"
    EMOTION = "emotion"
    FAULT = "fault"
    POINTS = "points"
    REASONS = "reasons"
    FAILURE = "failure"
    ANSWER = "answer"
    CHOICE = "choice"
    APPROVAL = "approval"
    ISSUE = "issue"
    FOLLOW_UP = "follow_up"


class PassReason(StrEnum):
    """Why somebody went on without what a step needs; counted, never said in words that could be blamed on anybody."""

    CUSTOMER_DECLINED = "customer_declined"
    KNOWN_ELSEWHERE = "known_elsewhere"
    NOT_REACHABLE = "not_reachable"
    NOT_FITTING = "not_fitting"


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """What the file of a case holds, as far as the path asks."""

    has_want: bool = False
    fact_count: int = 0
    point_count: int = 0
    undecided_count: int = 0
    is_acknowledged: bool = False
    has_emotion: bool = False
    cause: Cause = Cause.UNSAID
    decision: Decision = Decision.OPEN
    situation: Situation = Situation.MEND
    has_failure: bool = False
    is_answered: bool = False
    is_chosen: bool = False
    is_approved: bool = False
    are_all_issued: bool = False
    is_followed_up: bool = False
    is_closed: bool = False
    passed: frozenset[Step] = frozenset()


@dataclass(frozen=True, slots=True)
class Stepped:
    """One step: how it stands and, while it is the current one, what it needs."""

    step: Step
    standing: Standing
    gate: Gate = Gate.NONE


MENDING = frozenset({Step.CHOSEN, Step.CARRIED_OUT})
"""Steps of which nothing is asked where nothing was upheld, or where reasons are the answer."""

PASSABLE = frozenset({Step.HEARD, Step.ACKNOWLEDGED, Step.OWNED, Step.OPTIONS, Step.CHOSEN, Step.FOLLOWED_UP})
"""Steps that a person may pass with a reason. A decision and a debt can't be passed."""


def path(seen: Seen) -> tuple[Stepped, ...]:
    """Answers the nine steps; the first that needs something and was not passed is the current one."""
    found: list[Stepped] = []
    is_open = True
    for step in Step:
        gate = _GATES[step](seen)
        if step in MENDING and not is_mending(seen) and gate is not Gate.NONE:
            standing = Standing.SKIPPED
        elif gate is Gate.NONE and _is_done(step, seen):
            standing = Standing.DONE
        elif step in seen.passed and step in PASSABLE:
            standing = Standing.PASSED
        elif is_open and not seen.is_closed:
            standing, is_open = Standing.CURRENT, False
        else:
            standing = Standing.OPEN
        found.append(Stepped(step, standing, gate if standing is Standing.CURRENT else Gate.NONE))
    return tuple(found)


def is_mending(seen: Seen) -> bool:
    """Answers whether something is to be put right, as far as is known: not where nothing was upheld."""
    return seen.situation is Situation.MEND and seen.decision is not Decision.NOT_UPHELD


def _is_done(step: Step, seen: Seen) -> bool:
    return seen.is_closed if step is Step.ENDED else True


def _heard(seen: Seen) -> Gate:
    if not seen.has_want:
        return Gate.OUTCOME
    return Gate.NONE if seen.fact_count or seen.point_count else Gate.FACTS


def _acknowledged(seen: Seen) -> Gate:
    return Gate.NONE if seen.is_acknowledged and seen.has_emotion else Gate.EMOTION


def _owned(seen: Seen) -> Gate:
    return Gate.FAULT if seen.cause in (Cause.UNSAID, Cause.UNKNOWN) else Gate.NONE


def _decided(seen: Seen) -> Gate:
    if not seen.point_count:
        return Gate.POINTS
    return Gate.NONE if seen.decision is not Decision.OPEN else Gate.REASONS


def _options(seen: Seen) -> Gate:
    if seen.is_answered or seen.is_chosen:
        return Gate.NONE
    return Gate.FAILURE if is_mending(seen) and not seen.has_failure else Gate.ANSWER


def _chosen(seen: Seen) -> Gate:
    if not seen.is_chosen:
        return Gate.CHOICE
    return Gate.NONE if seen.is_approved else Gate.APPROVAL


def _carried_out(seen: Seen) -> Gate:
    return Gate.NONE if seen.is_chosen and seen.are_all_issued else Gate.ISSUE


def _followed_up(seen: Seen) -> Gate:
    return Gate.NONE if seen.is_followed_up else Gate.FOLLOW_UP


def _ended(seen: Seen) -> Gate:
    return Gate.NONE


_GATES: Mapping[Step, Callable[[Seen], Gate]] = {
    Step.HEARD: _heard,
    Step.ACKNOWLEDGED: _acknowledged,
    Step.OWNED: _owned,
    Step.DECIDED: _decided,
    Step.OPTIONS: _options,
    Step.CHOSEN: _chosen,
    Step.CARRIED_OUT: _carried_out,
    Step.FOLLOWED_UP: _followed_up,
    Step.ENDED: _ended,
}
