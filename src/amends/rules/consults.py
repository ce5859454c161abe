"""A question to somebody with more authority: who is asked, how long it waits, what an answer may grant."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from amends.errors import DomainError
from amends.rules.policy.amounts import MOST
from amends.rules.policy.document import LADDER_OF_AUTHORITY, Authority, Holder, RemedyKind
from amends.rules.policy.offers import limits_of
from amends.rules.vocabulary import Role

LEAST_WAIT, MOST_WAIT = timedelta(minutes=1), timedelta(hours=8)
"""So long a customer may be said to wait: shorter is no question, longer is a promise."""
_ASKED_FIRST = Holder.SUPERVISOR


class ConsultState(StrEnum):
    """How far a question has come."""

    ASKED = "asked"
    TAKEN = "taken"
    ANSWERED = "answered"
    WITHDRAWN = "withdrawn"
    UNANSWERED = "unanswered"


class Verdict(StrEnum):
    """What somebody answered."""

    UNSAID = ""
    APPROVE = "approve"
    AMEND = "amend"
    DECLINE = "decline"
    JOIN = "join"


OPEN = (ConsultState.ASKED, ConsultState.TAKEN)
GRANTING = (Verdict.APPROVE, Verdict.AMEND)


@dataclass(frozen=True, slots=True)
class Sum:
    """An amount of money for one kind of remedy; without a kind nothing is asked but words. Units: minor units."""

    kind: RemedyKind | None
    amount: int


@dataclass(frozen=True, slots=True)
class Waiting:
    """How a question stands for somebody who would grant it alone.

    `has_risen` says that it went up the ladder unanswered; `present` how many are there who might answer.
    """

    state: ConsultState
    has_risen: bool
    present: int


def holder_of(role: Role | None) -> Holder | None:
    """Answers the authority that comes with a role; an administrator holds none."""
    return None if role in (None, Role.ADMINISTRATOR) else Holder(role)


def rank_of(holder: Holder) -> int:
    """Answers how high a holder stands on the ladder of authority. Raises: ValueError for win-back staff."""
    return LADDER_OF_AUTHORITY.index(holder)


def first_rung(asker: Holder) -> Holder:
    """Answers up to whom a question goes first: the supervisors, or who stands above them for a supervisor's own.

    Raises: DomainError('nobody_above').
    """
    if rank_of(asker) < rank_of(_ASKED_FIRST):
        return _ASKED_FIRST
    above = next_rung(asker)
    if above is None:
        raise DomainError("nobody_above")
    return above


def next_rung(rung: Holder) -> Holder | None:
    """Answers who is asked next when nobody answered in time; None at the top of the ladder."""
    higher = LADDER_OF_AUTHORITY[rank_of(rung) + 1 :]
    return higher[0] if higher else None


def is_asked(holder: Holder, asker: Holder, rung: Holder) -> bool:
    """Answers whether a question is put to this holder: above the asker, and up to the rung it has come to."""
    return rank_of(asker) < rank_of(holder) <= rank_of(rung)


def may_follow(state: ConsultState, verdict: Verdict, *, asks_for: Sum) -> str:
    """Answers why this answer can't follow now, as a code; empty when it can.

    What asks for no money can be approved, declined or joined, but not amended.
    """
    if state not in OPEN:
        return "question_over"
    if verdict is Verdict.UNSAID or (verdict is Verdict.AMEND and asks_for.kind is None):
        return "answer_unfit"
    return ""


def waits_until(asked_at: datetime, wait: timedelta) -> datetime:
    """Answers until when a question waits. Raises: DomainError('wait_out_of_range')."""
    if not LEAST_WAIT <= wait <= MOST_WAIT:
        raise DomainError("wait_out_of_range")
    return asked_at + wait


def own_limit(authority: Authority, holder: Holder, kind: RemedyKind, given: int = 0, team: str = "") -> int:
    """Answers the most this holder may still give alone for this kind in a case where so much was given already.

    A team's own limits stand before its role's. Units: minor units.
    """
    limits = limits_of(authority, holder, team)
    if limits is None:
        return 0
    return max(0, min(limits.of_kind(kind), limits.per_case - given))


def above_own_authority(
    authority: Authority, holder: Holder, grant: Sum, given: int = 0, team: str = ""
) -> str:
    """Answers why somebody may not grant this, as a code; empty when it is within their own authority."""
    if not 0 <= grant.amount <= MOST:
        return "amount_out_of_range"
    if grant.kind is None:
        return "remedy_missing" if grant.amount else ""
    most = own_limit(authority, holder, grant.kind, given, team)
    is_above = limits_of(authority, holder, team) is None or grant.amount > most
    return "above_your_authority" if is_above else ""


def may_grant_unattended(authority: Authority, stands: Waiting, grant: Sum, given: int = 0) -> str:
    """Answers why the asker may not grant this alone, as a code; empty when they may.

    They may when nobody answered in time or nobody is there, up to the policy's unattended ceiling for the case.
    """
    if stands.state not in (*OPEN, ConsultState.UNANSWERED):
        return "question_over"
    waits = stands.state is not ConsultState.UNANSWERED and not stands.has_risen
    if waits and stands.present:
        return "somebody_is_there"
    if grant.kind is None:
        return "remedy_missing"
    if not 0 < grant.amount <= MOST:
        return "amount_out_of_range"
    return "above_unattended" if given + grant.amount > authority.unattended else ""
