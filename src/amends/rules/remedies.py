"""The life of a remedy: chosen, approved, issued, confirmed, reversed; who else must agree; what each act moves.

All amounts are whole minor units of one currency.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from enum import StrEnum
from typing import NamedTuple

from amends.rules.policy.document import RemedyKind
from amends.rules.vocabulary import Verification


class State(StrEnum):
    """How far a remedy has come. Dropped was never issued; reversed was, and came back."""

    CHOSEN = "chosen"
    APPROVED = "approved"
    ISSUED = "issued"
    CONFIRMED = "confirmed"
    REVERSED = "reversed"
    DROPPED = "dropped"


class Act(StrEnum):
    """What happens to a remedy."""

    APPROVE = "approve"
    ISSUE = "issue"
    CONFIRM = "confirm"
    REVERSE = "reverse"
    DROP = "drop"


class Origin(StrEnum):
    """Why something is given: an option was chosen, a small gesture, or because law or charter says so."""

    OPTION = "option"
    GESTURE = "gesture"
    DUE = "due"


class Account(StrEnum):
    """Where an amount stands: what amends cost the brand, what it owes, what it gave, what a supplier owes it."""

    COST = "cost"
    OWED = "owed"
    GIVEN = "given"
    RECHARGED = "recharged"


MOVES: Mapping[Act, tuple[Collection[State], State]] = {
    Act.APPROVE: ((State.CHOSEN,), State.APPROVED),
    Act.ISSUE: ((State.APPROVED,), State.ISSUED),
    Act.CONFIRM: ((State.ISSUED,), State.CONFIRMED),
    Act.REVERSE: ((State.ISSUED, State.CONFIRMED), State.REVERSED),
    Act.DROP: ((State.CHOSEN, State.APPROVED), State.DROPPED),
}
"""Act -> from which states, to which."""

SPENT = frozenset({State.CHOSEN, State.APPROVED, State.ISSUED, State.CONFIRMED})
"""States that count towards limits: what is only chosen too, or two choices at once would both fit."""

MONEY = frozenset(
    {
        RemedyKind.REFUND,
        RemedyKind.FEE_WAIVER,
        RemedyKind.CREDIT,
        RemedyKind.FREE_PERIOD,
        RemedyKind.VOUCHER,
    }
)
"""Kinds that another system pays or books; the rest is done by people."""


class Line(NamedTuple):
    """An amount on one account; the lines of one act sum to nought."""

    account: Account
    amount: int


def moved(act: Act, state: State) -> State | None:
    """Answers the state after an act; None where it can't follow."""
    sources, target = MOVES[act]
    return target if state in sources else None


def lines(act: Act, before: State, amount: int, is_recharged: bool) -> tuple[Line, ...]:
    """Answers what an act moves between accounts: one side and the other, and what the supplier at fault owes.

    Nothing is moved by what is worth nothing, or by an act that changes no account.
    """
    if not amount:
        return ()
    cost = Account.RECHARGED if is_recharged else Account.COST
    if act is Act.APPROVE:
        return Line(Account.COST, amount), Line(Account.OWED, -amount)
    if act is Act.DROP and before is State.APPROVED:
        return Line(Account.COST, -amount), Line(Account.OWED, amount)
    if act is Act.ISSUE:
        given = Line(Account.OWED, amount), Line(Account.GIVEN, -amount)
        recharge = Line(Account.RECHARGED, amount), Line(Account.COST, -amount)
        return (*given, *recharge) if is_recharged else given
    if act is Act.REVERSE:
        return Line(Account.GIVEN, amount), Line(cost, -amount)
    return ()


def others_needed(
    total: int, is_covered: bool, two_people_above: int | None, *, is_doubted: bool = False
) -> int:
    """Answers how many people other than the one who chose must approve: none within authority, two above the limit.

    Money to an account that is doubted is looked at by somebody else in any case.
    """
    if two_people_above is not None and total > two_people_above:
        return 2
    return 0 if is_covered and not is_doubted else 1


def why_not_approve(approver: int, chosen_by: int | None, approved_by: Collection[int]) -> str:
    """Answers why this person may not approve, as a code; empty where they may."""
    if approver == chosen_by:
        return "own_remedy"
    return "approved_already" if approver in approved_by else ""


def why_not_pay(level: Verification, total: int) -> str:
    """Answers why nothing of worth may be given to this customer yet, as a code; empty where it may.

    Somebody of whom nothing is known is given nothing that is worth something.
    """
    return "not_verified" if total and level is Verification.NONE else ""
